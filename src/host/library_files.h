// This finds libraries of rules beside a world.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "base/source.h"

namespace wt::host {

/// Finds `life/places` as the file `life/places.wt` in the folder of a world; for a world from standard input (`-`), in
/// the current folder. A file that cannot be read is not there.
std::function<std::optional<Source>(std::string_view)> libraries_beside(const std::string& world);

/// Writes the text of a library into the folder of a world, where it is found from then on. A file that is there
/// already stays as it is. Returns what has been done, as a line, or a sentence about what went wrong.
tl::expected<std::string, std::string> copy_library(const std::string& world, std::string_view name,
                                                    const Source& text);

}  // namespace wt::host
