// This reads plans as text.
#pragma once

#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "model/plan.h"

namespace wt::lang {

/// Reads one ground action a line. `//` and `/* */` comments and blank lines are skipped, and a `;` may end a
/// line.
Result<std::vector<model::GroundEvent>> read_plan_text(const model::World& world, const Source& source);

}  // namespace wt::lang
