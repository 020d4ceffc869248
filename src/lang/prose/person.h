// A verb agrees with this.
#pragma once

#include <cstdint>

namespace wt::lang::prose {

enum class Person : std::uint8_t { first, third, plural };  ///< the first two singular

}  // namespace wt::lang::prose
