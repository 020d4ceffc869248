#include "ask/verify.h"

namespace wt::ask {

namespace {

/// Returns the plan with a reason of everybody for everything, as the planner finds them; none if it does not.
std::optional<model::Plan> with_reasons(const VerifyWanted& wanted, const Call& call,
                                        std::optional<model::EndlessTriggers>& endless,
                                        std::optional<story::PlanFault>& fault) {
    Budget budget;
    set_limits(budget, call.resources);
    Watch watch(call.overseer, budget, "looking for reasons");
    engine::Session session(wanted.world, session_options(wanted.question), budget);
    if (session.state_of_start() != engine::Verdict::found) return std::nullopt;
    auto story = story::follow_plan(session, wanted.plan, wanted.question.limits);
    endless = session.endless_triggers();
    if (!story && budget.stop() == Stop::none) fault = std::move(story.error());
    if (!story || budget.stop() != Stop::none) return std::nullopt;
    return std::move(story->plan);
}

}  // namespace

referee::Judgement verify(const VerifyWanted& wanted, const Call& call) {
    std::optional<model::Plan> explained;
    std::optional<model::EndlessTriggers> endless;
    std::optional<story::PlanFault> fault;
    if (!wanted.has_reasons && wanted.asks_engine && !wanted.strict)
        explained = with_reasons(wanted, call, endless, fault);
    Budget budget;
    set_limits(budget, call.resources);
    Watch watch(call.overseer, budget, "verifying");
    referee::Rules rules = referee_rules(wanted.question, wanted.question.goal);
    rules.strict = wanted.strict;
    if (explained) {
        referee::Judgement judgement =
            judge_plan(wanted.world, *explained, true, rules, budget, wanted.runner);
        if (endless) judgement.endless = std::move(endless);
        if (judgement.verdict == referee::Verdict::valid) return judgement;
        endless = std::move(judgement.endless);
    }
    referee::Judgement judgement =
        judge_plan(wanted.world, wanted.plan, wanted.has_reasons, rules, budget, wanted.runner);
    if (endless) judgement.endless = std::move(endless);
    bool is_that_fault = fault && judgement.verdict == referee::Verdict::invalid && !judgement.at_end &&
                         judgement.step == fault->event && !fault->near.empty();
    if (is_that_fault) judgement.why += "; " + fault->near;
    return judgement;
}

}  // namespace wt::ask
