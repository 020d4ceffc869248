#include "story/reading.h"

#include <algorithm>
#include <tuple>

namespace wt::story {

using engine::MindId;
using model::Arithmetic;
using model::Compare;
using model::Effect;
using model::EffectId;
using model::EffectKind;
using model::EntityId;
using model::Expr;
using model::ExprId;
using model::ExprKind;
using model::Value;

namespace {

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

/// This is rule 3.3.
bool compared(Compare op, const Value& a, const Value& b) {
    bool numbers = a.is_number() && b.is_number();
    switch (op) {
        case Compare::equal:
            return a == b;
        case Compare::not_equal:
            return !(a == b);
        case Compare::greater:
            return numbers && a.as_number() > b.as_number();
        case Compare::less:
            return numbers && a.as_number() < b.as_number();
        case Compare::greater_equal:
            return numbers ? a.as_number() >= b.as_number() : a == b;
        case Compare::less_equal:
            return numbers ? a.as_number() <= b.as_number() : a == b;
    }
    return false;
}

/// This is rule 3.4; `Value::number` makes `?` of a number that is not finite.
Value calculated(Arithmetic op, const Value& a, const Value& b) {
    if (!a.is_number() || !b.is_number()) return Value::unknown();
    switch (op) {
        case Arithmetic::add:
            return Value::number(a.as_number() + b.as_number());
        case Arithmetic::subtract:
            return Value::number(a.as_number() - b.as_number());
        case Arithmetic::multiply:
            return Value::number(a.as_number() * b.as_number());
        case Arithmetic::divide:
            return b.as_number() == 0 ? Value::unknown() : Value::number(a.as_number() / b.as_number());
    }
    return Value::unknown();
}

/// This is rule 3.6.
bool is_of(const model::World& world, const Expr& test, const Value& value) {
    model::TypeId type = world[test.children[0]].type;
    if (type == model::kBoolean || type == model::kNumber) return type == test.type_operand;
    return value.is_entity() && world.is_of_type(value, test.type_operand);
}

}  // namespace

bool operator<(const Fluent& a, const Fluent& b) {
    if (a.believers.size() != b.believers.size()) return a.believers.size() < b.believers.size();
    return std::tie(a.believers, a.property, a.arguments) < std::tie(b.believers, b.property, b.arguments);
}

Bindings bindings_of(const model::World& world, const model::GroundEvent& event) {
    Bindings bindings;
    const std::vector<model::Formal>& formals = world[event.event].formals;
    for (std::size_t i = 0; i < formals.size(); ++i)
        if (!formals[i].is_fixed()) bindings.emplace_back(formals[i].variable, event.arguments[i]);
    return bindings;
}

MindId follow(engine::Session& session, MindId mind, std::span<const EntityId> believers) {
    for (EntityId believer : believers)
        mind = engine::mind_of(session, mind, believer);
    return mind;
}

Value value_of(engine::Session& session, MindId mind, const Fluent& fluent) {
    return engine::value(session, follow(session, mind, fluent.believers), fluent.property, fluent.arguments);
}

Value Reader::bound(ExprId term) const {
    const Expr& expr = world_[term];
    if (expr.kind == ExprKind::constant) return expr.value;
    auto found = std::find_if(bindings_.rbegin(), bindings_.rend(),
                              [&](const auto& binding) { return binding.first == expr.variable; });
    return found == bindings_.rend() ? Value::unknown() : found->second;
}

Fluent Reader::fluent_of(const Expr& expr) const {
    Fluent fluent{{}, expr.property, {}};
    for (ExprId argument : expr.children)
        fluent.arguments.push_back(bound(argument));
    return fluent;
}

ExprId Reader::branch(MindId mind, const Expr& expr) {
    for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2)
        if (holds(mind, expr.children[i])) return expr.children[i + 1];
    return expr.children.back();
}

bool Reader::all_hold(MindId mind, const Expr& expr, bool negated) {
    bool all = true;
    if (expr.variable.valid()) {
        for_each(expr.variable, [&] { all = all && holds(mind, expr.children[0], negated); });
        return all;
    }
    return std::ranges::all_of(expr.children, [&](ExprId part) { return holds(mind, part, negated); });
}

bool Reader::any_holds(MindId mind, const Expr& expr, bool negated) {
    bool any = false;
    if (expr.variable.valid()) {
        for_each(expr.variable, [&] { any = any || holds(mind, expr.children[0], negated); });
        return any;
    }
    return std::ranges::any_of(expr.children, [&](ExprId part) { return holds(mind, part, negated); });
}

std::vector<engine::HeldPossible> Reader::held_by(MindId mind, ExprId who) {
    MindId belief = engine::mind_of(session_, mind, bound(who).as_entity());
    if (!is_uncertain_) return {{belief, 1}};
    return engine::possibilities(session_, belief);
}

bool Reader::odds_hold(MindId mind, const Expr& expr) {
    std::int64_t with = 0;
    std::int64_t all = 0;
    for (const engine::HeldPossible& one : held_by(mind, expr.children[0])) {
        all += one.weight;
        if (holds(one.mind, expr.children[1])) with += one.weight;
    }
    std::optional<model::Fraction> share = model::make_fraction(with, all);
    if (!share) return false;
    std::strong_ordering order = model::compare(*share, world_[expr.fraction]);
    switch (expr.compare) {
        case Compare::equal:
            return order == 0;
        case Compare::not_equal:
            return order != 0;
        case Compare::greater:
            return order > 0;
        case Compare::greater_equal:
            return order >= 0;
        case Compare::less:
            return order < 0;
        case Compare::less_equal:
            return order <= 0;
    }
    return false;
}

bool Reader::holds(MindId mind, ExprId id, bool negated) {
    const Expr& expr = world_[id];
    if (is_uncertain_) {
        // In a belief, something holds if it does in all that is held possible.
        std::vector<engine::HeldPossible> held = engine::possibilities(session_, mind);
        if (held.size() > 1)
            return std::ranges::all_of(
                held, [&](const engine::HeldPossible& one) { return holds(one.mind, id, negated); });
    }
    auto inside = [&](const engine::HeldPossible& one) { return holds(one.mind, expr.children[1], negated); };
    switch (expr.kind) {
        case ExprKind::believes:
            return negated ? std::ranges::any_of(held_by(mind, expr.children[0]), inside)
                           : std::ranges::all_of(held_by(mind, expr.children[0]), inside);
        case ExprKind::might:
            return negated ? std::ranges::all_of(held_by(mind, expr.children[0]), inside)
                           : std::ranges::any_of(held_by(mind, expr.children[0]), inside);
        case ExprKind::odds:
            return odds_hold(mind, expr) != negated;
        case ExprKind::conjunction:
        case ExprKind::forall:
            return negated ? any_holds(mind, expr, true) : all_hold(mind, expr, false);
        case ExprKind::disjunction:
        case ExprKind::exists:
            return negated ? all_hold(mind, expr, true) : any_holds(mind, expr, false);
        case ExprKind::negation:
            return holds(mind, expr.children[0], !negated);
        case ExprKind::conditional:
            return holds(mind, branch(mind, expr), negated);
        case ExprKind::comparison:
            return compared(negated ? opposite(expr.compare) : expr.compare, value(mind, expr.children[0]),
                            value(mind, expr.children[1]));
        case ExprKind::type_test:
            return is_of(world_, expr, value(mind, expr.children[0])) != negated;
        default:
            return value(mind, id).is_true() != negated;
    }
}

Value Reader::common_value(std::span<const engine::HeldPossible> held, ExprId id) {
    Value common = value(held[0].mind, id);
    for (const engine::HeldPossible& one : held.subspan(1))
        if (value(one.mind, id) != common) return Value::unknown();
    return common;
}

Value Reader::value(MindId mind, ExprId id) {
    const Expr& expr = world_[id];
    if (expr.type == model::kBoolean && expr.kind != ExprKind::constant && expr.kind != ExprKind::variable &&
        expr.kind != ExprKind::fluent)
        return Value::boolean(holds(mind, id));
    if (is_uncertain_) {
        std::vector<engine::HeldPossible> held = engine::possibilities(session_, mind);
        if (held.size() > 1) return common_value(held, id);
    }
    switch (expr.kind) {
        case ExprKind::constant:
        case ExprKind::variable:
            return bound(id);
        case ExprKind::fluent:
            return value_of(session_, mind, fluent_of(expr));
        case ExprKind::believes:
            return common_value(held_by(mind, expr.children[0]), expr.children[1]);
        case ExprKind::conditional:
            return value(mind, branch(mind, expr));
        case ExprKind::arithmetic:
            return calculated(expr.arithmetic, value(mind, expr.children[0]), value(mind, expr.children[1]));
        case ExprKind::sum:
        case ExprKind::product: {
            bool is_sum = expr.kind == ExprKind::sum;
            Value total = Value::number(is_sum ? 0 : 1);
            for_each(expr.variable, [&] {
                total = calculated(is_sum ? Arithmetic::add : Arithmetic::multiply, total,
                                   value(mind, expr.children[0]));
            });
            return total;
        }
        default:
            return Value::boolean(holds(mind, id));
    }
}

void Reader::collect_in(MindId mind, ExprId who, std::set<Fluent>& fluents, auto collect_below) {
    EntityId believer = bound(who).as_entity();
    MindId below = engine::mind_of(session_, mind, believer);
    std::set<Fluent> inside;
    for (const engine::HeldPossible& one : held_by(mind, who))
        collect_below(one.mind, inside);
    for (Fluent fluent : inside) {
        // In their own mind everybody reads that very mind.
        if (below != mind) fluent.believers.insert(fluent.believers.begin(), believer);
        fluents.insert(std::move(fluent));
    }
}

void Reader::collect_formula(MindId mind, ExprId id, bool negated, std::set<Fluent>& fluents) {
    const Expr& expr = world_[id];
    switch (expr.kind) {
        case ExprKind::negation:
            return collect_formula(mind, expr.children[0], !negated, fluents);
        case ExprKind::believes:
        case ExprKind::might:
        case ExprKind::odds:
            return collect_in(mind, expr.children[0], fluents, [&](MindId below, std::set<Fluent>& inside) {
                collect_formula(below, expr.children[1], negated, inside);
            });
        case ExprKind::conjunction:
        case ExprKind::disjunction:
        case ExprKind::forall:
        case ExprKind::exists: {
            bool truth = holds(mind, id, negated);
            // All parts agree with the whole, or those that do decide it.
            auto part = [&](ExprId child) {
                if (holds(mind, child, negated) == truth) collect_formula(mind, child, negated, fluents);
            };
            if (expr.variable.valid()) return for_each(expr.variable, [&] { part(expr.children[0]); });
            std::ranges::for_each(expr.children, part);
            return;
        }
        default:
            return collect(mind, id, fluents);
    }
}

void Reader::collect(MindId mind, ExprId id, std::set<Fluent>& fluents) {
    const Expr& expr = world_[id];
    switch (expr.kind) {
        case ExprKind::constant:
        case ExprKind::variable:
            return;
        case ExprKind::fluent:
            fluents.insert(fluent_of(expr));
            return;
        case ExprKind::conditional:
            for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2) {
                collect_formula(mind, expr.children[i], false, fluents);
                if (holds(mind, expr.children[i])) return collect(mind, expr.children[i + 1], fluents);
            }
            return collect(mind, expr.children.back(), fluents);
        case ExprKind::believes:
            return collect_in(mind, expr.children[0], fluents, [&](MindId below, std::set<Fluent>& inside) {
                collect(below, expr.children[1], inside);
            });
        case ExprKind::might:
        case ExprKind::odds:
        case ExprKind::conjunction:
        case ExprKind::disjunction:
        case ExprKind::forall:
        case ExprKind::exists:
        case ExprKind::negation:
            return collect_formula(mind, id, false, fluents);
        case ExprKind::sum:
        case ExprKind::product:
            return for_each(expr.variable, [&] { collect(mind, expr.children[0], fluents); });
        case ExprKind::comparison:
        case ExprKind::type_test:
        case ExprKind::arithmetic:
            for (ExprId child : expr.children)
                collect(mind, child, fluents);
            return;
    }
}

void Reader::collect(MindId mind, EffectId id, std::set<Fluent>& fluents) {
    const Effect& effect = world_[id];
    switch (effect.kind) {
        case EffectKind::all:
        case EffectKind::everybody:
            for (EffectId child : effect.children)
                collect(mind, child, fluents);
            return;
        case EffectKind::assign:
        case EffectKind::learn:
            return collect(mind, effect.value, fluents);
        case EffectKind::possibly:
            for (ExprId alternative : effect.alternatives)
                collect(mind, alternative, fluents);
            return;
        case EffectKind::forall:
            return for_each(effect.variable, [&] { collect(mind, effect.children[0], fluents); });
        case EffectKind::believes:
            return collect_in(
                mind, effect.believers[0], fluents,
                [&](MindId below, std::set<Fluent>& inside) { collect(below, effect.children[0], inside); });
        case EffectKind::choose:
            for (std::size_t i = 0; i < effect.tests.size(); ++i) {
                collect_formula(mind, effect.tests[i], false, fluents);
                if (holds(mind, effect.tests[i])) return collect(mind, effect.children[i], fluents);
            }
            return collect(mind, effect.children.back(), fluents);
    }
}

}  // namespace wt::story
