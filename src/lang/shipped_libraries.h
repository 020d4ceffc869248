// The libraries of rules that come with the program: the files of libraries/, which the build puts into it
// (cmake/assets.cmake).
#pragma once

#include <string_view>
#include <vector>

namespace wt::lang {

struct ShippedLibrary {
    std::string_view name;  ///< `life/places`
    std::string_view text;
};

/// All of them, by name.
const std::vector<ShippedLibrary>& shipped_libraries();

}  // namespace wt::lang
