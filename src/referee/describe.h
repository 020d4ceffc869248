// These sentences say what went wrong, for the `why` of a judgement.
#pragma once

#include <span>
#include <string>

#include "referee/context.h"

namespace wt::referee {

/// Returns `name` with its backticks.
std::string quoted(const std::string& name);
std::string quoted(const model::World& world, const model::GroundEvent& event);
std::string quoted(const model::World& world, model::EntityId character);

/// Returns ``""`, ` in `Bo`'s mind` or ` in `Bo`'s mind as `Ann` sees it`: whose mind a chain of believers leads to.
std::string in_mind_of(const model::World& world, std::span<const model::EntityId> believers);

/// Says why the event cannot happen with its outcome in the mind to which `believers` lead: "`at(Tom) == Home` is false
/// in `Ann`'s mind". For a belief the first possibility is looked at. What the action needs to be tried comes first,
/// then what its outcome needs.
std::string what_is_false(const Context& context, MindId mind, const Occurrence& event,
                          std::span<const model::EntityId> believers);

}  // namespace wt::referee
