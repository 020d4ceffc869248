// This takes the program from the command line to the exit code.
#pragma once

#include <string_view>

#include "cli/options.h"
#include "host/console.h"

namespace wt::cli {

/// Another layer gives this command.
using ServeCommand = host::ExitCode (*)(const ServeOptions& options, std::string_view version,
                                        host::Console& console);

int run(int argc, const char* const* argv, std::string_view version, ServeCommand serve);

}  // namespace wt::cli
