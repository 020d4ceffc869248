// Calls that can fail on bad input return these results.
#pragma once

#include <tl/expected.hpp>

#include "base/diagnostic.h"

namespace wt {

/// Either a value or the diagnostics that say why there is none.
template <class T>
using Result = tl::expected<T, Diagnostics>;

}  // namespace wt
