// These libraries of rules come with the program: they are the files of libraries/, which the build puts into it
// (cmake/assets.cmake).
#pragma once

#include <string_view>
#include <vector>

namespace wt::lang {

struct ShippedLibrary {
    std::string_view name;  ///< `life/places`
    std::string_view text;
};

/// Returns all of them, by name.
const std::vector<ShippedLibrary>& shipped_libraries();

}  // namespace wt::lang
