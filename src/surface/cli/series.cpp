// `wrongtree series`: stories that have nothing to do with each other, or one for each of several requests.
//
// Each request is asked in a session of its own, with a number of states as its limit, so that its outcome
// depends on nothing but the world and itself. That is what lets a series go on from its journal
// (series_journal.h) and end with the same bytes as one that was never interrupted.
#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "model/print.h"
#include "surface/cli/commands.h"
#include "surface/cli/request_list.h"
#include "surface/cli/series_journal.h"
#include "surface/cli/series_text.h"
#include "surface/cli/series_world.h"
#include "surface/cli/write_file.h"

namespace wt::surface {

namespace {

// How many states a search of an unnamed request may have: the first time, and by how much more in each
// further round. Most requests are answered or refuted with far fewer.
constexpr std::uint64_t kFirstStates = 2'000;
constexpr std::uint64_t kMoreStates = 8;
constexpr std::uint64_t kMostStates = 32'000;

// A story this far from all others is taken at once. Nearer ones wait until no more such come, and then the
// farthest is taken first (Gonzalez 1985): most of them are a story of the series with something added.
constexpr double kUnlike = 0.8;
// The sum of three quotients may miss a threshold by a hair that it meets exactly.
constexpr double kHair = 1e-9;

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
    const QuestionOptions& question = options.question;
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

/// What became of one request.
struct Result {
    Outcome outcome = Outcome::none;
    std::string reason;
    std::optional<story::Told> told;
};

class Series {
  public:
    Series(const SeriesOptions& options, std::string_view version, Console& console)
        : options_(options),
          console_(console),
          resources_(resource_limits(options.common)),
          document_{version, options, ExitCode::yes, "", {}, {}} {}

    ExitCode run() {
        bool is_good = options_.requests.empty() ? run_unnamed() : run_named();
        if (!is_good) return failure_;
        finish();
        console_.ready_answer("");
        if (options_.common.json)
            console_.ready_answer(series_json(document_));
        else
            console_.answer(series_text(document_));
        return document_.code;
    }

  private:
    bool fail(ExitCode code, std::string_view message) {
        console_.error(message);
        failure_ = code;
        return false;
    }

    std::unique_ptr<SeriesWorld> load(const std::string& request) {
        auto world = SeriesWorld::load(options_, request, console_);
        if (world) return std::move(*world);
        failure_ = world.error();
        return nullptr;
    }

    // ---- the journal ----

    std::string journal_path() const { return options_.folder + "/series.json"; }

    /// Takes over what an earlier run has done.
    bool open_journal(const Source& source) {
        journal_.world = hash_text(source.text());
        journal_.options = options_text(options_);
        if (options_.folder.empty()) return true;
        std::error_code error;
        std::filesystem::create_directories(options_.folder, error);
        if (error)
            return fail(ExitCode::bad_input,
                        fmt::format("cannot make the folder `{}`: {}", options_.folder, error.message()));
        lock_.emplace(options_.folder);
        if (!lock_->is_ours())
            return fail(ExitCode::bad_input,
                        fmt::format("another `wrongtree series` is writing to `{}`", options_.folder));
        remove_drafts();
        std::vector<std::string> inputs = {options_.file};
        if (!options_.request_list.empty()) inputs.push_back(options_.request_list);
        if (auto refusal = refusal_of_output(journal_path(), inputs))
            return fail(ExitCode::bad_input, *refusal);
        if (!std::filesystem::exists(journal_path(), error)) return has_no_stories();
        tl::expected<Journal, std::string> earlier = read_journal(journal_path());
        if (!earlier) return fail(ExitCode::bad_input, earlier.error());
        if (earlier->version != document_.version)
            return fail(
                ExitCode::bad_input,
                fmt::format("`{}` holds a series of Wrongtree {}, and this is {}, which may find other "
                            "stories; take another folder, or remove it to begin anew",
                            options_.folder, earlier->version, document_.version));
        std::string_view difference = earlier->world != journal_.world       ? "of another world"
                                      : earlier->options != journal_.options ? "with other options"
                                                                             : "";
        if (!difference.empty())
            return fail(ExitCode::bad_input,
                        fmt::format("`{}` holds a series {}, which cannot go on as this one; its options "
                                    "were: {}",
                                    options_.folder, difference, earlier->options));
        earlier_ = std::move(*earlier);
        return true;
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
    bool has_no_stories() {
        std::error_code error;
        for (std::size_t number = 1; number <= most_stories(); ++number) {
            std::string path = story_path(number);
            if (std::filesystem::symlink_status(path, error).type() == std::filesystem::file_type::not_found)
                continue;
            return fail(
                ExitCode::bad_input,
                fmt::format("`{}` is there, but no journal of a series (`{}`); take another folder, or "
                            "move it away",
                            path, journal_path()));
        }
        return true;
    }

    std::size_t most_stories() const {
        return options_.requests.empty() ? static_cast<std::size_t>(options_.count)
                                         : options_.requests.size();
    }
    std::string story_path(std::size_t number) const {
        return options_.folder + "/" + story_file_name(number);
    }

    /// Writes a story. What is there already must be the same: nothing is written over.
    bool write_story(const SeriesStory& story) {
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

    bool journal_fails() {
        return fail(
            ExitCode::bad_input,
            fmt::format("`{}` does not fit this world and version; remove it to begin anew", journal_path()));
    }

    /// What the journal says of the request that comes next; nothing if it does not say.
    std::optional<Result> recorded(SeriesWorld& world, const Tried& tried) {
        std::size_t next = journal_.tried.size();
        if (next >= earlier_.tried.size()) return std::nullopt;
        const Tried& done = earlier_.tried[next];
        Result result{done.outcome, done.reason, std::nullopt};
        journal_fits_ = done.request == tried.request && done.states == tried.states;
        if (!journal_fits_ || is_timed_out(done)) return std::nullopt;
        if (done.outcome == Outcome::found) {
            result.told = world.told(done.actions);
            journal_fits_ = result.told.has_value();
        }
        return result;
    }

    /// A request that time stopped is told of, but not done: the next run with this journal asks it again.
    static bool is_timed_out(const Tried& tried) {
        return tried.outcome == Outcome::stopped && tried.reason == stop_text(Stop::time);
    }

    /// Takes a result into the journal. `story` gets what is known of it. `is_new`: it is not from the
    /// journal.
    bool record(SeriesWorld& world, Tried tried, const Result& result, SeriesStory& story, bool is_new) {
        tried.outcome = result.outcome;
        tried.reason = result.reason;
        if (result.told) {
            for (const model::GroundEvent& action : result.told->actions)
                story.actions.push_back(model::to_text(world.world(), action));
            story.features = result.told->features;
            story.utility = result.told->utility;
            tried.actions = story.actions;
        }
        journal_.tried.push_back(std::move(tried));
        if (options_.folder.empty() || !is_new) return true;
        std::optional<std::string> error =
            write_file(journal_path(), journal_text(whole_journal(), document_.version));
        return !error || fail(ExitCode::internal, *error);
    }

    /// Makes a story part of the series.
    bool accept(story::Told told, SeriesStory story) {
        if (!options_.folder.empty() && !write_story(story)) return false;
        told_.push_back(std::move(told));
        document_.stories.push_back(std::move(story));
        return true;
    }

    /// With what an earlier run knows of requests that have not come yet: of named ones after one that is
    /// asked again.
    Journal whole_journal() const {
        Journal whole = journal_;
        for (std::size_t i = journal_.tried.size(); i < earlier_.tried.size(); ++i)
            whole.tried.push_back(earlier_.tried[i]);
        return whole;
    }

    static SeriesStory story_for(std::size_t number, const std::string& text, const model::World& world,
                                 const model::Request& request) {
        SeriesStory story;
        story.number = number;
        story.request = text;
        story.where = story::constraint_text(world, request);
        story.goal = request.goal;
        return story;
    }

    // ---- asking ----

    /// Nothing if the call itself is at its end (`halt_`), or something is badly wrong (`failure_`).
    std::optional<Result> ask(SeriesWorld& world, const QuestionUsed& question, std::uint64_t states,
                              bool must_differ) {
        engine::Answer answer = world.search(question, states, resources_, *watchdog_);
        if (answer.endless && !told_endless_) report_endless(world.loaded(), answer.endless, console_);
        told_endless_ |= answer.endless.has_value();
        if (answer.verdict == engine::Verdict::endless_triggers) {
            fail(ExitCode::bad_input, "triggers that never come to rest at the start");
            return std::nullopt;
        }
        if (answer.verdict == engine::Verdict::exhausted) return Result{Outcome::none, "", {}};
        if (answer.verdict == engine::Verdict::stopped) return stopped(answer);
        std::vector<model::GroundEvent> actions;
        for (const model::Step& step : answer.plan->steps)
            actions.push_back(step.action);
        story::Told told = world.told(std::move(actions));
        if (must_differ && nearest(told) < options_.distance - kHair)
            return Result{Outcome::too_near, "", {}};
        return judged(world, question, *answer.plan, std::move(told));
    }

    std::optional<Result> stopped(const engine::Answer& answer) {
        bool is_over = answer.stop == Stop::cancelled || answer.stop == Stop::time;
        if (is_over) halt_ = answer.stop;
        if (is_over) return std::nullopt;
        return Result{
            Outcome::stopped, answer.too_large.empty() ? stop_text(answer.stop) : answer.too_large, {}};
    }

    std::optional<Result> judged(SeriesWorld& world, const QuestionUsed& question, const model::Plan& plan,
                                 story::Told told) {
        referee::Judgement judgement = world.judge(question, plan, *watchdog_);
        if (judgement.verdict == referee::Verdict::valid) return Result{Outcome::found, "", std::move(told)};
        if (judgement.verdict == referee::Verdict::undecided) {
            if (Watchdog::interrupted()) halt_ = Stop::cancelled;
            if (resources_.seconds && watchdog_->seconds() >= *resources_.seconds) halt_ = Stop::time;
            if (halt_ != Stop::none) return std::nullopt;
            return Result{Outcome::unjudged, "the referee could not judge the story that was found", {}};
        }
        std::string plan_text;
        for (const model::GroundEvent& action : told.actions)
            plan_text += "\n  " + model::to_text(world.world(), action);
        fail(ExitCode::internal,
             fmt::format("the referee rejects a story that was found, at action {}: {}\nthis is a mistake in "
                         "Wrongtree; please report it with the world and the command\nthe plan was:{}",
                         judgement.step + 1, judgement.why, plan_text));
        return std::nullopt;
    }

    /// The distance to the nearest story of the series; 1 if there is none.
    double nearest(const story::Told& candidate) const {
        double least = 1;
        for (const story::Told& other : told_)
            least = std::min(least, story::distance(candidate.features, other.features));
        return least;
    }

    // ---- stories that nobody has named ----

    bool run_unnamed() {
        std::unique_ptr<SeriesWorld> world = load("");
        if (!world || !open_journal(world->source())) return false;
        watchdog_.emplace(resources_, error_is_terminal());
        story::Material material = story::material_of(world->session());
        std::uint64_t most = options_.common.states.value_or(kMostStates);
        std::uint64_t states = std::min(kFirstStates, most);
        while (!is_complete()) {
            Step step = climb(*world, material, states);
            if (step == Step::failed) return false;
            if (step == Step::halted) break;
            if (step == Step::told) continue;
            std::optional<bool> has_more = take_waiting();
            if (!has_more) return false;
            if (*has_more) continue;
            if (states >= most) break;
            states = std::min(states * kMoreStates, most);
        }
        return true;
    }

    bool is_complete() const { return told_.size() >= static_cast<std::size_t>(options_.count); }

    enum class Step { told, nothing_new, halted, failed };

    /// Asks one wish after the other until there is a story more.
    Step climb(SeriesWorld& world, const story::Material& material, std::uint64_t states) {
        for (const story::Wish& wish : story::wishes(world.world(), material, told_, options_.seed)) {
            Tried tried{story::wish_text(world.world(), material, wish), states, {}, "", {}};
            if (is_settled(tried)) continue;
            Step step = ask_wish(world, material, wish, std::move(tried));
            if (step != Step::nothing_new) return step;
        }
        return Step::nothing_new;
    }

    /// Takes the stories that were kept waiting as long as one is far enough, the farthest first. Did it take
    /// any? Nothing: it failed.
    std::optional<bool> take_waiting() {
        bool has_taken = false;
        while (!is_complete()) {
            std::size_t best = waiting_.size();
            double farthest = options_.distance - kHair;
            for (std::size_t i = 0; i < waiting_.size(); ++i) {
                double distance = nearest(waiting_[i].told);
                if (distance < farthest || (best < waiting_.size() && distance < farthest + kHair)) continue;
                best = i;
                farthest = distance;
            }
            if (best == waiting_.size()) break;
            Waiting taken = std::move(waiting_[best]);
            waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(best));
            taken.story.number = told_.size() + 1;
            if (!accept(std::move(taken.told), std::move(taken.story))) return std::nullopt;
            has_taken = true;
        }
        return has_taken;
    }

    /// Is there nothing to be learnt from asking (again)?
    bool is_settled(const Tried& tried) const {
        auto found = asked_.find(tried.request);
        return found != asked_.end() &&
               (found->second.outcome != Outcome::stopped || found->second.states >= tried.states);
    }

    Step ask_wish(SeriesWorld& world, const story::Material& material, const story::Wish& wish, Tried tried) {
        std::optional<QuestionUsed> question = world.question(material, wish, console_);
        if (!question) return Step::failed;
        SeriesStory story =
            story_for(told_.size() + 1, tried.request, *question->formulas, *question->request);
        story.goal = material.goal;
        std::optional<Result> result = recorded(world, tried);
        if (!journal_fits_) {
            journal_fails();
            return Step::failed;
        }
        bool is_new = !result;
        if (is_new) result = ask(world, *question, tried.states, true);
        if (!result) return halt_ == Stop::none ? Step::failed : Step::halted;
        asked_[tried.request] = {result->outcome, tried.states};
        if (!record(world, std::move(tried), *result, story, is_new)) return Step::failed;
        if (!result->told) return Step::nothing_new;
        if (nearest(*result->told) >= std::max(kUnlike, options_.distance) - kHair)
            return accept(std::move(*result->told), std::move(story)) ? Step::told : Step::failed;
        waiting_.push_back({std::move(*result->told), std::move(story)});
        return Step::nothing_new;
    }

    // ---- named requests ----

    bool run_named() {
        std::vector<std::unique_ptr<SeriesWorld>> worlds;
        for (const std::string& name : options_.requests) {
            worlds.push_back(load(name));
            if (!worlds.back()) return false;
        }
        if (!open_journal(worlds[0]->source())) return false;
        // Before anything is written: one that was altered stays as it is.
        for (std::size_t i = 0; i < earlier_.tried.size(); ++i) {
            const Tried& done = earlier_.tried[i];
            bool fits = i < worlds.size() && done.request == options_.requests[i] &&
                        (done.outcome != Outcome::found || worlds[i]->told(done.actions));
            if (!fits) return journal_fails();
        }
        for (std::size_t i = 0; i < worlds.size(); ++i) {
            if (!answer_named(*worlds[i], i)) return false;
            if (halt_ == Stop::cancelled) break;
        }
        return true;
    }

    bool answer_named(SeriesWorld& world, std::size_t i) {
        watchdog_.emplace(resources_, error_is_terminal());  // the time is for each request
        const QuestionUsed& question = world.own_question();
        Tried tried{options_.requests[i], resources_.states, {}, "", {}};
        SeriesStory story = story_for(i + 1, tried.request, world.world(), *question.request);
        std::optional<Result> result = recorded(world, tried);
        if (!journal_fits_) return journal_fails();
        bool is_new = !result;
        if (is_new) result = ask(world, question, resources_.states, false);
        if (!result && halt_ == Stop::time) {
            halt_ = Stop::none;
            result = Result{Outcome::stopped, stop_text(Stop::time), {}};
        }
        if (!result) return halt_ != Stop::none;
        if (!record(world, std::move(tried), *result, story, is_new)) return false;
        return !result->told || accept(std::move(*result->told), std::move(story));
    }

    // ---- the end ----

    void finish() {
        document_.tried = journal_.tried;
        std::map<Outcome, std::size_t> counts;
        bool is_cut_short = halt_ != Stop::none;
        if (options_.requests.empty()) {
            for (const auto& [request, asked] : asked_) {
                ++counts[asked.outcome];
                is_cut_short |= asked.outcome == Outcome::stopped || asked.outcome == Outcome::unjudged;
            }
        } else {
            for (const Tried& tried : journal_.tried) {
                ++counts[tried.outcome];
                is_cut_short |= tried.outcome == Outcome::stopped || tried.outcome == Outcome::unjudged;
            }
            report_named();
        }
        bool is_whole =
            options_.requests.empty() ? is_complete() : document_.stories.size() == options_.requests.size();
        document_.code = is_whole                   ? ExitCode::yes
                         : halt_ == Stop::cancelled ? ExitCode::interrupted
                         : is_cut_short             ? ExitCode::undecided
                                                    : ExitCode::no;
        if (halt_ != Stop::none && !is_whole) document_.stopped_by = stop_name(halt_);
        report(counts);
    }

    void report_named() {
        for (const Tried& tried : journal_.tried) {
            if (tried.outcome == Outcome::found) continue;
            console_.note(fmt::format("request {}: {}", tried.request,
                                      tried.outcome == Outcome::none
                                          ? "proved: no story answers it within the limits"
                                          : "undecided: " + tried.reason));
        }
    }

    void report(std::map<Outcome, std::size_t>& counts) {
        std::size_t wanted =
            options_.requests.empty() ? static_cast<std::size_t>(options_.count) : options_.requests.size();
        std::string text =
            fmt::format("{} of {} {}", document_.stories.size(), wanted, wanted == 1 ? "story" : "stories");
        if (halt_ != Stop::none && document_.stories.size() < wanted) text += "; " + stop_text(halt_);
        if (options_.requests.empty())
            text += fmt::format(
                "; requests made: {}, of which {} gave a story too near to another, {} proved "
                "to have none, {} stopped by a limit, {} not judged",
                asked_.size(), counts[Outcome::too_near], counts[Outcome::none], counts[Outcome::stopped],
                counts[Outcome::unjudged]);
        console_.note(text);
    }

    /// A story that is far enough, but may not be the best choice.
    struct Waiting {
        story::Told told;
        SeriesStory story;
    };
    struct AskedBefore {
        Outcome outcome = Outcome::none;
        std::uint64_t states = 0;
    };

    const SeriesOptions& options_;
    Console& console_;
    ResourceLimits resources_;
    std::optional<Watchdog> watchdog_;
    ExitCode failure_ = ExitCode::bad_input;
    bool told_endless_ = false;
    Stop halt_ = Stop::none;  ///< why the call ends early
    Journal journal_;         ///< of this run
    Journal earlier_;         ///< what an earlier run has left
    std::optional<FolderLock> lock_;
    bool journal_fits_ = true;
    std::map<std::string, AskedBefore> asked_;  ///< by the text of the request
    std::vector<story::Told> told_;
    std::vector<Waiting> waiting_;
    SeriesDocument document_;
};

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
    return Series(options, version, console).run();
}

}  // namespace wt::surface
