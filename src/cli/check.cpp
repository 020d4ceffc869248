// `wrongtree check` gives the diagnostics of worlds, those included that only the ground world shows.
#include <algorithm>
#include <memory>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "form/diagnostics.h"
#include "form/diagnostics_json.h"
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

/// This holds what a search for warnings works on, and finds. It belongs to two threads: the one that searches, and the
/// one that waits for it, and does not wait longer than it may.
struct Search {
    model::World world;
    Budget budget;
    Diagnostics found;
    Stop stop = Stop::none;
};

Stop lint(model::World world, const ResourceLimits& limits, bool alone, Diagnostics& diagnostics) {
    auto shared = std::make_shared<Search>();
    shared->world = std::move(world);
    double seconds = limits.seconds.value_or(kSecondsForWarnings);
    ResourceLimits own = limits;
    own.seconds.reset();  // nobody ends the program for it: what has been found shall be told
    Watchdog watchdog(own, alone && error_is_terminal());
    ask::set_limits(shared->budget, resources_of(limits));
    Watch watch(watchdog, shared->budget, "checking", seconds - watchdog.seconds());
    bool has_ended = run_for(seconds - watchdog.seconds() + kSecondsToReact, [shared] {
        shared->found = ask::lint(shared->world, shared->budget);
        shared->stop = shared->budget.stop();
    });
    if (!has_ended) return Stop::time;
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
    checked.source = std::move(*source);
    lang::Reading reading = read_world_in_time(path, *checked.source, options, {});
    Diagnostics& diagnostics = checked.report.diagnostics;
    diagnostics = std::move(reading.diagnostics);
    if (reading.world && !reading.is_library && !diagnostics.has_errors())
        checked.stop = lint(std::move(*reading.world), limits, alone, diagnostics);
    lang::drop_warnings_of_libraries(*checked.source, diagnostics);
    diagnostics.sort();
    return checked;
}

/// Prints the text for people; failures go to standard error, because they are not about a text.
void print(const Checked& checked, bool& first, Console& console) {
    if (checked.report.diagnostics.empty()) return;
    if (!first) console.ready_answer("\n");
    first = false;
    console.ready_answer(render(*checked.source, checked.report.diagnostics, console.colour_on_output()));
}

}  // namespace

ExitCode run_command(const CheckOptions& options, std::string_view version, Console& console) {
    ResourceLimits limits = resource_limits(options.common);
    bool alone = options.jobs == 1 || options.files.size() == 1;
    if (std::count(options.files.begin(), options.files.end(), "-") > 1)
        return console.refuse("only one FILE can be standard input");
    FileCounts counts;
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
        counts.add(checked.report);
        if (checked.source) checked.report.source = &*checked.source;
        if (!options.common.json) print(checked, first, console);
    };
    run_in_order(all.size(), options.jobs, work, done);
    if (Watchdog::interrupted()) return ExitCode::interrupted;
    if (options.common.json) {
        std::vector<FileReport> reports;
        for (Checked& checked : all)
            reports.push_back(std::move(checked.report));
        console.ready_answer(diagnostics_json(reports, version));
    }
    console.note(count_text(counts));
    ExitCode code = counts.errors > 0    ? ExitCode::bad_input
                    : stop == Stop::none ? ExitCode::yes
                                         : ExitCode::undecided;
    // Nothing that a thread still works on may be taken away from it.
    if (is_work_left_behind()) ::_exit(static_cast<int>(console.finish(code)));
    return code;
}

}  // namespace wt::cli
