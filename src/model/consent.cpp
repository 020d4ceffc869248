#include "model/consent.h"

#include <algorithm>

namespace wt::model {

std::vector<EntityId> who_may_consent(const World& world, const Event& event, ExprId consenting) {
    const Expr& expr = world[consenting];
    std::vector<EntityId> who;
    if (expr.kind == ExprKind::constant && expr.value.is_entity()) return {expr.value.as_entity()};
    for (const Formal& formal : event.formals) {
        if (expr.kind != ExprKind::variable || formal.is_fixed() || formal.variable != expr.variable)
            continue;
        for (const Value& value : world.values_of(formal.type))
            if (value.is_entity()) who.push_back(value.as_entity());
    }
    return who;
}

bool waits_for_nobodys_wish(const World& world, const Event& event, ExprId consenting) {
    std::vector<EntityId> who = who_may_consent(world, event, consenting);
    return !who.empty() && std::ranges::none_of(who, [&](EntityId one) {
        return world.utilities[one.index()].span != Span{};
    });
}

}  // namespace wt::model
