// These libraries of rules come with the program: they are the files of libraries/, which the build puts into it
// (cmake/assets.cmake).
#pragma once

#include <span>
#include <string_view>

namespace wt::lang {

struct ShippedLibrary {
    std::string_view name;  ///< `life/places`
    std::string_view text;
};

/// Returns all of them, by name.
std::span<const ShippedLibrary> shipped_libraries();

}  // namespace wt::lang
