// Plans from files: JSON with reasons, or one action a line.
#pragma once

#include <optional>
#include <string>

#include "surface/cli/console.h"
#include "surface/cli/plan_json.h"

namespace wt::surface {

/// Reads a plan of either form; mistakes go to standard error.
std::optional<PlanRead> load_plan(const model::World& world, const std::string& path, Console& console);

}  // namespace wt::surface
