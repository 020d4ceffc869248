#include "engine/ground/reach.h"

#include <gtest/gtest.h>

#include "engine/test_world.h"

namespace wt::engine {
namespace {

using namespace model;

/// This is a village of three places in a row, one of them cut off.
class Village : public testing::Test {
  protected:
    TestWorld w;
    TypeId place = w.type("place");
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    EntityId home = w.entity("Home", place);
    EntityId market = w.entity("Market", place);
    EntityId island = w.entity("Island", place);
    PropertyId at = w.property("at", place, {kCharacter});
    PropertyId road = w.property("road", kBoolean, {place, place});
    VariableId who = w.variable("who", kCharacter);
    VariableId from = w.variable("from", place);
    VariableId to = w.variable("to", place);
    EventId walk = w.action("walk", {.formals = {who, from, to},
                                     .precondition = w.both({w.equal(w.read(at, {w.of(who)}), w.of(from)),
                                                             w.read(road, {w.of(from), w.of(to)})}),
                                     .effect = w.set(w.read(at, {w.of(who)}), w.of(to))});

    Village() {
        w.first(w.set(w.read(at, ann), w.of(home)));
        w.first(w.set(w.read(road, {w.of(home), w.of(market)})));
    }
};

TEST_F(Village, EventsAreJoinedFromTheFactsThatTheyNeed) {
    Scene scene(w);
    ASSERT_EQ(scene.ground->action_count(), 1u) << "of 2 x 3 x 3: Bo is nowhere, and there is one road";
    EXPECT_TRUE(scene.find(walk, {ann, home, market}).valid());
    EXPECT_FALSE(scene.find(walk, {bo, home, market}).valid());
}

TEST_F(Village, WhatABelieverHoldsCountsAsPossible) {
    w.first(w.set(w.believes(ann, w.read(at, bo)), w.of(home)));
    Scene scene(w);
    EXPECT_TRUE(scene.find(walk, {bo, home, market}).valid());
}

TEST_F(Village, FluentsThatCannotChangeAreNoPartOfAState) {
    Scene scene(w);
    EXPECT_EQ(scene.ground->fluent_count(), 1u) << "at(Ann) alone";
    Code constant = kUnknown;
    EXPECT_FALSE(
        scene.ground->find_fluent(road, {Value::entity(home), Value::entity(market)}, constant).valid());
    EXPECT_EQ(constant, kTrue);
    EXPECT_FALSE(
        scene.ground->find_fluent(road, {Value::entity(home), Value::entity(island)}, constant).valid());
    EXPECT_EQ(constant, kFalse);
}

TEST_F(Village, ConstantConditionsAreFolded) {
    Scene scene(w);
    const EventRecord& event = scene.ground->event(scene.find(walk, {ann, home, market}));
    EXPECT_EQ(scene.ground->pool()[event.precondition].kind, FormulaKind::equals)
        << "the road is always there";
}

TEST_F(Village, ACharactersTwoPlacesAreTheirDomain) {
    Scene scene(w);
    const Domain& domain = scene.ground->domain(FluentId(std::size_t{0}));
    EXPECT_TRUE(domain.contains(code_of(home)));
    EXPECT_TRUE(domain.contains(code_of(market)));
    EXPECT_FALSE(domain.contains(code_of(island)));
    EXPECT_FALSE(domain.contains(kUnknown)) << "an == copies in a surprise, so nothing becomes unknown";
}

TEST_F(Village, WhoeverMaySeeADifferenceComeTrueMayCeaseToKnow) {
    PropertyId left = w.property("left", kBoolean, {kCharacter});
    w.action("leave", {.precondition = w.compare(w.read(at, ann), Compare::not_equal, w.of(home)),
                       .effect = w.set(w.read(left, ann))});
    Scene scene(w);
    Code constant = kUnknown;
    FluentId fluent = scene.ground->find_fluent(at, {Value::entity(ann)}, constant);
    ASSERT_TRUE(fluent.valid());
    EXPECT_TRUE(scene.ground->domain(fluent).contains(kUnknown));
}

TEST_F(Village, EventsAreInTheOrderOfTheTextThenOfTheirArguments) {
    w.first(w.set(w.read(road, {w.of(market), w.of(home)})));
    w.first(w.set(w.read(at, bo), w.of(market)));
    w.trigger("rest", {.effect = w.set(w.read(at, bo), w.of(home))});
    w.action("wait", {});
    Scene scene(w);
    std::vector<GroundEvent> events;
    for (std::size_t i = 0; i < scene.ground->event_count(); ++i)
        events.push_back(scene.ground->ground_event(EventIndex(i)));
    ASSERT_EQ(events.size(), 6u);
    for (std::size_t i = 0; i + 1 < 4; ++i)
        EXPECT_LT(events[i].arguments, events[i + 1].arguments);
    EXPECT_EQ(w.world[events[4].event].name, "wait") << "an action without effects may surprise somebody";
    EXPECT_TRUE(scene.ground->is_trigger(EventIndex(std::size_t{5})));
}

TEST(Reach, CountersAreWidenedToAnyNumber) {
    TestWorld w;
    w.character("Ann");
    PropertyId coins = w.property("coins", kNumber);
    EventId rob = w.action("rob", {.precondition = w.equal(w.read(coins), w.number(1000))});
    w.action("earn", {.effect = w.set(w.read(coins), w.plus(w.read(coins), 1))});
    Scene scene(w);
    EXPECT_TRUE(scene.ground->domain(FluentId(std::size_t{0})).any_number);
    EXPECT_TRUE(scene.find(rob).valid());
}

TEST(Reach, FewNumbersAreListed) {
    TestWorld w;
    w.character("Ann");
    PropertyId coins = w.property("coins", kNumber);
    w.action("earn", {.effect = w.set(w.read(coins), 3)});
    EventId rob = w.action("rob", {.precondition = w.equal(w.read(coins), w.number(4))});
    Scene scene(w);
    const Domain& domain = scene.ground->domain(FluentId(std::size_t{0}));
    EXPECT_FALSE(domain.any_number);
    EXPECT_FALSE(scene.find(rob).valid());
}

TEST(Reach, TwentyFourNumbersAreListedAndNotOneMore) {
    for (int count : {24, 25}) {
        TestWorld w;
        w.character("Ann");
        PropertyId coins = w.property("coins", kNumber);
        PropertyId twice = w.property("twice", kNumber);
        for (int i = 1; i < count; ++i)  // zero is the first
            w.action("earn", {.effect = w.set(w.read(coins), i)});
        w.action("double", {.effect = w.set(w.read(twice), w.plus(w.read(coins), 0))});
        EventId rob = w.action("rob", {.precondition = w.equal(w.read(coins), w.number(1000))});
        EventId run = w.action("run", {.precondition = w.equal(w.read(twice), w.number(1000))});
        Scene scene(w);
        for (std::size_t fluent : {0, 1})
            EXPECT_EQ(scene.ground->domain(FluentId(fluent)).any_number, count > 24) << fluent;
        EXPECT_EQ(scene.find(rob).valid(), count > 24);
        EXPECT_EQ(scene.find(run).valid(), count > 24);
    }
}

TEST(Reach, AChainOfEventsIsFollowedToItsEnd) {
    TestWorld w;
    w.character("Ann");
    PropertyId a = w.property("a", kBoolean);
    PropertyId b = w.property("b", kBoolean);
    PropertyId c = w.property("c", kBoolean);
    // The last action in the order of the text comes first.
    EventId third = w.action(
        "third", {.precondition = w.no(w.either({w.no(w.read(b)), w.read(c)})), .effect = w.set(w.read(c))});
    w.action("second", {.precondition = w.read(a), .effect = w.set(w.read(b))});
    w.action("first", {.effect = w.set(w.read(a))});
    Scene scene(w);
    EXPECT_EQ(scene.ground->action_count(), 3u);
    EXPECT_TRUE(scene.find(third).valid());
}

TEST(Reach, AStoppedGroundingGivesNoWorld) {
    TestWorld w;
    w.character("Ann");
    Budget budget;
    budget.request_stop(Stop::time);
    EXPECT_EQ(GroundWorld::ground(w.world, budget), nullptr);
}

}  // namespace
}  // namespace wt::engine
