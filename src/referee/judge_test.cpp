#include "referee/judge.h"

#include <deque>

#include <gtest/gtest.h>

#include "referee/happen.h"
#include "referee/reasons.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

/// These are worlds of counters: every action sets the stage from one number to the next.
class Judge : public testing::Test {
  protected:
    Judge() {
        cat = w.character("Cat");
        dog = w.character("Dog");
        stage = w.property("stage", kNumber);
        fed = w.property("fed", kBoolean, {kCharacter});
    }
    ExprId at(double n) { return w.equal(w.read(stage), w.number(n)); }
    EffectId go(double n) { return w.set(w.read(stage), w.number(n)); }
    ExprId worth(ExprId condition) { return w.if_else(condition, w.number(1), w.number(0)); }
    void action(const char* name, ExprId precondition, EffectId effect, std::vector<EntityId> consenting) {
        std::vector<ExprId> terms;
        for (EntityId c : consenting)
            terms.push_back(w.of(c));
        w.action(name, {.precondition = precondition, .effect = effect, .consenting = terms});
    }
    /// Returns the length of the shortest reason of the character for the action with this index; 0 if there is none.
    int shortest(EntityId who, std::uint32_t action, Limits limits, bool strict = false) {
        Budget budget;
        Rules rules;
        rules.limits = limits;
        rules.strict = strict;
        Context context(w.world, rules, budget);
        MindId mind = context.believed(first_state(context), who);
        const std::vector<ActionId>* reason = find_reason(context, mind, ActionId(action), limits.character);
        return reason == nullptr ? 0 : static_cast<int>(reason->size());
    }

    TestWorld w;
    EntityId cat, dog;
    PropertyId stage, fed;
};

TEST_F(Judge, AReasonTakesTheStepsItNeedsWithinTheBudget) {
    action("one", at(0), go(1), {cat});
    action("two", at(1), go(2), {cat});
    action("three", at(2), go(3), {cat});
    w.utility(cat, worth(at(3)));
    EXPECT_EQ(shortest(cat, 0, {5, 3, 2}), 3);
    EXPECT_EQ(shortest(cat, 0, {5, 9, 1}), 3);
    EXPECT_EQ(shortest(cat, 0, {5, 2, 2}), 0);
    EXPECT_EQ(shortest(cat, 0, {5, 3, 0}), 0);
    EXPECT_EQ(shortest(cat, 1, {5, 3, 2}), 0);  // impossible now
}

TEST_F(Judge, OneStepIsAlwaysFree) {
    action("one", at(0), go(1), {cat});
    w.utility(cat, worth(at(1)));
    EXPECT_EQ(shortest(cat, 0, {5, 0, 0}), 1);
}

TEST_F(Judge, NobodyCountsOnAnActionWithoutConsent) {
    action("sow", at(0), go(1), {cat});
    action("rain", at(1), go(2), {});
    action("reap", at(2), go(3), {cat});
    w.utility(cat, worth(at(3)));
    EXPECT_EQ(shortest(cat, 0, {5, 5, 2}), 0);
}

TEST_F(Judge, ASuperfluousFirstStepIsNotExplained) {
    action("stretch", w.no(w.read(fed, dog)), w.set(w.read(fed, dog)), {cat});
    action("leap", at(0), go(1), {cat});
    w.utility(cat, w.read(stage));
    EXPECT_EQ(shortest(cat, 0, {5, 3, 1}), 0);
    EXPECT_EQ(shortest(cat, 1, {5, 3, 1}), 1);
}

TEST_F(Judge, MinimalityIsAboutEqualUtilityUnlessStrict) {
    action("stretch", w.no(w.read(fed, dog)), w.set(w.read(fed, dog)), {cat});
    w.action("leap", {.precondition = at(0),
                      .effect = w.set(w.read(stage), w.if_else(w.read(fed, dog), w.number(1), w.number(2))),
                      .consenting = {w.of(cat)}});
    w.utility(cat, w.read(stage));
    EXPECT_EQ(shortest(cat, 0, {5, 3, 1}), 2);
    EXPECT_EQ(shortest(cat, 0, {5, 3, 1}, true), 0);
}

TEST_F(Judge, ASuperfluousLaterStepIsNotExplainedEither) {
    // In one, nap, two, the action nap can be left out; the reason for `one` is one, two.
    action("one", at(0), go(1), {cat});
    action("nap", at(1), w.set(w.read(fed, dog)), {cat});
    action("two", at(1), go(2), {cat});
    w.utility(cat, worth(at(2)));
    EXPECT_EQ(shortest(cat, 0, {5, 3, 1}), 2);
    EXPECT_EQ(shortest(cat, 1, {5, 3, 1}), 0);
}

TEST_F(Judge, TheFinalUtilityMustNotBeMetOnTheWay) {
    // The utility is 1 at stage 1 and 2: going on to 2 adds nothing.
    action("one", at(0), go(1), {cat});
    action("two", at(1), go(2), {cat});
    w.utility(cat, worth(w.compare(w.read(stage), Compare::greater_equal, w.number(1))));
    EXPECT_EQ(shortest(cat, 0, {5, 3, 1}), 1);
}

TEST_F(Judge, OthersNeedReasonsInTheOpinionOfTheOneWhoPlans) {
    // The chef's own plan has three steps; the helper's reason for the second runs to a fourth.
    action("call", at(0), go(1), {cat});
    action("come", at(1), go(2), {dog});
    action("cook", at(2), go(3), {cat});
    action("eat", w.both({at(3), w.no(w.read(fed, dog))}), w.set(w.read(fed, dog)), {dog});
    w.utility(cat, worth(at(3)));
    w.utility(dog, worth(w.read(fed, dog)));
    EXPECT_EQ(shortest(cat, 0, {5, 4, 2}), 3);
    EXPECT_EQ(shortest(cat, 0, {5, 3, 2}), 0);
    EXPECT_EQ(shortest(cat, 0, {5, 4, 1}), 0);
}

TEST_F(Judge, TheFirstActionNeedsNoConsentOfTheOthersInsideTheReason) {
    action("trade", at(0), go(1), {cat, dog});
    w.utility(cat, worth(at(1)));
    EXPECT_EQ(shortest(cat, 0, {5, 3, 1}), 1);
    EXPECT_EQ(shortest(dog, 0, {5, 3, 1}), 0);
}

TEST_F(Judge, AWrongBeliefIsReasonEnough) {
    action("one", at(0), go(1), {cat});
    w.first(w.set(w.believes(cat, w.read(fed, cat))));
    w.utility(cat, worth(w.both({at(1), w.read(fed, cat)})));
    EXPECT_EQ(shortest(cat, 0, {5, 3, 1}), 1);
}

TEST_F(Judge, ABetterFoundedCompetitorTakesAReasonAway) {
    // Dog's help alone would do, so Cat's warming up first is superfluous: but only if Dog's help is
    // explained by a reason shorter than Cat's whole plan.
    action("warm", w.no(w.read(fed, cat)), w.set(w.read(fed, cat)), {cat});
    action("help", at(0), go(1), {dog});
    w.utility(cat, w.read(stage));
    w.utility(dog, worth(w.both({at(1), w.read(fed, cat)})));
    // Dog helps only when Cat is warm: warm, help is minimal.
    EXPECT_EQ(shortest(cat, 0, {5, 3, 2}), 2);
    w.utility(dog, worth(at(1)));
    EXPECT_EQ(shortest(cat, 0, {5, 3, 2}), 0);
}

TEST_F(Judge, OfTheFirstActionOfWhatOthersImagineOnlyTheyAreAsked) {
    // The meal does nothing for Cat at once, as far ahead as Dog takes Cat to think. Dog has a reason for it all the same.
    action("cook", at(0), go(1), {cat});
    action("eat", at(1), w.all({go(2), w.set(w.read(fed, {w.of(dog)}))}), {cat, dog});
    action("nap", at(2), w.all({go(3), w.set(w.read(fed, {w.of(cat)}))}), {cat});
    w.utility(cat, worth(w.read(fed, {w.of(cat)})));
    w.utility(dog, worth(w.read(fed, {w.of(dog)})));
    EXPECT_EQ(shortest(cat, 0, {5, 3, 2}), 3);
    EXPECT_EQ(shortest(cat, 0, {5, 3, 1}), 3);
}

TEST_F(Judge, ReasonsLongerThanCanBeWalkedAreUndecided) {
    w.action("count",
             {.effect = w.set(w.read(stage), w.calculate(w.read(stage), Arithmetic::add, w.number(1))),
              .consenting = {w.of(cat)}});
    w.utility(cat, worth(at(1e9)));
    Budget budget;
    Rules rules;
    rules.limits.character = 1'000'000'000;
    Context context(w.world, rules, budget);
    MindId mind = context.believed(first_state(context), cat);
    EXPECT_EQ(find_reason(context, mind, ActionId(std::uint32_t{0}), rules.limits.character), nullptr);
    EXPECT_TRUE(context.halted());
    EXPECT_TRUE(context.nested_too_deeply);
}

TEST_F(Judge, AThousandStepsMayBeOpenAtOnce) {
    Budget budget;
    Context context(w.world, {}, budget);
    std::deque<OpenStep> steps;
    for (int i = 0; i < 1000; ++i)
        steps.emplace_back(context);
    EXPECT_FALSE(context.halted());
    steps.pop_back();
    steps.emplace_back(context);
    EXPECT_FALSE(context.halted()) << "what is over does not count";
    steps.emplace_back(context);
    EXPECT_TRUE(context.halted());
    EXPECT_EQ(trouble_of(context).verdict, Verdict::undecided);
    EXPECT_EQ(trouble_of(context).why, "minds or reasons are nested too deeply to be judged");
}

TEST_F(Judge, TheGroundEventsOfAnActionAreCountedBeforeTheyAreListed) {
    for (const char* name : {"bird", "cow"})
        w.character(name);
    w.action("meet", {.formals = {w.variable("one", kCharacter), w.variable("other", kCharacter)}});
    for (std::size_t most : {16u, 15u}) {
        Budget budget;
        Rules rules;
        rules.most_events = most;
        Context context(w.world, rules, budget);
        EXPECT_EQ(context.stop, most == 16 ? Stop::none : Stop::memory);
        EXPECT_EQ(context.actions.size(), most == 16 ? 16u : 0u);
        if (most == 16) continue;
        EXPECT_EQ(trouble_of(context).verdict, Verdict::undecided);
        EXPECT_EQ(trouble_of(context).why,
                  "`meet` can happen in more than 15 ways, which are too many to be judged one by one");
    }
}

}  // namespace
}  // namespace wt::referee
