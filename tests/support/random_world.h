// This makes small random worlds for property tests: a text in the `.wt` dialect for every seed, each definition on its
// own line so that a failing world can be shrunk by leaving lines out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wt::test {

/// This says how large the worlds are.
struct WorldShape {
    int characters = 2;
    int things = 2;      ///< entities that are not characters
    int actions = 4;     ///< at most; at least 2
    int triggers = 2;    ///< at most
    int statements = 6;  ///< first-state statements, at most
    /// Are there several possibilities, finding out, actions that may fail, chances and tempers? If not, the worlds are
    /// the same as ever.
    bool uncertain = false;
    /// Has one character a plan of two actions, and another something to gain by it? If not, the worlds are the same as
    /// ever.
    bool others_plan = false;
};

/// Returns the lines of a world. The same seed and shape give the same lines.
std::vector<std::string> random_world(std::uint64_t seed, const WorldShape& shape);

std::string joined(const std::vector<std::string>& lines);

}  // namespace wt::test
