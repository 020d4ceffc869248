#include "engine/relax/relaxed.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "base/random.h"
#include "engine/test_world.h"

namespace wt::engine {
namespace {

using namespace model;

class Relaxed : public testing::Test {
  protected:
    TestWorld w;
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    PropertyId a = w.property("a", kBoolean);
    PropertyId b = w.property("b", kBoolean);
    PropertyId c = w.property("c", kBoolean);

    std::uint32_t until(Relaxation relaxation, EntityId who = {}, double at_least = 1) {
        Scene scene(w);
        MindId mind = who.valid() ? scene.mind(scene.start(), {who}) : scene.start();
        return RelaxedCosts(*scene.dynamics, *scene.ground, scene.budget)
            .until(mind, {.character = who, .at_least = at_least}, relaxation);
    }
};

TEST_F(Relaxed, AChainCostsItsLength) {
    w.action("one", {.effect = w.set(w.read(a))});
    w.action("two", {.precondition = w.read(a), .effect = w.set(w.read(b))});
    w.action("three", {.precondition = w.read(b), .effect = w.set(w.read(c))});
    w.utility({}, w.one_if(w.read(c)));
    EXPECT_EQ(until(Relaxation::max), 3u);
    EXPECT_EQ(until(Relaxation::sum), 3u);
}

TEST_F(Relaxed, SumAddsNeedsAndMaxTakesTheDearest) {
    w.action("one", {.effect = w.set(w.read(a))});
    w.action("two", {.effect = w.set(w.read(b))});
    w.action("three", {.precondition = w.both({w.read(a), w.read(b)}), .effect = w.set(w.read(c))});
    w.utility({}, w.one_if(w.read(c)));
    EXPECT_EQ(until(Relaxation::sum), 3u);
    EXPECT_EQ(until(Relaxation::max), 2u);
}

TEST_F(Relaxed, TriggersCostNothing) {
    w.action("one", {.effect = w.set(w.read(a))});
    w.trigger("two", {.precondition = w.read(a), .effect = w.set(w.read(b))});
    w.trigger("three", {.precondition = w.read(b), .effect = w.set(w.read(c))});
    w.utility({}, w.one_if(w.read(c)));
    EXPECT_EQ(until(Relaxation::max), 1u);
}

TEST_F(Relaxed, WhatEvenTheRelaxationCannotDoIsInfinite) {
    w.first(w.set(w.read(b)));
    w.action("one", {.precondition = w.no(w.read(b)), .effect = w.set(w.read(a))});
    w.action("never", {.precondition = w.read(c), .effect = w.unset(w.read(b))});
    w.utility({}, w.one_if(w.read(a)));
    EXPECT_EQ(until(Relaxation::max), RelaxedCosts::kInfinite);
    EXPECT_EQ(until(Relaxation::sum), RelaxedCosts::kInfinite);
}

TEST_F(Relaxed, TheUtilityMustReachWhatIsAsked) {
    PropertyId coins = w.property("coins", kNumber);
    w.action("earn", {.effect = w.set(w.read(coins), w.plus(w.read(coins), 1))});
    w.utility({}, w.read(coins));
    EXPECT_EQ(until(Relaxation::max, {}, 1), 1u);
    EXPECT_LE(until(Relaxation::max, {}, 4), 4u);
    EXPECT_LT(until(Relaxation::max, {}, 4000), RelaxedCosts::kInfinite);
}

TEST_F(Relaxed, AuthorOnlyActionsCountForTheAuthorAlone) {
    w.action("rain", {.effect = w.set(w.read(a))});
    w.utility({}, w.one_if(w.read(a)));
    w.utility(ann, w.one_if(w.read(a)));
    EXPECT_EQ(until(Relaxation::max), 1u);
    EXPECT_EQ(until(Relaxation::max, ann), RelaxedCosts::kInfinite);
}

TEST_F(Relaxed, BeliefsOfOthersAreCounted) {
    w.action("tell", {.effect = w.set(w.believes(bo, w.read(a))), .consenting = {ann}});
    w.action("unrelated", {.effect = w.set(w.read(b)), .consenting = {ann}});
    w.utility(ann, w.one_if(w.believes(bo, w.read(a))));
    EXPECT_EQ(until(Relaxation::max, ann), 1u);
}

TEST_F(Relaxed, OthersMayHaveToGainAtOnce) {
    PropertyId c = w.property("c", kBoolean);
    PropertyId paid = w.property("paid", kBoolean);
    w.action("ask", {.effect = w.set(w.read(c)), .consenting = {ann}});
    w.action("work", {.effect = w.set(w.read(a)), .consenting = {bo}});
    w.trigger("pay", {.precondition = w.both({w.read(a), w.read(c)}), .effect = w.set(w.read(paid))});
    w.utility(ann, w.one_if(w.read(a)));
    w.utility(bo, w.one_if(w.read(paid)));
    Scene scene(w);
    RelaxedCosts costs(*scene.dynamics, *scene.ground, scene.budget);
    MindId mind = scene.store->mind_of(scene.start(), ann);
    EXPECT_EQ(costs.until(mind, {.character = ann}, Relaxation::max), 1u)
        << "`work`, whatever it is good for";
    EXPECT_EQ(costs.until(mind, {.character = ann}, Relaxation::max, true), 2u) << "it pays only after `ask`";
    EXPECT_EQ(costs.until(mind, {.character = ann}, Relaxation::max), 1u) << "it is of the question alone";
}

TEST_F(Relaxed, TheActionsOfTheRelaxedPlanAreCollected) {
    EventId first = w.action("first", {.effect = w.set(w.read(b))});
    EventId second = w.action("second", {.precondition = w.read(b), .effect = w.set(w.read(a))});
    PropertyId c = w.property("c", kBoolean);
    w.action("idle", {.effect = w.set(w.read(c))});
    w.utility({}, w.one_if(w.read(a)));
    w.utility(ann, w.one_if(w.read(c)));
    Scene scene(w);
    RelaxedCosts costs(*scene.dynamics, *scene.ground, scene.budget);
    std::vector<RelaxedStep> plan;
    costs.set_manner({.plan = &plan});
    costs.until(scene.start(), {}, Relaxation::sum);
    costs.set_manner({});
    costs.until(scene.start(), {}, Relaxation::sum);
    std::ranges::sort(plan, {}, &RelaxedStep::action);
    ASSERT_EQ(plan.size(), 2u);
    EXPECT_EQ(plan[0].action, scene.find(first));
    EXPECT_TRUE(plan[0].after.empty());
    EXPECT_EQ(plan[1].action, scene.find(second));
    EXPECT_EQ(plan[1].after, std::vector{scene.find(first)});
    EXPECT_GT(plan[1].cost, plan[0].cost);
}

TEST_F(Relaxed, AStepSaysWhatItNeedsThatIsSoNow) {
    w.first(w.set(w.read(b)));
    EventId first = w.action("first", {.effect = w.set(w.read(c))});
    w.action("last", {.precondition = w.both({w.read(b), w.read(c)}), .effect = w.set(w.read(a))});
    w.action("spoil", {.effect = w.set(w.read(b), false)});
    w.utility({}, w.one_if(w.read(a)));
    Scene scene(w);
    RelaxedCosts costs(*scene.dynamics, *scene.ground, scene.budget);
    std::vector<RelaxedStep> plan;
    costs.set_manner({.plan = &plan});
    costs.until(scene.start(), {}, Relaxation::sum);
    std::ranges::sort(plan, {}, &RelaxedStep::cost);
    ASSERT_EQ(plan.size(), 2u);
    EXPECT_EQ(plan[0].action, scene.find(first));
    EXPECT_TRUE(plan[0].needs.empty());
    ASSERT_EQ(plan[1].needs.size(), 1u);
    EXPECT_EQ(plan[1].needs[0].pool, RelaxedNetwork::kOwn);
    EXPECT_EQ(scene.ground->codes().decode(plan[1].needs[0].code), model::Value::boolean(true));
}

TEST_F(Relaxed, APlanCountsWhatIsNeededTwiceOnce) {
    w.action("open", {.effect = w.set(w.read(a))});
    w.action("left", {.precondition = w.read(a), .effect = w.set(w.read(b))});
    w.action("right", {.precondition = w.read(a), .effect = w.set(w.read(c))});
    w.utility({}, w.one_if(w.both({w.read(b), w.read(c)})));
    Scene scene(w);
    RelaxedCosts costs(*scene.dynamics, *scene.ground, scene.budget);
    EXPECT_EQ(costs.until(scene.start(), {}, Relaxation::sum), 4u);
    costs.set_manner({.plan_size = true});
    EXPECT_EQ(costs.until(scene.start(), {}, Relaxation::sum), 3u);
    EXPECT_EQ(costs.until(scene.start(), {}, Relaxation::max), 2u) << "that one is never too much";
}

TEST_F(Relaxed, SomebodyMistakenHasToBeToldFirst) {
    w.first(w.set(w.read(b)));
    w.first(w.set(w.believes(bo, w.read(b)), false));
    w.action("tell",
             {.precondition = w.read(c), .effect = w.set(w.believes(bo, w.read(b))), .consenting = {ann}});
    w.action("visit", {.effect = w.set(w.read(c)), .consenting = {ann}});
    w.action("help", {.precondition = w.read(b), .effect = w.set(w.read(a)), .consenting = {bo}});
    w.utility({}, w.one_if(w.read(a)));
    Scene scene(w);
    RelaxedCosts costs(*scene.dynamics, *scene.ground, scene.budget);
    EXPECT_EQ(costs.until(scene.start(), {}, Relaxation::sum), 1u);
    costs.set_manner({.by_believer = true});
    EXPECT_EQ(costs.until(scene.start(), {}, Relaxation::sum), 3u) << "visit, tell, help";
    EXPECT_EQ(costs.until(scene.start(), {}, Relaxation::max), 1u);
}

TEST_F(Relaxed, SomebodyWhomNobodyCanTellCountsAsBefore) {
    w.first(w.set(w.read(b)));
    w.first(w.set(w.believes(bo, w.read(b)), false));
    w.action("help", {.precondition = w.read(b), .effect = w.set(w.read(a)), .consenting = {bo}});
    w.utility({}, w.one_if(w.read(a)));
    Scene scene(w);
    RelaxedCosts costs(*scene.dynamics, *scene.ground, scene.budget);
    costs.set_manner({.by_believer = true});
    EXPECT_EQ(costs.until(scene.start(), {}, Relaxation::sum), 1u);
}

TEST_F(Relaxed, BeyondTheNumbersToldApartAllCountAsOne) {
    PropertyId coins = w.property("coins", kNumber);
    w.action("earn", {.effect = w.set(w.read(coins), w.plus(w.read(coins), 1))});
    w.utility({}, w.read(coins));
    const auto most = static_cast<std::uint32_t>(kMaxRelaxedValues);
    EXPECT_EQ(until(Relaxation::max, {}, most - 1), most - 1);
    EXPECT_EQ(until(Relaxation::max, {}, most), most);
    EXPECT_EQ(until(Relaxation::max, {}, 10 * most), most);
}

TEST_F(Relaxed, NumbersAreComparedAndChosen) {
    PropertyId coins = w.property("coins", kNumber);
    PropertyId price = w.property("price", kNumber);
    w.action("earn", {.effect = w.set(w.read(coins), w.plus(w.read(coins), 2))});
    w.action("raise", {.effect = w.set(w.read(price), w.if_else(w.read(a), w.number(5), w.number(3)))});
    w.action("buy", {.precondition = w.both({w.compare(w.read(coins), Compare::greater, w.read(price)),
                                             w.compare(w.read(price), Compare::greater_equal, w.number(3))}),
                     .effect = w.set(w.read(b))});
    w.utility({}, w.one_if(w.read(b)));
    // Nothing becomes false: two coins are more than the price is at first, and it has been raised to 3, too.
    EXPECT_EQ(until(Relaxation::max), 2u);
    EXPECT_EQ(until(Relaxation::sum), 3u);
}

// ---- against the truth ----

/// Makes a random world of four switches that two characters may see, tell of and be wrong about.
TestWorld random_world(Random& random) {
    TestWorld w;
    std::vector<EntityId> who{w.character("Ann"), w.character("Bo")};
    std::vector<PropertyId> switches;
    for (const char* name : {"a", "b", "c", "d"})
        switches.push_back(w.property(name, kBoolean));
    auto literal = [&] {
        ExprId fluent = w.read(switches[random.below(4)]);
        if (random.chance(20)) fluent = w.believes(who[random.below(2)], fluent);
        return random.chance(50) ? fluent : w.no(fluent);
    };
    auto effect = [&] {
        ExprId fluent = w.read(switches[random.below(4)]);
        if (random.chance(30)) fluent = w.believes(who[random.below(2)], fluent);
        EffectId set = random.chance(50) ? w.set(fluent) : w.unset(fluent);
        return random.chance(20) ? w.when(literal(), set) : set;
    };
    for (int i = 0; i < 5; ++i) {
        TestWorld::Parts parts{.precondition = random.chance(30) ? w.either({literal(), literal()})
                                                                 : w.both({literal(), literal()}),
                               .effect = w.all({effect(), effect()})};
        if (random.chance(50)) parts.observers = std::vector<EntityId>{who[random.below(2)]};
        w.action("act", parts);
    }
    if (random.chance(50)) w.trigger("react", {.precondition = literal(), .effect = effect()});
    for (int i = 0; i < 3; ++i)
        w.first(effect());
    w.utility({},
              w.calculate(w.one_if(literal()), Arithmetic::add, w.one_if(w.both({literal(), literal()}))));
    return w;
}

/// Returns the true number of actions from the first state to a utility, found breadth first; none if there is no way.
std::optional<std::uint32_t> true_distance(Scene& scene, double at_least, std::size_t most_states) {
    std::vector<MindId> queue{scene.start()};
    std::map<MindId, std::uint32_t> distance{{queue[0], 0}};
    for (std::size_t i = 0; i < queue.size() && queue.size() < most_states; ++i) {
        MindId mind = queue[i];
        if (scene.dynamics->utility(mind, EntityId::none()) >= at_least) return distance[mind];
        auto span = scene.dynamics->possible_actions(mind);
        for (EventIndex action : std::vector<EventIndex>(span.begin(), span.end())) {
            MindId after = scene.dynamics->successor(mind, action);
            if (after.valid() && distance.try_emplace(after, distance[mind] + 1).second)
                queue.push_back(after);
        }
    }
    return std::nullopt;
}

TEST(RelaxedAgainstTruth, TheDearestNeedIsNeverMoreThanTheTrueDistance) {
    Random random(2024);
    int reached = 0;
    for (int i = 0; i < 400; ++i) {
        TestWorld w = random_world(random);
        Scene scene(w);
        if (!scene.start().valid()) continue;
        double start = scene.dynamics->utility(scene.start(), EntityId::none());
        RelaxedCosts costs(*scene.dynamics, *scene.ground, scene.budget);
        for (double goal : {1.0, 2.0}) {
            if (goal <= start) continue;
            std::uint32_t least =
                costs.until(scene.start(), {.above = start, .at_least = goal}, Relaxation::max);
            std::uint32_t sum =
                costs.until(scene.start(), {.above = start, .at_least = goal}, Relaxation::sum);
            EXPECT_EQ(least == RelaxedCosts::kInfinite, sum == RelaxedCosts::kInfinite) << "world " << i;
            std::optional<std::uint32_t> distance = true_distance(scene, goal, 2000);
            if (!distance) continue;
            ++reached;
            EXPECT_LE(least, *distance) << "world " << i;
        }
    }
    EXPECT_GT(reached, 100) << "the worlds should not be all hopeless";
}

}  // namespace
}  // namespace wt::engine
