// Does a story do what a request asks (docs/semantics.md, section 15)? The moments are gone through one by one, as the
// definitions say.
#pragma once

#include <optional>

#include "referee/context.h"

namespace wt::referee {

/// The moments of a story: `states[0]` is where it begins, `states[i]` is the settled state behind
/// `actions[i - 1]`.
struct Moments {
    std::span<const MindId> states;
    std::span<const ActionId> actions;
};

/// Does the constraint hold of the story? `scope` binds the variables that are free in it.
bool holds_of_story(const Context& context, const Moments& moments, const Bindings& scope,
                    model::TraceId constraint);
/// Does what a constraint says of moments hold at one of them?
bool holds_at_moment(const Context& context, const Moments& moments, std::size_t moment,
                     const Bindings& scope, model::TraceId about);

/// Returns the first constraint of the request that does not hold, in the order of the text.
std::optional<model::TraceId> broken_constraint(const Context& context, const Moments& moments,
                                                const model::Request& request);

/// Returns the luck of a story: the product of the chances that were taken; none if it does not fit in 64 bits.
std::optional<model::Fraction> luck_of(const Context& context, const Moments& moments);

}  // namespace wt::referee
