#include "engine/ground/compile.h"

namespace wt::engine {

using namespace model;

namespace {

std::vector<EntityId> extended(std::vector<EntityId> chain, EntityId believer) {
    if (chain.empty() || chain.back() != believer) chain.push_back(believer);
    return chain;
}

}  // namespace

FormulaId Compiler::junction(const Expr& expr, Bindings& bound, bool negate, bool is_all) {
    std::vector<FormulaId> parts;
    for (ExprId child : expr.children) {
        parts.push_back(formula(child, bound, negate));
        if (is_all ? pool_.is_false(parts.back()) : pool_.is_true(parts.back())) return parts.back();
    }
    return is_all ? pool_.all(std::move(parts)) : pool_.any(std::move(parts));
}

FormulaId Compiler::quantified(const Expr& expr, Bindings& bound, bool negate, bool is_all) {
    std::vector<FormulaId> parts;
    for (const Value& value : world_.values_of(world_[expr.variable].type)) {
        if (ground_.stopped()) return pool_.truth(false);
        bound[expr.variable.index()] = value;
        parts.push_back(formula(expr.children[0], bound, negate));
        if (is_all ? pool_.is_false(parts.back()) : pool_.is_true(parts.back())) return parts.back();
    }
    return is_all ? pool_.all(std::move(parts)) : pool_.any(std::move(parts));
}

FormulaId Compiler::comparison(Compare op, FormulaId left, FormulaId right) {
    if (pool_.is_constant(left)) {
        std::swap(left, right);
        op = mirrored(op);
    }
    if (pool_.is_constant(right) && pool_[left].kind == FormulaKind::fluent) {
        FluentId fluent(pool_[left].a);
        Code code = pool_.constant_of(right);
        bool is_boolean = world_[ground_.fluent(fluent).property].type == kBoolean;
        if (op == Compare::equal || op == Compare::not_equal) {
            if (!ground_.domain(fluent).contains(code)) return pool_.truth(op == Compare::not_equal);
            if (is_boolean && op == Compare::not_equal)
                return pool_.equals(fluent, code == kTrue ? kFalse : kTrue);
        }
    }
    return pool_.compares(op, left, right);
}

FormulaId Compiler::type_test(const Expr& expr, Bindings& bound, bool negate) {
    if (expr.type_operand == kBoolean || expr.type_operand == kNumber)
        return pool_.truth((world_[expr.children[0]].type == expr.type_operand) != negate);
    FormulaId tested = value(expr.children[0], bound);
    std::vector<FormulaId> parts;
    for (const Value& member : world_.values_of(expr.type_operand)) {
        FormulaId constant = pool_.constant(ground_.codes().encode(member));
        parts.push_back(comparison(negate ? Compare::not_equal : Compare::equal, tested, constant));
    }
    return negate ? pool_.all(std::move(parts)) : pool_.any(std::move(parts));
}

FormulaId Compiler::formula(ExprId id, Bindings& bound, bool negate) {
    const Expr& expr = world_[id];
    switch (expr.kind) {
        case ExprKind::constant:
        case ExprKind::variable:
            return pool_.truth(term_value(world_, id, bound).is_true() != negate);
        case ExprKind::fluent:
            return comparison(Compare::equal, fluent_value(expr, bound), pool_.constant(code_of(!negate)));
        case ExprKind::believes:
        case ExprKind::might: {
            // Somebody who is not sure that it is so holds possible that it is not.
            bool is_might = ground_.has_possibilities() && (expr.kind == ExprKind::might) != negate;
            EntityId believer = term_value(world_, expr.children[0], bound).as_entity();
            FormulaId inner = formula(expr.children[1], bound, negate);
            return is_might ? pool_.might_in(believer, inner) : pool_.in(believer, inner);
        }
        case ExprKind::odds: {
            EntityId believer = term_value(world_, expr.children[0], bound).as_entity();
            Compare op = negate ? negated(expr.compare) : expr.compare;
            const Fraction& fraction = world_[expr.fraction];
            if (ground_.has_possibilities())
                return pool_.odds_in(believer, formula(expr.children[1], bound), op, fraction);
            // Everybody is sure of everything: it is so, or it is not.
            std::vector<FormulaId> ways;
            for (bool is_so : {true, false})
                if (fractions_compare(op, {is_so ? 1 : 0, 1}, fraction))
                    ways.push_back(pool_.in(believer, formula(expr.children[1], bound, !is_so)));
            return pool_.any(std::move(ways));
        }
        case ExprKind::conjunction:
            return junction(expr, bound, negate, !negate);
        case ExprKind::disjunction:
            return junction(expr, bound, negate, negate);
        case ExprKind::negation:
            return formula(expr.children[0], bound, !negate);
        case ExprKind::conditional: {
            std::vector<FormulaId> parts;
            for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2) {
                parts.push_back(formula(expr.children[i], bound));
                parts.push_back(formula(expr.children[i + 1], bound, negate));
            }
            parts.push_back(formula(expr.children.back(), bound, negate));
            return pool_.choice(std::move(parts));
        }
        case ExprKind::forall:
            return quantified(expr, bound, negate, !negate);
        case ExprKind::exists:
            return quantified(expr, bound, negate, negate);
        case ExprKind::comparison:
            return comparison(negate ? negated(expr.compare) : expr.compare, value(expr.children[0], bound),
                              value(expr.children[1], bound));
        case ExprKind::type_test:
            return type_test(expr, bound, negate);
        case ExprKind::arithmetic:
        case ExprKind::sum:
        case ExprKind::product:
            break;
    }
    WT_CHECK(false, "MODEL-2: a number stands where a condition is needed");
    return pool_.truth(false);
}

FormulaId Compiler::fluent_value(const Expr& expr, Bindings& bound) {
    Code constant = kUnknown;
    FluentId fluent = ground_.find_fluent(expr.property, term_values(world_, expr.children, bound), constant);
    return fluent.valid() ? pool_.fluent(fluent) : pool_.constant(constant);
}

FormulaId Compiler::value(ExprId id, Bindings& bound) {
    const Expr& expr = world_[id];
    switch (expr.kind) {
        case ExprKind::constant:
        case ExprKind::variable:
            return pool_.constant(ground_.codes().encode(term_value(world_, id, bound)));
        case ExprKind::fluent:
            return fluent_value(expr, bound);
        case ExprKind::believes:
            if (expr.type == kBoolean && ground_.has_possibilities())
                return pool_.truth_of(formula(id, bound));
            return pool_.value_in(term_value(world_, expr.children[0], bound).as_entity(),
                                  value(expr.children[1], bound));
        case ExprKind::conditional: {
            std::vector<FormulaId> parts;
            for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2) {
                parts.push_back(formula(expr.children[i], bound));
                parts.push_back(value(expr.children[i + 1], bound));
            }
            parts.push_back(value(expr.children.back(), bound));
            return pool_.value_choice(std::move(parts));
        }
        case ExprKind::arithmetic:
            return pool_.arithmetic(expr.arithmetic, value(expr.children[0], bound),
                                    value(expr.children[1], bound));
        case ExprKind::sum:
        case ExprKind::product: {
            bool is_sum = expr.kind == ExprKind::sum;
            FormulaId total = pool_.constant(ground_.codes().encode_number(is_sum ? 0 : 1));
            for (const Value& member : world_.values_of(world_[expr.variable].type)) {
                if (ground_.stopped()) break;
                bound[expr.variable.index()] = member;
                total = pool_.arithmetic(is_sum ? Arithmetic::add : Arithmetic::multiply, total,
                                         value(expr.children[0], bound));
            }
            return total;
        }
        default:
            return pool_.truth_of(formula(id, bound));
    }
}

FormulaId Compiler::in_chain(const std::vector<EntityId>& chain, FormulaId id, bool is_value) {
    for (auto believer = chain.rbegin(); believer != chain.rend(); ++believer)
        id = is_value ? pool_.value_in(*believer, id) : pool_.in(*believer, id);
    return id;
}

void Compiler::effect(EffectId id, Bindings& bound, std::vector<Assignment>& into) {
    effect(id, bound, {}, pool_.truth(true), into);
}

/// `test` is read in the mind of the event; what is compiled here is read at the end of `chain`.
void Compiler::effect(EffectId id, Bindings& bound, const std::vector<EntityId>& chain, FormulaId test,
                      std::vector<Assignment>& into) {
    if (pool_.is_false(test)) return;
    const Effect& node = world_[id];
    switch (node.kind) {
        case EffectKind::all:
            for (EffectId child : node.children)
                effect(child, bound, chain, test, into);
            return;
        case EffectKind::assign:
            return assign(node, bound, chain, test, into);
        case EffectKind::choose: {
            // A branch happens if its test holds and no earlier one does (which is not the same as the
            // negations holding, where something is unknown).
            std::vector<FormulaId> earlier;
            for (std::size_t i = 0; i < node.children.size(); ++i) {
                bool is_else = i == node.tests.size();
                std::vector<FormulaId> parts = earlier;
                FormulaId own = is_else ? pool_.truth(true) : formula(node.tests[i], bound);
                parts.push_back(own);
                parts.push_back(pool_.truth(true));
                parts.push_back(pool_.truth(false));
                FormulaId chosen = in_chain(chain, pool_.choice(std::move(parts)), false);
                effect(node.children[i], bound, chain, pool_.all({test, chosen}), into);
                earlier.push_back(own);
                earlier.push_back(pool_.truth(false));
            }
            return;
        }
        case EffectKind::forall:
            for (const Value& value : world_.values_of(world_[node.variable].type)) {
                if (ground_.stopped()) return;
                bound[node.variable.index()] = value;
                effect(node.children[0], bound, chain, test, into);
            }
            return;
        case EffectKind::believes: {
            EntityId believer = term_value(world_, node.believers[0], bound).as_entity();
            return effect(node.children[0], bound, extended(chain, believer), test, into);
        }
        case EffectKind::possibly:
        case EffectKind::learn:
            return assign(node, bound, chain, test, into);
        case EffectKind::everybody:
            break;
    }
    WT_CHECK(false, "MODEL-2: what everybody knows is a statement, no effect");
}

void Compiler::assign(const Effect& node, Bindings& bound, const std::vector<EntityId>& chain, FormulaId test,
                      std::vector<Assignment>& into) {
    Code constant = kUnknown;
    FluentId fluent =
        ground_.find_fluent(node.property, term_values(world_, node.arguments, bound), constant);
    if (!fluent.valid()) return;  // GROUND-2: it can only get the value that it has
    std::vector<EntityId> target = chain;
    for (ExprId believer : node.believers)
        target = extended(target, term_value(world_, believer, bound).as_entity());
    Assignment assignment;
    assignment.chain = ground_.intern_chain(target);
    assignment.fluent = fluent;
    assignment.test = test;
    auto read = [&](ExprId id) { return in_chain(chain, value(id, bound), true); };
    switch (node.kind) {
        case EffectKind::possibly: {
            assignment.kind = Assignment::Kind::possibly;
            std::vector<Alternative> alternatives;
            for (std::size_t i = 0; i < node.alternatives.size(); ++i)
                alternatives.push_back({read(node.alternatives[i]), node.weights[i]});
            assignment.alternatives = ground_.add_alternatives(std::move(alternatives));
            assignment.value = pool_.constant(kUnknown);
            break;
        }
        case EffectKind::learn:
            assignment.kind = Assignment::Kind::learn;
            assignment.value = read(node.value);
            break;
        default:
            assignment.value = read(node.value);
    }
    into.push_back(assignment);
}

}  // namespace wt::engine
