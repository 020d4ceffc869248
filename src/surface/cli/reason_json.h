// Reasons as JSON (docs/schema/why.schema.json): what `why --json` writes.
#pragma once

#include <nlohmann/json.hpp>

#include "story/reason.h"

namespace wt::surface {

/// Worths as fractions: "1/3".
nlohmann::ordered_json odds_json(const model::World& world, const story::Odds& odds);
nlohmann::ordered_json reason_json(const story::Story& story, const story::Reason& reason);
nlohmann::ordered_json consequences_json(const story::Story& story, const story::Consequences& consequences);
nlohmann::ordered_json fault_json(const model::World& world, const model::Plan& plan,
                                  const story::PlanFault& fault);

}  // namespace wt::surface
