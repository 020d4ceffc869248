// This finds warnings about a draft as a whole (see story/beta.h).
#pragma once

#include <vector>

#include "story/beta.h"

namespace wt::story {

/// Finds the warnings for items without gaps all of which are sound or intended. They are in no particular order.
std::vector<Finding> warnings_of(Stage& stage, const std::vector<DraftItem>& items);

}  // namespace wt::story
