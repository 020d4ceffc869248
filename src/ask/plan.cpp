#include "ask/plan.h"

#include "ask/whynot.h"

namespace wt::ask {

namespace {

/// The end of a search with a listener: the answer is the last story that was told. A shorter one that the referee could
/// not judge does not count, and neither does a proof about it.
void return_to(const std::optional<engine::Answer>& told, engine::Answer& answer) {
    if (!answer.plan) return;
    bool is_last = told && told->plan->steps.size() == answer.plan->steps.size();
    if (!is_last) answer.proved_shortest = false;
    answer.plan.reset();
    if (!told) return;
    answer.plan = told->plan;
    answer.utility = told->utility;
}

}  // namespace

Planning::Planning(const PlanWanted& wanted, const Call& call) : wanted_(wanted), call_(call) {
    set_limits(budget_, call.resources);
}

void Planning::open() {
    watch_.emplace(call_.overseer, budget_, "planning");
    session_.emplace(wanted_.world, session_options(wanted_.question), budget_);
}

PlanMade Planning::search(const Listener& on_story) {
    engine::Question question = engine_question(wanted_.question);
    question.optimal = wanted_.optimal;
    std::optional<engine::Answer> told;
    std::optional<referee::Judgement> acceptance, rejection;
    if (on_story)
        question.on_improvement = [&](const engine::Answer& found) {
            PlanMade story = made_of(found);
            judge(story);
            bool goes_on = on_story(story);
            if (story.is_accepted()) {
                told = found;
                acceptance = story.judgement;
            }
            if (story.is_rejected()) rejection = story.judgement;
            if (!goes_on || rejection) budget_.request_stop(Stop::cancelled);
        };
    engine::Answer answer = engine::plan(*session_, question);
    watch_.reset();
    if (on_story) return_to(told, answer);
    PlanMade made = made_of(std::move(answer));
    made.was_told = told.has_value();
    if (acceptance) made.judgement = std::move(*acceptance);
    if (rejection) made.judgement = std::move(*rejection);
    bool has_none = made.answer.verdict == engine::Verdict::exhausted && !made.reaches_goal;
    engine::Session::Size size = session_->size();
    if (has_none)
        made.cause = first_cause(wanted_.world, wanted_.question, size.actions + size.triggers, call_);
    return made;
}

void Planning::judge(PlanMade& made) {
    if (!wanted_.verify) {
        made.judgement.verdict = referee::Verdict::valid;
        return;
    }
    Budget budget;
    set_limits(budget, kForReferee);
    Watch watch(call_.overseer, budget, "verifying", kSecondsForReferee);
    referee::Rules rules =
        referee_rules(wanted_.question, made.reaches_goal ? made.answer.goal : made.answer.utility);
    made.judgement = judge_plan(wanted_.world, *made.shown(), true, rules, budget, wanted_.runner);
}

PlanMade Planning::made_of(engine::Answer answer) const {
    PlanMade made{std::move(answer)};
    const engine::Answer& found = made.answer;
    if (found.plan) {
        made.reaches_goal = true;
    } else if (found.best) {
        // A search for a shortest plan that was stopped may have met one that is not proved shortest.
        made.reaches_goal = found.utility && found.goal && *found.utility >= *found.goal;
        made.shows_best = made.reaches_goal || wanted_.best;
    }
    return made;
}

}  // namespace wt::ask
