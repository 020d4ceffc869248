#include "engine/state/state_store.h"

#include <gtest/gtest.h>

namespace wt::engine {
namespace {

using model::EntityId;

/// The store has two fluents, two characters and minds down to level 2.
class Store : public testing::Test {
  protected:
    Budget budget;
    StateStore store{2, 2, 2, budget};
    EntityId ann{std::size_t{0}};
    EntityId bo{std::size_t{1}};

    ValuesId values(Code a, Code b) {
        Code codes[] = {a, b};
        return store.intern_values(codes);
    }
    /// Everybody agrees about the values from here down.
    MindId agreeing(int level, EntityId owner, ValuesId values) {
        std::vector<std::uint32_t> below;
        for (EntityId character : {ann, bo})
            if (level < 2)
                below.push_back(character == owner ? MindId::kNone
                                                   : agreeing(level + 1, character, values).value);
        return store.intern(level, owner, values, below);
    }
};

TEST_F(Store, EqualValuesHaveEqualIds) {
    EXPECT_EQ(values(kTrue, kFalse), values(kTrue, kFalse));
    EXPECT_NE(values(kTrue, kFalse), values(kFalse, kTrue));
}

TEST_F(Store, EqualContentHasAnEqualIdAtEveryLevel) {
    ValuesId v = values(kTrue, kFalse);
    EXPECT_EQ(agreeing(0, EntityId::none(), v), agreeing(0, EntityId::none(), v));
    EXPECT_EQ(agreeing(1, ann, v), agreeing(1, ann, v));
    EXPECT_EQ(agreeing(2, ann, v), agreeing(2, ann, v));
}

TEST_F(Store, LevelsAndOwnersTellMindsApart) {
    ValuesId v = values(kTrue, kFalse);
    EXPECT_NE(agreeing(1, ann, v), agreeing(2, ann, v));
    EXPECT_NE(agreeing(1, ann, v), agreeing(1, bo, v));
    EXPECT_NE(agreeing(2, ann, v), agreeing(2, bo, v));
}

TEST_F(Store, AMindTellsWhatItIsMadeOf) {
    MindId world = agreeing(0, EntityId::none(), values(kTrue, kUnknown));
    MindId anns = store.mind_of(world, ann);
    EXPECT_EQ(store.level(world), 0);
    EXPECT_FALSE(store.owner(world).valid());
    EXPECT_EQ(store.level(anns), 1);
    EXPECT_EQ(store.owner(anns), ann);
    EXPECT_EQ(store.codes(anns)[1], kUnknown);
    EXPECT_TRUE(store.has_minds_below(anns));
}

TEST_F(Store, EverybodyKnowsTheirOwnMind) {
    MindId anns = agreeing(1, ann, values(kTrue, kTrue));
    EXPECT_EQ(store.mind_of(anns, ann), anns);
    EXPECT_EQ(store.level(store.mind_of(anns, bo)), 2);
}

TEST_F(Store, AtTheGreatestDepthEverybodyIsTakenToAgree) {
    MindId deep = agreeing(2, ann, values(kTrue, kTrue));
    EXPECT_FALSE(store.has_minds_below(deep));
    EXPECT_TRUE(store.minds_below(deep).empty());
    EXPECT_EQ(store.mind_of(deep, bo), deep);
}

TEST_F(Store, OtherValuesLeaveTheMindsBelow) {
    MindId world = agreeing(0, EntityId::none(), values(kTrue, kTrue));
    MindId other = store.with_values(world, values(kFalse, kTrue));
    EXPECT_NE(other, world);
    EXPECT_EQ(store.mind_of(other, ann), store.mind_of(world, ann));
    EXPECT_EQ(store.with_values(other, values(kTrue, kTrue)), world);
}

TEST_F(Store, EveryNewMindAboveTheGreatestDepthIsCharged) {
    std::uint64_t before = budget.states();
    agreeing(1, ann, values(kTrue, kTrue));
    EXPECT_EQ(budget.states() - before, 1u) << "Ann's; in it, Bo's needs no place";
    agreeing(1, ann, values(kTrue, kTrue));
    EXPECT_EQ(budget.states() - before, 1u);
}

}  // namespace
}  // namespace wt::engine
