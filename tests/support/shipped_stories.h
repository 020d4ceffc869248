// These are the stories of the shipped worlds: one for each request that has one, and one for the goal of each world
// and of each of its divergences.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/budget.h"
#include "engine/session.h"
#include "story/reason.h"

namespace wt::test {

/// A story with all that it refers to.
struct ShippedStory {
    std::string name;  ///< `camp.wt, request visit`
    std::unique_ptr<model::World> world;
    std::unique_ptr<Budget> budget = std::make_unique<Budget>();
    std::unique_ptr<engine::Session> session;
    std::optional<model::Request> request;
    std::optional<story::Story> story;

    std::vector<model::EntityId> tellers() const;  ///< everybody, and none for a narrator
};

/// Returns a world of the folder `worlds`, by its file's name, with a story for the request, or for the goal if that is
/// empty; null if there is none.
std::unique_ptr<ShippedStory> shipped_story(const std::string& file, const std::string& request,
                                            const std::vector<std::string>& divergences = {});

/// Returns all of them, sorted by name.
std::vector<std::unique_ptr<ShippedStory>> shipped_stories();

}  // namespace wt::test
