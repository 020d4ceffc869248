#include "surface/cli/find_story.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/planner.h"
#include "model/print.h"
#include "referee/referee.h"
#include "story/phrase.h"
#include "surface/cli/plan_file.h"

namespace wt::surface {

namespace {

// What judging our own plan may take, as in `plan`.
constexpr std::uint64_t kRefereeStates = 100'000;
constexpr std::uint64_t kRefereeBytes = 256u << 20;
constexpr double kRefereeSeconds = 15;

class Finder {
  public:
    Finder(const StoryWanted& wanted, Watchdog& watchdog, Console& console, const BudgetListener& listener)
        : wanted_(wanted), watchdog_(watchdog), console_(console), listener_(listener) {}

    FoundStory find() {
        if (!load()) return refuse(ExitCode::bad_input, "");
        console_.note(found_.question.text);
        ResourceLimits resources = resource_limits(wanted_.common);
        resources.states = std::min(resources.states, wanted_.states);
        found_.budget = std::make_unique<Budget>();
        set_limits(*found_.budget, resources);
        tell(found_.budget.get());
        {
            Watchdog::Watch watch(watchdog_, *found_.budget, "planning");
            search();
        }
        if (found_.code == ExitCode::yes && wanted_.plan.empty()) verify();
        tell(nullptr);
        return std::move(found_);
    }

  private:
    FoundStory refuse(ExitCode code, std::string why) {
        give_up(code, std::move(why));
        return std::move(found_);
    }
    void give_up(ExitCode code, std::string why) {
        found_.code = code;
        found_.absence = std::move(why);
        found_.story.reset();
    }
    void tell(Budget* budget) const {
        if (listener_) listener_(budget);
    }

    bool load() {
        QuestionOptions given = wanted_.question;
        QuestionOfPlan of_plan;
        if (wanted_.plan.empty()) {
            std::vector<std::string> requests;
            if (!given.request.empty() && !wanted_.in_canon) requests.push_back(given.request);
            found_.loaded = load_world(wanted_.file, wanted_.common, console_, requests);
            if (!found_.loaded) return false;
        } else {
            std::optional<WorldAndPlan> both =
                load_world_and_plan(wanted_.file, wanted_.plan, wanted_.common, given, console_);
            if (!both) return false;
            found_.loaded = std::move(both->loaded);
            plan_ = std::move(both->read.plan);
            of_plan = both->read.question;
        }
        std::optional<QuestionUsed> question = ask(*found_.loaded, given, of_plan, console_);
        if (question) found_.question = std::move(*question);
        return question.has_value();
    }

    void search() {
        found_.session = std::make_unique<engine::Session>(
            found_.loaded->world,
            engine::SessionOptions{.belief_limit = found_.question.limits.belief,
                                   .belief_depth = found_.question.belief_depth},
            *found_.budget);
        if (found_.session->state_of_start() == engine::Verdict::endless_triggers) return endless();
        if (wanted_.plan.empty() && !plan()) return;
        tl::expected<story::Story, story::PlanFault> story =
            story::follow_plan(*found_.session, std::move(plan_), found_.question.limits);
        if (stopped()) return;
        if (!story) return give_up(ExitCode::no, "the plan is no story: " + fault_text(story.error()));
        if (engine::met_endless_triggers(*found_.session)) return endless();
        found_.story = std::make_unique<story::Story>(std::move(*story));
    }

    std::string fault_text(const story::PlanFault& fault) const {
        return story::phrase(found_.loaded->world, plan_, fault);
    }

    void endless() {
        console_.error("triggers never come to rest in a state that this question leads to");
        give_up(ExitCode::bad_input, "");
    }

    bool stopped() {
        Stop stop = found_.budget->stop();
        if (stop == Stop::none) return false;
        give_up(Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided,
                "undecided: " + stop_text(stop));
        return true;
    }

    /// Puts the planner's plan into `plan_`.
    bool plan() {
        engine::Question question{.goal = found_.question.goal, .limits = found_.question.limits};
        if (found_.question.request) question.request = &*found_.question.request;
        engine::Answer answer = engine::plan(*found_.session, question);
        if (answer.verdict == engine::Verdict::found) {
            goal_ = answer.goal;
            plan_ = std::move(*answer.plan);
            return true;
        }
        if (answer.verdict == engine::Verdict::endless_triggers) {
            endless();
        } else if (answer.verdict == engine::Verdict::exhausted) {
            const model::Limits& limits = found_.question.limits;
            give_up(
                ExitCode::no,
                fmt::format("proved: no story {} within author limit {}, character limit {}, belief limit {}",
                            found_.question.request ? "answers the request" : "reaches the goal",
                            limits.author, limits.character, limits.belief));
        } else if (!answer.too_large.empty()) {
            give_up(ExitCode::undecided, "undecided: " + answer.too_large);
        } else if (!stopped()) {
            give_up(ExitCode::undecided, "undecided");
        }
        return false;
    }

    /// A plan that we found ourselves is judged before it is shown.
    void verify() {
        Budget budget;
        budget.max_states = kRefereeStates;
        budget.max_bytes = kRefereeBytes;
        referee::Rules rules;
        rules.limits = found_.question.limits;
        rules.belief_depth = found_.question.belief_depth;
        rules.goal = goal_;
        if (found_.question.request) rules.request = &*found_.question.request;
        tell(&budget);
        Watchdog::Watch watch(watchdog_, budget, "verifying", kRefereeSeconds);
        referee::Judgement judgement =
            referee::verify(found_.loaded->world, found_.story->plan, rules, budget);
        tell(nullptr);
        if (judgement.verdict == referee::Verdict::invalid)
            give_up(ExitCode::internal,
                    fmt::format("the referee rejects the plan that was found, at action {}: {}; this is a "
                                "mistake in Wrongtree: please report it",
                                judgement.step + 1, judgement.why));
        else if (judgement.verdict == referee::Verdict::undecided)
            console_.note("the referee could not judge this plan in the share of resources that it has here");
    }

    const StoryWanted& wanted_;
    Watchdog& watchdog_;
    Console& console_;
    const BudgetListener& listener_;
    FoundStory found_;
    model::Plan plan_;
    std::optional<double> goal_;
};

}  // namespace

FoundStory find_story(const StoryWanted& wanted, Watchdog& watchdog, Console& console,
                      const BudgetListener& listener) {
    return Finder(wanted, watchdog, console, listener).find();
}

}  // namespace wt::surface
