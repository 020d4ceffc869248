#include "ask/shipped_worlds.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "ask/world.h"
#include "base/text.h"

namespace wt::ask {

tl::expected<ShippedWorld, std::string> find_shipped_world(std::string_view name) {
    std::vector<std::string_view> names;
    std::string list;
    for (const ShippedWorld& world : shipped_worlds()) {
        if (world.name == name) return world;
        names.push_back(world.name);
        list += fmt::format("{}`{}`", names.size() == 1 ? "" : ", ", world.name);
    }
    std::string_view near = nearest_name(name, names);
    return tl::unexpected(fmt::format("there is no world `{}` in the program; {}there are {}", name,
                                      near.empty() ? "" : fmt::format("did you mean `{}`? ", near), list));
}

std::string request_to_show(const ShippedWorld& world) {
    Source source =
        with_libraries(Source(std::string(world.name), std::string(world.text)), lang::Dialect::wrongtree);
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    if (reading.requests.empty()) return "";
    auto same = std::ranges::find(reading.requests, world.name, &lang::RequestHead::name);
    return same == reading.requests.end() ? reading.requests[0].name : same->name;
}

}  // namespace wt::ask
