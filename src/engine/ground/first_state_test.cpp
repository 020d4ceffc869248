#include "engine/ground/first_state.h"

#include <gtest/gtest.h>

#include "engine/test_world.h"

namespace wt::engine {
namespace {

using namespace model;

class FirstState : public testing::Test {
  protected:
    TestWorld w;
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    EntityId cy = w.character("Cy");
    PropertyId coins = w.property("coins", kNumber);
    PropertyId lit = w.property("lit", kBoolean);
    PropertyId friend_of = w.property("friend", kCharacter);

    double coins_of(std::vector<EntityId> believers) {
        Budget budget;
        return FirstStateTable(w.world, budget).value({std::move(believers), coins, {}}).as_number();
    }
};

TEST_F(FirstState, WithoutStatementsFluentsHaveTheDefaultOfTheirType) {
    Budget budget;
    FirstStateTable table(w.world, budget);
    EXPECT_EQ(table.value({{}, coins, {}}), Value::number(0));
    EXPECT_EQ(table.value({{ann}, lit, {}}), Value::boolean(false));
    EXPECT_EQ(table.value({{}, friend_of, {}}), Value::unknown());
}

TEST_F(FirstState, EverybodyBelievesWhatIsTrue) {
    w.first(w.set(w.read(coins), 3));
    EXPECT_EQ(coins_of({}), 3);
    EXPECT_EQ(coins_of({ann, bo}), 3);
}

TEST_F(FirstState, TheInnermostBelieverIsDroppedFirst) {
    w.first(w.set(w.read(coins), 3));
    w.first(w.set(w.believes(ann, w.read(coins)), 4));
    EXPECT_EQ(coins_of({ann}), 4);
    EXPECT_EQ(coins_of({ann, bo}), 4) << "Ann takes Bo to agree with her";
    EXPECT_EQ(coins_of({ann, bo, cy}), 4);
    EXPECT_EQ(coins_of({bo, ann}), 3) << "a false belief is private";
}

TEST_F(FirstState, TheLaterStatementWins) {
    w.first(w.set(w.read(coins), 3));
    w.first(w.set(w.read(coins), 5));
    EXPECT_EQ(coins_of({}), 5);
}

TEST_F(FirstState, ABeliefSticksWhateverIsStatedLaterAboutTheFact) {
    w.first(w.set(w.believes(ann, w.read(coins)), 4));
    w.first(w.set(w.read(coins), 5));
    EXPECT_EQ(coins_of({ann}), 4);
    EXPECT_EQ(coins_of({bo}), 5);
}

TEST_F(FirstState, AdjacentEqualBelieversCountOnce) {
    w.first(w.set(w.believes(ann, w.believes(ann, w.read(coins))), 4));
    EXPECT_EQ(coins_of({ann}), 4);
}

TEST_F(FirstState, EveryStatementReadsWhatThoseBeforeItHaveMade) {
    w.first(w.set(w.read(coins), 3));
    w.first(w.set(w.read(coins), w.plus(w.read(coins), 2)));
    EXPECT_EQ(coins_of({}), 5);
}

TEST_F(FirstState, TheValueOfABeliefIsReadOutside) {
    w.first(w.set(w.read(coins), 3));
    w.first(w.set(w.believes(ann, w.read(coins)), 4));
    w.first(w.set(w.believes(ann, w.read(coins)), w.plus(w.read(coins), 1)));
    EXPECT_EQ(coins_of({ann}), 4) << "3 + 1, not 4 + 1";
    w.first(w.in_mind(ann, w.set(w.read(coins), w.plus(w.read(coins), 1))));
    EXPECT_EQ(coins_of({ann}), 5) << "a block is read in the mind";
}

TEST_F(FirstState, OfSeveralValuesInOneStatementTheFirstInOrderCounts) {
    w.first(w.all({w.set(w.read(coins), 7), w.set(w.read(coins), 3), w.set(w.read(coins), 5)}));
    EXPECT_EQ(coins_of({}), 3);
}

TEST_F(FirstState, TheFirstTrueTestDecides) {
    w.first(w.when(w.read(lit), w.set(w.read(coins), 1), w.set(w.read(coins), 2)));
    EXPECT_EQ(coins_of({}), 2);
}

}  // namespace
}  // namespace wt::engine
