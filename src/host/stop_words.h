// This says why something was stopped, in the words of the program, which name its options.
#pragma once

#include <string>

#include "base/stop.h"

namespace wt::host {

/// Returns `time ran out (--time)` and so on.
std::string option_stop_text(Stop stop);

}  // namespace wt::host
