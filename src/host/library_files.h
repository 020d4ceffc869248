// Libraries of rules beside a world.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/source.h"

namespace wt::host {

/// Finds `life/places` as the file `life/places.wt` in the folder of a world; for a world from standard input (`-`), in the
/// current folder. What cannot be read is not there.
std::function<std::optional<Source>(std::string_view)> libraries_beside(const std::string& world);

}  // namespace wt::host
