#include "engine/explain/explainer.h"

#include <gtest/gtest.h>

#include "engine/test_world.h"

namespace wt::engine {
namespace {

using namespace model;

class Reasons : public testing::Test {
  protected:
    TestWorld w;
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    PropertyId stage = w.property("stage", kNumber);
    PropertyId a = w.property("a", kBoolean);
    PropertyId won = w.property("won", kNumber);

    /// Adds an action that takes the stage from `at` to the next.
    EventId step(const char* name, double at, EntityId who) {
        return w.action(name, {.precondition = w.equal(w.read(stage), w.number(at)),
                               .effect = w.set(w.read(stage), at + 1),
                               .consenting = {who}});
    }
    /// Returns the least length of a reason of `who` in their mind in the first state; 0 if there is none.
    int length(EventId event, EntityId who, int budget, int belief_limit = 2, int depth = 4) {
        Scene scene(w, depth);
        RelaxedCosts relaxed(*scene.dynamics, *scene.ground, scene.budget);
        Explainer explainer(*scene.dynamics, *scene.ground, relaxed, scene.budget);
        explainer.set_belief_limit(belief_limit);
        MindId mind = scene.mind(scene.start(), {who});
        for (int n = 1; n <= std::max(budget, 1); ++n)
            if (explainer.has_reason(mind, scene.find(event), budget, n)) return n;
        return 0;
    }
};

TEST_F(Reasons, OneStepIsFreeAtBudgetZeroAndOne) {
    EventId win = w.action("win", {.effect = w.set(w.read(won), 1), .consenting = {ann}});
    w.utility(ann, w.read(won));
    EXPECT_EQ(length(win, ann, 0), 1);
    EXPECT_EQ(length(win, ann, 1), 1);
}

TEST_F(Reasons, TwoStepsNeedABudgetOfTwo) {
    EventId first = step("first", 0, ann);
    step("second", 1, ann);
    w.utility(ann, w.one_if(w.equal(w.read(stage), w.number(2))));
    EXPECT_EQ(length(first, ann, 0), 0);
    EXPECT_EQ(length(first, ann, 1), 0);
    EXPECT_EQ(length(first, ann, 2), 2);
}

TEST_F(Reasons, WhoeverWantsNothingHasNone) {
    EventId win = w.action("win", {.effect = w.set(w.read(won), 1), .consenting = {ann}});
    EXPECT_EQ(length(win, ann, 5), 0);
}

TEST_F(Reasons, TheUnknownImprovesOnNothing) {
    EventId learn = w.action("learn", {.effect = w.set(w.read(won), 5), .consenting = {ann}});
    w.first(w.set(w.read(won), w.unknown()));
    w.utility(ann, w.read(won));
    EXPECT_EQ(length(learn, ann, 5), 0);
}

TEST_F(Reasons, WhatCanBeLeftOutHasNoReason) {
    EventId idle =
        w.action("idle", {.precondition = w.no(w.read(a)), .effect = w.set(w.read(a)), .consenting = {ann}});
    EventId win = w.action("win", {.effect = w.set(w.read(won), 1), .consenting = {ann}});
    w.utility(ann, w.read(won));
    EXPECT_EQ(length(win, ann, 5), 1);
    EXPECT_EQ(length(idle, ann, 5), 0);
}

TEST_F(Reasons, EqualMeansEqual) {
    // The plan would end better, not equally well, without its first step: by the letter, that step cannot be left out.
    EventId spoil =
        w.action("spoil", {.precondition = w.no(w.read(a)), .effect = w.set(w.read(a)), .consenting = {ann}});
    w.action("win", {.precondition = w.equal(w.read(won), w.number(0)),
                     .effect = w.when(w.read(a), w.set(w.read(won), 1), w.set(w.read(won), 2)),
                     .consenting = {ann}});
    w.utility(ann, w.read(won));
    EXPECT_EQ(length(spoil, ann, 2), 2);
}

TEST_F(Reasons, ACompetitorMayKeepAnyPartOfTheRest) {
    // The middle one of three steps matters to nobody, so that a plan through it is no reason. The two others matter.
    EventId first =
        w.action("first", {.precondition = w.no(w.read(a)), .effect = w.set(w.read(a)), .consenting = {ann}});
    PropertyId hat = w.property("hat", kBoolean);
    EventId dress = w.action(
        "dress", {.precondition = w.no(w.read(hat)), .effect = w.set(w.read(hat)), .consenting = {ann}});
    w.action("win", {.precondition = w.read(a), .effect = w.set(w.read(won), 1), .consenting = {ann}});
    w.utility(ann, w.read(won));
    EXPECT_EQ(length(first, ann, 5), 2);
    EXPECT_EQ(length(dress, ann, 5), 0) << "dress, first, win: without the hat it ends the same";
}

TEST_F(Reasons, ACompetitorThatNobodyExplainsDoesNotCount) {
    // Bo's help would do without Ann's asking, but only asking gives Bo a reason.
    PropertyId asked = w.property("asked", kBoolean);
    EventId ask = w.action(
        "ask", {.precondition = w.no(w.read(asked)), .effect = w.set(w.read(asked)), .consenting = {ann}});
    w.action("help", {.precondition = w.equal(w.read(won), w.number(0)),
                      .effect = w.all({w.set(w.read(won), 1), w.when(w.read(asked), w.set(w.read(a)))}),
                      .consenting = {bo}});
    w.utility(ann, w.read(won));
    w.utility(bo, w.one_if(w.read(a)));
    EXPECT_EQ(length(ask, ann, 5), 2);
}

TEST_F(Reasons, NoStateOnTheWayMayHaveTheFinalUtility) {
    // The value goes up to 1, down to 0 and up to 1 again: the first rise is already the end of the reason.
    PropertyId again = w.property("again", kBoolean);
    EventId rise = w.action("rise", {.precondition = w.equal(w.read(won), w.number(0)),
                                     .effect = w.set(w.read(won), 1),
                                     .consenting = {ann}});
    w.action("fall", {.precondition = w.equal(w.read(won), w.number(1)),
                      .effect = w.all({w.set(w.read(won), 0), w.set(w.read(again))}),
                      .consenting = {ann}});
    w.utility(ann, w.read(won));
    EXPECT_EQ(length(rise, ann, 5), 1);
}

TEST_F(Reasons, OthersMustHaveReasonsInWhatIsImaginedOfThem) {
    EventId invite = step("invite", 0, ann);
    step("come", 1, bo);
    w.utility(ann, w.one_if(w.equal(w.read(stage), w.number(2))));
    EXPECT_EQ(length(invite, ann, 5), 0) << "Bo wants nothing";
    w.utility(bo, w.one_if(w.equal(w.read(stage), w.number(2))));
    EXPECT_EQ(length(invite, ann, 5), 2);
}

TEST_F(Reasons, NestedReasonsHaveWhatIsLeftOfTheBudget) {
    // This is the dance: Bo's reason at the second place has three steps, to the end.
    EventId invite = step("invite", 0, ann);
    step("come", 1, bo);
    step("tune", 2, ann);
    step("dance", 3, bo);
    w.utility(ann, w.one_if(w.equal(w.read(stage), w.number(3))));
    w.utility(bo, w.one_if(w.equal(w.read(stage), w.number(4))));
    EXPECT_EQ(length(invite, ann, 3), 0);
    EXPECT_EQ(length(invite, ann, 4), 3);
}

TEST_F(Reasons, MindsDeeperThanTheBeliefLimitThinkOneStepAhead) {
    EventId invite = step("invite", 0, ann);
    step("come", 1, bo);
    step("tune", 2, ann);
    step("dance", 3, bo);
    w.utility(ann, w.one_if(w.equal(w.read(stage), w.number(3))));
    w.utility(bo, w.one_if(w.equal(w.read(stage), w.number(4))));
    EXPECT_EQ(length(invite, ann, 4, 2), 3);
    EXPECT_EQ(length(invite, ann, 4, 1), 0) << "Bo, at level 2, would have to see three steps ahead";
    EXPECT_EQ(length(invite, ann, 4, 0), 0) << "Ann herself, at level 1, thinks one step ahead";
}

TEST_F(Reasons, NobodyCountsOnWhatNobodyConsentsTo) {
    EventId wait =
        w.action("wait", {.precondition = w.no(w.read(a)), .effect = w.set(w.read(a)), .consenting = {ann}});
    w.action("storm", {.precondition = w.read(a), .effect = w.set(w.read(won), 1)});
    w.utility(ann, w.read(won));
    EXPECT_EQ(length(wait, ann, 5), 0);
}

TEST_F(Reasons, AReasonGoesByWhatIsBelieved) {
    EventId win =
        w.action("win", {.precondition = w.read(a), .effect = w.set(w.read(won), 1), .consenting = {ann}});
    EventId open = w.action("open", {.effect = w.set(w.read(stage), 1), .consenting = {ann}});
    w.first(w.set(w.believes(ann, w.read(a))));
    w.utility(ann, w.calculate(w.read(won), Arithmetic::multiply, w.one_if(w.read(a))));
    w.action("close", {.effect = w.unset(w.read(a))});
    EXPECT_EQ(length(win, ann, 1), 1) << "though it is neither possible nor of use in truth";
    EXPECT_EQ(length(open, ann, 5), 0);
}

TEST_F(Reasons, ConsentNeedsEverybodyToThinkTheActionPossible) {
    EventId trade = w.action(
        "trade", {.precondition = w.read(a), .effect = w.set(w.read(won), 1), .consenting = {ann, bo}});
    w.action("close", {.effect = w.unset(w.read(a))});
    w.first(w.set(w.read(a)));
    w.first(w.unset(w.believes(bo, w.read(a))));
    w.utility(ann, w.read(won));
    w.utility(bo, w.read(won));
    Scene scene(w);
    RelaxedCosts relaxed(*scene.dynamics, *scene.ground, scene.budget);
    Explainer explainer(*scene.dynamics, *scene.ground, relaxed, scene.budget);
    EXPECT_FALSE(explainer.thought_possible(scene.start(), scene.find(trade)));
    EXPECT_FALSE(explainer.consented(scene.start(), scene.find(trade), 3, 3));
    EXPECT_TRUE(explainer.consented(scene.mind(scene.start(), {ann}), scene.find(trade), 3, 3))
        << "Ann takes Bo to know what she knows";
}

TEST_F(Reasons, DescriptionsNestTheReasonsOfOthers) {
    EventId invite = step("invite", 0, ann);
    EventId come = step("come", 1, bo);
    w.utility(ann, w.one_if(w.equal(w.read(stage), w.number(2))));
    w.utility(bo, w.one_if(w.equal(w.read(stage), w.number(2))));
    Scene scene(w, 4);
    RelaxedCosts relaxed(*scene.dynamics, *scene.ground, scene.budget);
    Explainer explainer(*scene.dynamics, *scene.ground, relaxed, scene.budget);
    explainer.set_belief_limit(2);
    ASSERT_TRUE(explainer.consented(scene.start(), scene.find(invite), 3, 3));
    Plan plan;
    explainer.start_description();
    auto reasons = explainer.describe(scene.start(), scene.find(invite), 3, plan);
    ASSERT_EQ(reasons.size(), 1u);
    const Explanation& anns = plan[reasons[0]];
    EXPECT_EQ(anns.character, ann);
    ASSERT_EQ(anns.steps.size(), 2u);
    EXPECT_EQ(anns.steps[0].action.event, invite);
    EXPECT_TRUE(anns.steps[0].reasons.empty()) << "the first action needs nobody's consent inside the reason";
    EXPECT_EQ(anns.steps[1].action.event, come);
    ASSERT_EQ(anns.steps[1].reasons.size(), 1u);
    EXPECT_EQ(plan[anns.steps[1].reasons[0]].character, bo);
    EXPECT_EQ(plan[anns.steps[1].reasons[0]].steps.size(), 1u);
}

}  // namespace
}  // namespace wt::engine
