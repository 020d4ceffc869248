// This reads the command line. It is the only place that knows the option library, which costs seconds to compile and
// throws.
#pragma once

#include <string_view>

#include "cli/options.h"

namespace wt::cli {

/// Reads what the call asks for. It never throws: a wrong call is a `Reply` with ExitCode::bad_input.
Request read_command_line(int argc, const char* const* argv, std::string_view version);

/// Returns the text that `--help` shows below the options of a command, or of `main`: a file of src/cli/help, put into
/// the program by the build, and what is common to all.
std::string help_text(std::string_view name);

}  // namespace wt::cli
