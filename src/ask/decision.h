// These are the ways in which a question can be decided, whatever was asked.
#pragma once

#include <cstdint>

#include "ask/plan.h"
#include "ask/series.h"
#include "ask/solve.h"
#include "story/whynot.h"

namespace wt::ask {

enum class Decision : std::uint8_t {
    yes,          ///< found, valid, complete
    no,           ///< proved: there is none within the limits; invalid
    undecided,    ///< a limit ended it
    interrupted,  ///< it was cancelled
    bad_input,    ///< the world cannot be worked on: triggers that never come to rest
    internal,     ///< a mistake of ours
};

/// Decides it for a plan that was looked for, and judged if it was to be.
Decision decision_of(const PlanMade& made);
/// Decides it for a plan that was given.
Decision decision_of(const referee::Judgement& judgement);
Decision decision_of(const story::Whynot& found);
Decision decision_of(const FoundStory& found);
Decision decision_of(SeriesVerdict verdict);

}  // namespace wt::ask
