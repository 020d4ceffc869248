// A telling as JSON (docs/schema/tell.schema.json).
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "story/tell/tell.h"

namespace wt::form {

/// The paragraphs: sentences with their ids, claims and mentions. Events are counted from 1.
nlohmann::ordered_json narration_json(const story::Story& story, const story::Narration& narration);

}  // namespace wt::form
