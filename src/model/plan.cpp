#include "model/plan.h"

#include <algorithm>

namespace wt::model {

std::vector<GroundEvent> actions_of(const std::vector<Step>& steps) {
    std::vector<GroundEvent> actions;
    actions.reserve(steps.size());
    for (const Step& step : steps)
        actions.push_back(step.action);
    return actions;
}

std::vector<EntityId> consenting_characters(const World& world, const GroundEvent& action) {
    const Event& event = world[action.event];
    std::vector<EntityId> characters;
    for (ExprId term : event.consenting) {
        const Expr& expr = world[term];
        EntityId character;
        if (expr.kind == ExprKind::constant) {
            character = expr.value.as_entity();
        } else {
            auto bound = std::find_if(event.formals.begin(), event.formals.end(),
                                      [&](const Formal& formal) { return formal.variable == expr.variable; });
            character = action.arguments[static_cast<std::size_t>(bound - event.formals.begin())].as_entity();
        }
        if (std::find(characters.begin(), characters.end(), character) == characters.end())
            characters.push_back(character);
    }
    return characters;
}

}  // namespace wt::model
