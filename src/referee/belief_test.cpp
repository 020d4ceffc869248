// These tests are about what somebody holds possible: weights, reading, writing, watching, triggers.

#include <gtest/gtest.h>

#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/referee.h"
#include "referee/revision.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

/// There are Ann and Bo, a coin that may be in three places, a number and two switches.
class Beliefs : public testing::Test {
  protected:
    Beliefs() {
        place = w.type("place");
        ann = w.character("Ann");
        bo = w.character("Bo");
        attic = w.entity("Attic", place);
        cellar = w.entity("Cellar", place);
        hall = w.entity("Hall", place);
        coin = w.property("coin", place);
        n = w.property("n", kNumber);
        lit = w.property("lit", kBoolean);
        warm = w.property("warm", kBoolean);
        w.first(w.set(at_coin(), w.of(hall)));
    }

    ExprId at_coin() { return w.read(coin); }
    ExprId coin_is(EntityId where) { return w.equal(at_coin(), w.of(where)); }
    ExprId is_lit() { return w.read(lit); }
    /// Bo holds it possible that the coin is in the cellar, by 2, or in the attic, by 1.
    void bo_wonders() {
        w.first(w.possibly(w.believes(bo, at_coin()), {{w.of(cellar), 2}, {w.of(attic), 1}}));
    }
    States& start() {
        states.emplace(w.world, rules, budget);
        first = states->first_state();
        return *states;
    }
    GroundEvent event(EventId id, bool fails = false) { return {id, {}, fails}; }
    /// Returns the coin's places in Bo's mind with their weights: "Attic 1, Cellar 2".
    std::string seen_by(EntityId who, MindId state) {
        std::string text;
        for (const auto& [mind, weight] : states->possibilities(states->believed(state, {{who}})))
            text += (text.empty() ? "" : ", ") + name(states->value(mind, {}, coin, {})) + " " +
                    std::to_string(weight);
        return text;
    }
    std::string name(const Value& value) { return value.is_entity() ? w.world[value.as_entity()].name : "?"; }
    bool is(ExprId condition) { return holds(states->context(), first, {}, condition); }
    Value read(ExprId value) { return value_of(states->context(), first, {}, value); }

    Budget budget;
    Rules rules;
    TestWorld w;
    TypeId place;
    EntityId ann, bo, attic, cellar, hall;
    PropertyId coin, n, lit, warm;
    std::optional<States> states;
    MindId first;
};

TEST_F(Beliefs, AreOrderedByContentWithWeightsInLowestTerms) {
    w.first(w.possibly(w.believes(bo, at_coin()), {{w.of(cellar), 4}, {w.of(attic), 1}, {w.of(attic), 1}}));
    start();
    EXPECT_EQ(seen_by(bo, first), "Attic 1, Cellar 2");
    EXPECT_EQ(seen_by(ann, first), "Hall 1");
    EXPECT_EQ(states->to_text(first, 1),
              "coin() = Hall\nn() = 0\nlit() = False\nwarm() = False\n"
              "Bo (1 of 3): coin() = Attic\nBo (2 of 3): coin() = Cellar\n");
}

TEST_F(Beliefs, OfOnePossibilityAreThePlainMind) {
    w.first(w.possibly(w.believes(bo, at_coin()), {{w.of(hall), 4}, {w.of(hall), 1}}));
    start();
    EXPECT_EQ(seen_by(bo, first), "Hall 1");
    EXPECT_FALSE(Minds::are_several(states->believed(first, {{bo}})));
}

TEST_F(Beliefs, AreReadAsWhatSomebodyIsSureOf) {
    bo_wonders();
    ExprId known = w.believes(bo, w.equal(at_coin(), w.of(cellar)));
    ExprId elsewhere = w.believes(bo, w.no(coin_is(hall)));
    ExprId not_hall_value = w.compare(w.believes(bo, at_coin()), Compare::not_equal, w.of(cellar));
    ExprId not_hall = w.believes(bo, w.compare(at_coin(), Compare::not_equal, w.of(cellar)));
    ExprId unknown = w.equal(w.believes(bo, at_coin()), w.unknown());
    ExprId truth = w.equal(w.believes(bo, coin_is(attic)), w.truth(false));
    start();
    EXPECT_FALSE(is(known));
    EXPECT_TRUE(is(w.no(known))) << "the opposite might be";
    EXPECT_TRUE(is(elsewhere));
    EXPECT_FALSE(is(w.no(elsewhere)));
    EXPECT_TRUE(is(w.might(bo, coin_is(attic))));
    EXPECT_FALSE(is(w.might(bo, coin_is(hall))));
    EXPECT_FALSE(is(w.no(w.might(bo, coin_is(attic)))));
    EXPECT_TRUE(is(w.no(w.might(bo, coin_is(hall)))));
    EXPECT_TRUE(is(unknown));
    EXPECT_TRUE(is(not_hall_value)) << "he does not know";
    EXPECT_FALSE(is(not_hall));
    EXPECT_TRUE(is(truth)) << "as a value it is never ?";
    EXPECT_EQ(read(w.believes(bo, at_coin())), Value::unknown());
    EXPECT_EQ(read(w.believes(bo, w.read(n))), Value::number(0));
    EXPECT_EQ(states->value(first, {{bo}}, coin, {}), Value::unknown());
}

TEST_F(Beliefs, HaveOddsThatAreExact) {
    bo_wonders();
    ExprId cellar_odds = coin_is(cellar);
    start();
    EXPECT_TRUE(is(w.odds(bo, cellar_odds, Compare::equal, {2, 3})));
    EXPECT_TRUE(is(w.odds(bo, cellar_odds, Compare::greater, {1, 2})));
    EXPECT_FALSE(is(w.odds(bo, cellar_odds, Compare::less, {2, 3})));
    EXPECT_TRUE(is(w.no(w.odds(bo, cellar_odds, Compare::less, {2, 3}))));
    EXPECT_TRUE(is(w.odds(ann, cellar_odds, Compare::equal, {0, 1})));
}

TEST_F(Beliefs, MultiplyWhereSeveralStatementsAreMade) {
    bo_wonders();
    w.first(w.possibly(w.believes(bo, is_lit()), {{w.truth(true), 1}, {w.truth(false), 3}}));
    start();
    std::vector<Possibility> all = states->possibilities(states->believed(first, {{bo}}));
    ASSERT_EQ(all.size(), 4u);
    std::vector<std::int64_t> weights;
    for (const Possibility& possibility : all)
        weights.push_back(possibility.weight);
    // The order is by the coin, then by the light: attic dark, attic lit, cellar dark, cellar lit.
    EXPECT_EQ(weights, (std::vector<std::int64_t>{3, 1, 6, 2}));
}

TEST_F(Beliefs, AgreeWithThePictureThatTheyAreBelow) {
    bo_wonders();
    start();
    for (const Possibility& possibility : states->possibilities(states->believed(first, {{bo}})))
        EXPECT_EQ(states->value(possibility.mind, {{ann}}, coin, {}),
                  states->value(possibility.mind, {}, coin, {}));
    EXPECT_EQ(states->value(first, {{ann, bo}}, coin, {}), Value::entity(hall)) << "it is private";
}

TEST_F(Beliefs, OfEverybodyOverrideWhatWasSaid) {
    bo_wonders();
    w.first(w.set(w.believes(ann, w.believes(bo, w.read(n))), w.number(4)));
    w.first(w.everybody(w.all({w.set(at_coin(), w.of(attic)), w.set(w.read(n), w.number(2))})));
    start();
    EXPECT_EQ(seen_by(bo, first), "Attic 1");
    EXPECT_EQ(states->value(first, {{ann, bo}}, n, {}), Value::number(2));
    EXPECT_EQ(states->value(first, {}, coin, {}), Value::entity(attic));
}

TEST_F(Beliefs, LoseWhatAnEventRulesOut) {
    bo_wonders();
    EventId take =
        w.action("take", {.precondition = w.no(coin_is(attic)), .effect = w.set(at_coin(), w.of(hall))});
    EventId ring = w.action("ring", {.precondition = coin_is(hall), .effect = w.set(w.read(n), w.number(1))});
    start();
    EXPECT_EQ(seen_by(bo, states->successor(first, event(take))), "Hall 1") << "then it happens";
    // Nobody thinks it possible: each picture is corrected, and they are one.
    EXPECT_EQ(seen_by(bo, states->successor(first, event(ring))), "Hall 1");
    EXPECT_EQ(budget.stop(), Stop::none);
}

TEST_F(Beliefs, KeepTheWeightsOfWhatIsLeft) {
    w.first(w.possibly(w.believes(bo, at_coin()), {{w.of(cellar), 2}, {w.of(attic), 4}, {w.of(hall), 3}}));
    EventId seen = w.action("seen", {.precondition = w.no(coin_is(cellar)), .effect = w.set(is_lit())});
    EventId unseen = w.action("unseen", w.unseen({.precondition = w.no(coin_is(cellar))}));
    start();
    EXPECT_EQ(seen_by(bo, states->successor(first, event(seen))), "Attic 4, Hall 3");
    EXPECT_EQ(states->successor(first, event(unseen)), first);
}

TEST_F(Beliefs, DoNotConcludeWhatIsHidden) {
    bo_wonders();
    EventId sneak = w.action(
        "sneak", {.precondition = w.no(is_lit()), .effect = w.set(is_lit()), .hidden = coin_is(hall)});
    start();
    EXPECT_TRUE(states->possible(first, event(sneak)));
    EXPECT_FALSE(states->possible(states->believed(first, {{bo}}), event(sneak)));
    EXPECT_EQ(seen_by(bo, states->successor(first, event(sneak))), "Attic 1, Cellar 2");
}

TEST_F(Beliefs, LearnFromFailures) {
    w.first(w.possibly(w.believes(bo, at_coin()), {{w.of(cellar), 2}, {w.of(attic), 1}, {w.of(hall), 1}}));
    EventId look = w.action("look", {.success = coin_is(cellar), .failure = w.set(w.read(n), w.number(1))});
    EventId bet = w.action("bet", {.success = coin_is(hall), .chance = Fraction{1, 2}});
    start();
    EXPECT_FALSE(states->can_happen(first, event(look)));
    ASSERT_TRUE(states->can_happen(first, event(look, true)));
    MindId after = states->successor(first, event(look, true));
    EXPECT_EQ(seen_by(bo, after), "Attic 1, Hall 1");
    EXPECT_EQ(states->value(after, {}, n, {}), Value::number(1));
    EXPECT_TRUE(states->can_happen(first, event(bet)));
    EXPECT_TRUE(states->can_happen(first, event(bet, true)));
    EXPECT_EQ(seen_by(bo, states->successor(first, event(bet))), "Hall 1");
    EXPECT_EQ(states->successor(first, event(bet, true)), first) << "bad luck says nothing";
}

TEST_F(Beliefs, AreCorrectedByTheOppositeOfSuccess) {
    w.first(w.set(w.believes(bo, at_coin()), w.of(cellar)));
    EventId look = w.action("look", {.success = coin_is(cellar)});
    start();
    MindId after = states->successor(first, event(look, true));
    EXPECT_EQ(seen_by(bo, after), "? 1");
    EXPECT_EQ(states->successor(after, event(look, true)), after);
}

TEST_F(Beliefs, AreSplitByEffects) {
    bo_wonders();
    EventId rumour = w.action(
        "rumour",
        w.unseen({.effect = w.possibly(w.believes(bo, w.read(n)), {{w.number(1), 1}, {w.number(2), 3}})}));
    EventId fog = w.action(
        "fog",
        w.unseen({.effect = w.possibly(w.believes(bo, at_coin()), {{w.of(hall), 1}, {w.of(attic), 1}})}));
    start();
    std::string text;
    for (const auto& [mind, weight] :
         states->possibilities(states->believed(states->successor(first, event(rumour)), {{bo}})))
        text += std::to_string(weight) + " ";
    EXPECT_EQ(text, "1 3 2 6 ");
    // They still differ in where Ann takes it to be: in the attic, in the cellar.
    EXPECT_EQ(seen_by(bo, states->successor(first, event(fog))), "Attic 1, Attic 2, Hall 1, Hall 2");
}

TEST_F(Beliefs, LearnWhatIsSo) {
    bo_wonders();
    EventId peek = w.action("peek", w.unseen({.effect = w.learn(w.believes(bo, at_coin()), at_coin())}));
    EventId hear = w.action("hear", w.unseen({.effect = w.learn(w.believes(bo, at_coin()), w.of(attic))}));
    start();
    EXPECT_EQ(seen_by(bo, states->successor(first, event(hear))), "Attic 1");
    // None was right: it is set, silently, so that Ann may still take it to be here or there.
    EXPECT_EQ(seen_by(bo, states->successor(first, event(peek))), "Hall 1, Hall 2");
}

TEST_F(Beliefs, AreToldWhatTheTellerIsSureOf) {
    bo_wonders();
    w.first(w.set(w.believes(ann, at_coin()), w.of(attic)));
    EventId tell =
        w.action("tell", w.unseen({.effect = w.set(w.believes(ann, at_coin()), w.believes(bo, at_coin()))}));
    // The value is read in his own words: what he is not sure of he neither says nor denies.
    EventId say =
        w.action("say", w.unseen({.effect = w.believed(bo, w.when(coin_is(attic), w.set(is_lit())))}));
    EventId deny =
        w.action("deny", w.unseen({.effect = w.believed(bo, w.when(coin_is(hall), w.set(is_lit())))}));
    EventId sure =
        w.action("sure", w.unseen({.effect = w.believed(bo, w.when(w.no(coin_is(hall)), w.set(is_lit())))}));
    start();
    EXPECT_EQ(seen_by(ann, states->successor(first, event(tell))), "? 1");
    EXPECT_EQ(states->successor(first, event(say)), first);
    EXPECT_EQ(states->successor(first, event(deny)), first);
    EXPECT_EQ(states->value(states->successor(first, event(sure)), {{bo}}, lit, {}), Value::boolean(true));
}

TEST_F(Beliefs, TakeAssignmentsBeforeDoubtsAndDoubtsBeforeLessons) {
    ExprId bos = w.believes(bo, at_coin());
    EffectId doubt = w.possibly(bos, {{w.of(cellar), 1}, {w.of(attic), 1}});
    EventId both = w.action("both", w.unseen({.effect = w.all({doubt, w.set(bos, w.of(cellar))})}));
    EventId lesson = w.action("lesson", w.unseen({.effect = w.all({w.learn(bos, w.of(hall)), doubt})}));
    EventId twice = w.action(
        "twice", w.unseen({.effect = w.all({doubt, w.possibly(bos, {{w.of(hall), 1}, {w.of(attic), 1}})})}));
    start();
    EXPECT_EQ(seen_by(bo, states->successor(first, event(both))), "Cellar 1");
    EXPECT_EQ(seen_by(bo, states->successor(first, event(lesson))), "Attic 1, Cellar 1");
    EXPECT_EQ(seen_by(bo, states->successor(first, event(twice))), "Attic 1, Cellar 1");
}

TEST_F(Beliefs, HaveTriggersInEveryPossibility) {
    bo_wonders();
    w.trigger("glow", {.precondition = coin_is(cellar), .effect = w.set(is_lit())});
    // It applies once: splitting the same way again changes nothing.
    w.trigger("wonder", {.precondition = coin_is(hall),
                         .effect = w.possibly(w.believes(ann, w.read(warm)),
                                              {{w.truth(true), 2}, {w.truth(false), 1}})});
    start();
    EXPECT_EQ(states->value(first, {{bo}}, lit, {}), Value::unknown()) << "lit if it is in the cellar";
    EXPECT_EQ(states->possibilities(states->believed(first, {{bo}})).size(), 2u);
    EXPECT_EQ(states->possibilities(states->believed(first, {{ann}})).size(), 2u);
    EXPECT_EQ(states->trouble().verdict, Verdict::valid);
}

TEST_F(Beliefs, MergeAfterEveryBeat) {
    bo_wonders();
    w.trigger("tidy", {.precondition = w.no(coin_is(hall)), .effect = w.set(at_coin(), w.of(hall))});
    start();
    EXPECT_EQ(seen_by(bo, first), "Hall 1");
}

TEST_F(Beliefs, OfMoreThanTheLimitAreUndecided) {
    bo_wonders();
    rules.limits.possibilities = 1;
    start();
    EXPECT_EQ(states->trouble().verdict, Verdict::undecided);
    EXPECT_EQ(states->trouble().stop, Stop::possibilities);
    EXPECT_EQ(states->trouble().why, "somebody would hold more than 1 things possible");
}

TEST_F(Beliefs, WithWeightsThatDoNotFitAreUndecided) {
    std::int64_t much = std::int64_t{1} << 62;
    w.first(w.possibly(w.believes(bo, at_coin()), {{w.of(cellar), much}, {w.of(attic), much - 1}}));
    w.first(w.possibly(w.believes(bo, is_lit()), {{w.truth(true), 2}, {w.truth(false), 1}}));
    start();
    EXPECT_EQ(states->trouble().stop, Stop::weights);
}

TEST_F(Beliefs, AreNotCorrectedForWhatOnlyMightBe) {
    bo_wonders();
    ExprId unsure = w.might(bo, coin_is(attic));
    ExprId not_sure = w.no(w.believes(bo, coin_is(cellar)));
    ExprId sure = w.no(w.might(bo, coin_is(hall)));
    EventId a = w.action("a", {.precondition = w.both({unsure, coin_is(hall)})});
    EventId b = w.action("b", {.precondition = w.both({not_sure, coin_is(hall)})});
    EventId c = w.action("c", {.precondition = sure});
    Context& context = start().context();
    auto clauses = [&](EventId id) {
        return true_clauses(context, first, occurrence_of(w.world, event(id)));
    };
    EXPECT_EQ(clauses(a), std::vector<std::string>{"coin() == Hall"});
    EXPECT_EQ(clauses(b), std::vector<std::string>{"coin() == Hall"});
    EXPECT_EQ(clauses(c), std::vector<std::string>{"believes(Bo, coin()) != Hall"});
}

/// Ann is unsure where the coin is, and knows that Bo is not; and Bo takes her to be sure.
TEST_F(Beliefs, AboutBeliefsMayBeMoreOrLessSure) {
    w.first(w.possibly(w.believes(ann, at_coin()), {{w.of(cellar), 1}, {w.of(attic), 1}}));
    w.first(w.set(w.believes(bo, w.believes(ann, at_coin())), w.of(attic)));
    start();
    EXPECT_EQ(seen_by(ann, first), "Attic 1, Cellar 1");
    EXPECT_EQ(states->value(first, {{bo, ann}}, coin, {}), Value::entity(attic));
    EXPECT_TRUE(
        is(w.believes(ann, w.either({w.believes(bo, coin_is(attic)), w.believes(bo, coin_is(cellar))}))))
        << "she knows that Bo knows";
    EXPECT_FALSE(is(w.believes(ann, w.believes(bo, coin_is(attic)))));
}

}  // namespace
}  // namespace wt::referee
