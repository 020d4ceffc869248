// Why a computation was stopped, in words.
#pragma once

#include <string>
#include <string_view>

#include "base/budget.h"

namespace wt {

/// `time ran out` and so on, without a full stop.
std::string stop_text(Stop stop);
/// `time`, `memory`, `states`, `interrupt` ..., as all documents call it.
std::string_view stop_name(Stop stop);

}  // namespace wt
