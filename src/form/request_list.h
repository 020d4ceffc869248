// This reads lists of requests, which `series --requests` takes.
#pragma once

#include <string>
#include <vector>

#include "base/source.h"

namespace wt::form {

/// Returns the names in a list, in order, repeated ones too: one a line, without the blanks around it; `#` or `//`
/// begins a comment. Nothing is known yet of whether the world has them.
std::vector<std::string> names_in(const Source& list);

}  // namespace wt::form
