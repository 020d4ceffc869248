// `wrongtree check`: diagnostics of worlds, those included that only the ground world shows.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "engine/planner.h"
#include "form/diagnostics.h"
#include "form/diagnostics_json.h"
#include "host/library_files.h"
#include "host/several.h"
#include "host/watchdog.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

/// Without `--time` the search for warnings that need the ground world ends after this long.
constexpr double kSecondsForWarnings = 10;
/// A search that does not end when it is told to is left behind after this long.
constexpr double kSecondsToReact = 0.5;

/// A file, what was found in it, and whether the search for warnings was cut short.
struct Checked {
    std::optional<Source> source;
    FileReport report;
    Stop stop = Stop::none;
};

/// What a search for warnings works on, and finds. It belongs to two threads: the one that searches, and the
/// one that waits for it, and does not wait longer than it may.
struct Search {
    model::World world;
    Budget budget;
    Diagnostics found;
    Stop stop = Stop::none;
    std::promise<void> ended;
};

void search(Search& search) {
    engine::SessionOptions options;
    if (auto question = ask::settle_limits(search.world, {})) options = ask::session_options(*question);
    engine::Session session(search.world, options, search.budget);
    search.found = engine::lint(session);
    search.stop = search.budget.stop();
}

std::atomic<bool> g_left_behind = false;  ///< is a thread still searching, though nobody waits for it?

Stop lint(model::World world, const ResourceLimits& limits, bool alone, Diagnostics& diagnostics) {
    auto shared = std::make_shared<Search>();
    shared->world = std::move(world);
    double seconds = limits.seconds.value_or(kSecondsForWarnings);
    ResourceLimits own = limits;
    own.seconds.reset();  // nobody ends the program for it: what has been found shall be told
    Watchdog watchdog(own, alone && error_is_terminal());
    ask::set_limits(shared->budget, resources_of(limits));
    Watch watch(watchdog, shared->budget, "checking", seconds - watchdog.seconds());
    std::future<void> ended = shared->ended.get_future();
    std::thread([shared] {
        search(*shared);
        shared->ended.set_value();
    }).detach();
    double rest = std::clamp(seconds - watchdog.seconds() + kSecondsToReact, 0.0, kEndlessSeconds);
    if (ended.wait_for(std::chrono::duration<double>(rest)) == std::future_status::timeout) {
        g_left_behind = true;
        return Stop::time;
    }
    diagnostics.append(std::move(shared->found));
    return shared->stop;
}

Checked check_file(const std::string& path, const CommonOptions& options, const ResourceLimits& limits,
                   bool alone) {
    Checked checked;
    checked.report.file = path;
    tl::expected<Source, std::string> source = read_file(path, kMostWorldBytes);
    if (!source) {
        checked.report.failure = source.error();
        return checked;
    }
    lang::Dialect dialect = ask::dialect_for(path, options.dialect);
    checked.source = ask::with_libraries(std::move(*source), dialect, libraries_beside(path));
    lang::Reading reading = read_world_in_time(*checked.source, dialect, options, {});
    Diagnostics& diagnostics = checked.report.diagnostics;
    diagnostics = std::move(reading.diagnostics);
    if (reading.world && !reading.is_library && !diagnostics.has_errors())
        checked.stop = lint(std::move(*reading.world), limits, alone, diagnostics);
    lang::drop_warnings_of_libraries(*checked.source, diagnostics);
    diagnostics.sort();
    return checked;
}

struct Counts {
    std::size_t errors = 0;
    std::size_t warnings = 0;
};

void count(const Checked& checked, Counts& counts) {
    counts.errors += !checked.report.failure.empty();
    for (const Diagnostic& diagnostic : checked.report.diagnostics.items()) {
        counts.errors += diagnostic.severity == Severity::error;
        counts.warnings += diagnostic.severity == Severity::warning;
    }
}

/// The text for people: failures to standard error, because they are not about a text.
void print(const Checked& checked, bool& first, Console& console) {
    if (checked.report.diagnostics.empty()) return;
    if (!first) console.ready_answer("\n");
    first = false;
    console.ready_answer(render(*checked.source, checked.report.diagnostics, console.colour_on_output()));
}

std::string summary(std::size_t files, const Counts& counts) {
    return fmt::format("{} checked: {}", files == 1 ? "1 file" : fmt::format("{} files", files),
                       count_text(counts.errors, counts.warnings));
}

}  // namespace

ExitCode run_command(const CheckOptions& options, std::string_view version, Console& console) {
    ResourceLimits limits = resource_limits(options.common);
    bool alone = options.jobs == 1 || options.files.size() == 1;
    if (std::count(options.files.begin(), options.files.end(), "-") > 1) {
        console.error("only one FILE can be standard input");
        return ExitCode::bad_input;
    }
    Counts counts;
    Stop stop = Stop::none;
    bool first = true;
    std::vector<Checked> all(options.files.size());
    auto work = [&](std::size_t i) {
        if (!Watchdog::interrupted()) all[i] = check_file(options.files[i], options.common, limits, alone);
    };
    auto done = [&](std::size_t i) {
        if (Watchdog::interrupted()) return;
        Checked& checked = all[i];
        if (!checked.report.failure.empty()) console.error(checked.report.failure);
        if (checked.stop != Stop::none) {
            stop = checked.stop;
            console.note(fmt::format(
                "not all of `{}` was checked: {}", options.files[i],
                stop == Stop::time && !options.common.seconds
                    ? fmt::format("{} s were not enough; --time gives it more", kSecondsForWarnings)
                    : option_stop_text(stop)));
        }
        count(checked, counts);
        if (!options.common.json) print(checked, first, console);
    };
    run_in_order(all.size(), options.jobs, work, done);
    if (Watchdog::interrupted()) return ExitCode::interrupted;
    if (options.common.json) {
        std::vector<FileReport> reports;
        for (Checked& checked : all) {
            reports.push_back(std::move(checked.report));
            if (checked.source) reports.back().source = &*checked.source;
        }
        console.ready_answer(diagnostics_json(reports, version));
    }
    console.note(summary(options.files.size(), counts));
    ExitCode code = counts.errors > 0    ? ExitCode::bad_input
                    : stop == Stop::none ? ExitCode::yes
                                         : ExitCode::undecided;
    // Nothing that a thread still works on may be taken away from it.
    if (g_left_behind) ::_exit(static_cast<int>(console.finish(code)));
    return code;
}

}  // namespace wt::cli
