// Does a telling give away what its teller does not know?
//
// The checker takes a narration as it stands and proves each claim of each sentence from the states of the story alone,
// in the mind that the teller has at the sentence's moment. It shares nothing with the planner of the telling but the
// claims, so that a mistake there is found here. It cannot see words of a template that name an entity as plain text,
// and meaning between the lines.
//
//     for (const Leak& leak : leaks_of(story, narration, shikamaru)) ...    // none
#pragma once

#include <string>
#include <vector>

#include "story/tell/tell.h"

namespace wt::story {

struct Leak {
    std::string sentence;              ///< its id
    std::optional<std::size_t> claim;  ///< its place among the sentence's; none: a mention
    model::EntityId mentioned;         ///< that no claim speaks of
};

/// Finds what of the narration `teller` (none: a narrator, who knows everything that is so) could not tell. Cost: a
/// reason for each assumption.
std::vector<Leak> leaks_of(const Story& story, const Narration& narration, model::EntityId teller);

}  // namespace wt::story
