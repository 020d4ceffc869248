// `wrongtree series`: stories that have nothing to do with each other, or one for each of several requests.
//
// With a folder the series is kept there and goes on from its journal (series_journal.h), so that it ends with the same
// bytes as one that was never interrupted.
#include "ask/series.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "form/request_list.h"
#include "form/series_journal.h"
#include "form/series_text.h"
#include "host/write_file.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

std::string hash_text(std::string_view text) {
    std::uint64_t hash = text.size();
    for (char c : text)
        hash = combine(hash, static_cast<unsigned char>(c));
    return fmt::format("{:016x}", hash);
}

std::string list_text(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : " ") + name;
    return text;
}

template <class Number>
std::string optional_number(const std::optional<Number>& number) {
    return number ? fmt::format("{}", *number) : "-";
}

/// All that a series is a function of besides the world's text.
std::string options_text(const SeriesOptions& options) {
    const ask::QuestionOptions& question = options.question;
    std::string which = options.requests.empty()
                            ? fmt::format("count {}, seed {}, distance {}", options.count, options.seed,
                                          number_text(options.distance))
                            : fmt::format("requests [{}]", list_text(options.requests));
    std::string uncertain;
    if (question.foresight) uncertain += fmt::format(", foresight {}", *question.foresight);
    if (question.possibilities) uncertain += fmt::format(", possibilities {}", *question.possibilities);
    return fmt::format("au [{}], {}, limits {} {} {} {}{}, states {}, dialect {}",
                       list_text(options.common.divergences), which, optional_number(question.author_limit),
                       optional_number(question.character_limit), optional_number(question.belief_limit),
                       optional_number(question.belief_depth), uncertain,
                       optional_number(options.common.states), static_cast<int>(options.common.dialect));
}

/// The watchdog of the present request: each has its time.
class WatchdogOfRequest : public Overseer {
  public:
    explicit WatchdogOfRequest(const ResourceLimits& limits) : limits_(limits) {}

    /// Time counts from here.
    void start() { watchdog_.emplace(limits_, error_is_terminal()); }
    bool is_time_up() const {
        return limits_.seconds && watchdog_ && watchdog_->seconds() >= *limits_.seconds;
    }

    void begin(Budget& budget, std::string_view what, std::optional<double> seconds) override {
        watchdog_->begin(budget, what, seconds);
    }
    void end(Budget& budget) override { watchdog_->end(budget); }

  private:
    ResourceLimits limits_;
    std::optional<Watchdog> watchdog_;
};

/// The folder of a series, if it has one, with the journal of an earlier run. What is wrong goes to standard error.
class Folder : public ask::SeriesKeeper {
  public:
    Folder(const SeriesOptions& options, std::string_view version, WatchdogOfRequest& watchdog,
           Console& console)
        : options_(options), version_(version), watchdog_(watchdog), console_(console) {}

    /// Takes over what an earlier run has done. How the program ends if it cannot.
    std::optional<ExitCode> open(const Source& source) {
        journal_.world = hash_text(source.text());
        journal_.options = options_text(options_);
        if (options_.folder.empty()) return std::nullopt;
        std::error_code error;
        std::filesystem::create_directories(options_.folder, error);
        if (error)
            return refuse(fmt::format("cannot make the folder `{}`: {}", options_.folder, error.message()));
        lock_.emplace(options_.folder);
        if (!lock_->is_ours())
            return refuse(fmt::format("another `wrongtree series` is writing to `{}`", options_.folder));
        remove_drafts();
        std::vector<std::string> inputs = {options_.file};
        if (!options_.request_list.empty()) inputs.push_back(options_.request_list);
        if (auto refusal = refusal_of_output(journal_path(), inputs)) return refuse(*refusal);
        if (!std::filesystem::exists(journal_path(), error)) return refusal_of_stories();
        return read_earlier();
    }

    std::string journal_path() const { return options_.folder + "/series.json"; }
    /// How the program ends where the keeper could not.
    ExitCode failure() const { return failure_; }

    void begin() override { watchdog_.start(); }
    Stop over() override {
        if (watchdog_.is_time_up()) return Stop::time;
        return Watchdog::interrupted() ? Stop::cancelled : Stop::none;
    }
    std::span<const ask::Tried> earlier() override { return earlier_.tried; }

    bool note(const std::vector<ask::Tried>& tried) override {
        if (options_.folder.empty()) return true;
        // With what an earlier run knows of requests that have not come yet: of named ones after one that is asked again.
        journal_.tried = tried;
        for (std::size_t i = tried.size(); i < earlier_.tried.size(); ++i)
            journal_.tried.push_back(earlier_.tried[i]);
        std::optional<std::string> error = write_file(journal_path(), journal_text(journal_, version_));
        return !error || fail(ExitCode::internal, *error);
    }

    /// Writes a story. What is there already must be the same: nothing is written over.
    bool accept(const ask::SeriesStory& story) override {
        if (options_.folder.empty()) return true;
        std::string path = story_path(story.number);
        std::string text = story_file_text(story);
        std::error_code error;
        if (std::filesystem::symlink_status(path, error).type() != std::filesystem::file_type::not_found) {
            tl::expected<Source, std::string> there = read_file(path);
            if (there && there->text() == text) return true;
            return fail(
                ExitCode::bad_input,
                fmt::format("`{}` is there and is not what this series would write; move it away", path));
        }
        std::optional<std::string> wrong = write_file(path, text);
        return !wrong || fail(ExitCode::internal, *wrong);
    }

    void meet(const ask::SeriesWorld& world, const model::EndlessTriggers& met) override {
        report_endless(world.loaded(), met, console_);
    }

  private:
    bool fail(ExitCode code, std::string_view message) {
        console_.error(message);
        failure_ = code;
        return false;
    }

    ExitCode refuse(std::string_view message) {
        fail(ExitCode::bad_input, message);
        return failure_;
    }

    std::optional<ExitCode> read_earlier() {
        tl::expected<Source, std::string> source = read_file(journal_path());
        if (!source) return refuse(source.error());
        tl::expected<Journal, std::string> earlier = read_journal(*source);
        if (!earlier) return refuse(earlier.error());
        if (earlier->version != version_)
            return refuse(
                fmt::format("`{}` holds a series of Wrongtree {}, and this is {}, which may find other "
                            "stories; take another folder, or remove it to begin anew",
                            options_.folder, earlier->version, version_));
        std::string_view difference = earlier->world != journal_.world       ? "of another world"
                                      : earlier->options != journal_.options ? "with other options"
                                                                             : "";
        if (!difference.empty())
            return refuse(
                fmt::format("`{}` holds a series {}, which cannot go on as this one; its options "
                            "were: {}",
                            options_.folder, difference, earlier->options));
        earlier_ = std::move(*earlier);
        return std::nullopt;
    }

    /// Of a run that was killed; no other can be at work here.
    void remove_drafts() {
        std::error_code error;
        std::vector<std::filesystem::path> drafts;
        for (const auto& entry : std::filesystem::directory_iterator(options_.folder, error)) {
            std::string name = entry.path().filename().string();
            bool is_draft = is_draft_of(name, "series.json");
            for (std::size_t number = 1; number <= most_stories() && !is_draft; ++number)
                is_draft = is_draft_of(name, story_file_name(number));
            if (is_draft && entry.is_regular_file(error) && !entry.is_symlink(error))
                drafts.push_back(entry.path());
        }
        for (const std::filesystem::path& draft : drafts)
            std::filesystem::remove(draft, error);
    }

    /// Without a journal, a story in the folder is somebody else's.
    std::optional<ExitCode> refusal_of_stories() {
        std::error_code error;
        for (std::size_t number = 1; number <= most_stories(); ++number) {
            std::string path = story_path(number);
            if (std::filesystem::symlink_status(path, error).type() == std::filesystem::file_type::not_found)
                continue;
            return refuse(
                fmt::format("`{}` is there, but no journal of a series (`{}`); take another folder, or "
                            "move it away",
                            path, journal_path()));
        }
        return std::nullopt;
    }

    std::size_t most_stories() const {
        return options_.requests.empty() ? static_cast<std::size_t>(options_.count)
                                         : options_.requests.size();
    }
    std::string story_path(std::size_t number) const {
        return options_.folder + "/" + story_file_name(number);
    }

    const SeriesOptions& options_;
    std::string_view version_;
    WatchdogOfRequest& watchdog_;
    Console& console_;
    Journal journal_;  ///< of this run
    Journal earlier_;  ///< what an earlier run has left
    std::optional<FolderLock> lock_;
    ExitCode failure_ = ExitCode::bad_input;
};

/// A world for the request of this name (none: empty), open; or how the program ends.
tl::expected<std::unique_ptr<ask::SeriesWorld>, ExitCode> load(const SeriesOptions& options,
                                                               const std::string& request, Console& console) {
    std::vector<std::string> requests;
    if (!request.empty()) requests.push_back(request);
    std::unique_ptr<ask::LoadedWorld> loaded = load_world(options.file, options.common, console, requests);
    if (!loaded) return tl::unexpected(ExitCode::bad_input);
    ask::QuestionOptions given = options.question;
    given.request = request;
    std::optional<ask::QuestionUsed> question = settle(*loaded, given, {}, console);
    if (!question) return tl::unexpected(ExitCode::bad_input);
    auto world =
        std::make_unique<ask::SeriesWorld>(std::move(loaded), options.question, std::move(*question));
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
ExitCode report_failure(const ask::SeriesMade& made, const Folder& folder, Console& console) {
    if (made.failure == ask::SeriesFailure::keeper) return folder.failure();
    if (made.failure == ask::SeriesFailure::journal)
        console.error(fmt::format("`{}` does not fit this world and version; remove it to begin anew",
                                  folder.journal_path()));
    else
        console.error(made.message);
    return made.failure == ask::SeriesFailure::rejected ? ExitCode::internal : ExitCode::bad_input;
}

void report_series(const ask::SeriesMade& made, bool is_named, Console& console) {
    for (const ask::Tried& tried : made.tried)
        if (is_named && tried.outcome != ask::Outcome::found)
            console.note(fmt::format("request {}: {}", tried.request,
                                     tried.outcome == ask::Outcome::none
                                         ? "proved: no story answers it within the limits"
                                         : "undecided: " + tried.reason));
    std::string text =
        fmt::format("{} of {} {}", made.stories.size(), made.wanted, made.wanted == 1 ? "story" : "stories");
    if (made.stop != Stop::none) text += "; " + option_stop_text(made.stop);
    auto count = [&](ask::Outcome outcome) {
        auto found = made.counts.find(outcome);
        return found == made.counts.end() ? 0 : found->second;
    };
    if (!is_named)
        text += fmt::format(
            "; requests made: {}, of which {} gave a story too near to another, {} proved "
            "to have none, {} stopped by a limit, {} not judged",
            made.asked, count(ask::Outcome::too_near), count(ask::Outcome::none),
            count(ask::Outcome::stopped), count(ask::Outcome::unjudged));
    console.note(text);
}

ExitCode code_of(ask::SeriesVerdict verdict) {
    switch (verdict) {
        case ask::SeriesVerdict::complete:
            return ExitCode::yes;
        case ask::SeriesVerdict::exhausted:
            return ExitCode::no;
        case ask::SeriesVerdict::undecided:
            return ExitCode::undecided;
        case ask::SeriesVerdict::interrupted:
            return ExitCode::interrupted;
    }
    return ExitCode::internal;
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
    WatchdogOfRequest watchdog(limits);
    Folder folder(options, version, watchdog, console);
    if (std::optional<ExitCode> code = folder.open(worlds[0]->source())) return *code;
    ask::SeriesWanted wanted{options.requests, options.count,         options.seed,
                             options.distance, options.common.states, option_stop_text};
    ask::SeriesMade made = ask::make_series(all, wanted, {watchdog, resources_of(limits), ""}, folder);
    if (made.failure != ask::SeriesFailure::none) return report_failure(made, folder, console);
    report_series(made, !options.requests.empty(), console);
    SeriesDocument document{version, options.file, options.common.divergences, wanted, made};
    if (options.common.json)
        console.ready_answer(series_json(document));
    else
        console.answer(series_text(document));
    return code_of(made.verdict);
}

}  // namespace

ExitCode run_command(const SeriesOptions& given, std::string_view version, Console& console) {
    SeriesOptions options = given;
    if (!options.request_list.empty()) {
        tl::expected<Source, std::string> list = read_file(options.request_list);
        if (!list) {
            console.error(list.error());
            return ExitCode::bad_input;
        }
        std::vector<std::string> names = names_in(*list);
        if (names.empty()) {
            console.error(fmt::format("`{}` names no request", options.request_list));
            return ExitCode::bad_input;
        }
        options.requests.insert(options.requests.end(), names.begin(), names.end());
    }
    if (options.requests.size() > kMostStories) {
        console.error(fmt::format("{} requests are asked, and a series has at most {} stories",
                                  options.requests.size(), kMostStories));
        return ExitCode::bad_input;
    }
    if (options.file == "-" && options.requests.size() > 1) {
        console.error("standard input can be read for one request only");
        return ExitCode::bad_input;
    }
    return run_series(options, version, console);
}

}  // namespace wt::cli
