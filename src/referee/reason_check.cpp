#include "referee/reason_check.h"

#include <algorithm>

#include "model/print.h"
#include "referee/describe.h"
#include "referee/evaluate.h"
#include "referee/judge.h"
#include "referee/uncertain.h"

namespace wt::referee {

using namespace model;

bool is_action(const World& world, const GroundEvent& event) {
    if (event.event.index() >= world.events.size() || world[event.event].is_trigger) return false;
    if (event.fails && !world[event.event].can_fail()) return false;
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

Fault ReasonCheck::explained(MindId state, ActionId action, const Step& step, int budget, EntityId only) {
    return explained(start_of(context_, state), {}, context_.success_of[action.index()], step, budget, only);
}

/// `believers` lead to the worlds of the venture.
Fault ReasonCheck::explained(const Venture& venture, const Chain& believers, ActionId action,
                             const Step& step, int budget, EntityId only) {
    const std::vector<EntityId>& consenting = context_[action].consenting;
    std::string name = quoted(world_, step.action);
    if (step.reasons.size() != consenting.size())
        return name + " has " + std::to_string(consenting.size()) + " consenting characters, but " +
               std::to_string(step.reasons.size()) + " reasons are given";
    EntityId owner = context_[venture.running[0].world].owner;
    for (std::size_t i = 0; i < consenting.size(); ++i) {
        EntityId character = consenting[i];
        if (only.valid() && only != character) continue;
        Fault fault;
        if (character == owner) {
            fault = is_reason(prospect_of(context_, venture), longer(believers, character), action, character,
                              step.reasons[i], budget);
            if (fault)
                fault = "the reason of " + quoted(world_, character) + " for " + name +
                        " does not hold: " + *fault;
        } else {
            fault = explained_for_other(venture, believers, action, character, name, step.reasons[i], budget);
        }
        if (fault || context_.halted()) return fault;
    }
    return std::nullopt;
}

/// The attached reason holds in one of the worlds in which the action is possible. In the others there may be
/// another one.
Fault ReasonCheck::explained_for_other(const Venture& venture, const Chain& believers, ActionId action,
                                       EntityId character, const std::string& name, ExplanationId reason,
                                       int budget) {
    Chain chain = longer(believers, character);
    Fault first_fault;
    bool holds_somewhere = false;
    std::vector<MindId> elsewhere;
    for (const Branch& branch : venture.running) {
        if (!possible(context_, branch.world, context_[action])) continue;
        MindId belief = context_.believed(branch.world, character);
        if (!possible_for(context_, belief, context_[action]))
            return quoted(world_, character) + " takes " + name +
                   " to be impossible: " + what_is_false(context_, belief, context_[action], chain);
        MindId theirs = prospect_of(context_, belief);
        Fault fault = is_reason(theirs, chain, action, character, reason, budget);
        if (context_.halted()) return std::nullopt;
        if (fault)
            elsewhere.push_back(theirs);
        else
            holds_somewhere = true;
        if (fault && !first_fault)
            first_fault =
                "the reason of " + quoted(world_, character) + " for " + name + " does not hold: " + *fault;
    }
    if (!holds_somewhere) return first_fault;
    for (MindId theirs : elsewhere)
        if (find_reason(context_, theirs, action, budget) == nullptr)
            return quoted(world_, character) + " has no reason for " + name +
                   " in one of the worlds in which it is possible";
    return std::nullopt;
}

Fault ReasonCheck::is_reason(MindId prospect, const Chain& believers, ActionId action, EntityId character,
                             ExplanationId id, int budget) {
    if (context_.halted()) return std::nullopt;
    if (id.index() >= plan_.explanations.size()) return "it is missing";
    if (checked_.contains({id, prospect, action, budget})) return std::nullopt;
    const Explanation& reason = plan_[id];
    if (reason.character != character) return "it belongs to somebody else";
    if (reason.steps.empty()) return "it has no actions";
    if (!(reason.steps[0].action == context_[action].ground)) return "it begins with another action";
    int length = static_cast<int>(reason.steps.size());
    if (length > std::max(1, budget))
        return "it has " + std::to_string(length) + " actions, and only " +
               std::to_string(std::max(1, budget)) + " are left of the character limit";
    if (length > 1 && context_.level_of(prospect) > context_.limits.belief)
        return "it has several actions in a mind below the belief limit";
    Run run{{start_of(context_, prospect)}, {}};
    for (std::size_t i = 0; i < reason.steps.size(); ++i) {
        Fault fault = step_of_reason(run, believers, reason.steps[i], i, budget);
        if (fault || context_.halted()) return fault;
    }
    Fault fault = context_.is_uncertain ? end_of_uncertain_reason(run, budget) : end_of_reason(run, budget);
    if (!fault && !context_.halted()) checked_.insert({id, prospect, action, budget});
    return fault;
}

/// Checks (P) and (X) of one action and extends the run.
Fault ReasonCheck::step_of_reason(Run& run, const Chain& believers, const Step& step, std::size_t index,
                                  int budget) {
    std::optional<ActionId> action;
    if (is_action(world_, step.action) && !step.action.fails) action = find_action(context_, step.action);
    if (!action) return "it has a step that is not an action of this world";
    Venture next = after(context_, run.stages.back(), *action);
    if (context_.halted()) return std::nullopt;
    if (next.running.empty()) {
        const std::vector<Branch>& before = run.stages.back().running;
        bool is_possible = std::ranges::any_of(before, [&](const Branch& branch) {
            return possible(context_, branch.world, context_[*action]);
        });
        return quoted(world_, step.action) +
               (is_possible ? " can only fail where it is taken: " : " is impossible where it is taken: ") +
               what_is_false(context_, before[0].world, context_[*action], believers);
    }
    if (index > 0) {
        if (context_[*action].consenting.empty())
            return quoted(world_, step.action) +
                   " has no consenting character, and nobody can count on such an action";
        int left = budget - static_cast<int>(index);
        if (Fault fault = explained(run.stages.back(), believers, *action, step, left, EntityId::none()))
            return fault;
    }
    run.actions.push_back(*action);
    run.stages.push_back(std::move(next));
    return std::nullopt;
}

/// Checks (U), (D) and (M).
Fault ReasonCheck::end_of_reason(const Run& run, int budget) {
    Course course{{}, run.actions};
    for (const Venture& stage : run.stages)
        course.states.push_back(stage.running[0].world);
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

namespace {

std::string text_of(const std::optional<Fraction>& number) {
    if (!number) return "`?`";
    std::string text = std::to_string(number->numerator);
    if (number->denominator != 1) text += "/" + std::to_string(number->denominator);
    return quoted(text);
}

}  // namespace

/// Checks the same, with what the plan is worth, and for somebody prudent that there is nothing better.
Fault ReasonCheck::end_of_uncertain_reason(const Run& run, int budget) {
    MindId any = run.stages[0].running[0].world;
    int k = context_.level_of(any) <= context_.limits.belief ? std::max(1, budget) : 1;
    Measure start = measure_of(context_, run.stages.front(), k);
    Measure end = measure_of(context_, run.stages.back(), k);
    if (context_.halted()) return std::nullopt;
    if (!improves(start, end)) {
        std::string outlook = looks_out(context_, any) ? ", and the outlook from " + text_of(start.outlook) +
                                                             " to " + text_of(end.outlook)
                                                       : "";
        return "what it is worth goes from " + text_of(start.worth) + " to " + text_of(end.worth) + outlook +
               ", which is no improvement";
    }
    for (std::size_t i = 1; i + 1 < run.stages.size(); ++i)
        if (measure_of(context_, run.stages[i], k) == end)
            return "it is worth as much before " + quoted(world_, context_[run.actions[i]].ground) +
                   " already";
    if (std::optional<Competitor> competitor = find_competitor(context_, run.stages, run.actions, k))
        return quoted(world_, context_[run.actions[competitor->omitted]].ground) + " can be left out";
    MindId prospect = prospect_of(context_, run.stages[0]);
    if (auto better = find_better(context_, prospect, k, run.actions.size(), end)) {
        std::string text = "somebody prudent has a better one:";
        for (ActionId action : *better)
            text += " " + quoted(world_, context_[action].ground);
        return text;
    }
    return std::nullopt;
}

}  // namespace wt::referee
