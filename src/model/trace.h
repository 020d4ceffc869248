// A program puts constraints together here, to ask for stories that no text asked for.
#pragma once

#include "model/plan.h"
#include "model/world.h"

namespace wt::model {

/// Each function adds one node to the world's pool (docs/semantics.md, section 15).
TraceId add_trace(World& world, TraceKind kind, std::vector<TraceId> children);
TraceId add_state(World& world, ExprId condition);
/// The pattern is exactly this action.
TraceId add_happens(World& world, const GroundEvent& action);
/// The pattern is any ground action of this name.
TraceId add_happens(World& world, EventId event);
TraceId add_count(World& world, Compare compare, int number, TraceId moment);
TraceId add_length(World& world, Compare compare, int number);

/// Does the moment contain `happens`?
bool has_happening(const World& world, TraceId moment);

}  // namespace wt::model
