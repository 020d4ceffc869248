// `wrongtree series` finds stories that have nothing to do with each other, or one for each of several requests.
//
// With a folder the series is kept there and goes on from its journal (series_journal.h), so that it ends with the same
// bytes as one that was never interrupted.
#include "ask/series.h"

#include <fmt/format.h>

#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/question.h"
#include "form/request_list.h"
#include "form/series_folder.h"
#include "form/series_text.h"
#include "host/folder.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

/// Keeps a series in its folder, if it has one. Mistakes go to standard error.
class Keeper : public ask::SeriesKeeper {
  public:
    Keeper(SeriesFolder& folder, WatchdogOfEach& watchdog, Console& console)
        : folder_(folder), watchdog_(watchdog), console_(console) {}

    /// Returns the code with which the program ends where the keeper could not.
    ExitCode failure() const { return failure_; }
    /// Returns true if there is nothing to report.
    bool report(const SeriesFolder::Result& wrong) {
        if (!wrong) return true;
        console_.error(wrong->text);
        failure_ = wrong->is_of_input ? ExitCode::bad_input : ExitCode::internal;
        return false;
    }

    void begin() override { watchdog_.start(); }
    Stop over() override {
        if (watchdog_.is_time_up()) return Stop::time;
        return Watchdog::interrupted() ? Stop::cancelled : Stop::none;
    }
    std::span<const ask::Tried> earlier() override { return folder_.earlier(); }
    bool note(const std::vector<ask::Tried>& tried) override { return report(folder_.note(tried)); }
    bool accept(const ask::SeriesStory& story) override { return report(folder_.accept(story)); }
    void meet(const ask::SeriesWorld& world, const model::EndlessTriggers& met) override {
        report_endless(world.loaded(), met, console_);
    }

  private:
    SeriesFolder& folder_;
    WatchdogOfEach& watchdog_;
    Console& console_;
    ExitCode failure_ = ExitCode::bad_input;
};

/// Opens the folder of the machine, if there is one; or says how the program ends.
tl::expected<std::unique_ptr<Folder>, ExitCode> open_folder(const SeriesOptions& options,
                                                            const ask::SeriesWanted& wanted,
                                                            const std::string& journal, Console& console) {
    std::unique_ptr<Folder> folder;
    if (options.folder.empty()) return folder;
    folder = std::make_unique<Folder>(options.folder);
    std::optional<std::string> refusal = folder->open();
    if (!refusal) {
        folder->remove_drafts(series_file_names(wanted));
        std::vector<std::string> inputs = {options.file};
        if (!options.request_list.empty()) inputs.push_back(options.request_list);
        refusal = refusal_of_output(journal, inputs);
    }
    if (refusal) return tl::unexpected(console.refuse(*refusal));
    return folder;
}

/// Opens a world for the request of this name (none: empty); or says how the program ends.
tl::expected<std::unique_ptr<ask::SeriesWorld>, ExitCode> load(const SeriesOptions& options,
                                                               const std::string& request, Console& console) {
    ask::QuestionOptions given = options.question;
    given.request = request;
    std::optional<Asked> asked = read_asked(options.file, "", options.common, given, console);
    if (!asked) return tl::unexpected(ExitCode::bad_input);
    auto world = std::make_unique<ask::SeriesWorld>(std::move(asked->loaded), options.question,
                                                    std::move(asked->question));
    ResourceLimits limits = resource_limits(options.common);
    engine::Verdict start;
    {
        Watchdog watchdog(limits, error_is_terminal());
        start = world->open({watchdog, resources_of(limits), "reading"});
        count_as_time_of_the_question(watchdog.seconds());
    }
    if (start == engine::Verdict::found) return world;
    if (start == engine::Verdict::stopped) {
        console.note("undecided: " + stop_text(world->budget()) + ", before the first state was known");
        return tl::unexpected(undecided_code());
    }
    report_endless(world->loaded(), world->session().endless_triggers(), console);
    return tl::unexpected(ExitCode::bad_input);
}

/// Says why there is no series, and how the program ends.
ExitCode report_failure(const ask::SeriesMade& made, const std::string& journal, const Keeper& keeper,
                        Console& console) {
    if (made.failure == ask::SeriesFailure::keeper) return keeper.failure();
    if (made.failure == ask::SeriesFailure::journal)
        return console.refuse(
            fmt::format("`{}` does not fit this world and version; remove it to begin anew", journal));
    console.error(made.message);
    return made.failure == ask::SeriesFailure::rejected ? ExitCode::internal : ExitCode::bad_input;
}

ExitCode run_series(const SeriesOptions& options, std::string_view version, Console& console) {
    std::vector<std::string> names = options.requests;
    if (names.empty()) names.emplace_back();
    std::vector<std::unique_ptr<ask::SeriesWorld>> worlds;
    std::vector<ask::SeriesWorld*> all;
    for (const std::string& name : names) {
        auto world = load(options, name, console);
        if (!world) return world.error();
        all.push_back(world->get());
        worlds.push_back(std::move(*world));
    }
    ResourceLimits limits = resource_limits(options.common);
    WatchdogOfEach watchdog(limits);
    ask::SeriesWanted wanted{options.requests, options.count,         options.seed,
                             options.distance, options.common.states, option_stop_text};
    std::string journal = options.folder + "/" + std::string(kJournalName);
    auto files = open_folder(options, wanted, journal, console);
    if (!files) return files.error();
    SeriesFolder folder(files->get(), options.folder, version);
    Keeper keeper(folder, watchdog, console);
    std::string settings =
        series_options_text(wanted, options.question, options.common.divergences, options.common.dialect);
    if (!keeper.report(folder.open(worlds[0]->source(), settings, wanted))) return keeper.failure();
    ask::SeriesMade made = ask::make_series(all, wanted, {watchdog, resources_of(limits), ""}, keeper);
    if (made.failure != ask::SeriesFailure::none) return report_failure(made, journal, keeper, console);
    SeriesDocument document{version, options.file, options.common.divergences, wanted, made};
    console.notes(series_notes(document));
    bool as_json = options.common.json;
    console.answer(as_json, as_json ? series_json(document) : series_text(document));
    return code_of(ask::decision_of(made.verdict));
}

}  // namespace

ExitCode run_command(const SeriesOptions& given, std::string_view version, Console& console) {
    SeriesOptions options = given;
    if (!options.request_list.empty()) {
        tl::expected<Source, std::string> list = read_file(options.request_list);
        if (!list) return console.refuse(list.error());
        std::vector<std::string> names = names_in(*list);
        if (names.empty()) return console.refuse(fmt::format("`{}` names no request", options.request_list));
        options.requests.insert(options.requests.end(), names.begin(), names.end());
    }
    if (options.requests.size() > kMostStories)
        return console.refuse(fmt::format("{} requests are asked, and a series has at most {} stories",
                                          options.requests.size(), kMostStories));
    if (options.file == "-" && options.requests.size() > 1)
        return console.refuse("standard input can be read for one request only");
    return run_series(options, version, console);
}

}  // namespace wt::cli
