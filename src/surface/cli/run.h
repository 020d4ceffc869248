// The program from the command line to the exit code.
#pragma once

#include <string_view>

#include "surface/cli/options.h"

namespace wt::surface {

/// A command that is somebody else's.
using ServeCommand = ExitCode (*)(const ServeOptions& options, std::string_view version, Console& console);

int run(int argc, const char* const* argv, std::string_view version, ServeCommand serve);

}  // namespace wt::surface
