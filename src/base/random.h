// This makes pseudo-random numbers with the same sequence on every machine (splitmix64, Steele et al. 2014).
#pragma once

#include <cstdint>

#include "base/hash.h"

namespace wt {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15ull); }
    /// Returns a number from 0 to `bound` - 1; `bound` is at least 1. The bias is below 2^-32 for bounds below 2^32.
    std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>((next() >> 32) * static_cast<std::uint64_t>(bound) >> 32);
    }
    bool chance(std::uint32_t percent) { return below(100) < percent; }

  private:
    std::uint64_t state_;
};

}  // namespace wt
