// A verb agrees with this.
#pragma once

#include <cstdint>

namespace wt::story {

enum class Person : std::uint8_t { first, third, plural };  ///< the first two singular

}  // namespace wt::story
