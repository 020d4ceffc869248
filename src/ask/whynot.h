// This finds out why there is no story.
#pragma once

#include "ask/solve.h"
#include "story/whynot.h"

namespace wt::ask {

struct WhynotWanted {
    const model::World& world;  ///< that the question is asked of
    const QuestionUsed& question;
    bool all = false;  ///< everything that helps, not only the first of each kind
    /// Each further search may take so many belief states; none means as usual. It is never more than the call allows.
    std::optional<std::uint64_t> states_each = std::nullopt;
};

struct WhynotMade {
    story::Whynot found;
    std::uint64_t states_each = 0;  ///< that each search could take
};

/// Looks for what stands in the way of the question.
WhynotMade whynot(const WhynotWanted& wanted, const Call& call);

}  // namespace wt::ask
