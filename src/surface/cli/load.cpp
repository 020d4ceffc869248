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

std::string too_large() {
    return fmt::format("it is larger than {} MiB", kMostFileBytes >> 20);
}

/// All that can be read from an open file.
tl::expected<std::string, std::string> read_all(int file) {
    std::string text;
    while (true) {
        constexpr std::size_t kPiece = std::size_t{1} << 16;
        std::size_t size = text.size();
        text.resize(size + kPiece);
        ssize_t count = ::read(file, text.data() + size, kPiece);
        text.resize(size + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return tl::unexpected(std::string(std::strerror(errno)));
        if (text.size() > kMostFileBytes) return tl::unexpected(too_large());
        if (count == 0) return text;
    }
}

}  // namespace

tl::expected<Source, std::string> read_file(const std::string& path) {
    bool standard_input = path == "-";
    int file = standard_input ? 0 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return tl::unexpected(failure(path, std::strerror(errno)));
    struct stat status{};
    bool is_folder = ::fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
    tl::expected<std::string, std::string> text =
        is_folder ? tl::unexpected(std::string("it is a folder")) : read_all(file);
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

std::unique_ptr<LoadedWorld> load_world(const std::string& path, const CommonOptions& options,
                                        Console& console, const std::vector<std::string>& requests) {
    tl::expected<Source, std::string> source = read_file(path);
    if (!source) {
        console.error(source.error());
        return nullptr;
    }
    lang::Reading reading =
        lang::read_world(*source, dialect_for(path, options.dialect), {options.divergences, requests});
    reading.diagnostics.sort();
    if (reading.diagnostics.has_errors()) {
        console.remark(render(*source, reading.diagnostics, console.colour_on_error()));
        return nullptr;
    }
    if (!reading.refusal.empty()) {
        console.error(fmt::format("`{}`: {}", path, reading.refusal));
        return nullptr;
    }
    if (std::size_t count = reading.diagnostics.size(); count > 0)
        console.note(fmt::format("{} {} in `{}`; see `wrongtree check`", count,
                                 count == 1 ? "warning" : "warnings", path));
    return std::make_unique<LoadedWorld>(
        LoadedWorld{std::move(*source), std::move(*reading.world), std::move(reading.requests)});
}

}  // namespace wt::surface
