#include "surface/cli/load.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/stat.h>

#include "surface/render/diagnostics.h"

namespace wt::surface {

namespace {

std::string failure(const std::string& path, std::string_view why) {
    return fmt::format("cannot read `{}`: {}", path, why);
}

std::string too_large(std::size_t most) {
    return fmt::format("it is larger than {} MiB", most >> 20);
}

/// All that can be read from an open file.
tl::expected<std::string, std::string> read_all(int file, std::size_t most) {
    std::string text;
    while (true) {
        constexpr std::size_t kPiece = std::size_t{1} << 16;
        std::size_t size = text.size();
        text.resize(size + kPiece);
        ssize_t count = ::read(file, text.data() + size, kPiece);
        text.resize(size + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return tl::unexpected(std::string(std::strerror(errno)));
        if (text.size() > most) return tl::unexpected(too_large(most));
        if (count == 0) return text;
    }
}

}  // namespace

tl::expected<Source, std::string> read_file(const std::string& path, std::size_t most) {
    bool standard_input = path == "-";
    int file = standard_input ? 0 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return tl::unexpected(failure(path, std::strerror(errno)));
    struct stat status{};
    bool is_folder = ::fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
    tl::expected<std::string, std::string> text =
        is_folder ? tl::unexpected(std::string("it is a folder")) : read_all(file, most);
    if (!standard_input) ::close(file);
    if (!text) return tl::unexpected(failure(path, text.error()));
    return Source(standard_input ? "<stdin>" : path, std::move(*text));
}

lang::Dialect dialect_for(const std::string& path, DialectChoice choice) {
    switch (choice) {
        case DialectChoice::sabre:
            return lang::Dialect::sabre;
        case DialectChoice::wrongtree:
            return lang::Dialect::wrongtree;
        case DialectChoice::by_name:
            break;
    }
    return lang::dialect_of(path);
}

TimeOfReading::TimeOfReading(const CommonOptions& options)
    : watchdog_({.seconds = options.seconds, .grace = 0}, error_is_terminal()),
      watch_(watchdog_, nobody_asks_, "reading") {}

TimeOfReading::~TimeOfReading() {
    count_as_time_of_the_question(watchdog_.seconds());
}

lang::Reading read_world_in_time(const Source& source, lang::Dialect dialect, const CommonOptions& options,
                                 const std::vector<std::string>& requests) {
    count_as_time_of_the_question(0);
    TimeOfReading time(options);
    return lang::read_world(source, dialect, {options.divergences, requests});
}

std::unique_ptr<ask::LoadedWorld> load_world(const std::string& path, const CommonOptions& options,
                                             Console& console, const std::vector<std::string>& requests) {
    tl::expected<Source, std::string> source = read_file(path, kMostWorldBytes);
    if (!source) {
        console.error(source.error());
        return nullptr;
    }
    lang::Reading reading =
        read_world_in_time(*source, dialect_for(path, options.dialect), options, requests);
    auto loaded = ask::world_of(std::move(*source), std::move(reading));
    if (!loaded) {
        const ask::WorldFault& fault = loaded.error();
        if (fault.diagnostics.has_errors())
            console.remark(render(fault.source, fault.diagnostics, console.colour_on_error()));
        else
            console.error(fmt::format("`{}`: {}", path, fault.refusal));
        return nullptr;
    }
    ask::WarningCount warnings = ask::count_warnings(**loaded);
    if (warnings.count > 0)
        console.note(fmt::format("{}{} {} in `{}`; see `wrongtree check`", warnings.count,
                                 warnings.all ? "" : " or more", warnings.count == 1 ? "warning" : "warnings",
                                 path));
    return std::move(*loaded);
}

void report_endless(const ask::LoadedWorld& loaded, const std::optional<model::EndlessTriggers>& met,
                    Console& console) {
    if (!met) return;
    console.remark(
        render(loaded.source, ask::endless_message(loaded.world, *met), console.colour_on_error()));
}

}  // namespace wt::surface
