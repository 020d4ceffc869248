// This finds where in a JSON text something stands: the parser keeps no places.
#pragma once

#include <string_view>

#include "base/source.h"

namespace wt::form {

/// Returns the place of what a path such as `explanations[2].steps[0].name` leads to in a sound JSON text, or of the
/// innermost part on the way that is there. Cost: linear in the text.
LineColumn place_in_json(const Source& source, std::string_view path);

}  // namespace wt::form
