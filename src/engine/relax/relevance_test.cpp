#include "engine/relax/relevance.h"

#include <gtest/gtest.h>

#include "engine/test_world.h"

namespace wt::engine {
namespace {

using namespace model;

class Relevant : public testing::Test {
  protected:
    TestWorld w;
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    PropertyId a = w.property("a", kBoolean);
    PropertyId b = w.property("b", kBoolean);
    PropertyId c = w.property("c", kBoolean);

    std::uint16_t distance(EventId event, EntityId who) {
        Scene scene(w);
        Parting parting(*scene.ground);
        Budget budget;
        Relevance relevance(*scene.ground, parting, budget);
        return relevance.distances(who)[scene.find(event).index()];
    }
};

TEST_F(Relevant, AnActionThatWritesWhatTheUtilityReadsIsAtDistanceZero) {
    EventId win = w.action("win", {.effect = w.set(w.read(a)), .consenting = {ann}});
    w.utility(ann, w.one_if(w.read(a)));
    EXPECT_EQ(distance(win, ann), 0);
}

TEST_F(Relevant, DistanceCountsTheActionsThatMustFollow) {
    EventId first = w.action("first", {.effect = w.set(w.read(c)), .consenting = {ann}});
    EventId second =
        w.action("second", {.precondition = w.read(c), .effect = w.set(w.read(b)), .consenting = {ann}});
    w.action("third", {.precondition = w.read(b), .effect = w.set(w.read(a)), .consenting = {ann}});
    w.utility(ann, w.one_if(w.read(a)));
    EXPECT_EQ(distance(second, ann), 1);
    EXPECT_EQ(distance(first, ann), 2);
}

TEST_F(Relevant, TriggersCostNothing) {
    EventId first = w.action("first", {.effect = w.set(w.read(c)), .consenting = {ann}});
    w.trigger("second", {.precondition = w.read(c), .effect = w.set(w.read(b))});
    w.utility(ann, w.one_if(w.read(b)));
    EXPECT_EQ(distance(first, ann), 0);
}

TEST_F(Relevant, WhatNobodyReadsNeverMatters) {
    EventId idle = w.action("idle", {.effect = w.set(w.read(c)), .consenting = {ann}});
    w.action("win", {.effect = w.set(w.read(a)), .consenting = {ann}});
    w.utility(ann, w.one_if(w.read(a)));
    EXPECT_EQ(distance(idle, ann), Relevance::kNever);
}

TEST_F(Relevant, EveryCharacterHasTheirOwn) {
    EventId win = w.action("win", {.effect = w.set(w.read(a)), .consenting = {ann}});
    w.utility(ann, w.one_if(w.read(a)));
    EXPECT_EQ(distance(win, ann), 0);
    EXPECT_EQ(distance(win, bo), Relevance::kNever);
}

TEST_F(Relevant, BeliefsOfOthersCount) {
    EventId tell = w.action("tell", {.effect = w.set(w.believes(bo, w.read(b))), .consenting = {ann}});
    w.action("help",
             {.precondition = w.believes(bo, w.read(b)), .effect = w.set(w.read(a)), .consenting = {ann}});
    w.utility(ann, w.one_if(w.read(a)));
    EXPECT_EQ(distance(tell, ann), 1);
}

TEST_F(Relevant, WhatMakesOthersWantToHelpCounts) {
    PropertyId poor = w.property("poor", kBoolean);
    EventId rob = w.action("rob", {.effect = w.set(w.believes(bo, w.read(poor))), .consenting = {ann}});
    EventId idle = w.action("idle", {.effect = w.set(w.read(c)), .consenting = {ann}});
    w.action("help", {.effect = w.set(w.read(a)), .consenting = {bo}});
    w.trigger("pay", {.precondition = w.both({w.read(a), w.read(poor)}), .effect = w.set(w.read(b))});
    w.utility(ann, w.one_if(w.read(a)));
    w.utility(bo, w.one_if(w.read(b)));
    EXPECT_EQ(distance(rob, ann), 1) << "it changes nothing for Ann but that Bo gains by helping";
    EXPECT_EQ(distance(idle, ann), Relevance::kNever);
}

// ---- gains at once ----

class GainsAtOnce : public Relevant {
  protected:
    PropertyId paid = w.property("paid", kBoolean);
    EventId work = w.action("work", {.effect = w.set(w.read(a)), .consenting = {bo}});

    /// Returns the condition as a list of the fluents that it reads; "true" and "false" if it reads none.
    std::string condition() {
        w.action("ask", {.effect = w.set(w.read(b)), .consenting = {ann}});
        w.action("forbid", {.effect = w.set(w.read(c)), .consenting = {ann}});
        w.utility(bo, w.one_if(w.read(paid)));
        Scene scene(w);
        Parting parting(*scene.ground);
        Budget budget;
        Relevance relevance(*scene.ground, parting, budget);
        FormulaId formula = relevance.gain_condition(scene.find(work), bo);
        FormulaPool& pool = scene.ground->pool();
        if (pool.is_true(formula)) return "true";
        if (pool.is_false(formula)) return "false";
        std::vector<FormulaPool::Read> reads;
        pool.collect_reads(formula, reads);
        std::string names;
        for (const FormulaPool::Read& read : reads)
            names += w.world[scene.ground->fluent(read.fluent).property].name;
        return names;
    }
};

TEST_F(GainsAtOnce, NeedWhatElseTheirTriggerNeeds) {
    w.trigger("pay", {.precondition = w.both({w.read(a), w.read(b)}), .effect = w.set(w.read(paid))});
    EXPECT_EQ(condition(), "b");
}

TEST_F(GainsAtOnce, NeedNothingThatAnotherTriggerMayHaveMade) {
    w.trigger("count", {.precondition = w.read(a), .effect = w.set(w.read(b))});
    w.trigger("pay", {.precondition = w.both({w.read(b), w.read(c)}), .effect = w.set(w.read(paid))});
    EXPECT_EQ(condition(), "c");
}

TEST_F(GainsAtOnce, AreImpossibleWithoutATriggerThatNoticesTheAction) {
    w.trigger("pay", {.precondition = w.both({w.read(b), w.read(c)}), .effect = w.set(w.read(paid))});
    EXPECT_EQ(condition(), "false");
}

TEST_F(GainsAtOnce, NeedNothingIfTheActionItselfGives) {
    w.action("earn", {.effect = w.set(w.read(paid)), .consenting = {bo}});
    w.trigger("pay", {.precondition = w.read(a), .effect = w.set(w.read(paid))});
    EXPECT_EQ(condition(), "true") << "the trigger needs nothing else";
}

}  // namespace
}  // namespace wt::engine
