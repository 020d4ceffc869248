// This measures how long the parts of something take, by the clock and in processor time of the process.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "host/watchdog.h"

namespace wt::host {

class Stopwatch {
  public:
    /// The clock is the watchdog's, which outlives it.
    explicit Stopwatch(const Watchdog& watchdog) : watchdog_(watchdog) { next(""); }

    /// Ends a part and begins the next; `name` is what the part that ends is called.
    void next(std::string name);
    /// Returns `grounding 0.1 s, search 0.2 s, all 0.4 s`: the parts that ended, and all until now. There are two
    /// lines, by the clock and of the processor.
    std::vector<std::string> lines() const;

  private:
    struct Moment {
        std::string name;
        double clock = 0;
        double processor = 0;
    };
    Moment now(std::string name) const;

    const Watchdog& watchdog_;
    std::vector<Moment> moments_;
};

}  // namespace wt::host
