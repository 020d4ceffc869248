// These functions say what things are called on a storyboard.
#pragma once

#include <string>

#include "model/plan.h"
#include "model/world.h"
#include "story/odds.h"
#include "story/reading.h"

namespace wt::form {

/// Returns `walk(Nina, Home, Market)`.
std::string board_event_text(const model::World& world, const model::GroundEvent& event);
/// Returns `walk`, and `Nina, Home, Market`.
std::string board_event_name(const model::World& world, const model::GroundEvent& event);
std::string board_event_arguments(const model::World& world, const model::GroundEvent& event);
/// Returns `at(Nina)`.
std::string board_fluent_text(const model::World& world, const story::Fluent& fluent);
/// Returns `Market`, `true`, `?`.
std::string board_value_text(const model::World& world, const model::Value& value);
/// Returns `Cellar 2/3 | Attic 1/3`.
std::string board_doubt_text(const model::World& world, const story::Doubt& doubt);

}  // namespace wt::form
