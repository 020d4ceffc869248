// These are the printed forms of model data, in the syntax of the language. They read back the same.
#pragma once

#include <span>
#include <string>

#include "model/plan.h"
#include "model/world.h"

namespace wt::model {

/// Returns `True`, `?`, `3`, `Tom`.
std::string to_text(const World& world, const Value& value);
/// Returns `1/3`, or `2` where the denominator is 1.
std::string to_text(const Fraction& fraction);
/// Returns `walk(Tom, Home, Market)`, with ` fails` behind it if it does.
std::string to_text(const World& world, const GroundEvent& event);
/// Returns `at(Tom)`.
std::string fluent_text(const World& world, PropertyId property, std::span<const Value> arguments);
/// Returns an expression with a bracket wherever two readers might group it differently.
std::string to_text(const World& world, ExprId expr);
/// Returns a constraint over a story, or what it says of a moment (docs/semantics.md, section 15).
std::string to_text(const World& world, TraceId trace);
/// Returns an effect in the syntax of effects.
std::string to_text(const World& world, EffectId effect);
/// Returns `walk(who : character, from : place, to : place)`.
std::string head_text(const World& world, const Event& event);
std::string head_text(const World& world, const Property& property);

std::string_view symbol_of(Compare op);
std::string_view symbol_of(Arithmetic op);

}  // namespace wt::model
