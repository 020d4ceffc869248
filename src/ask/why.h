// This finds out why characters take part in one event of a plan.
#pragma once

#include <string>
#include <vector>

#include "ask/solve.h"

namespace wt::ask {

/// Finds the place of the event that is meant, by its number from 1, its text or its name; or says why there is none.
tl::expected<std::size_t, std::string> find_event(const model::World& world, const model::Plan& plan,
                                                  const std::string& wanted);

/// Finds those whose reasons are to be told: everybody who consents, or the one of that name; or says why not.
tl::expected<std::vector<model::EntityId>, std::string> find_consenting(const model::World& world,
                                                                        const model::GroundEvent& event,
                                                                        const std::string& wanted);

/// The answer for one event of a story.
struct Why {
    std::vector<story::Reason> reasons;               ///< of each character that was asked for
    std::optional<story::Consequences> consequences;  ///< of an event that nobody consents to
};

/// Finds the reasons of these characters. None means that the budget of the story stopped.
std::optional<Why> why(const FoundStory& found, std::size_t event,
                       const std::vector<model::EntityId>& characters);

}  // namespace wt::ask
