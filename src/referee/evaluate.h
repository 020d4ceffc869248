// This computes the value of an expression in a mind (docs/semantics.md, section 3).
#pragma once

#include "referee/context.h"

namespace wt::referee {

/// Returns the value of any expression; True or False for a formula.
model::Value value_of(const Context& context, MindId mind, const Bindings& scope, model::ExprId expr);

/// Is the condition true? With `negated`: is `!condition` true? Negation is pushed inwards, so that with `?`
/// both can be false.
bool holds(const Context& context, MindId mind, const Bindings& scope, model::ExprId expr,
           bool negated = false);

/// Can the event be tried in the mind: is its precondition true there, with what is hidden of it?
bool possible(const Context& context, MindId mind, const Occurrence& event);
/// Can it be tried in one of the possibilities at least?
bool possible_for(Context& context, MindId belief, const Occurrence& event);
/// Does what is tried in the mind succeed, if luck is with it?
bool succeeds(const Context& context, MindId mind, const Occurrence& event);
/// Can the event come about in the mind with its outcome (4.7)?
bool can_happen(const Context& context, MindId mind, const Occurrence& event);
/// Could the event be seen in the mind as it was (5.2): is true there what watching it shows? Nobody sees what is
/// hidden of the precondition.
bool could_be_seen(const Context& context, MindId mind, const Occurrence& event);

/// Returns the utility of the mind's owner in that mind; the author's in the real world.
model::Value utility(const Context& context, MindId mind);
/// Is `after` a better utility than `before`? `?` is neither better nor worse than anything.
bool improves(const model::Value& before, const model::Value& after);

// The pieces below are shared with happen.cpp and revision.cpp.

/// Returns the value of a constant or variable.
model::Value term_value(const Context& context, const Bindings& scope, model::ExprId term);
/// Returns the base fluent that a property with these arguments (constants or variables) is.
FluentId fluent_of(const Context& context, const Bindings& scope, model::PropertyId property,
                   std::span<const model::ExprId> arguments);
/// Is the condition true in all possibilities, as something that the owner of a belief is sure of?
bool holds_in_all(const Context& context, MindId belief, const Bindings& scope, model::ExprId expr,
                  bool negated = false);
/// Is the condition true in at least one possibility?
bool holds_in_some(const Context& context, MindId belief, const Bindings& scope, model::ExprId expr,
                   bool negated = false);
/// Returns the value that an expression has in all of the minds, else `?`; a formula that does not hold in all of them
/// is False.
model::Value common_value(const Context& context, std::span<const MindId> minds, const Bindings& scope,
                          model::ExprId expr);
/// Returns what `!(a op b)` becomes.
model::Compare opposite(model::Compare op);
bool compare(model::Compare op, const model::Value& left, const model::Value& right);
model::Value calculate(model::Arithmetic op, const model::Value& left, const model::Value& right);
/// Returns the result of the type test when it does not depend on the value: boolean and number expressions.
std::optional<bool> static_type_test(const model::World& world, const model::Expr& test);
/// Is an entity value one of the type? `?` is not.
bool is_member(const model::World& world, const model::Value& value, model::TypeId type);

}  // namespace wt::referee
