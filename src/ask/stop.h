// This says why a question was not answered to the end, in the words of the caller.
#pragma once

#include <string>

#include "base/stop.h"

namespace wt::ask {

using wt::stop_name;
using wt::stop_text;

/// These are the words of a caller for each reason to stop. A caller that has options or settings to name says them as
/// well.
using StopWords = std::string (*)(Stop stop);

/// Says why a budget stopped, which may have refused something of its own.
std::string stop_text(const Budget& budget, StopWords words);

}  // namespace wt::ask
