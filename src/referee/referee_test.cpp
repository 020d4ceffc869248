#include "referee/referee.h"

#include <gtest/gtest.h>

#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

TEST(DefaultGoal, RoundsAwayFromZeroIfThatIsGreater) {
    EXPECT_EQ(default_goal(0), 1);
    EXPECT_EQ(default_goal(2.5), 3);
    EXPECT_EQ(default_goal(3), 4);
    EXPECT_EQ(default_goal(-1.5), -0.5);
    EXPECT_EQ(default_goal(-2), -1);
}

/// Cat climbs from stage 0 to 2; rain is nobody's doing; `trade` needs Dog, who gains nothing by it.
class Referee : public testing::Test {
  protected:
    Referee() {
        cat = w.character("Cat");
        dog = w.character("Dog");
        stage = w.property("stage", kNumber);
        wet = w.property("wet", kBoolean);
        one = step("one", 0, 1);
        two = step("two", 1, 2);
        rain = w.action("rain", {.precondition = w.no(w.read(wet)), .effect = w.set(w.read(wet))});
        trade = w.action("trade",
                         {.effect = w.set(w.read(stage), w.number(7)), .consenting = {w.of(cat), w.of(dog)}});
        w.utility({}, w.read(stage));
        w.utility(cat, w.read(stage));
        rules.goal = 2;
        rules.limits = {3, 3, 1};
    }
    EventId step(const char* name, double from, double to) {
        return w.action(name, {.precondition = w.equal(w.read(stage), w.number(from)),
                               .effect = w.set(w.read(stage), w.number(to)),
                               .consenting = {w.of(cat)}});
    }
    Judgement judge(std::vector<EventId> events) {
        std::vector<GroundEvent> actions;
        for (EventId event : events)
            actions.push_back({event, {}});
        return verify_actions(w.world, actions, rules, budget);
    }
    Plan good_plan() {
        Plan plan;
        plan.explanations.push_back({cat, {{{one, {}}, {}}}});
        plan.explanations.push_back({cat, {{{two, {}}, {}}}});
        plan.steps = {{{one, {}}, {ExplanationId(std::size_t{0})}},
                      {{two, {}}, {ExplanationId(std::size_t{1})}}};
        return plan;
    }

    Budget budget;
    TestWorld w;
    Rules rules;
    EntityId cat, dog;
    PropertyId stage, wet;
    EventId one, two, rain, trade;
};

TEST_F(Referee, AcceptsAStory) {
    Judgement judgement = judge({one, two});
    EXPECT_EQ(judgement.verdict, Verdict::valid) << judgement.why;
}

TEST_F(Referee, SaysWhichPartOfAPreconditionIsFalse) {
    Judgement judgement = judge({two});
    EXPECT_EQ(judgement.verdict, Verdict::invalid);
    EXPECT_EQ(judgement.step, 0u);
    EXPECT_EQ(judgement.why, "`two()` is impossible: `stage() == 1` is false");
}

TEST_F(Referee, SaysWhoTakesAnActionToBeImpossible) {
    w.first(w.set(w.believes(cat, w.read(stage)), w.number(1)));
    Judgement judgement = judge({one, two});
    EXPECT_EQ(judgement.step, 0u);
    EXPECT_EQ(judgement.why, "`Cat` takes `one()` to be impossible: `stage() == 0` is false in `Cat`'s mind");
}

TEST_F(Referee, SaysWhoHasNoReason) {
    Judgement judgement = judge({one, trade});
    EXPECT_EQ(judgement.verdict, Verdict::invalid);
    EXPECT_EQ(judgement.step, 1u);
    EXPECT_EQ(judgement.why, "`Dog` has no reason for `trade()` within the limits");
}

TEST_F(Referee, SaysWhatCanBeLeftOut) {
    Judgement judgement = judge({one, rain, two});
    EXPECT_EQ(judgement.verdict, Verdict::invalid);
    EXPECT_EQ(judgement.step, 1u);
    EXPECT_EQ(judgement.why,
              "`rain()` can be left out: it may go on with `two()`, and ends with the same utility");
    judgement = judge({one, two, rain});
    EXPECT_EQ(judgement.step, 2u);
    EXPECT_EQ(judgement.why, "the final utility is reached before `rain()` already");
}

TEST_F(Referee, WantsTheGoalWithinTheLimit) {
    EXPECT_EQ(judge({one}).why, "the author's utility ends at `1`, and the goal is `2`");
    EXPECT_EQ(judge({rain}).why, "the author's utility goes from `0` to `0`, which is no improvement");
    EXPECT_EQ(judge({}).verdict, Verdict::invalid);
    rules.limits.author = 1;
    EXPECT_EQ(judge({one, two}).why, "the plan has 2 actions, and the author limit is 1");
}

TEST_F(Referee, AnUnknownStartingUtilityProvesThatThereIsNoPlan) {
    w.first(w.set(w.read(stage), w.unknown()));
    EXPECT_EQ(judge({rain}).verdict, Verdict::invalid);
    Existence existence = enumerate(w.world, rules, budget);
    EXPECT_EQ(existence.verdict, Verdict::invalid);
    EXPECT_FALSE(existence.start_utility.has_value());
}

TEST_F(Referee, RejectsWhatIsNotAnAction) {
    EXPECT_EQ(judge({EventId(std::uint32_t{99})}).verdict, Verdict::invalid);
    GroundEvent odd{one, {Value::number(1)}};
    EXPECT_EQ(verify_actions(w.world, std::span(&odd, 1), rules, budget).why,
              "this is not an action of this world");
}

TEST_F(Referee, ChecksAttachedReasons) {
    EXPECT_EQ(verify(w.world, good_plan(), rules, budget).verdict, Verdict::valid);

    Plan plan = good_plan();
    plan.steps[1].reasons.clear();
    EXPECT_EQ(verify(w.world, plan, rules, budget).step, 1u);

    plan = good_plan();
    plan.steps[1].reasons[0] = ExplanationId(std::size_t{0});
    EXPECT_EQ(verify(w.world, plan, rules, budget).why,
              "the reason of `Cat` for `two()` does not hold: it begins with another action");

    plan = good_plan();
    plan.explanations[0].character = dog;
    EXPECT_EQ(verify(w.world, plan, rules, budget).why,
              "the reason of `Cat` for `one()` does not hold: it belongs to somebody else");

    plan = good_plan();
    plan.steps[0].reasons[0] = ExplanationId(std::size_t{9});
    EXPECT_EQ(verify(w.world, plan, rules, budget).why,
              "the reason of `Cat` for `one()` does not hold: it is missing");
}

TEST_F(Referee, ChecksTheStepsOfAttachedReasons) {
    Plan plan = good_plan();
    plan.explanations[0].steps.push_back({{two, {}}, {ExplanationId(std::size_t{1})}});
    EXPECT_EQ(verify(w.world, plan, rules, budget).verdict, Verdict::valid) << "a longer reason is one, too";

    plan.explanations[0].steps[1].reasons.clear();
    EXPECT_EQ(verify(w.world, plan, rules, budget).verdict, Verdict::invalid);

    plan = good_plan();
    plan.explanations[0].steps.push_back({{rain, {}}, {}});
    EXPECT_EQ(
        verify(w.world, plan, rules, budget).why,
        "the reason of `Cat` for `one()` does not hold: `rain()` has no consenting character, and nobody can "
        "count on such an action");

    plan = good_plan();
    plan.explanations[0].steps.push_back({{two, {}}, {ExplanationId(std::size_t{1})}});
    rules.limits.belief = 0;
    EXPECT_EQ(
        verify(w.world, plan, rules, budget).why,
        "the reason of `Cat` for `one()` does not hold: it has several actions in a mind below the belief "
        "limit");
}

TEST_F(Referee, AReasonThatContainsItselfEnds) {
    Plan plan = good_plan();
    plan.explanations[0].steps.push_back({{two, {}}, {ExplanationId(std::size_t{0})}});
    EXPECT_EQ(verify(w.world, plan, rules, budget).verdict, Verdict::invalid);
}

TEST_F(Referee, AStoryMayBeginAfterWhatHasHappened) {
    rules.history = {{one, {}}, {rain, {}}};
    EXPECT_EQ(judge({two}).verdict, Verdict::valid) << judge({two}).why;
    EXPECT_EQ(judge({one, two}).verdict, Verdict::invalid);
    Existence existence = enumerate(w.world, rules, budget);
    EXPECT_EQ(existence.start_utility, 1);
    EXPECT_EQ(existence.shortest, 1u);
}

TEST_F(Referee, WhatHasHappenedNeedsNoReasonButMustBePossible) {
    rules.history = {{trade, {}}};
    rules.goal = 8;
    EXPECT_EQ(judge({one}).why, "`one()` is impossible: `stage() == 0` is false") << "Dog had no reason";
    rules.history = {{two, {}}};
    EXPECT_EQ(judge({two}).verdict, Verdict::invalid);
    EXPECT_EQ(judge({two}).why,
              "`two()`, which happened before, is impossible where it happens: `stage() == 1` is false");
    EXPECT_EQ(enumerate(w.world, rules, budget).verdict, Verdict::invalid);
}

TEST_F(Referee, EnumeratesAShortestPlanThatItAccepts) {
    Existence existence = enumerate(w.world, rules, budget);
    ASSERT_EQ(existence.verdict, Verdict::valid);
    EXPECT_EQ(existence.shortest, 2u);
    EXPECT_EQ(existence.start_utility, 0);
    EXPECT_EQ(verify(w.world, *existence.plan, rules, budget).verdict, Verdict::valid);
    rules.goal = 7;
    EXPECT_EQ(enumerate(w.world, rules, budget).verdict, Verdict::invalid);
}

TEST_F(Referee, AStarvedBudgetIsUndecided) {
    budget.max_states = 2;
    Judgement judgement = judge({one, two});
    EXPECT_EQ(judgement.verdict, Verdict::undecided);
    EXPECT_EQ(judgement.stop, Stop::states);
    EXPECT_EQ(enumerate(w.world, rules, budget).verdict, Verdict::undecided);
    Budget stopped;
    stopped.request_stop(Stop::time);
    EXPECT_EQ(verify(w.world, good_plan(), rules, stopped).stop, Stop::time);
}

TEST_F(Referee, NeverSaysMoreThanItKnowsHoweverSmallTheBudget) {
    for (std::uint64_t states = 0; states < 60; ++states) {
        Budget small;
        small.max_states = states;
        Verdict verdict = enumerate(w.world, rules, small).verdict;
        EXPECT_TRUE(verdict == Verdict::valid || verdict == Verdict::undecided) << states;
    }
}

TEST_F(Referee, AnActionThatTriggersNeverComeToRestAfterIsImpossible) {
    w.trigger("on", {.precondition = w.both({w.equal(w.read(stage), w.number(2)), w.no(w.read(wet))}),
                     .effect = w.set(w.read(wet))});
    w.trigger("off", {.precondition = w.both({w.equal(w.read(stage), w.number(2)), w.read(wet)}),
                      .effect = w.set(w.read(wet), false)});
    Judgement judgement = judge({one, two});
    EXPECT_EQ(judgement.verdict, Verdict::invalid);
    EXPECT_EQ(judgement.step, 1u);
    EXPECT_EQ(judgement.why,
              "`two()` is impossible: after it the triggers never come to rest: `on()` `off()`");
    EXPECT_EQ(enumerate(w.world, rules, budget).verdict, Verdict::invalid);
    rules.goal = 1;
    EXPECT_EQ(judge({one}).verdict, Verdict::valid);
}

TEST_F(Referee, EndlessTriggersAtTheStartAreAnError) {
    w.trigger("on", {.precondition = w.no(w.read(wet)), .effect = w.set(w.read(wet))});
    w.trigger("off", {.precondition = w.read(wet), .effect = w.set(w.read(wet), false)});
    Judgement judgement = judge({one, two});
    EXPECT_EQ(judgement.verdict, Verdict::endless_triggers);
    EXPECT_EQ(judgement.why, "the triggers never come to rest: `on()` `off()`");
    ASSERT_TRUE(judgement.endless);
    EXPECT_EQ(judgement.endless->triggers.size(), 2u);
    EXPECT_FALSE(judgement.endless->action);
    EXPECT_EQ(enumerate(w.world, rules, budget).verdict, Verdict::endless_triggers);
}

TEST_F(Referee, MindsDeeperThanCanBeWalkedAreUndecided) {
    rules.belief_depth = 100000;
    EXPECT_EQ(judge({one, two}).verdict, Verdict::undecided);
}

TEST_F(Referee, ShowsStates) {
    w.first(w.set(w.believes(dog, w.read(wet))));
    States states(w.world, rules, budget);
    MindId first = states.first_state();
    EXPECT_EQ(states.to_text(first, 1), "stage() = 0\nwet() = False\nDog: wet() = True\n");
    EXPECT_EQ(states.value(first, std::span(&dog, 1), wet, {}), Value::boolean(true));
    EXPECT_TRUE(states.possible(first, {one, {}}));
    MindId second = states.successor(first, {one, {}});
    EXPECT_EQ(states.utility(second), Value::number(1));
    EXPECT_EQ(states.shortest_reason(states.believed(first, std::span(&cat, 1)), {one, {}}, 3), 1);
    EXPECT_EQ(states.trouble().verdict, Verdict::valid);
}

}  // namespace
}  // namespace wt::referee
