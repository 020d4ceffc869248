// This finds what somebody can reach at best: the filter lets us say "nobody gains by that" without going through
// everything that could be done (docs/design/referee.md).
//
// A relaxed mind holds a set of values for every fluent instead of one: whatever the fluent could once have
// been it can always be again. Nothing ever gets impossible there, so going through all events until nothing
// is new takes little, and what the sets do not allow cannot come about. B. Bonet, H. Geffner: Planning as
// heuristic search (Artificial Intelligence 129, 2001), with sets of values and with the minds below.
#pragma once

#include <limits>
#include <span>

#include "referee/context.h"

namespace wt::referee {

/// Returns a number above which no successor of the mind, however far, has a utility for its owner; minus infinity if
/// none has a number at all. The mind must be at rest and its level not beyond the belief limit. What is above `enough`
/// may be anything above it. The answer is remembered for all minds that start from the same values. Cost: events x
/// characters, a few times.
double highest_conceivable(Context& context, MindId mind, int steps = 1 << 20,
                           double enough = std::numeric_limits<double>::infinity());

/// Returns a number above which no state that some of these actions lead to, in this order, whoever agrees, has a
/// utility for the mind's owner (the author in the real world); minus infinity if none has a number at all. The mind
/// must be at rest. Cost: actions and triggers x characters, a few times.
double highest_by(Context& context, MindId mind, std::span<const ActionId> actions);

/// Events by index, ascending.
struct EverPossible {
    std::vector<std::uint32_t> actions;
    std::vector<std::uint32_t> triggers;
};

/// Returns the events that may be possible in the first state or any mind that comes of it by possible actions, whoever
/// agrees or not; none if that takes too much to find out, or somebody can be unsure. Cost: events, a few times.
std::optional<EverPossible> ever_possible(Context& context, MindId first_state);

}  // namespace wt::referee
