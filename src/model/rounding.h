// Numbers are binary fractions, so that 0.7 + 0.1 is a little less than 0.8.
#pragma once

#include <algorithm>
#include <cmath>

namespace wt::model {

/// Does `reached` fall short of `goal` by so little that only rounding can be the reason?
inline bool missed_by_rounding(double reached, double goal) {
    double scale = std::max({1.0, std::abs(reached), std::abs(goal)});
    return reached < goal && goal - reached <= 1e-9 * scale;
}

}  // namespace wt::model
