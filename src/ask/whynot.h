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

/// Of a question of which it is proved that it has no story: the first thing with which it has one, if a short search finds any, the
/// same on every machine. `events`: how many the ground world has, by which the search is cut. Cost: about a second at most.
std::optional<story::Remedy> first_cause(const model::World& world, const QuestionUsed& question,
                                         std::size_t events, const Call& call);

}  // namespace wt::ask
