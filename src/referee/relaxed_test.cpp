#include "referee/relaxed.h"

#include <limits>

#include <gtest/gtest.h>

#include "referee/happen.h"
#include "referee/judge.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

/// Ann could have this at best, in her own mind, before anything happens.
class Conceivable : public testing::Test {
  protected:
    TestWorld w;
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    PropertyId rich = w.property("rich", kBoolean);
    PropertyId paid = w.property("paid", kBoolean);
    PropertyId open = w.property("open", kBoolean);
    PropertyId coins = w.property("coins", kNumber);

    ExprId one_if(ExprId test) { return w.if_else(test, w.number(1), w.number(0)); }

    double highest(int belief_limit = 1, int steps = 1000) {
        Budget budget;
        Rules rules;
        rules.limits.belief = belief_limit;
        Context context(w.world, rules, budget);
        return highest_conceivable(context, context.believed(first_state(context), ann), steps);
    }
};

TEST_F(Conceivable, IsWhatOnesOwnActionsLeadTo) {
    w.utility(ann, one_if(w.read(rich)));
    EXPECT_EQ(highest(), 0);
    w.action("enter", {.effect = w.set(w.read(open)), .consenting = {w.of(ann)}});
    EXPECT_EQ(highest(), 0);
    w.action("dig", {.precondition = w.read(open), .effect = w.set(w.read(rich)), .consenting = {w.of(ann)}});
    EXPECT_EQ(highest(), 1);
}

TEST_F(Conceivable, TakesAsManyActionsAsItTakes) {
    w.utility(ann, one_if(w.read(rich)));
    w.action("dig", {.precondition = w.read(open), .effect = w.set(w.read(rich)), .consenting = {w.of(ann)}});
    w.action("enter", {.effect = w.set(w.read(open)), .consenting = {w.of(ann)}});
    EXPECT_EQ(highest(1, 0), 0);
    EXPECT_EQ(highest(1, 1), 0);
    EXPECT_EQ(highest(1, 2), 1);
    w.trigger("rain", {.precondition = w.read(open), .effect = w.set(w.read(rich))});
    EXPECT_EQ(highest(1, 0), 0);
    EXPECT_EQ(highest(1, 1), 1) << "a trigger takes no action";
}

TEST_F(Conceivable, OfSomeActionsIsWhatTheyLeadToWhoeverAgrees) {
    w.utility({}, one_if(w.both({w.read(rich), w.read(paid)})));
    w.action("enter", {.effect = w.set(w.read(open)), .consenting = {w.of(ann)}});
    w.action("dig", {.precondition = w.read(open), .effect = w.set(w.read(rich)), .consenting = {w.of(ann)}});
    w.action("pay", {.effect = w.set(w.read(paid))});
    Budget budget;
    Context context(w.world, {}, budget);
    MindId start = first_state(context);
    ASSERT_EQ(context.actions.size(), 3u);
    const std::vector<ActionId> all{ActionId(0u), ActionId(1u), ActionId(2u)};
    std::span<const ActionId> actions(all);
    EXPECT_EQ(highest_by(context, start, actions), 1);
    EXPECT_EQ(highest_by(context, start, actions.subspan(1)), 0) << "nobody enters";
    EXPECT_EQ(highest_by(context, start, actions.first(2)), 0) << "nobody pays";
    EXPECT_EQ(highest_by(context, start, {}), 0);
}

TEST_F(Conceivable, IsNothingThatNobodyDoes) {
    w.utility(ann, one_if(w.read(rich)));
    w.action("luck", {.effect = w.set(w.read(rich))});
    EXPECT_EQ(highest(), 0) << "nobody can count on what has no consenting character";
    w.trigger("dawn", {.precondition = w.no(w.read(rich)), .effect = w.set(w.read(rich))});
    EXPECT_EQ(highest(), 1);
}

TEST_F(Conceivable, OthersHelpOnlyIfTheyGainAtOnceAtTheBeliefLimit) {
    w.utility(ann, one_if(w.read(rich)));
    w.utility(bo, one_if(w.read(paid)));
    w.action("give", {.effect = w.set(w.read(rich)), .consenting = {w.of(bo)}});
    EXPECT_EQ(highest(1), 0);
    w.trigger("wage", {.precondition = w.both({w.read(rich), w.read(open)}), .effect = w.set(w.read(paid))});
    EXPECT_EQ(highest(1), 0) << "the wage needs something that never comes about";
    w.action("unlock", {.effect = w.set(w.read(open)), .consenting = {w.of(ann)}});
    EXPECT_EQ(highest(1), 1);
}

TEST_F(Conceivable, OthersWhoPlanAheadHelpIfTheyCanGainAtAll) {
    w.utility(ann, one_if(w.read(rich)));
    w.utility(bo, one_if(w.read(paid)));
    w.action("give", {.effect = w.set(w.read(rich)), .consenting = {w.of(bo)}});
    EXPECT_EQ(highest(2), 0);
    w.action(
        "pay",
        {.precondition = w.read(rich), .effect = w.set(w.read(paid)), .consenting = {w.of(ann), w.of(bo)}});
    EXPECT_EQ(highest(2), 1);
    EXPECT_EQ(highest(1), 0) << "giving is of no use to Bo at once";
}

TEST_F(Conceivable, BeliefsOfOthersMakeThemHelp) {
    w.utility(ann, one_if(w.read(rich)));
    w.utility(bo, one_if(w.no(w.read(open))));
    w.action("give", {.precondition = w.read(open),
                      .effect = w.all({w.set(w.read(rich)), w.set(w.read(open), false)}),
                      .consenting = {w.of(bo)}});
    EXPECT_EQ(highest(), 0);
    w.action("show", {.effect = w.set(w.read(open)), .consenting = {w.of(ann)}});
    EXPECT_EQ(highest(), 1);
}

TEST_F(Conceivable, NumbersMayGrowWithoutEnd) {
    w.utility(ann, w.read(coins));
    w.action("earn",
             {.effect = w.set(w.read(coins), w.calculate(w.read(coins), Arithmetic::add, w.number(1))),
              .consenting = {w.of(ann)}});
    w.first(w.set(w.read(coins), w.number(3)));
    EXPECT_EQ(highest(), std::numeric_limits<double>::infinity());
}

EverPossible ever_in(const World& world) {
    Budget budget;
    Context context(world, {}, budget);
    return *ever_possible(context, first_state(context));
}

TEST_F(Conceivable, OnlySomeEventsCanEverBePossible) {
    w.action("dig", {.precondition = w.read(open), .effect = w.set(w.read(rich)), .consenting = {w.of(ann)}});
    w.trigger("wage", {.precondition = w.read(rich), .effect = w.set(w.read(paid))});
    EXPECT_EQ(ever_in(w.world).actions, std::vector<std::uint32_t>{});
    EXPECT_EQ(ever_in(w.world).triggers, std::vector<std::uint32_t>{});
    w.action("storm", {.effect = w.set(w.read(open))});
    EXPECT_EQ(ever_in(w.world).actions, (std::vector<std::uint32_t>{0, 1})) << "nobody need agree";
    EXPECT_EQ(ever_in(w.world).triggers, std::vector<std::uint32_t>{0});
}

TEST_F(Conceivable, WhatSomebodyBelievesMakesEventsPossible) {
    w.action("dig", {.precondition = w.read(open), .effect = w.set(w.read(rich)), .consenting = {w.of(ann)}});
    EXPECT_EQ(ever_in(w.world).actions, std::vector<std::uint32_t>{});
    w.first(w.set(w.believes(bo, w.believes(ann, w.read(open)))));
    EXPECT_EQ(ever_in(w.world).actions, std::vector<std::uint32_t>{0});
}

}  // namespace
}  // namespace wt::referee
