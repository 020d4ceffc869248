// These are the worlds that come with the program: the files of worlds/, which the build puts into it (cmake/assets.cmake).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace wt::ask {

struct ShippedWorld {
    std::string_view name;  ///< `sally`
    std::string_view text;
};

/// Returns all of them, by name.
std::span<const ShippedWorld> shipped_worlds();

/// Returns the one of this name, or a sentence that lists those that there are.
tl::expected<ShippedWorld, std::string> find_shipped_world(std::string_view name);

/// Returns the request of a shipped world that shows best what it is about: the one that is called like the world, else the first; empty: it
/// has none. Cost: the text is read once.
std::string request_to_show(const ShippedWorld& world);

}  // namespace wt::ask
