#include "ask/series.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/print.h"

namespace wt::ask {

namespace {

// A search of an unnamed request may have so many states the first time, and so many more in each further round. Most
// requests are answered or refuted with far fewer.
constexpr std::uint64_t kFirstStates = 2'000;
constexpr std::uint64_t kMoreStates = 8;
constexpr std::uint64_t kMostStates = 32'000;

// A story this far from all others is taken at once. Nearer ones wait until no more such come, and then the
// farthest is taken first (Gonzalez 1985): most of them are a story of the series with something added.
constexpr double kUnlike = 0.8;
// The sum of three quotients may miss a threshold by a hair that it meets exactly.
constexpr double kHair = 1e-9;

/// This says what became of one request.
struct Result {
    Outcome outcome = Outcome::none;
    std::string reason;
    std::optional<story::Told> told;
};

class Series {
  public:
    Series(const SeriesWanted& wanted, const Call& call, SeriesKeeper& keeper)
        : wanted_(wanted), call_(call), keeper_(keeper), earlier_(keeper.earlier()) {}

    SeriesMade make(std::span<SeriesWorld* const> worlds) {
        bool is_good = is_named() ? run_named(worlds) : run_unnamed(*worlds[0]);
        if (is_good) finish();
        return std::move(made_);
    }

  private:
    bool is_named() const { return !wanted_.requests.empty(); }

    bool fail(SeriesFailure failure, std::string message = "") {
        made_.failure = failure;
        made_.message = std::move(message);
        return false;
    }

    // ---- what was noted down ----

    /// Returns what is known of the request that comes next; nothing if it has to be asked.
    std::optional<Result> recorded(SeriesWorld& world, const Tried& tried) {
        std::size_t next = made_.tried.size();
        if (next >= earlier_.size()) return std::nullopt;
        const Tried& done = earlier_[next];
        Result result{done.outcome, done.reason, std::nullopt};
        journal_fits_ = done.request == tried.request && done.states == tried.states;
        if (!journal_fits_ || is_timed_out(done)) return std::nullopt;
        if (done.outcome == Outcome::found) {
            result.told = world.told(done.actions);
            journal_fits_ = result.told.has_value();
        }
        return result;
    }

    /// A request that time stopped is told of, but not done: the next run asks it again.
    bool is_timed_out(const Tried& tried) const {
        return tried.outcome == Outcome::stopped && tried.reason == wanted_.words(Stop::time);
    }

    /// Notes a result down. `story` gets what is known of it. `is_new` means that it was not noted down before.
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
        made_.tried.push_back(std::move(tried));
        return !is_new || keeper_.note(made_.tried) || fail(SeriesFailure::keeper);
    }

    /// Makes a story part of the series.
    bool accept(story::Told told, SeriesStory story) {
        if (!keeper_.accept(story)) return fail(SeriesFailure::keeper);
        told_.push_back(std::move(told));
        made_.stories.push_back(std::move(story));
        return true;
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

    /// Asks a request. Returns nothing if the series itself is at its end (`made_.stop`), or something is badly wrong
    /// (`made_.failure`).
    std::optional<Result> ask(SeriesWorld& world, const QuestionUsed& question, std::uint64_t states,
                              bool must_differ) {
        engine::Answer answer = world.search(question, states, call_);
        if (answer.endless && !told_endless_) keeper_.meet(world, *answer.endless);
        told_endless_ |= answer.endless.has_value();
        if (answer.verdict == engine::Verdict::endless_triggers) {
            fail(SeriesFailure::endless, "triggers that never come to rest at the start");
            return std::nullopt;
        }
        if (answer.verdict == engine::Verdict::exhausted) return Result{Outcome::none, "", {}};
        if (answer.verdict == engine::Verdict::stopped) return stopped(answer);
        story::Told told = world.told(model::actions_of(answer.plan->steps));
        if (must_differ && nearest(told) < wanted_.distance - kHair) return Result{Outcome::too_near, "", {}};
        return judged(world, question, *answer.plan, std::move(told));
    }

    std::optional<Result> stopped(const engine::Answer& answer) {
        bool is_over = answer.stop == Stop::cancelled || answer.stop == Stop::time;
        if (is_over) made_.stop = answer.stop;
        if (is_over) return std::nullopt;
        return Result{
            Outcome::stopped, answer.too_large.empty() ? wanted_.words(answer.stop) : answer.too_large, {}};
    }

    std::optional<Result> judged(SeriesWorld& world, const QuestionUsed& question, const model::Plan& plan,
                                 story::Told told) {
        referee::Judgement judgement = world.judge(question, plan, call_.overseer);
        if (judgement.verdict == referee::Verdict::valid) return Result{Outcome::found, "", std::move(told)};
        if (judgement.verdict == referee::Verdict::undecided) {
            made_.stop = judgement.stop == Stop::cancelled ? Stop::cancelled : keeper_.over();
            if (made_.stop != Stop::none) return std::nullopt;
            return Result{Outcome::unjudged, "the referee could not judge the story that was found", {}};
        }
        std::string plan_text;
        for (const model::GroundEvent& action : told.actions)
            plan_text += "\n  " + model::to_text(world.world(), action);
        fail(SeriesFailure::rejected,
             fmt::format("the referee rejects a story that was found, at action {}: {}\nthis is a mistake in "
                         "Wrongtree; please report it with the world and the command\nthe plan was:{}",
                         judgement.step + 1, judgement.why, plan_text));
        return std::nullopt;
    }

    /// Returns the distance to the nearest story of the series; 1 if there is none.
    double nearest(const story::Told& candidate) const {
        double least = 1;
        for (const story::Told& other : told_)
            least = std::min(least, story::distance(candidate.features, other.features));
        return least;
    }

    // ---- stories that nobody has named ----

    bool run_unnamed(SeriesWorld& world) {
        keeper_.begin();
        story::Material material = story::material_of(world.session());
        std::uint64_t most = wanted_.states.value_or(kMostStates);
        std::uint64_t states = std::min(kFirstStates, most);
        while (!is_complete()) {
            Step step = climb(world, material, states);
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

    bool is_complete() const { return told_.size() >= static_cast<std::size_t>(wanted_.count); }

    enum class Step { told, nothing_new, halted, failed };

    /// Asks one wish after the other until there is a story more.
    Step climb(SeriesWorld& world, const story::Material& material, std::uint64_t states) {
        for (const story::Wish& wish : story::wishes(world.world(), material, told_, wanted_.seed)) {
            Tried tried{story::wish_text(world.world(), material, wish), states, {}, "", {}};
            if (is_settled(tried)) continue;
            Step step = ask_wish(world, material, wish, std::move(tried));
            if (step != Step::nothing_new) return step;
        }
        return Step::nothing_new;
    }

    /// Takes the stories that were kept waiting as long as one is far enough, the farthest first. Did it take any?
    /// Nothing means that it failed.
    std::optional<bool> take_waiting() {
        bool has_taken = false;
        while (!is_complete()) {
            std::size_t best = waiting_.size();
            double farthest = wanted_.distance - kHair;
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
        tl::expected<QuestionUsed, std::string> question = world.question(material, wish);
        if (!question) {
            fail(SeriesFailure::question, question.error());
            return Step::failed;
        }
        SeriesStory story =
            story_for(told_.size() + 1, tried.request, *question->formulas, *question->request);
        story.goal = material.goal;
        std::optional<Result> result = recorded(world, tried);
        if (!journal_fits_) {
            fail(SeriesFailure::journal);
            return Step::failed;
        }
        bool is_new = !result;
        if (is_new) result = ask(world, *question, tried.states, true);
        if (!result) return made_.stop == Stop::none ? Step::failed : Step::halted;
        asked_[tried.request] = {result->outcome, tried.states};
        if (!record(world, std::move(tried), *result, story, is_new)) return Step::failed;
        if (!result->told) return Step::nothing_new;
        if (nearest(*result->told) >= std::max(kUnlike, wanted_.distance) - kHair)
            return accept(std::move(*result->told), std::move(story)) ? Step::told : Step::failed;
        waiting_.push_back({std::move(*result->told), std::move(story)});
        return Step::nothing_new;
    }

    // ---- named requests ----

    bool run_named(std::span<SeriesWorld* const> worlds) {
        // This comes before anything is written: a file that was altered stays as it is.
        for (std::size_t i = 0; i < earlier_.size(); ++i) {
            const Tried& done = earlier_[i];
            bool fits = i < worlds.size() && done.request == wanted_.requests[i] &&
                        (done.outcome != Outcome::found || worlds[i]->told(done.actions));
            if (!fits) return fail(SeriesFailure::journal);
        }
        for (std::size_t i = 0; i < worlds.size(); ++i) {
            if (!answer_named(*worlds[i], i)) return false;
            if (made_.stop == Stop::cancelled) break;
        }
        return true;
    }

    bool answer_named(SeriesWorld& world, std::size_t i) {
        keeper_.begin();
        const QuestionUsed& question = world.own_question();
        std::uint64_t states = wanted_.states.value_or(Budget::kUnlimited);
        Tried tried{wanted_.requests[i], states, {}, "", {}};
        SeriesStory story = story_for(i + 1, tried.request, world.world(), *question.request);
        std::optional<Result> result = recorded(world, tried);
        if (!journal_fits_) return fail(SeriesFailure::journal);
        bool is_new = !result;
        if (is_new) result = ask(world, question, states, false);
        if (!result && made_.stop == Stop::time) {
            made_.stop = Stop::none;
            result = Result{Outcome::stopped, wanted_.words(Stop::time), {}};
        }
        if (!result) return made_.stop != Stop::none;
        if (!record(world, std::move(tried), *result, story, is_new)) return false;
        return !result->told || accept(std::move(*result->told), std::move(story));
    }

    // ---- the end ----

    void finish() {
        bool is_cut_short = made_.stop != Stop::none;
        auto count = [&](Outcome outcome) {
            ++made_.counts[outcome];
            is_cut_short |= outcome == Outcome::stopped || outcome == Outcome::unjudged;
        };
        if (is_named())
            for (const Tried& tried : made_.tried)
                count(tried.outcome);
        else
            for (const auto& [request, asked] : asked_)
                count(asked.outcome);
        made_.asked = is_named() ? made_.tried.size() : asked_.size();
        made_.wanted = is_named() ? wanted_.requests.size() : static_cast<std::size_t>(wanted_.count);
        bool is_whole = is_named() ? made_.stories.size() == made_.wanted : is_complete();
        made_.verdict = is_whole                        ? SeriesVerdict::complete
                        : made_.stop == Stop::cancelled ? SeriesVerdict::interrupted
                        : is_cut_short                  ? SeriesVerdict::undecided
                                                        : SeriesVerdict::exhausted;
        if (is_whole) made_.stop = Stop::none;
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

    const SeriesWanted& wanted_;
    const Call& call_;
    SeriesKeeper& keeper_;
    std::span<const Tried> earlier_;
    bool told_endless_ = false;
    bool journal_fits_ = true;
    std::map<std::string, AskedBefore> asked_;  ///< by the text of the request
    std::vector<story::Told> told_;
    std::vector<Waiting> waiting_;
    SeriesMade made_;
};

}  // namespace

std::string_view outcome_name(Outcome outcome) {
    switch (outcome) {
        case Outcome::found:
            return "found";
        case Outcome::too_near:
            return "too near";
        case Outcome::none:
            return "none";
        case Outcome::stopped:
            return "stopped";
        case Outcome::unjudged:
            return "unjudged";
    }
    return "none";
}

SeriesMade make_series(std::span<SeriesWorld* const> worlds, const SeriesWanted& wanted, const Call& call,
                       SeriesKeeper& keeper) {
    return Series(wanted, call, keeper).make(worlds);
}

}  // namespace wt::ask
