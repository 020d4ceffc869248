// Small random worlds on the library `life`: two or three of its parts, a random cast, facts, false beliefs and wants. Each
// line is a definition or several, so that a failing world can be shrunk by leaving lines out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wt::test {

/// The lines of a world; same seed, same lines. The libraries that it uses have to be put behind it.
std::vector<std::string> random_life(std::uint64_t seed);

}  // namespace wt::test
