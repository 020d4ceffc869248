// Reads the command line. The only place that knows the option library, which costs seconds to compile and
// throws.
#pragma once

#include <string_view>

#include "cli/options.h"

namespace wt::cli {

/// What the call asks for. Never throws: a wrong call is a `Reply` with ExitCode::bad_input.
Request read_command_line(int argc, const char* const* argv, std::string_view version);

}  // namespace wt::cli
