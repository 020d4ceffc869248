// This tells who may have to consent to an action, before its parameters are bound.
#pragma once

#include <vector>

#include "model/world.h"

namespace wt::model {

/// Returns the characters that an expression of an event's `consenting` list may stand for, in entity order. Cost:
/// linear in the result.
std::vector<EntityId> who_may_consent(const World& world, const Event& event, ExprId consenting);

/// Has somebody to consent to the event, and whoever that may be, nothing says what they want?
bool waits_for_nobodys_wish(const World& world, const Event& event, ExprId consenting);

}  // namespace wt::model
