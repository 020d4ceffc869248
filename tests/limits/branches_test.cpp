// Of the alternatives of a story so many moments are kept.
#include "story/branches.h"

#include <gtest/gtest.h>

#include "support/shipped_stories.h"

namespace wt::test {
namespace {

TEST(Branches, AreLeftOutWhenThereAreMoreMomentsThanMayBe) {
    auto shipped = shipped_story("letters.wt", "comedy");
    ASSERT_TRUE(shipped);
    story::BranchGoal goal{.request = &*shipped->request};
    // Whom it is about has alternatives.
    story::BranchOptions options{.player = model::EntityId(std::size_t{0})};
    auto branches = [&](std::size_t most) {
        options.most_moments = most;
        return branch(*shipped->story, goal, options, *shipped->budget);
    };
    story::Branches whole = branches(300);
    std::size_t all = whole.moments.size(), own = shipped->story->states.size();
    ASSERT_GT(all, own);
    EXPECT_FALSE(whole.is_full);
    for (std::size_t most : {own, all - 1}) {
        story::Branches some = branches(most);
        EXPECT_TRUE(some.is_full) << most;
        EXPECT_LE(some.moments.size(), most);
    }
    EXPECT_LE(branches(all).moments.size(), all);
}

}  // namespace
}  // namespace wt::test
