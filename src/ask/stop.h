// Why a question was not answered to the end, in words.
#pragma once

#include <string>
#include <string_view>

#include "base/budget.h"

namespace wt::ask {

/// What a caller says for each reason to stop. Whoever has options or settings to name says them as well.
using StopWords = std::string (*)(Stop stop);

/// `time ran out` and so on, without a full stop.
std::string stop_text(Stop stop);
/// The same of a budget, which may have refused something of its own.
std::string stop_text(const Budget& budget, StopWords words);
/// `time`, `memory`, `states`, `interrupt` ..., as all documents call it.
std::string_view stop_name(Stop stop);

}  // namespace wt::ask
