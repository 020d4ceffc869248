// Warnings about a draft as a whole (see story/beta.h).
#pragma once

#include <vector>

#include "story/beta.h"

namespace wt::story {

/// For items without gaps all of which are sound or intended. In no particular order.
std::vector<Finding> warnings_of(Stage& stage, const std::vector<DraftItem>& items);

}  // namespace wt::story
