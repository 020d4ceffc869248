// This says how large the limits of a question may be, and how deep beliefs must be kept to answer it.
#pragma once

#include "model/world.h"

namespace wt::model {

/// These are the largest author, character and belief limit, and the largest foresight. Planning is exponential in
/// them; anything larger is a mistake.
inline constexpr int kMostLimit = 1000;
/// The engine numbers the levels of minds in eight bits, and the referee walks trees of minds by recursion.
inline constexpr int kMostBeliefDepth = 250;
/// One mind may hold at most so many things possible.
inline constexpr int kMostPossibilities = 64;

/// Returns the belief depth D that a question with this belief limit and request needs: belief limit + 1 + F, where F
/// is `belief_nesting` (docs/semantics.md, section 10). A tree of minds that is shallower would answer wrongly without
/// a sign of it. Cost: linear in the world's expressions.
int belief_depth_for(const World& world, int belief_limit, const Request* request = nullptr);

}  // namespace wt::model
