// The server is started with these options.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ask/world.h"

namespace wt::serve {

/// These are the options of `serve`: storyboards live in a browser on this machine.
struct ServerOptions {
    std::string file;
    int port = 0;  ///< 0: any that is free
    bool opens_browser = true;
    ask::DialectChoice dialect = ask::DialectChoice::by_name;
    std::vector<std::string> divergences = {};  ///< that are taken for every request
    // A request may use this much at most; nothing means the usual.
    std::optional<double> seconds = std::nullopt;
    std::optional<std::uint64_t> memory_mib = std::nullopt;
    std::optional<std::uint64_t> states = std::nullopt;
};

}  // namespace wt::serve
