// `wrongtree serve`: storyboards live in a browser, on loopback.
#pragma once

#include <string_view>

#include "surface/cli/console.h"
#include "surface/serve/options.h"

namespace wt::surface {

/// Serves until Ctrl-C. What to exit with.
ExitCode serve(const ServerOptions& options, std::string_view version, Console& console);

}  // namespace wt::surface
