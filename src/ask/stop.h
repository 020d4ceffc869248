// This says why a question was not answered to the end, in the words of whoever asked.
#pragma once

#include <string>

#include "base/stop.h"

namespace wt::ask {

using wt::stop_name;
using wt::stop_text;

/// The words of a caller for each reason to stop. Whoever has options or settings to name says them as well.
using StopWords = std::string (*)(Stop stop);

/// Says why a budget stopped, which may have refused something of its own.
std::string stop_text(const Budget& budget, StopWords words);

}  // namespace wt::ask
