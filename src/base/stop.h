// This says in words why a computation was stopped.
#pragma once

#include <string>
#include <string_view>

#include "base/budget.h"

namespace wt {

/// Returns `time ran out` and so on, without a full stop.
std::string stop_text(Stop stop);
/// Returns `time`, `memory`, `states`, `interrupt` ..., as all documents call it.
std::string_view stop_name(Stop stop);

}  // namespace wt
