#include "engine/state/dynamics.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "engine/test_world.h"

namespace wt::engine {
namespace {

using namespace model;

class Happening : public testing::Test {
  protected:
    TestWorld w;
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    PropertyId x = w.property("x", kNumber);
    PropertyId y = w.property("y", kNumber);
    PropertyId lit = w.property("lit", kBoolean);
};

TEST_F(Happening, AllValuesAreReadBeforeTheEvent) {
    w.first(w.set(w.read(x), 1));
    w.first(w.set(w.read(y), 5));
    EventId swap =
        w.action("swap", {.effect = w.all({w.set(w.read(x), w.read(y)), w.set(w.read(y), w.read(x))})});
    Scene scene(w);
    MindId after = scene.after(scene.start(), swap);
    EXPECT_EQ(scene.number(after, x), 5);
    EXPECT_EQ(scene.number(after, y), 1);
}

TEST_F(Happening, WhoeverDoesNotObserveKeepsTheirMind) {
    EventId set = w.action("set", {.effect = w.set(w.read(x), 1), .observers = {{bo}}});
    Scene scene(w);
    MindId before = scene.start();
    MindId after = scene.after(before, set);
    EXPECT_EQ(scene.number(after, x), 1);
    EXPECT_EQ(scene.mind(after, {ann}), scene.mind(before, {ann})) << "the very same mind, down to its id";
    EXPECT_EQ(scene.number(scene.mind(after, {bo}), x), 1);
    EXPECT_EQ(scene.number(scene.mind(after, {bo, ann}), x), 0) << "Bo knows that Ann did not see it";
}

TEST_F(Happening, ObserversUnderstandAnEventInTheirOwnWay) {
    w.first(w.set(w.believes(ann, w.read(x)), 10));
    EventId add = w.action("add", {.effect = w.set(w.read(x), w.plus(w.read(x), 1))});
    Scene scene(w);
    MindId after = scene.after(scene.start(), add);
    EXPECT_EQ(scene.number(after, x), 1);
    EXPECT_EQ(scene.number(scene.mind(after, {ann}), x), 11);
    EXPECT_EQ(scene.number(scene.mind(after, {bo}), x), 1);
}

TEST_F(Happening, TellingIsSilentForEverybodyElse) {
    EventId tell = w.action("tell", {.effect = w.set(w.believes(ann, w.read(x)), 3), .observers = {{}}});
    Scene scene(w);
    MindId before = scene.start();
    MindId after = scene.after(before, tell);
    EXPECT_EQ(scene.number(scene.mind(after, {ann}), x), 3);
    EXPECT_EQ(scene.number(scene.mind(after, {ann, bo}), x), 0);
    EXPECT_EQ(scene.mind(after, {bo}), scene.mind(before, {bo}));
    EXPECT_EQ(scene.number(after, x), 0);
}

TEST_F(Happening, WhatIsToldGoesOverWhatWasSeen) {
    EventId trick =
        w.action("trick", {.effect = w.all({w.set(w.read(x), 1), w.set(w.believes(ann, w.read(x)), 2)})});
    Scene scene(w);
    MindId after = scene.after(scene.start(), trick);
    EXPECT_EQ(scene.number(after, x), 1);
    EXPECT_EQ(scene.number(scene.mind(after, {ann}), x), 2) << "in Ann's mind, through introspection";
    EXPECT_EQ(scene.number(scene.mind(after, {bo}), x), 1);
    EXPECT_EQ(scene.number(scene.mind(after, {bo, ann}), x), 2);
}

TEST_F(Happening, ABlockOfBeliefIsReadInThatMind) {
    w.first(w.set(w.read(x), 1));
    w.first(w.set(w.believes(ann, w.read(x)), 5));
    EventId outside =
        w.action("outside", {.effect = w.set(w.believes(ann, w.read(y)), w.read(x)), .observers = {{}}});
    EventId inside =
        w.action("inside", {.effect = w.in_mind(ann, w.set(w.read(y), w.read(x))), .observers = {{}}});
    Scene scene(w);
    EXPECT_EQ(scene.number(scene.mind(scene.after(scene.start(), outside), {ann}), y), 1);
    EXPECT_EQ(scene.number(scene.mind(scene.after(scene.start(), inside), {ann}), y), 5);
}

TEST_F(Happening, BelowTheGreatestDepthNothingIsTold) {
    EventId tell =
        w.action("tell", {.effect = w.set(w.believes(ann, w.believes(bo, w.read(x))), 3), .observers = {{}}});
    Scene deep(w, 2);
    EXPECT_EQ(deep.number(deep.mind(deep.after(deep.start(), tell), {ann, bo}), x), 3);
    Scene flat(w, 1);
    EXPECT_EQ(flat.after(flat.start(), tell), flat.start());
}

TEST_F(Happening, OfCollidingValuesTheFirstInOrderWins) {
    EventId collide =
        w.action("collide", {.effect = w.all({w.when(w.no(w.read(lit)), w.set(w.read(x), 7)),
                                              w.when(w.no(w.read(lit)), w.set(w.read(x), w.unknown())),
                                              w.when(w.no(w.read(lit)), w.set(w.read(x), 3))})});
    EventId numbers = w.action("numbers", {.effect = w.all({w.set(w.read(x), 7), w.set(w.read(x), 3)})});
    w.action("light", {.effect = w.set(w.read(lit))});
    Scene scene(w);
    EXPECT_TRUE(scene.value(scene.after(scene.start(), collide), x).is_unknown());
    EXPECT_EQ(scene.number(scene.after(scene.start(), numbers), x), 3);
}

TEST_F(Happening, SuccessorsAreRemembered) {
    EventId add = w.action("add", {.effect = w.set(w.read(x), w.plus(w.read(x), 1))});
    Scene scene(w);
    MindId start = scene.start();
    MindId after = scene.after(start, add);
    std::uint64_t transitions = scene.dynamics->transitions();
    EXPECT_EQ(scene.after(start, add), after);
    EXPECT_EQ(scene.dynamics->transitions(), transitions);
}

// ---- revision ----

class Revision : public Happening {
  protected:
    PropertyId done = w.property("done", kBoolean);

    EventId act(ExprId precondition) {
        return w.action("act", {.precondition = precondition, .effect = w.set(w.read(done))});
    }
};

TEST_F(Revision, AnEqualityIsCopied) {
    w.first(w.set(w.read(x), 4));
    w.first(w.set(w.believes(ann, w.read(x)), 9));
    EventId event = act(w.equal(w.read(x), w.number(4)));
    Scene scene(w);
    MindId after = scene.after(scene.start(), event);
    EXPECT_EQ(scene.number(scene.mind(after, {ann}), x), 4);
    EXPECT_TRUE(scene.holds(scene.mind(after, {ann}), done));
    EXPECT_EQ(scene.number(scene.mind(after, {bo, ann}), x), 4) << "Bo did not know that she was wrong";
}

TEST_F(Revision, OtherComparisonsMakeTheFluentUnknown) {
    w.first(w.set(w.read(x), 4));
    w.first(w.set(w.believes(ann, w.read(x)), 9));
    EventId event = act(w.compare(w.read(x), Compare::less, w.number(5)));
    Scene scene(w);
    MindId after = scene.after(scene.start(), event);
    EXPECT_TRUE(scene.value(scene.mind(after, {ann}), x).is_unknown());
    EXPECT_EQ(scene.number(scene.mind(after, {bo}), x), 4) << "Bo is not surprised";
}

TEST_F(Revision, OnlyWhatStoodInTheWayIsCorrected) {
    w.first(w.set(w.read(lit)));
    w.first(w.set(w.read(x), 4));
    w.first(w.unset(w.believes(ann, w.read(lit))));
    w.first(w.set(w.believes(ann, w.read(x)), 9));
    w.first(w.set(w.believes(ann, w.read(y)), 9));
    EventId event = act(w.both({w.read(lit), w.compare(w.read(x), Compare::greater, w.number(2))}));
    Scene scene(w);
    MindId anns = scene.mind(scene.after(scene.start(), event), {ann});
    EXPECT_TRUE(scene.holds(anns, lit));
    EXPECT_EQ(scene.number(anns, x), 9) << "9 > 2 did not stand in the way";
    EXPECT_EQ(scene.number(anns, y), 9);
}

TEST_F(Revision, SomebodyElsesBeliefIsCorrectedThere) {
    w.first(w.set(w.read(lit)));
    w.first(w.unset(w.believes(ann, w.believes(bo, w.read(lit)))));
    EventId event = act(w.believes(bo, w.read(lit)));
    Scene scene(w);
    MindId after = scene.after(scene.start(), event);
    EXPECT_TRUE(scene.holds(scene.mind(after, {ann, bo}), lit));
}

// ---- triggers ----

TEST_F(Happening, EveryMindHasItsOwnTriggers) {
    PropertyId warm = w.property("warm", kBoolean);
    EventId light = w.action("light", {.effect = w.set(w.read(lit)), .observers = {{ann}}});
    w.trigger("heat", {.precondition = w.read(lit), .effect = w.set(w.read(warm))});
    Scene scene(w);
    MindId after = scene.after(scene.start(), light);
    EXPECT_TRUE(scene.holds(after, warm));
    EXPECT_TRUE(scene.holds(scene.mind(after, {ann}), warm));
    EXPECT_FALSE(scene.holds(scene.mind(after, {bo}), warm));
    EXPECT_FALSE(scene.holds(scene.mind(after, {ann, bo}), warm));
}

TEST_F(Happening, ATriggerSeesWhatSettlesInTheMindsBelow) {
    EventId tell = w.action("tell", {.effect = w.set(w.believes(ann, w.read(x)), 1), .observers = {{}}});
    w.trigger("follow", {.precondition = w.both({w.equal(w.read(x), w.number(1)),
                                                 w.compare(w.read(y), Compare::less, w.number(2))}),
                         .effect = w.set(w.read(y), w.plus(w.read(y), 1))});
    w.trigger("notice",
              {.precondition = w.both({w.believes(ann, w.equal(w.read(y), w.number(1))), w.no(w.read(lit))}),
               .effect = w.set(w.read(lit))});
    Scene scene(w);
    MindId after = scene.after(scene.start(), tell);
    EXPECT_EQ(scene.number(scene.mind(after, {ann}), y), 2);
    EXPECT_EQ(scene.number(after, y), 0);
    EXPECT_TRUE(scene.holds(after, lit)) << "for one beat Ann takes y to be 1";
}

TEST_F(Happening, TheFirstTriggerOfAMindGoesFirst) {
    // Both apply; the second in the text finds its condition gone.
    w.first(w.set(w.read(lit)));
    w.trigger("one",
              {.precondition = w.read(lit), .effect = w.all({w.unset(w.read(lit)), w.set(w.read(x), 1)})});
    w.trigger("two",
              {.precondition = w.read(lit), .effect = w.all({w.unset(w.read(lit)), w.set(w.read(x), 2)})});
    Scene scene(w);
    EXPECT_EQ(scene.number(scene.start(), x), 1);
}

TEST_F(Happening, BeatsGoFromOutsideIn) {
    // The world's trigger tells Ann before her own has its turn: she is told while it is still dark to her.
    PropertyId told = w.property("told", kBoolean);
    EventId light = w.action("light", {.effect = w.set(w.read(lit))});
    w.trigger("tell", {.precondition = w.both({w.read(lit), w.no(w.read(told))}),
                       .effect = w.all({w.set(w.read(told)), w.set(w.believes(ann, w.read(x)), 1)})});
    w.trigger("react", {.precondition = w.both({w.equal(w.read(x), w.number(1)), w.no(w.read(told))}),
                        .effect = w.set(w.read(y), 1)});
    Scene scene(w);
    MindId after = scene.after(scene.start(), light);
    // Beat 1: the world takes `tell`, all others wait. Beat 2: Ann takes `tell` first, by the order of the
    // text, and then nothing of hers is left to react.
    EXPECT_TRUE(scene.holds(scene.mind(after, {ann}), told));
    EXPECT_EQ(scene.number(scene.mind(after, {ann}), x), 1);
    EXPECT_EQ(scene.number(scene.mind(after, {ann}), y), 0);
}

TEST_F(Happening, TriggersSettleTheFirstStateToo) {
    w.first(w.set(w.read(x), 3));
    w.trigger("sink", {.precondition = w.compare(w.read(x), Compare::greater, w.number(0)),
                       .effect = w.set(w.read(x), w.plus(w.read(x), -1))});
    Scene scene(w);
    EXPECT_EQ(scene.number(scene.start(), x), 0);
    EXPECT_EQ(scene.number(scene.mind(scene.start(), {ann}), x), 0);
}

TEST_F(Happening, EndlessTriggersAreNamed) {
    EventId light = w.action("light", {.effect = w.set(w.read(lit))});
    w.trigger("idle", {.precondition = w.equal(w.read(y), w.number(9)), .effect = w.set(w.read(y), 8)});
    w.trigger("up", {.precondition = w.both({w.read(lit), w.equal(w.read(x), w.number(0))}),
                     .effect = w.set(w.read(x), 1)});
    w.trigger("down", {.precondition = w.both({w.read(lit), w.equal(w.read(x), w.number(1))}),
                       .effect = w.set(w.read(x), 0)});
    Scene scene(w);
    ASSERT_TRUE(scene.start().valid());
    EXPECT_FALSE(scene.after(scene.start(), light).valid());
    std::vector<std::string> names;
    ASSERT_TRUE(scene.dynamics->endless());
    for (EventIndex trigger : scene.dynamics->endless()->triggers)
        names.push_back(w.world[scene.ground->event(trigger).schema].name);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"down", "up"}));
}

TEST_F(Happening, EndlessTriggersInOneMindAloneAreEndless) {
    EventId fool = w.action("fool", {.effect = w.set(w.believes(ann, w.read(lit))), .observers = {{}}});
    w.trigger("count", {.precondition = w.read(lit), .effect = w.set(w.read(x), w.plus(w.read(x), 1))});
    Scene scene(w);
    EXPECT_FALSE(scene.after(scene.start(), fool).valid());
    EXPECT_TRUE(scene.dynamics->endless());
}

// ---- what a mind can do and wants ----

TEST_F(Happening, PossibleActionsAreThoseWhosePreconditionHolds) {
    EventId light = w.action("light", {.precondition = w.no(w.read(lit)), .effect = w.set(w.read(lit))});
    EventId darken = w.action("darken", {.precondition = w.read(lit), .effect = w.unset(w.read(lit))});
    EventId trust = w.action("trust", {.precondition = w.believes(ann, w.no(w.read(lit)))});
    w.first(w.set(w.believes(ann, w.read(lit))));
    Scene scene(w);
    auto actions = [&](MindId mind) {
        auto span = scene.dynamics->possible_actions(mind);
        return std::vector<EventIndex>(span.begin(), span.end());
    };
    MindId start = scene.start();
    EXPECT_EQ(actions(start), (std::vector<EventIndex>{scene.find(light)}));
    EXPECT_EQ(actions(scene.mind(start, {ann})), (std::vector<EventIndex>{scene.find(darken)}));
    EXPECT_EQ(actions(scene.mind(start, {bo})),
              (std::vector<EventIndex>{scene.find(light), scene.find(trust)}));
}

TEST_F(Happening, AnUnknownUtilityIsNotANumber) {
    w.first(w.set(w.read(x), w.unknown()));
    w.action("set", {.effect = w.set(w.read(x), 2)});
    w.utility({}, w.read(x));
    w.utility(ann, w.believes(bo, w.read(x)));
    Scene scene(w);
    EXPECT_TRUE(std::isnan(scene.dynamics->utility(scene.start(), EntityId::none())));
    EXPECT_TRUE(std::isnan(scene.dynamics->utility(scene.start(), ann)));
    EXPECT_EQ(scene.dynamics->utility(scene.start(), bo), 0) << "no utility is the constant 0";
}

}  // namespace
}  // namespace wt::engine
