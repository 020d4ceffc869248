// This evaluates expressions as they stand in the world, with variables bound by `Bindings`. The first state and
// grounding use it; states are evaluated in compiled form (engine/ground/formula.h).
#pragma once

#include <vector>

#include "model/world.h"

namespace wt::engine {

/// This holds what every variable of the world is bound to (unknown where unbound).
using Bindings = std::vector<model::Value>;

/// Returns the value of a term: a constant or a bound variable.
inline model::Value term_value(const model::World& world, model::ExprId term, const Bindings& bound) {
    const model::Expr& expr = world[term];
    return expr.kind == model::ExprKind::constant ? expr.value : bound[expr.variable.index()];
}

/// Returns the values of a list of terms.
inline std::vector<model::Value> term_values(const model::World& world,
                                             const std::vector<model::ExprId>& terms, const Bindings& bound) {
    std::vector<model::Value> values;
    values.reserve(terms.size());
    for (model::ExprId term : terms)
        values.push_back(term_value(world, term, bound));
    return values;
}

/// Does `left op right` hold? Two numbers are compared as usual. Otherwise `==`, `>=` and `<=` test identity, and `<`
/// and `>` are false (docs/semantics.md, section 3).
bool compare_values(model::Compare op, const model::Value& left, const model::Value& right);
/// Computes the arithmetic. It gives `?` if an operand is `?` or the result is not finite.
model::Value calculate(model::Arithmetic op, const model::Value& left, const model::Value& right);
/// Returns the operator that holds when `op` is pushed through a negation.
model::Compare negated(model::Compare op);
/// Returns the operator with its sides exchanged.
model::Compare mirrored(model::Compare op);

}  // namespace wt::engine
