#include "model/world.h"

#include <algorithm>

namespace wt::model {

bool World::is_subtype(TypeId type, TypeId ancestor) const {
    const auto& ancestors = (*this)[type].ancestors;
    return std::binary_search(ancestors.begin(), ancestors.end(), ancestor);
}

bool World::is_of_type(const Value& value, TypeId type) const {
    switch (value.kind()) {
        case Value::Kind::boolean:
            return type == kBoolean;
        case Value::Kind::unknown:
            return type != kBoolean;
        case Value::Kind::none:
            return type != kBoolean && type != kNumber;
        case Value::Kind::number:
            return type == kNumber;
        case Value::Kind::entity: {
            const auto& types_of_entity = (*this)[value.as_entity()].types;
            return std::binary_search(types_of_entity.begin(), types_of_entity.end(), type);
        }
    }
    return false;
}

std::vector<Value> World::values_of(TypeId type) const {
    if (type == kBoolean) return {Value::boolean(false), Value::boolean(true)};
    std::vector<Value> values;
    for (EntityId entity : (*this)[type].members)
        values.push_back(Value::entity(entity));
    return values;
}

Value World::default_of(PropertyId property) const {
    const Property& declared = (*this)[property];
    if (declared.or_none) return Value::none();
    TypeId type = declared.type;
    if (type == kBoolean) return Value::boolean(false);
    if (type == kNumber) return Value::number(0);
    return Value::unknown();
}

bool has_possibilities(const World& world) {
    return std::ranges::any_of(world.effects,
                               [](const Effect& effect) { return effect.kind == EffectKind::possibly; });
}

bool is_uncertain(const World& world) {
    return has_possibilities(world) || std::ranges::any_of(world.events, &Event::can_fail) ||
           std::ranges::any_of(world.tempers, [](const Temper& temper) { return !temper.is_plain(); });
}

namespace {

/// Walks expressions with the chain of believers so far; an id below is the term (variable or constant) of a
/// believer.
struct NestingCounter {
    const World& world;
    int deepest = 1;

    bool same_term(ExprId a, ExprId b) const {
        const Expr& x = world[a];
        const Expr& y = world[b];
        if (x.kind != y.kind) return false;
        return x.kind == ExprKind::constant ? x.value == y.value : x.variable == y.variable;
    }

    void visit(ExprId id, int depth, ExprId believer) {
        const Expr& expr = world[id];
        if (expr.kind == ExprKind::believes || expr.kind == ExprKind::might || expr.kind == ExprKind::odds) {
            bool repeats = believer.valid() && same_term(believer, expr.children[0]);
            int inner = repeats ? depth : depth + 1;
            deepest = std::max(deepest, inner);
            visit(expr.children[1], inner, expr.children[0]);
            return;
        }
        for (ExprId child : expr.children)
            visit(child, depth, believer);
    }

    void visit(EffectId id, int depth, ExprId believer) {
        const Effect& effect = world[id];
        if (effect.value.valid()) visit(effect.value, depth, believer);
        for (ExprId test : effect.tests)
            visit(test, depth, believer);
        for (ExprId alternative : effect.alternatives)
            visit(alternative, depth, believer);
        if (effect.kind == EffectKind::believes) {
            bool repeats = believer.valid() && same_term(believer, effect.believers[0]);
            depth += repeats ? 0 : 1;
            believer = effect.believers[0];
        }
        for (EffectId child : effect.children)
            visit(child, depth, believer);
    }
};

}  // namespace

int belief_nesting(const World& world) {
    NestingCounter counter{world};
    for (const Event& event : world.events) {
        for (ExprId read : {event.precondition, event.hidden, event.success, event.observing})
            if (read.valid()) counter.visit(read, 0, ExprId::none());
        for (EffectId effect : {event.effect, event.failure})
            if (effect.valid()) counter.visit(effect, 0, ExprId::none());
    }
    counter.visit(world.author_utility.value, 0, ExprId::none());
    for (const Utility& utility : world.utilities)
        counter.visit(utility.value, 0, ExprId::none());
    return counter.deepest;
}

int belief_nesting(const World& world, const Request* request) {
    int deepest = belief_nesting(world);
    if (request == nullptr) return deepest;
    NestingCounter counter{world};
    std::vector<TraceId> open = request->constraints;
    while (!open.empty()) {
        const TraceNode& node = world[open.back()];
        open.pop_back();
        if (node.condition.valid()) counter.visit(node.condition, 0, ExprId::none());
        open.insert(open.end(), node.children.begin(), node.children.end());
    }
    return std::max(deepest, counter.deepest);
}

}  // namespace wt::model
