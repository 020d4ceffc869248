// Files that are there as a whole or as they were.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wt::surface {

/// Writes beside the file and then puts it in its place; what is no file, such as a pipe, is written to as it
/// is. A sentence if that fails.
std::optional<std::string> write_file(const std::string& path, std::string_view text);

}  // namespace wt::surface
