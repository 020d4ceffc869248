#include "referee/context.h"

#include <algorithm>

#include "model/limits.h"
#include "referee/candidates.h"
#include "referee/dependencies.h"

namespace wt::referee {

using namespace model;

Occurrence occurrence_of(const World& world, GroundEvent event) {
    Occurrence occurrence;
    const std::vector<Formal>& formals = world[event.event].formals;
    for (std::size_t i = 0; i < formals.size(); ++i)
        if (!formals[i].is_fixed()) occurrence.bound.push_back({formals[i].variable, event.arguments[i]});
    occurrence.consenting = consenting_characters(world, event);
    occurrence.ground = std::move(event);
    return occurrence;
}

Context::Context(const World& world_, const Rules& rules, Budget& budget_)
    : world(world_),
      limits(rules.limits),
      request(rules.request),
      strict(rules.strict),
      former(rules.former),
      depth(std::max(belief_depth_for(world_, rules.limits.belief, rules.request), rules.belief_depth)),
      has_possibilities(model::has_possibilities(world_)),
      is_uncertain(model::is_uncertain(world_)),
      budget(budget_),
      fluents(world_),
      minds(budget_, static_cast<std::size_t>(std::max(1, rules.limits.possibilities))),
      candidates(std::make_unique<Candidates>(*this)),
      dependencies(std::make_unique<Dependencies>(*this)) {
    nested_too_deeply = depth > kMostBeliefDepth;
    if (nested_too_deeply) {
        stop = Stop::memory;
        return;
    }
    if (!fluents.complete()) {
        refuse("this world has more than " + std::to_string(FluentTable::kMost) +
               " fluents, which are too many to be judged one by one");
        return;
    }
    for (std::size_t i = 0; i < world.types.size(); ++i)
        values_of.push_back(world.values_of(TypeId(i)));
    for (std::size_t i = 0; i < world.events.size() && !halted(); ++i) {
        const Event& event = world.events[i];
        if (count_arguments(world, event.formals, rules.most_events) > rules.most_events) {
            refuse("`" + event.name + "` can happen in more than " + std::to_string(rules.most_events) +
                   " ways, which are too many to be judged one by one");
            return;
        }
        for (std::vector<Value>& arguments : all_arguments(world, event.formals, rules.most_events)) {
            Occurrence occurrence = occurrence_of(world, {EventId(i), std::move(arguments)});
            (event.is_trigger ? triggers : actions).push_back(std::move(occurrence));
            budget.charge_bytes(static_cast<std::int64_t>(sizeof(Occurrence) + event.formals.size() * 48));
        }
    }
    action_count = actions.size();
    success_of.reserve(action_count);
    failure_of.reserve(action_count);
    for (std::size_t i = 0; i < action_count; ++i)
        success_of.push_back(ActionId(i));
    for (std::size_t i = 0; i < action_count; ++i) {
        failure_of.emplace_back();
        if (!world[actions[i].ground.event].can_fail()) continue;
        failure_of.back() = ActionId(actions.size());
        success_of.push_back(ActionId(i));
        actions.push_back(actions[i]);
        actions.back().ground.fails = true;
    }
}

Context::~Context() = default;

void Context::refuse(std::string why) {
    budget.refuse(std::move(why));
    stop = Stop::memory;
}

const Temper& Context::temper_of(EntityId character) const {
    static const Temper kPlain{};
    return character.index() < world.tempers.size() ? world.tempers[character.index()] : kPlain;
}

std::optional<ActionId> find_action(const Context& context, const GroundEvent& event) {
    auto place = std::find_if(context.actions.begin(), context.actions.end(),
                              [&](const Occurrence& action) { return action.ground == event; });
    if (place == context.actions.end()) return std::nullopt;
    return ActionId(static_cast<std::size_t>(place - context.actions.begin()));
}

}  // namespace wt::referee
