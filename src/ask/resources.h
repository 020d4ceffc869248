// A question may use these resources where its caller does not say otherwise.
#pragma once

#include <cstdint>

#include "base/budget.h"

namespace wt::ask {

/// Bytes that stores may take, and belief states. Time is for the caller to watch.
struct Resources {
    std::uint64_t bytes = Budget::kUnlimited;
    std::uint64_t states = Budget::kUnlimited;
};

inline void set_limits(Budget& budget, const Resources& resources) {
    budget.max_bytes = resources.bytes;
    budget.max_states = resources.states;
}

/// The resources for judging a plan of our own. The first two decide the same way on every machine; the time is there
/// so that nobody waits long.
inline constexpr Resources kForReferee{std::uint64_t{256} << 20, 500'000};
inline constexpr double kSecondsForReferee = 15;

}  // namespace wt::ask
