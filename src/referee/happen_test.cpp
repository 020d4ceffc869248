#include "referee/happen.h"

#include <gtest/gtest.h>

#include "referee/evaluate.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

class Happen : public testing::Test {
  protected:
    Happen() {
        ann = w.character("Ann");
        bo = w.character("Bo");
        n = w.property("n", kNumber);
        m = w.property("m", kNumber);
        p = w.property("p", kBoolean);
        q = w.property("q", kBoolean);
    }
    /// Builds the context; the world must not change afterwards.
    Context& start() {
        context.emplace(w.world, Rules{}, budget);
        state = first_state(*context);
        return *context;
    }
    void happens(std::uint32_t action) { state = successor(*context, state, ActionId(action)); }
    Value seen(std::vector<EntityId> believers, PropertyId property) {
        MindId mind = state;
        for (EntityId believer : believers)
            mind = context->believed(mind, believer);
        return context->minds.value(mind, context->fluents.find(property, {}));
    }
    ExprId plus(PropertyId f, double d) { return w.calculate(w.read(f), Arithmetic::add, w.number(d)); }

    Budget budget;
    TestWorld w;
    EntityId ann, bo;
    PropertyId n, m, p, q;
    std::optional<Context> context;
    MindId state;
};

constexpr Value number(double d) {
    return Value::number(d);
}
constexpr Value kTrue = Value::boolean(true);
constexpr Value kFalse = Value::boolean(false);

TEST_F(Happen, FalseBeliefsOfTheFirstStateArePrivate) {
    w.first(w.set(w.read(n), w.number(1)));
    w.first(w.set(w.believes(bo, w.read(n)), w.unknown()));
    w.first(w.set(w.read(n), plus(n, 1)));
    start();
    EXPECT_EQ(seen({}, n), number(2));
    EXPECT_EQ(seen({ann}, n), number(2));
    EXPECT_EQ(seen({bo}, n), Value::unknown());
    EXPECT_EQ(seen({ann, bo}, n), number(2));
    EXPECT_EQ(seen({bo, ann}, n), Value::unknown());
    EXPECT_EQ(seen({bo, bo}, n), Value::unknown());
    EXPECT_EQ(seen({ann, bo, ann}, n), number(2));
}

TEST_F(Happen, StatementsCollapseRepeatedBelievers) {
    w.first(w.set(w.believes(bo, w.believes(bo, w.believes(ann, w.read(n)))), w.number(7)));
    start();
    EXPECT_EQ(seen({bo, ann}, n), number(7));
    EXPECT_EQ(seen({bo, ann, bo}, n), number(7));
    EXPECT_EQ(seen({bo}, n), number(0));
}

TEST_F(Happen, EqualStatesAreOneMind) {
    w.action("up", {.effect = w.set(w.read(n), plus(n, 1))});
    w.action("down", {.effect = w.set(w.read(n), plus(n, -1))});
    start();
    MindId before = state;
    happens(0);
    EXPECT_NE(state, before);
    happens(1);
    EXPECT_EQ(state, before);
}

TEST_F(Happen, EffectsReadTheStateBefore) {
    w.first(w.set(w.read(n), w.number(1)));
    w.first(w.set(w.read(m), w.number(5)));
    w.action("swap", {.effect = w.all({w.set(w.read(n), w.read(m)), w.set(w.read(m), w.read(n)),
                                       w.when(w.equal(w.read(m), w.number(1)), w.set(w.read(p)))})});
    start();
    happens(0);
    EXPECT_EQ(seen({}, n), number(5));
    EXPECT_EQ(seen({}, m), number(1));
    EXPECT_EQ(seen({}, p), kFalse);
    EXPECT_EQ(seen({ann}, n), number(5));
}

TEST_F(Happen, OfCollidingValuesTheFirstInOrderWins) {
    w.action("clash", {.effect = w.all({w.set(w.read(n), w.number(50)), w.set(w.read(n), w.number(20)),
                                        w.set(w.read(m), w.number(3)), w.set(w.read(m), w.unknown())})});
    start();
    happens(0);
    EXPECT_EQ(seen({}, n), number(20));
    EXPECT_EQ(seen({}, m), Value::unknown());
}

TEST_F(Happen, WhoDoesNotObserveKeepsTheOldBeliefs) {
    VariableId c = w.variable("c", kCharacter);
    w.action("hide", {.effect = w.set(w.read(p)), .observer = c, .observing = w.equal(w.of(c), w.of(ann))});
    start();
    happens(0);
    EXPECT_EQ(seen({}, p), kTrue);
    EXPECT_EQ(seen({ann}, p), kTrue);
    EXPECT_EQ(seen({bo}, p), kFalse);
    EXPECT_EQ(seen({ann, bo}, p), kFalse);
    EXPECT_EQ(seen({bo, ann}, p), kFalse);
}

TEST_F(Happen, ObservingIsReadInTheMindThatImaginesIt) {
    // Bo really watches, but Ann does not know it.
    PropertyId watches = w.property("watches", kBoolean, {kCharacter});
    w.first(w.set(w.read(watches, bo)));
    w.first(w.set(w.read(watches, ann)));
    w.first(w.set(w.believes(ann, w.read(watches, bo)), false));
    VariableId c = w.variable("c", kCharacter);
    w.action("act", {.effect = w.set(w.read(p)), .observer = c, .observing = w.read(watches, {w.of(c)})});
    start();
    happens(0);
    EXPECT_EQ(seen({bo}, p), kTrue);
    EXPECT_EQ(seen({ann}, p), kTrue);
    EXPECT_EQ(seen({bo, ann}, p), kTrue);
    EXPECT_EQ(seen({ann, bo}, p), kFalse);
}

TEST_F(Happen, TwoWaysToTellDifferInWhereTheValueIsRead) {
    w.first(w.set(w.read(n), w.number(3)));
    w.first(w.set(w.believes(bo, w.read(n)), w.number(9)));
    w.action("tell", w.unseen({.effect = w.set(w.believes(bo, w.read(n)), w.read(n))}));
    w.action("mull", w.unseen({.effect = w.believed(bo, w.set(w.read(m), w.read(n)))}));
    w.action("hint", w.unseen({.effect = w.set(w.believes(ann, w.believes(bo, w.read(n))), w.number(7))}));
    start();
    happens(1);
    EXPECT_EQ(seen({bo}, m), number(9));
    happens(0);
    EXPECT_EQ(seen({bo}, n), number(3));
    EXPECT_EQ(seen({bo, ann}, n), number(9));
    happens(2);
    EXPECT_EQ(seen({ann, bo}, n), number(7));
    EXPECT_EQ(seen({ann}, n), number(3));
    EXPECT_EQ(seen({bo}, n), number(3));
}

TEST_F(Happen, ABelieverTakesItsOwnBeliefEffectAsAPlainOne) {
    // Everybody sees that Bo comes to believe 7; in Bo's mind, also as Ann sees it, that is simply n = 7.
    w.action(
        "convince",
        {.effect = w.all({w.set(w.read(n), w.number(1)), w.set(w.believes(bo, w.read(n)), w.number(7))})});
    start();
    happens(0);
    EXPECT_EQ(seen({}, n), number(1));
    EXPECT_EQ(seen({bo}, n), number(7));
    EXPECT_EQ(seen({ann}, n), number(1));
    EXPECT_EQ(seen({ann, bo}, n), number(7));
    EXPECT_EQ(seen({bo, ann}, n), number(1));
}

TEST_F(Happen, TriggersRunInEveryMindOnWhatItBelieves) {
    VariableId c = w.variable("c", kCharacter);
    w.action("burn", {.effect = w.set(w.read(p)), .observer = c, .observing = w.equal(w.of(c), w.of(ann))});
    w.trigger("ring", {.precondition = w.both({w.read(p), w.no(w.read(q))}), .effect = w.set(w.read(q))});
    start();
    happens(0);
    EXPECT_EQ(seen({}, q), kTrue);
    EXPECT_EQ(seen({ann}, q), kTrue);
    EXPECT_EQ(seen({bo}, q), kFalse);
    EXPECT_EQ(seen({ann, bo}, q), kFalse);
}

TEST_F(Happen, OuterMindsFireFirst) {
    // A beat takes one trigger in the outermost mind where one applies; the minds below wait.
    w.trigger("step", {.precondition = w.compare(w.read(n), Compare::less, w.number(2)),
                       .effect = w.set(w.read(n), plus(n, 1))});
    Context& c = start();
    EXPECT_EQ(seen({}, n), number(2));
    EXPECT_EQ(seen({ann, bo}, n), number(2));
    Mind root = c[state];
    FluentId fluent = c.fluents.find(n, {});
    MindId lowered =
        impose(c, impose(c, state, {{{}, fluent, number(1), {}, {}}}), {{{ann}, fluent, number(1), {}, {}}});
    MindId once = beat(c, lowered);
    EXPECT_EQ(c.minds.value(once, c.fluents.find(n, {})), number(2));
    EXPECT_EQ(c.minds.value(c.believed(once, ann), c.fluents.find(n, {})), number(1));
    EXPECT_EQ(beat(c, once), state);
    EXPECT_EQ(beat(c, state), state);
}

TEST_F(Happen, ATriggerThatChangesNothingDoesNotApply) {
    w.trigger("idle", {.effect = w.set(w.read(p), false)});
    w.trigger("work", {.precondition = w.no(w.read(q)), .effect = w.set(w.read(q))});
    Context& c = start();
    EXPECT_EQ(seen({}, q), kTrue);
    EXPECT_FALSE(c.halted());
}

TEST_F(Happen, TriggersMayReachMindsBelow) {
    w.trigger("tell", {.precondition = w.both({w.read(p), w.no(w.believes(bo, w.read(p)))}),
                       .effect = w.set(w.believes(bo, w.read(p)))});
    w.action("act", w.unseen({.effect = w.set(w.read(p))}));
    start();
    happens(0);
    EXPECT_EQ(seen({bo}, p), kTrue);
    EXPECT_EQ(seen({ann}, p), kFalse);
    EXPECT_EQ(seen({bo, ann}, p), kFalse);  // only Bo is told
}

TEST_F(Happen, TriggersWithoutRestAreNamed) {
    w.trigger("on", {.precondition = w.no(w.read(p)), .effect = w.set(w.read(p))});
    w.trigger("off", {.precondition = w.read(p), .effect = w.set(w.read(p), false)});
    w.trigger("calm", {.precondition = w.no(w.read(q)), .effect = w.set(w.read(q))});
    Context& c = start();
    ASSERT_TRUE(c.halted());
    ASSERT_TRUE(c.is_endless);
    ASSERT_EQ(c.unrest->triggers.size(), 2u);
    EXPECT_EQ(w.world[c.unrest->triggers[0].event].name, "on");
    EXPECT_EQ(w.world[c.unrest->triggers[1].event].name, "off");
}

TEST_F(Happen, TriggersThatCountUpwardsForeverAreEndless) {
    w.trigger("count", {.effect = w.set(w.read(n), plus(n, 1))});
    EXPECT_TRUE(start().halted());
    EXPECT_EQ(context->unrest->triggers.size(), 1u);
}

TEST_F(Happen, AStarvedBudgetHalts) {
    budget.max_states = 3;
    Context& c = start();
    EXPECT_TRUE(c.halted());
    EXPECT_EQ(c.stop, Stop::states);
}

TEST_F(Happen, DeeperNestingInAnyConditionMakesDeeperMinds) {
    w.action("a", {.precondition = w.believes(ann, w.believes(bo, w.believes(ann, w.read(p))))});
    Rules rules;
    rules.limits.belief = 1;
    EXPECT_EQ(Context(w.world, rules, budget).depth, 1 + 1 + 3);
    rules.belief_depth = 9;
    EXPECT_EQ(Context(w.world, rules, budget).depth, 9);
    rules.belief_depth = 2;
    EXPECT_EQ(Context(w.world, rules, budget).depth, 5);
}

}  // namespace
}  // namespace wt::referee
