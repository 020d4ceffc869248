// This finds why the characters of a story do what they do, as far as its teller knows.
//
// A narrator knows the reasons of the story. A character knows their own, and those of others only as the character
// takes them to be: a reason is looked for in the teller's idea of the other's mind, and there may be none.
#pragma once

#include <optional>
#include <vector>

#include "story/tell/focus.h"

namespace wt::story {

/// Somebody else's act that was counted on and did not come.
struct Disappointment {
    model::GroundEvent missing;
    std::size_t instead = 0;  ///< the event that came
};

/// Something believed wrongly on which a reason rests, as the teller sees it.
struct Delusion {
    model::EntityId owner;
    Fluent fluent;  ///< from the owner's mind
    model::Value believed;
    model::Value actual;
    std::size_t event = 0;  ///< the first whose reason rests on it
};

struct Motive {
    std::size_t event = 0;
    model::EntityId character;
    bool is_assumed = false;         ///< what the teller takes the other to want
    std::vector<ValueChange> wants;  ///< what is to be gained, the most important first
    /// This is the later act of somebody else that is to bring what is wanted most.
    std::optional<model::GroundEvent> means;
    std::vector<model::GroundEvent> counted_on;  ///< acts of others that are to follow at once, in order
    std::optional<Disappointment> disappointment;
    std::vector<Delusion> delusions;  ///< the decisive ones
    std::vector<Doubt> doubts;        ///< what it rests on that its owner is not sure of
};

/// Returns the motives of all who take part in events that the teller perceives in full, in the order of the events.
/// Cost: a reason (reason.h) for each, with its mistakes.
std::vector<Motive> motives_of(const Focus& focus);

}  // namespace wt::story
