#include "model/trace.h"

#include <algorithm>

namespace wt::model {

namespace {

TraceId add(World& world, TraceNode node) {
    world.traces.push_back(std::move(node));
    return TraceId(world.traces.size() - 1);
}

}  // namespace

TraceId add_trace(World& world, TraceKind kind, std::vector<TraceId> children) {
    TraceNode node;
    node.kind = kind;
    node.children = std::move(children);
    return add(world, std::move(node));
}

TraceId add_state(World& world, ExprId condition) {
    TraceNode node;
    node.kind = TraceKind::state;
    node.condition = condition;
    return add(world, std::move(node));
}

TraceId add_happens(World& world, const GroundEvent& action) {
    TraceNode node;
    node.kind = TraceKind::happens;
    Pattern pattern{action.event, {}};
    for (const Value& argument : action.arguments) {
        Expr constant;
        constant.type = argument.is_boolean() ? kBoolean : argument.is_number() ? kNumber : kEntity;
        constant.value = argument;
        world.exprs.push_back(std::move(constant));
        pattern.arguments.push_back(ExprId(world.exprs.size() - 1));
    }
    node.patterns.push_back(std::move(pattern));
    return add(world, std::move(node));
}

TraceId add_happens(World& world, EventId event) {
    TraceNode node;
    node.kind = TraceKind::happens;
    node.patterns.push_back({event, std::vector<ExprId>(world[event].formals.size(), ExprId::none())});
    return add(world, std::move(node));
}

TraceId add_count(World& world, Compare compare, int number, TraceId moment) {
    TraceNode node;
    node.kind = TraceKind::count;
    node.compare = compare;
    node.number = number;
    node.children = {moment};
    return add(world, std::move(node));
}

TraceId add_length(World& world, Compare compare, int number) {
    TraceNode node;
    node.kind = TraceKind::length;
    node.compare = compare;
    node.number = number;
    return add(world, std::move(node));
}

bool has_happening(const World& world, TraceId moment) {
    const TraceNode& node = world[moment];
    return node.kind == TraceKind::happens ||
           std::ranges::any_of(node.children, [&](TraceId child) { return has_happening(world, child); });
}

}  // namespace wt::model
