// This judges given plans by section 9 of docs/semantics.md, line by line.

#include <algorithm>
#include <set>
#include <tuple>

#include "model/print.h"
#include "model/rounding.h"
#include "referee/candidates.h"
#include "referee/describe.h"
#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/history.h"
#include "referee/judge.h"
#include "referee/reason_check.h"
#include "referee/referee.h"
#include "referee/trace.h"

namespace wt::referee {

using namespace model;

namespace {

/// This is what is wrong with how a plan ends.
struct Ending {
    std::size_t step;
    std::string why;
};

std::string by_rounding(double end, double goal) {
    return missed_by_rounding(end, goal) ? ", which is more by rounding alone" : "";
}

/// Checks improvement, goal and (D).
std::optional<Ending> fault_of_ending(const Context& context, const Course& course, const Rules& rules) {
    const World& world = context.world;
    std::size_t length = course.actions.size();
    Value start = utility(context, course.states.front());
    Value end = utility(context, course.states.back());
    if (!start.is_number())
        return Ending{length,
                      "the author's utility is unknown at the start, so that nothing can improve on it"};
    if (!improves(start, end))
        return Ending{length, "the author's utility goes from " + quoted(to_text(world, start)) + " to " +
                                  quoted(to_text(world, end)) + ", which is no improvement"};
    double goal = rules.goal.value_or(default_goal(start.as_number()));
    if (end.as_number() < goal)
        return Ending{length, "the author's utility ends at " + quoted(to_text(world, end)) +
                                  ", and the goal is " + quoted(to_text(world, Value::number(goal))) +
                                  by_rounding(end.as_number(), goal)};
    if (std::optional<std::size_t> early = find_early_end(context, course))
        return Ending{*early, "the final utility is reached before " +
                                  quoted(world, context[course.actions[*early]].ground) + " already"};
    return std::nullopt;
}

/// Returns the constraint of a request that does not hold, or the goal that it names.
Fault fault_of_answer(const Context& context, const Course& course, const Request& request) {
    const World& world = context.world;
    if (std::optional<TraceId> broken = broken_constraint(context, {course.states, course.actions}, request))
        return "the story is not as the request has it: " + quoted(to_text(world, *broken)) +
               " does not hold";
    Value end = utility(context, course.states.back());
    if (request.goal && (!end.is_number() || end.as_number() < *request.goal))
        return "the author's utility ends at " + quoted(to_text(world, end)) + ", and the request wants " +
               quoted(to_text(world, Value::number(*request.goal))) + " or more" +
               (end.is_number() ? by_rounding(end.as_number(), *request.goal) : "");
    return std::nullopt;
}

/// Says what a competitor does as well as the plan.
std::string how_it_ends(const Context& context) {
    bool utility_counts = context.request == nullptr || context.request->goal;
    std::string answers = context.request ? ", answers the request as well" : "";
    if (!utility_counts) return answers;
    return answers + (context.strict ? ", and ends as well or better" : ", and ends with the same utility");
}

Judgement judged_valid() {
    Judgement judgement;
    judgement.verdict = Verdict::valid;
    return judgement;
}

/// Judges a plan of the author; `explained` says what is wrong with the reasons for an action.
template <class Explained>
Judgement judge_plan(Context& context, std::span<const GroundEvent> actions, const Rules& rules,
                     const Proof& proof, Explained explained) {
    const World& world = context.world;
    auto invalid = [](std::size_t step, std::string why) {
        Judgement judgement;
        judgement.verdict = Verdict::invalid;
        judgement.step = step;
        judgement.why = std::move(why);
        return judgement;
    };
    std::size_t length = actions.size();
    if (length == 0) return invalid(0, "the plan has no actions");
    Course course{{first_state(context)}, {}};
    if (context.halted()) return {};
    context.candidates->narrow(course.states[0]);
    if (Fault fault = take_history(context, rules.history, course.states[0])) return invalid(0, *fault);
    if (context.halted()) return {};
    for (std::size_t i = 0; i < length; ++i) {
        context.stage = {false, i};
        if (!is_action(world, actions[i])) return invalid(i, "this is not an action of this world");
        ActionId action = *find_action(context, actions[i]);
        const Occurrence& event = context[action];
        MindId here = course.states.back();
        std::string name = quoted(world, event.ground);
        if (!can_happen(context, here, event)) {
            bool can_be_tried = possible(context, here, event);
            return invalid(i, name + (can_be_tried ? " does not come about: " : " is impossible: ") +
                                  what_is_false(context, here, event, {}));
        }
        MindId after = successor(context, here, action);
        if (context.halted()) return {};
        if (!after.valid()) {
            std::string why = name + " is impossible: after it the triggers never come to rest:";
            for (const GroundEvent& trigger : context.unrest->triggers)
                why += " " + quoted(world, trigger);
            return invalid(i, why);
        }
        for (EntityId character : event.consenting) {
            MindId theirs = context.believed(here, character);
            if (!possible_for(context, theirs, event))
                return invalid(i, quoted(world, character) + " takes " + name + " to be impossible: " +
                                      what_is_false(context, theirs, event, std::span(&character, 1)));
        }
        bool asks = proof.is_whole || proof.reasons_of.valid();
        Fault fault = asks ? explained(i, here, action) : std::nullopt;
        if (context.halted()) return {};
        if (fault) return invalid(i, *fault);
        course.actions.push_back(action);
        course.states.push_back(after);
    }
    context.stage = {true, length};
    if (!proof.is_whole && proof.reasons_of.valid()) return judged_valid();
    auto wrong_at_end = [&](std::size_t step, std::string why) {
        Judgement judgement = invalid(step, std::move(why));
        judgement.at_end = true;
        return judgement;
    };
    if (length > static_cast<std::size_t>(std::max(0, context.limits.author)))
        return wrong_at_end(static_cast<std::size_t>(std::max(0, context.limits.author)),
                            "the plan has " + std::to_string(length) + " actions, and the author limit is " +
                                std::to_string(context.limits.author));
    if (Fault fault = rules.request ? fault_of_answer(context, course, *rules.request) : std::nullopt)
        return wrong_at_end(length, *fault);
    if (rules.request == nullptr)
        if (std::optional<Ending> fault = fault_of_ending(context, course, rules))
            return wrong_at_end(fault->step, fault->why);
    if (context.halted()) return {};
    std::optional<Competitor> competitor = find_author_competitor(context, course);
    if (context.halted()) return {};
    if (!competitor) return judged_valid();
    std::string why = quoted(world, actions[competitor->omitted]) + " can be left out: ";
    why += competitor->kept.empty() ? "the plan may end before it" : "it may go on with";
    for (ActionId kept : competitor->kept)
        why += " " + quoted(world, context[kept].ground);
    why += how_it_ends(context);
    return wrong_at_end(competitor->omitted, why);
}

Judgement with_trouble(Context& context, Judgement judgement) {
    if (context.halted()) judgement = {};
    judgement.endless = context.unrest;
    judgement.stage_of_endless = context.stage_of_unrest;
    if (!context.halted()) return judgement;
    if (context.is_endless) {
        judgement.verdict = Verdict::endless_triggers;
        judgement.why = "the triggers never come to rest:";
        for (const GroundEvent& event : context.unrest->triggers)
            judgement.why += " " + quoted(context.world, event);
        return judgement;
    }
    judgement.verdict = Verdict::undecided;
    judgement.stop = context.stop;
    switch (context.stop) {
        case Stop::none:
            break;
        case Stop::time:
            judgement.why = "the time was up before the answer was known";
            break;
        case Stop::memory:
            judgement.why = "the memory was used up before the answer was known";
            break;
        case Stop::states:
            judgement.why = "the limit of states was reached before the answer was known";
            break;
        case Stop::cancelled:
            judgement.why = "cancelled";
            break;
        case Stop::possibilities:
            judgement.why = "somebody would hold more than " + std::to_string(context.limits.possibilities) +
                            " things possible";
            break;
        case Stop::weights:
            judgement.why = "a weight or a fraction does not fit in 64 bits";
            break;
    }
    if (context.nested_too_deeply) judgement.why = "minds or reasons are nested too deeply to be judged";
    if (!context.budget.refusal().empty()) judgement.why = context.budget.refusal();
    if (context.nested_too_deeply || !context.budget.refusal().empty()) judgement.stop = Stop::none;
    return judgement;
}

}  // namespace

Judgement trouble_of(Context& context) {
    return with_trouble(context, judged_valid());
}

std::vector<Proof> proofs_of(const World& world, std::span<const GroundEvent> actions) {
    std::vector<Proof> proofs{Proof::of(EntityId::none())};
    std::set<EntityId> met;
    for (const GroundEvent& action : actions)
        if (is_action(world, action))
            for (EntityId character : consenting_characters(world, action))
                if (met.insert(character).second) proofs.push_back(Proof::of(character));
    return proofs;
}

Judgement verify(const World& world, const Plan& plan, const Rules& rules, Budget& budget,
                 const Proof& proof) {
    Context context(world, rules, budget);
    ReasonCheck check(context, plan);
    std::vector<GroundEvent> actions = actions_of(plan.steps);
    Judgement judgement =
        judge_plan(context, actions, rules, proof, [&](std::size_t i, MindId state, ActionId action) {
            return check.explained(state, action, plan.steps[i], context.limits.character, proof.reasons_of);
        });
    return with_trouble(context, judgement);
}

Judgement verify_actions(const World& world, std::span<const GroundEvent> actions, const Rules& rules,
                         Budget& budget, const Proof& proof) {
    Context context(world, rules, budget);
    Judgement judgement = judge_plan(
        context, actions, rules, proof, [&](std::size_t i, MindId state, ActionId action) -> Fault {
            std::optional<EntityId> character = unexplained_for(
                context, state, action, context.limits.character, kAnyLength, proof.reasons_of);
            if (!character) return std::nullopt;
            return quoted(world, *character) + " has no reason for " + quoted(world, actions[i]) +
                   " within the limits";
        });
    return with_trouble(context, judgement);
}

std::optional<Judgement> judgement_of(const World& world, std::span<const GroundEvent> actions,
                                      std::span<const Judgement> parts) {
    std::vector<Proof> proofs = proofs_of(world, actions);
    if (parts.size() != proofs.size()) return std::nullopt;
    // Faults of actions come before those that show at the end; of one action, what makes it impossible comes
    // first, then the reasons in the order of those who consent.
    auto place = [&](std::size_t part, Stage stage) {
        EntityId character = proofs[part].reasons_of;
        std::size_t rank = 0;
        if (character.valid() && stage.step < actions.size()) {
            std::vector<EntityId> consenting = consenting_characters(world, actions[stage.step]);
            rank = 1 + static_cast<std::size_t>(std::find(consenting.begin(), consenting.end(), character) -
                                                consenting.begin());
        }
        return std::tuple(stage.at_end, stage.step, rank);
    };
    auto place_of_fault = [&](std::size_t part) {
        return place(part, {parts[part].at_end, parts[part].step});
    };
    auto place_of_endless = [&](std::size_t part) { return place(part, parts[part].stage_of_endless); };
    std::optional<std::size_t> first;
    std::optional<std::size_t> endless;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].endless && (!endless || place_of_endless(i) < place_of_endless(*endless))) endless = i;
        if (parts[i].verdict == Verdict::valid) continue;
        if (parts[i].verdict != Verdict::invalid) return std::nullopt;
        if (!first || place_of_fault(i) < place_of_fault(*first)) first = i;
    }
    Judgement judgement = first ? parts[*first] : judged_valid();
    // A judgement of the whole does not go on behind a fault.
    bool is_met = endless && (!first || place_of_endless(*endless) <= place_of_fault(*first));
    judgement.endless = is_met ? parts[*endless].endless : std::nullopt;
    return judgement;
}

}  // namespace wt::referee
