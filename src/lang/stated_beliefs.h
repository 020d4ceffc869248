// An event tells something to those whose beliefs it changes explicitly.
#pragma once

#include <set>

#include "model/world.h"

namespace wt::lang {

/// Everybody whose beliefs the effect of the event changes, whatever its tests, learns these formals: the one whose
/// beliefs they are, and what the belief is about. There are none if it changes nobody's beliefs.
struct StatedBeliefs {
    bool any = false;
    std::set<std::uint32_t> formals;
};
StatedBeliefs stated_beliefs(const model::World& world, const model::Event& event);

}  // namespace wt::lang
