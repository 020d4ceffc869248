// An overseer looks after budgets from outside: it is a thread that knows the time, a progress line, a page that shows
// how far a question is. The computing code says which budget is in use, and knows nothing of clocks.
//
//     Watch watch(overseer, budget, "planning");  // until the end of the block
#pragma once

#include <optional>
#include <string_view>

#include "base/budget.h"

namespace wt {

/// An overseer hears of each budget as it comes into use and as it goes out of use. Budgets are nested: the one that
/// came last goes first. All functions are called by the computing thread.
class Overseer {
  public:
    Overseer() = default;
    virtual ~Overseer() = default;
    Overseer(const Overseer&) = delete;
    Overseer& operator=(const Overseer&) = delete;

    /// `what` says what is done with it: "planning". `seconds` is a time for this part alone, which is shorter than
    /// all.
    virtual void begin(Budget& /*budget*/, std::string_view /*what*/, std::optional<double> /*seconds*/) {}
    virtual void end(Budget& /*budget*/) {}
};

/// While it lives, the overseer knows that the budget is in use.
class Watch {
  public:
    Watch(Overseer& overseer, Budget& budget, std::string_view what,
          std::optional<double> seconds = std::nullopt)
        : overseer_(overseer), budget_(budget) {
        overseer.begin(budget, what, seconds);
    }
    ~Watch() { overseer_.end(budget_); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

  private:
    Overseer& overseer_;
    Budget& budget_;
};

}  // namespace wt
