// `wrongtree serve` shows storyboards live in a browser, on loopback.
#pragma once

#include <string_view>

#include "host/console.h"
#include "serve/options.h"

namespace wt::serve {

/// Serves until Ctrl-C. Returns the code to exit with.
host::ExitCode serve(const ServerOptions& options, std::string_view version, host::Console& console);

}  // namespace wt::serve
