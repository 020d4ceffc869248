// The worlds that come with the program: the files of worlds/, which the build puts into it (cmake/assets.cmake).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace wt::ask {

struct ShippedWorld {
    std::string_view name;  ///< `sally`
    std::string_view text;
};

/// All of them, by name.
const std::vector<ShippedWorld>& shipped_worlds();

/// The one of this name, or a sentence that lists those that there are.
tl::expected<ShippedWorld, std::string> find_shipped_world(std::string_view name);

/// The request of a shipped world that shows best what it is about: the one that is called like the world, else the first; empty: it
/// has none. Cost: the text is read once.
std::string request_to_show(const ShippedWorld& world);

}  // namespace wt::ask
