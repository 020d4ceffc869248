// Judges given plans: section 9 of docs/semantics.md, line by line.

#include <algorithm>
#include <set>
#include <tuple>

#include "model/print.h"
#include "model/rounding.h"
#include "referee/describe.h"
#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/history.h"
#include "referee/judge.h"
#include "referee/referee.h"
#include "referee/trace.h"

namespace wt::referee {

using namespace model;

namespace {

using Fault = std::optional<std::string>;

/// Is the event an action of the world, with arguments that fit its head?
bool is_action(const World& world, const GroundEvent& event) {
    if (event.event.index() >= world.events.size() || world[event.event].is_trigger) return false;
    const std::vector<Formal>& formals = world[event.event].formals;
    if (event.arguments.size() != formals.size()) return false;
    for (std::size_t i = 0; i < formals.size(); ++i) {
        const Value& value = event.arguments[i];
        if (formals[i].is_fixed()) {
            if (!(value == formals[i].fixed)) return false;
        } else if (value.is_unknown() ||
                   (value.is_entity() && value.as_entity().index() >= world.entities.size()) ||
                   !world.is_of_type(value, formals[i].type)) {
            return false;
        }
    }
    return true;
}

/// Checks attached reasons. Explanations that were found right for a mind, action and budget are not checked
/// again.
class ReasonCheck {
  public:
    ReasonCheck(Context& context, const Plan& plan) : context_(context), world_(context.world), plan_(plan) {}

    /// The attached reasons of a step show that its action is explained for everybody who consents.
    /// `believers` lead to `mind`. With `only` that character's alone.
    Fault explained(MindId mind, const Chain& believers, ActionId action, const Step& step, int budget,
                    EntityId only = EntityId::none()) {
        const std::vector<EntityId>& consenting = context_[action].consenting;
        std::string name = quoted(world_, step.action);
        if (step.reasons.size() != consenting.size())
            return name + " has " + std::to_string(consenting.size()) + " consenting characters, but " +
                   std::to_string(step.reasons.size()) + " reasons are given";
        for (std::size_t i = 0; i < consenting.size(); ++i) {
            EntityId character = consenting[i];
            if (only.valid() && only != character) continue;
            MindId theirs = context_.asked_in(mind, character);
            Chain chain = longer(believers, character);
            if (!possible(context_, theirs, context_[action]))
                return quoted(world_, character) + " takes " + name +
                       " to be impossible: " + what_is_false(context_, theirs, context_[action], chain);
            Fault fault = is_reason(theirs, chain, action, character, step.reasons[i], budget);
            if (fault)
                return "the reason of " + quoted(world_, character) + " for " + name +
                       " does not hold: " + *fault;
        }
        return std::nullopt;
    }

  private:
    Fault is_reason(MindId mind, const Chain& believers, ActionId action, EntityId character,
                    ExplanationId id, int budget) {
        if (context_.halted()) return std::nullopt;
        if (id.index() >= plan_.explanations.size()) return "it is missing";
        if (checked_.contains({id, mind, action, budget})) return std::nullopt;
        const Explanation& reason = plan_[id];
        if (reason.character != character) return "it belongs to somebody else";
        if (reason.steps.empty()) return "it has no actions";
        if (!(reason.steps[0].action == context_[action].ground)) return "it begins with another action";
        int length = static_cast<int>(reason.steps.size());
        if (length > std::max(1, budget))
            return "it has " + std::to_string(length) + " actions, and only " +
                   std::to_string(std::max(1, budget)) + " are left of the character limit";
        if (length > 1 && context_[mind].level > context_.limits.belief)
            return "it has several actions in a mind below the belief limit";
        Course course{{mind}, {}};
        for (std::size_t i = 0; i < reason.steps.size(); ++i) {
            Fault fault = step_of_reason(course, believers, reason.steps[i], i, budget);
            if (fault || context_.halted()) return fault;
        }
        Fault fault = end_of_reason(course, budget);
        if (!fault && !context_.halted()) checked_.insert({id, mind, action, budget});
        return fault;
    }

    /// (P) and (X) of one action; extends the course.
    Fault step_of_reason(Course& course, const Chain& believers, const Step& step, std::size_t index,
                         int budget) {
        MindId here = course.states.back();
        std::optional<ActionId> action;
        if (is_action(world_, step.action)) action = find_action(context_, step.action);
        if (!action) return "it has a step that is not an action of this world";
        if (!possible(context_, here, context_[*action]))
            return quoted(world_, step.action) + " is impossible where it is taken: " +
                   what_is_false(context_, here, context_[*action], believers);
        if (index > 0) {
            if (context_[*action].consenting.empty())
                return quoted(world_, step.action) +
                       " has no consenting character, and nobody can count on such an action";
            int left = budget - static_cast<int>(index);
            if (Fault fault = explained(here, believers, *action, step, left)) return fault;
        }
        course.actions.push_back(*action);
        course.states.push_back(successor(context_, here, *action));
        return std::nullopt;
    }

    /// (U), (D) and (M).
    Fault end_of_reason(const Course& course, int budget) {
        Value start = utility(context_, course.states.front());
        Value end = utility(context_, course.states.back());
        if (!improves(start, end))
            return "the utility goes from " + quoted(to_text(world_, start)) + " to " +
                   quoted(to_text(world_, end)) + ", which is no improvement";
        if (std::optional<std::size_t> early = find_early_end(context_, course))
            return "the final utility is reached before " +
                   quoted(world_, context_[course.actions[*early]].ground) + " already";
        if (std::optional<Competitor> competitor = find_competitor(context_, course, budget))
            return quoted(world_, context_[course.actions[competitor->omitted]].ground) + " can be left out";
        return std::nullopt;
    }

    Context& context_;
    const World& world_;
    const Plan& plan_;
    std::set<std::tuple<ExplanationId, MindId, ActionId, int>> checked_;
};

/// What is wrong with how a plan ends.
struct Ending {
    std::size_t step;
    std::string why;
};

std::string by_rounding(double end, double goal) {
    return missed_by_rounding(end, goal) ? ", which is more by rounding alone" : "";
}

/// Improvement, goal and (D).
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

/// The constraint of a request that does not hold, or the goal that it names.
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

/// What a competitor does as well as the plan.
std::string how_it_ends(const Context& context) {
    bool utility_counts = context.request == nullptr || context.request->goal;
    std::string answers = context.request ? ", answers the request as well" : "";
    if (!utility_counts) return answers;
    return answers + (context.strict ? ", and ends as well or better" : ", and ends with the same utility");
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
    if (Fault fault = take_history(context, rules.history, course.states[0])) return invalid(0, *fault);
    if (context.halted()) return {};
    for (std::size_t i = 0; i < length; ++i) {
        if (!is_action(world, actions[i])) return invalid(i, "this is not an action of this world");
        ActionId action = *find_action(context, actions[i]);
        const Occurrence& event = context[action];
        MindId here = course.states.back();
        std::string name = quoted(world, event.ground);
        if (!possible(context, here, event))
            return invalid(i, name + " is impossible: " + what_is_false(context, here, event, {}));
        for (EntityId character : event.consenting) {
            MindId theirs = context.believed(here, character);
            if (!possible(context, theirs, event))
                return invalid(i, quoted(world, character) + " takes " + name + " to be impossible: " +
                                      what_is_false(context, theirs, event, std::span(&character, 1)));
        }
        bool asks = proof.is_whole || proof.reasons_of.valid();
        Fault fault = asks ? explained(i, here, action) : std::nullopt;
        if (context.halted()) return {};
        if (fault) return invalid(i, *fault);
        course.actions.push_back(action);
        course.states.push_back(successor(context, here, action));
        if (context.halted()) return {};
    }
    if (!proof.is_whole && proof.reasons_of.valid()) return {};
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
    if (context.halted() || !competitor) return {};
    std::string why = quoted(world, actions[competitor->omitted]) + " can be left out: ";
    why += competitor->kept.empty() ? "the plan may end before it" : "it may go on with";
    for (ActionId kept : competitor->kept)
        why += " " + quoted(world, context[kept].ground);
    why += how_it_ends(context);
    return wrong_at_end(competitor->omitted, why);
}

Judgement with_trouble(Context& context, Judgement judgement) {
    if (!context.halted()) return judgement;
    judgement = {};
    if (!context.endless.empty()) {
        judgement.verdict = Verdict::endless_triggers;
        judgement.triggers = context.endless;
        judgement.why = "the triggers never come to rest:";
        for (const GroundEvent& event : context.endless)
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
    }
    if (context.nested_too_deeply) judgement.why = "minds or reasons are nested too deeply to be judged";
    return judgement;
}

}  // namespace

Judgement trouble_of(Context& context) {
    return with_trouble(context, {});
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
    std::vector<GroundEvent> actions;
    for (const Step& step : plan.steps)
        actions.push_back(step.action);
    Judgement judgement =
        judge_plan(context, actions, rules, proof, [&](std::size_t i, MindId state, ActionId action) {
            return check.explained(state, {}, action, plan.steps[i], context.limits.character,
                                   proof.reasons_of);
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
    // Faults of actions come before those that show at the end; of one action, what makes it impossible comes
    // first, then the reasons in the order of those who consent.
    auto place = [&](std::size_t part) {
        const Judgement& judgement = parts[part];
        EntityId character = proofs[part].reasons_of;
        std::size_t rank = 0;
        if (character.valid() && judgement.step < actions.size()) {
            std::vector<EntityId> consenting = consenting_characters(world, actions[judgement.step]);
            rank = 1 + static_cast<std::size_t>(std::find(consenting.begin(), consenting.end(), character) -
                                                consenting.begin());
        }
        return std::tuple(judgement.at_end, judgement.step, rank);
    };
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].verdict == Verdict::valid) continue;
        if (parts[i].verdict != Verdict::invalid) return std::nullopt;
        if (!first || place(i) < place(*first)) first = i;
    }
    return first ? parts[*first] : Judgement{};
}

}  // namespace wt::referee
