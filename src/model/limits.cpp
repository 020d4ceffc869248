#include "model/limits.h"

#include <algorithm>

namespace wt::model {

int belief_depth_for(const World& world, int belief_limit, const Request* request) {
    constexpr int kLargest = 1'000'000;  // so that the sum fits, whatever a caller asks for
    return std::clamp(belief_limit, 0, kLargest) + 1 + belief_nesting(world, request);
}

}  // namespace wt::model
