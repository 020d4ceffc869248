// This finds which ground action a sentence means, by the words of its name and its arguments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/plan.h"
#include "model/world.h"

namespace wt::story {

struct SentenceReading {
    std::vector<model::GroundEvent> events;  ///< that fit, without those that another one outdoes; sorted
    std::vector<model::EventId> named;       ///< actions whose name is there, fitting or not
    /// This is the word by which the sentence says of its only event that it does not happen; it is empty if the event
    /// happens.
    std::string denied_by = {};
};

/// Reads a sentence. Cost: the number of actions times the ways to choose arguments among the names of the sentence, at
/// most some thousands.
SentenceReading read_sentence(const model::World& world, std::string_view sentence);

}  // namespace wt::story
