// Who tells, and how: from what the command line says to what the telling takes.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "story/tell/tell.h"
#include "surface/cli/found_story.h"
#include "surface/cli/options.h"

namespace wt::surface {

/// What is wrong with the way to tell that is wanted, before there is a world; empty: nothing.
std::string mistake_in(const TellingStyle& style);
/// A character of the world by name, or what is wrong with it. `other` is the word for nobody of the world.
/// Where a character has that name, `character NAME` is the character and `no character` nobody.
tl::expected<model::EntityId, std::string> find_character(const model::World& world, const std::string& name,
                                                          const std::string& what, const std::string& other);
/// Who tells the story, none for a narrator; or why not.
tl::expected<model::EntityId, std::string> find_teller(const FoundStory& found, const TellingStyle& style);
story::TellingOptions telling_options(const TellingStyle& style, model::EntityId teller);

}  // namespace wt::surface
