// What an event tells those whose beliefs it changes explicitly.
#pragma once

#include <set>

#include "model/world.h"

namespace wt::lang {

/// The formals that everybody learns of whose beliefs the effect of the event changes, whatever its tests:
/// the one whose beliefs they are, and what the belief is about. Nothing if it changes nobody's beliefs.
struct StatedBeliefs {
    bool any = false;
    std::set<std::uint32_t> formals;
};
StatedBeliefs stated_beliefs(const model::World& world, const model::Event& event);

}  // namespace wt::lang
