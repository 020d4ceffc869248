#include "referee/evaluate.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "referee/happen.h"

namespace wt::referee {

using namespace model;

Value term_value(const Context& context, const Bindings& scope, ExprId term) {
    const Expr& expr = context.world[term];
    if (expr.kind == ExprKind::constant) return expr.value;
    for (const Bindings* at = &scope; at != nullptr; at = at->outer)
        for (const Bound& bound : at->here)
            if (bound.variable == expr.variable) return bound.value;
    WT_CHECK(false, "every variable is bound (MODEL-3)");
}

FluentId fluent_of(const Context& context, const Bindings& scope, PropertyId property,
                   std::span<const ExprId> arguments) {
    std::array<Value, 16> few;
    std::vector<Value> many(arguments.size() > few.size() ? arguments.size() : 0);
    std::span<Value> values = many.empty() ? std::span(few).first(arguments.size()) : std::span(many);
    for (std::size_t i = 0; i < arguments.size(); ++i)
        values[i] = term_value(context, scope, arguments[i]);
    return context.fluents.find(property, values);
}

Compare opposite(Compare op) {
    switch (op) {
        case Compare::equal:
            return Compare::not_equal;
        case Compare::not_equal:
            return Compare::equal;
        case Compare::greater:
            return Compare::less_equal;
        case Compare::greater_equal:
            return Compare::less;
        case Compare::less:
            return Compare::greater_equal;
        case Compare::less_equal:
            return Compare::greater;
    }
    return op;
}

bool compare(Compare op, const Value& left, const Value& right) {
    if (left.is_number() && right.is_number()) {
        double a = left.as_number();
        double b = right.as_number();
        switch (op) {
            case Compare::equal:
                return a == b;
            case Compare::not_equal:
                return a != b;
            case Compare::greater:
                return a > b;
            case Compare::greater_equal:
                return a >= b;
            case Compare::less:
                return a < b;
            case Compare::less_equal:
                return a <= b;
        }
    }
    switch (op) {
        case Compare::equal:
        case Compare::greater_equal:
        case Compare::less_equal:
            return left == right;
        case Compare::not_equal:
            return !(left == right);
        case Compare::greater:
        case Compare::less:
            return false;
    }
    return false;
}

Value calculate(Arithmetic op, const Value& left, const Value& right) {
    if (!left.is_number() || !right.is_number()) return Value::unknown();
    double a = left.as_number();
    double b = right.as_number();
    // Value::number turns what is not finite into ?.
    switch (op) {
        case Arithmetic::add:
            return Value::number(a + b);
        case Arithmetic::subtract:
            return Value::number(a - b);
        case Arithmetic::multiply:
            return Value::number(a * b);
        case Arithmetic::divide:
            return b == 0 ? Value::unknown() : Value::number(a / b);
    }
    return Value::unknown();
}

std::optional<bool> static_type_test(const World& world, const Expr& test) {
    TypeId type = world[test.children[0]].type;
    if (type == kBoolean || type == kNumber) return type == test.type_operand;
    return std::nullopt;
}

bool is_member(const World& world, const Value& value, TypeId type) {
    return value.is_entity() && world.is_of_type(value, type);
}

Value value_of(const Context& context, MindId mind, const Bindings& scope, ExprId id) {
    const World& world = context.world;
    const Expr& expr = world[id];
    switch (expr.kind) {
        case ExprKind::constant:
        case ExprKind::variable:
            return term_value(context, scope, id);
        case ExprKind::fluent:
            return context.minds.value(mind, fluent_of(context, scope, expr.property, expr.children));
        case ExprKind::believes: {
            EntityId character = term_value(context, scope, expr.children[0]).as_entity();
            MindId belief = context.believed(mind, character);
            if (!Minds::are_several(belief)) return value_of(context, belief, scope, expr.children[1]);
            std::vector<MindId> minds;
            for (const Possibility& possibility : context.minds.possibilities(belief))
                minds.push_back(possibility.mind);
            return common_value(context, minds, scope, expr.children[1]);
        }
        case ExprKind::conditional: {
            std::size_t i = 0;
            for (; i + 1 < expr.children.size(); i += 2)
                if (holds(context, mind, scope, expr.children[i]))
                    return value_of(context, mind, scope, expr.children[i + 1]);
            return value_of(context, mind, scope, expr.children[i]);
        }
        case ExprKind::arithmetic:
            return calculate(expr.arithmetic, value_of(context, mind, scope, expr.children[0]),
                             value_of(context, mind, scope, expr.children[1]));
        case ExprKind::sum:
        case ExprKind::product: {
            bool is_sum = expr.kind == ExprKind::sum;
            Value total = Value::number(is_sum ? 0 : 1);
            for (const Value& value : context.values_of[world[expr.variable].type.index()]) {
                Bound bound{expr.variable, value};
                Value next = value_of(context, mind, {{&bound, 1}, &scope}, expr.children[0]);
                total = calculate(is_sum ? Arithmetic::add : Arithmetic::multiply, total, next);
            }
            return total;
        }
        default:
            return Value::boolean(holds(context, mind, scope, id));
    }
}

namespace {

/// Is the share of the possibilities in which the condition holds, by weight, as the expression says?
bool compare_odds(const Context& context, MindId mind, const Bindings& scope, const Expr& expr,
                  bool negated) {
    EntityId character = term_value(context, scope, expr.children[0]).as_entity();
    std::int64_t with = 0;
    std::int64_t all = 0;  // fits: Minds sees to that
    for (const Possibility& possibility : context.minds.possibilities(context.believed(mind, character))) {
        all += possibility.weight;
        if (holds(context, possibility.mind, scope, expr.children[1])) with += possibility.weight;
    }
    Fraction share = *make_fraction(with, all);
    int order = compare(share, context.world[expr.fraction]) < 0   ? -1
                : compare(share, context.world[expr.fraction]) > 0 ? 1
                                                                   : 0;
    return compare(negated ? opposite(expr.compare) : expr.compare, Value::number(order), Value::number(0));
}

}  // namespace

bool holds_in_all(const Context& context, MindId belief, const Bindings& scope, ExprId expr, bool negated) {
    if (!Minds::are_several(belief)) return holds(context, belief, scope, expr, negated);
    for (const Possibility& possibility : context.minds.possibilities(belief))
        if (!holds(context, possibility.mind, scope, expr, negated)) return false;
    return true;
}

bool holds_in_some(const Context& context, MindId belief, const Bindings& scope, ExprId expr, bool negated) {
    if (!Minds::are_several(belief)) return holds(context, belief, scope, expr, negated);
    for (const Possibility& possibility : context.minds.possibilities(belief))
        if (holds(context, possibility.mind, scope, expr, negated)) return true;
    return false;
}

Value common_value(const Context& context, std::span<const MindId> minds, const Bindings& scope,
                   ExprId expr) {
    Value common = value_of(context, minds[0], scope, expr);
    if (minds.size() == 1) return common;
    bool is_same = std::ranges::all_of(
        minds.subspan(1), [&](MindId mind) { return value_of(context, mind, scope, expr) == common; });
    if (context.world[expr].type == kBoolean) return Value::boolean(is_same && common.is_true());
    return is_same ? common : Value::unknown();
}

bool holds(const Context& context, MindId mind, const Bindings& scope, ExprId id, bool negated) {
    const World& world = context.world;
    const Expr& expr = world[id];
    // `&` and `forall` are to a condition what `|` and `exists` are to its negation.
    auto all = [&](bool wanted) {
        for (ExprId child : expr.children)
            if (holds(context, mind, scope, child, negated) != wanted) return false;
        return true;
    };
    auto all_instances = [&](bool wanted) {
        for (const Value& value : context.values_of[world[expr.variable].type.index()]) {
            Bound bound{expr.variable, value};
            if (holds(context, mind, {{&bound, 1}, &scope}, expr.children[0], negated) != wanted)
                return false;
        }
        return true;
    };
    switch (expr.kind) {
        case ExprKind::constant:
        case ExprKind::variable:
        case ExprKind::fluent:
            return value_of(context, mind, scope, id).is_true() != negated;
        case ExprKind::believes: {
            EntityId character = term_value(context, scope, expr.children[0]).as_entity();
            MindId belief = context.believed(mind, character);
            // Somebody who is not sure of something takes its opposite to be possible.
            return negated ? holds_in_some(context, belief, scope, expr.children[1], true)
                           : holds_in_all(context, belief, scope, expr.children[1]);
        }
        case ExprKind::might: {
            EntityId character = term_value(context, scope, expr.children[0]).as_entity();
            MindId belief = context.believed(mind, character);
            return negated ? holds_in_all(context, belief, scope, expr.children[1], true)
                           : holds_in_some(context, belief, scope, expr.children[1]);
        }
        case ExprKind::odds:
            return compare_odds(context, mind, scope, expr, negated);
        case ExprKind::conjunction:
            return negated ? !all(false) : all(true);
        case ExprKind::disjunction:
            return negated ? all(true) : !all(false);
        case ExprKind::forall:
            return negated ? !all_instances(false) : all_instances(true);
        case ExprKind::exists:
            return negated ? all_instances(true) : !all_instances(false);
        case ExprKind::negation:
            return holds(context, mind, scope, expr.children[0], !negated);
        case ExprKind::conditional: {
            std::size_t i = 0;
            for (; i + 1 < expr.children.size(); i += 2)
                if (holds(context, mind, scope, expr.children[i]))
                    return holds(context, mind, scope, expr.children[i + 1], negated);
            return holds(context, mind, scope, expr.children[i], negated);
        }
        case ExprKind::comparison:
            return compare(negated ? opposite(expr.compare) : expr.compare,
                           value_of(context, mind, scope, expr.children[0]),
                           value_of(context, mind, scope, expr.children[1]));
        case ExprKind::type_test: {
            std::optional<bool> known = static_type_test(world, expr);
            bool is =
                known ? *known
                      : is_member(world, value_of(context, mind, scope, expr.children[0]), expr.type_operand);
            return is != negated;
        }
        case ExprKind::arithmetic:
        case ExprKind::sum:
        case ExprKind::product:
            break;
    }
    WT_CHECK(false, "a condition is a formula (MODEL-2)");
}

bool possible(const Context& context, MindId mind, const Occurrence& event) {
    const Event& declared = context.world[event.ground.event];
    return holds(context, mind, event.scope(), declared.precondition) &&
           (!declared.hidden.valid() || holds(context, mind, event.scope(), declared.hidden));
}

bool possible_for(Context& context, MindId belief, const Occurrence& event) {
    if (!Minds::are_several(belief)) return possible(context, belief, event);
    // The owner's certainties are said of the whole belief.
    for (const Possibility& possibility : context.minds.possibilities(belief))
        if (possible(context, with_self(context, possibility.mind, belief), event)) return true;
    return false;
}

bool succeeds(const Context& context, MindId mind, const Occurrence& event) {
    const Event& declared = context.world[event.ground.event];
    return !declared.success.valid() || holds(context, mind, event.scope(), declared.success);
}

bool can_happen(const Context& context, MindId mind, const Occurrence& event) {
    if (!possible(context, mind, event)) return false;
    if (!event.ground.fails) return succeeds(context, mind, event);
    return context.world[event.ground.event].chance.valid() || !succeeds(context, mind, event);
}

bool could_be_seen(const Context& context, MindId mind, const Occurrence& event) {
    const Event& declared = context.world[event.ground.event];
    if (!holds(context, mind, event.scope(), declared.precondition)) return false;
    if (!event.ground.fails) return succeeds(context, mind, event);
    if (declared.chance.valid() || !declared.success.valid()) return true;
    return holds(context, mind, event.scope(), declared.success, true);
}

Value utility(const Context& context, MindId mind) {
    EntityId owner = context[mind].owner;
    const World& world = context.world;
    ExprId expr = owner.valid() ? world.utilities[owner.index()].value : world.author_utility.value;
    return value_of(context, mind, {}, expr);
}

bool improves(const Value& before, const Value& after) {
    return compare(Compare::greater, after, before);
}

}  // namespace wt::referee
