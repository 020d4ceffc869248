// This shows names of files as people read them.
#pragma once

#include <string>
#include <string_view>

namespace wt::host {

/// Returns the name of a file as text: bytes that are not UTF-8 become U+FFFD.
std::string readable_name(std::string_view name);

/// Returns the name without its folder; `standard input` for `-`.
std::string base_name(const std::string& path);
/// Returns the same without its ending, as text; `standard` for `-`.
std::string stem_of(const std::string& path, std::string_view standard);

/// Returns the ending with its point, in small letters: `.yarn`.
std::string ending_of(const std::string& path);
/// Returns the path with another ending.
std::string with_ending(const std::string& path, std::string_view ending);

}  // namespace wt::host
