// JSON that somebody else wrote is parsed with notes (`//` and `/* */`) as everywhere, with a bound on its depth, and
// with the place of a mistake.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>

#include "base/source.h"

namespace wt::form {

/// Deeper nesting is refused; ours goes to six.
inline constexpr int kMostJsonDepth = 64;

/// Does the text look like a JSON document rather than like the language?
bool looks_like_json(const Source& source);

/// Returns the document, or a message with line and column.
tl::expected<nlohmann::json, std::string> parse_json(const Source& source);

}  // namespace wt::form
