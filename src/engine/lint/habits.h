// What keeps stories away from worlds of people who are new to this: found where the ground world and its first state are known.
#pragma once

#include "base/diagnostic.h"
#include "engine/planner.h"

namespace wt::engine {

/// Warns of actions that whoever does them does not notice; of changes that nobody can notice who could do something about them; of
/// people who are, in another mind, wrong about where they are; of a goal or request that is reached at the start. Only of what is
/// certain. Cost: linear in the ground world, and a look at the first state for each request and each two characters.
void find_habits(Session& session, Diagnostics& diagnostics);

}  // namespace wt::engine
