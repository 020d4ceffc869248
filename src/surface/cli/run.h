// The program from the command line to the exit code.
#pragma once

#include <string_view>

namespace wt::surface {

int run(int argc, const char* const* argv, std::string_view version);

}  // namespace wt::surface
