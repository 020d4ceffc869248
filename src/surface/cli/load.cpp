#include "surface/cli/load.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/stat.h>

#include "engine/planner.h"
#include "model/print.h"
#include "surface/cli/question.h"
#include "surface/render/diagnostics.h"

namespace wt::surface {

namespace {

std::string failure(const std::string& path, std::string_view why) {
    return fmt::format("cannot read `{}`: {}", path, why);
}

std::string too_large(std::size_t most) {
    return fmt::format("it is larger than {} MiB", most >> 20);
}

struct Warnings {
    std::size_t count = 0;
    bool all = true;  ///< none was left out because finding it would have taken long
};

/// As many as `wrongtree check` shows, where the ground world is small.
Warnings count_warnings(const Diagnostics& of_text, const model::World& world) {
    constexpr std::uint64_t kBytes = std::uint64_t{1} << 20;
    constexpr std::uint64_t kStates = 5'000;
    Budget budget;
    budget.max_bytes = kBytes;
    budget.max_states = kStates;
    engine::SessionOptions options;
    if (auto question = settle_question(world, {})) options = session_options(*question);
    engine::Session session(world, options, budget);
    Diagnostics of_ground = engine::lint(session);
    Warnings warnings{.count = of_text.size(), .all = budget.stop() == Stop::none};
    for (const Diagnostic& one : of_ground.items())
        warnings.count += one.severity == Severity::warning ? 1 : 0;
    return warnings;
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

std::unique_ptr<LoadedWorld> load_world(const std::string& path, const CommonOptions& options,
                                        Console& console, const std::vector<std::string>& requests) {
    tl::expected<Source, std::string> source = read_file(path, kMostWorldBytes);
    if (!source) {
        console.error(source.error());
        return nullptr;
    }
    lang::Reading reading =
        read_world_in_time(*source, dialect_for(path, options.dialect), options, requests);
    reading.diagnostics.sort();
    if (reading.diagnostics.has_errors()) {
        console.remark(render(*source, reading.diagnostics, console.colour_on_error()));
        return nullptr;
    }
    if (!reading.refusal.empty()) {
        console.error(fmt::format("`{}`: {}", path, reading.refusal));
        return nullptr;
    }
    Warnings warnings = count_warnings(reading.diagnostics, *reading.world);
    if (warnings.count > 0)
        console.note(fmt::format("{}{} {} in `{}`; see `wrongtree check`", warnings.count,
                                 warnings.all ? "" : " or more", warnings.count == 1 ? "warning" : "warnings",
                                 path));
    return std::unique_ptr<LoadedWorld>(
        new LoadedWorld{std::move(*source), std::move(*reading.world), std::move(reading.requests)});
}

void report_endless(const LoadedWorld& loaded, const std::optional<engine::EndlessTriggers>& met,
                    Console& console) {
    if (!met) return;
    const model::World& world = loaded.world;
    std::string names;
    for (const model::GroundEvent& trigger : met->triggers)
        names += fmt::format("{}`{}`", names.empty() ? "" : ", ", model::to_text(world, trigger));
    std::string where;
    for (model::EntityId believer : met->believers)
        where += fmt::format("{} the mind of {}", where.empty() ? " in" : ", in", world[believer].name);
    Diagnostics diagnostics;
    Span place = world[met->triggers[0].event].span;
    Diagnostic& d =
        met->action
            ? diagnostics.add(
                  DiagnosticCode::possibly_endless, place,
                  fmt::format("after `{}` triggers never come to rest{}, from beat {} on: {}; so it is "
                              "impossible there",
                              model::to_text(world, *met->action), where, met->beat, names))
            : diagnostics.add(DiagnosticCode::endless_triggers, place,
                              fmt::format("triggers that never come to rest{}: {}", where, names));
    for (const model::GroundEvent& trigger : met->triggers)
        if (trigger.event != met->triggers[0].event)
            d.labels.push_back({world[trigger.event].span, "another of them"});
    d.hint = "one of them has to make the precondition of the others false, and its own";
    console.remark(render(loaded.source, diagnostics, console.colour_on_error()));
}

}  // namespace wt::surface
