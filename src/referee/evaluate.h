// The value of an expression in a mind (docs/semantics.md, section 3).
#pragma once

#include "referee/context.h"

namespace wt::referee {

/// The value of any expression; True or False for a formula.
model::Value value_of(const Context& context, MindId mind, const Scope& scope, model::ExprId expr);

/// Is the condition true? With `negated`: is `!condition` true? Negation is pushed inwards, so that with `?`
/// both can be false.
bool holds(const Context& context, MindId mind, const Scope& scope, model::ExprId expr, bool negated = false);

/// Is the precondition of the event true in the mind?
bool possible(const Context& context, MindId mind, const Occurrence& event);

/// The utility of the mind's owner in that mind; the author's in the real world.
model::Value utility(const Context& context, MindId mind);
/// Is `after` a better utility than `before`? `?` is neither better nor worse than anything.
bool improves(const model::Value& before, const model::Value& after);

// The pieces, shared with happen.cpp and surprise.cpp.

/// The value of a constant or variable.
model::Value term_value(const Context& context, const Scope& scope, model::ExprId term);
/// The base fluent that a property with these arguments (constants or variables) is.
FluentId fluent_of(const Context& context, const Scope& scope, model::PropertyId property,
                   std::span<const model::ExprId> arguments);
/// What `!(a op b)` becomes.
model::Compare opposite(model::Compare op);
bool compare(model::Compare op, const model::Value& left, const model::Value& right);
model::Value calculate(model::Arithmetic op, const model::Value& left, const model::Value& right);
/// The type test when it does not depend on the value: boolean and number expressions.
std::optional<bool> static_type_test(const model::World& world, const model::Expr& test);
/// Is an entity value one of the type? `?` is not.
bool is_member(const model::World& world, const model::Value& value, model::TypeId type);

}  // namespace wt::referee
