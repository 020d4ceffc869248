#include "referee/trace.h"

#include <gtest/gtest.h>

#include "model/print.h"
#include "model/trace.h"
#include "referee/happen.h"
#include "referee/referee.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;

/// Cat climbs from stage 0 to 2 and likes it; rain is nobody's doing.
class Requests : public testing::Test {
  protected:
    Requests() {
        cat = w.character("Cat");
        dog = w.character("Dog");
        stage = w.property("stage", kNumber);
        wet = w.property("wet", kBoolean);
        who = w.variable("who", kCharacter);
        climb = w.action(
            "climb",
            {.formals = {who},
             .precondition = w.both(
                 {w.equal(w.of(who), w.of(cat)), w.compare(w.read(stage), Compare::less, w.number(2))}),
             .effect = w.set(w.read(stage), w.calculate(w.read(stage), Arithmetic::add, w.number(1))),
             .consenting = {w.of(who)}});
        rain = w.action("rain", {.precondition = w.no(w.read(wet)), .effect = w.set(w.read(wet))});
        w.utility({}, w.read(stage));
        w.utility(cat, w.read(stage));
        rules.limits = {4, 3, 1};
        rules.request = &request;
        up = {climb, {Value::entity(cat)}};
        wetting = {rain, {}};
    }

    TraceId at(double n) { return add_state(w.world, w.equal(w.read(stage), w.number(n))); }
    TraceId is_wet() { return add_state(w.world, w.read(wet)); }
    TraceId over(TraceKind kind, std::vector<TraceId> moments) {
        return add_trace(w.world, kind, std::move(moments));
    }
    TraceId soon(int number, TraceId moment) {
        TraceId id = over(TraceKind::within, {moment});
        w.world.traces[id.index()].number = number;
        return id;
    }
    TraceId quantified(TraceKind kind, VariableId variable, TraceId body) {
        TraceId id = over(kind, {body});
        w.world.traces[id.index()].variable = variable;
        return id;
    }
    /// Makes `happens climb(v)`.
    TraceId climbs(VariableId v) {
        TraceId id = add_happens(w.world, climb);
        w.world.traces[id.index()].patterns[0].arguments[0] = w.of(v);
        return id;
    }
    TraceId only(std::vector<EntityId> characters) {
        TraceId id = over(TraceKind::only_act, {});
        w.world.traces[id.index()].characters = std::move(characters);
        return id;
    }

    /// Does it hold when Cat climbs, it rains, and Cat climbs again?
    bool holds(TraceId constraint) {
        Budget own;
        Context context(w.world, rules, own);
        std::vector<MindId> states{first_state(context)};
        std::vector<ActionId> actions;
        for (const GroundEvent& event : {up, wetting, up}) {
            actions.push_back(*find_action(context, event));
            states.push_back(successor(context, states.back(), actions.back()));
        }
        return holds_of_story(context, {states, actions}, Bindings{}, constraint);
    }
    Judgement judge(std::vector<GroundEvent> actions) {
        return verify_actions(w.world, actions, rules, budget);
    }

    Budget budget;
    TestWorld w;
    Rules rules;
    Request request;
    EntityId cat, dog;
    PropertyId stage, wet;
    VariableId who;
    EventId climb, rain;
    GroundEvent up, wetting;
};

TEST_F(Requests, EveryConstraintMeansWhatTheTableSays) {
    using enum TraceKind;
    TraceId raining = add_happens(w.world, rain);
    TraceId climbing = add_happens(w.world, climb);
    EXPECT_TRUE(holds(over(always, {over(disjunction, {at(0), at(1), at(2)})})));
    EXPECT_FALSE(holds(over(always, {at(0)})));
    EXPECT_TRUE(holds(over(sometime, {over(conjunction, {at(1), is_wet()})})));
    EXPECT_FALSE(holds(over(sometime, {over(conjunction, {at(0), is_wet()})})));
    EXPECT_FALSE(holds(over(negation, {over(sometime, {raining})})));
    EXPECT_TRUE(holds(over(at_end, {climbing})));
    EXPECT_FALSE(holds(over(at_end, {raining})));
    EXPECT_TRUE(holds(over(at_most_once, {at(1)})));
    EXPECT_FALSE(holds(over(at_most_once, {over(disjunction, {at(0), at(2)})})));
    EXPECT_TRUE(holds(over(at_most_once, {raining})));
    EXPECT_FALSE(holds(over(at_most_once, {climbing})));
    EXPECT_TRUE(holds(over(sometime_after, {raining, at(2)})));
    EXPECT_TRUE(holds(over(sometime_after, {raining, is_wet()})));
    EXPECT_FALSE(holds(over(sometime_after, {climbing, at(1)})));
    EXPECT_TRUE(holds(over(sometime_before, {at(2), raining})));
    EXPECT_FALSE(holds(over(sometime_before, {raining, raining})));
    EXPECT_FALSE(holds(over(sometime_before, {at(0), at(0)})));
    EXPECT_TRUE(holds(soon(2, raining)));
    EXPECT_FALSE(holds(soon(1, raining)));
    EXPECT_TRUE(holds(soon(0, at(0))));
    EXPECT_TRUE(holds(over(sequence, {at(0), raining, climbing})));
    EXPECT_FALSE(holds(over(sequence, {raining, climbing, climbing})));
    EXPECT_FALSE(holds(over(sequence, {is_wet(), raining})));
    EXPECT_TRUE(holds(add_count(w.world, Compare::equal, 2, climbing)));
    EXPECT_FALSE(holds(add_count(w.world, Compare::greater, 2, climbing)));
    EXPECT_TRUE(holds(add_count(w.world, Compare::less_equal, 2, is_wet())));
    EXPECT_TRUE(holds(add_length(w.world, Compare::equal, 3)));
    EXPECT_FALSE(holds(add_length(w.world, Compare::less, 3)));
    EXPECT_TRUE(holds(only({cat})));
    EXPECT_FALSE(holds(only({dog})));
    VariableId v = w.variable("v", kCharacter);
    EXPECT_TRUE(holds(quantified(exists, v, over(sometime, {climbs(v)}))));
    EXPECT_FALSE(holds(quantified(forall, v, over(sometime, {climbs(v)}))));
    EXPECT_TRUE(holds(over(at_end, {quantified(exists, v, climbs(v))})));
}

TEST_F(Requests, AStoryMustAnswerTheRequestAndNothingElse) {
    request.constraints = {over(TraceKind::sometime, {add_happens(w.world, rain)}),
                           over(TraceKind::at_end, {at(1)})};
    EXPECT_EQ(judge({wetting, up}).verdict, Verdict::valid);
    EXPECT_EQ(judge({up, wetting}).verdict, Verdict::valid);
    Judgement judgement = judge({up});
    EXPECT_EQ(judgement.verdict, Verdict::invalid);
    EXPECT_EQ(judgement.step, 1u);
    EXPECT_EQ(judgement.why,
              "the story is not as the request has it: `sometime happens rain()` does not hold");
    // Nothing improves for the author here.
    request.constraints = {over(TraceKind::sometime, {is_wet()})};
    EXPECT_EQ(judge({wetting}).verdict, Verdict::valid);
    EXPECT_EQ(judge({}).verdict, Verdict::invalid);
}

TEST_F(Requests, WhatTheRequestDoesNotNeedCanBeLeftOut) {
    request.constraints = {over(TraceKind::at_end, {is_wet()})};
    Judgement judgement = judge({up, wetting});
    EXPECT_EQ(judgement.verdict, Verdict::invalid);
    EXPECT_EQ(judgement.step, 0u);
    EXPECT_EQ(judgement.why,
              "`climb(Cat)` can be left out: it may go on with `rain()`, answers the request as well");
    // With a goal, the end of the shorter story is not as good.
    request.goal = 0;
    EXPECT_EQ(judge({up, wetting}).verdict, Verdict::valid);
    request.goal = 2;
    EXPECT_EQ(judge({up, wetting}).why,
              "the author's utility ends at `1`, and the request wants `2` or more");
    EXPECT_EQ(judge({up, wetting, up}).verdict, Verdict::valid);
}

TEST_F(Requests, TheReferenceSearchLooksAtWholeWays) {
    request.constraints = {over(TraceKind::sequence, {at(1), is_wet(), at(2)})};
    Existence existence = enumerate(w.world, rules, budget);
    ASSERT_EQ(existence.verdict, Verdict::valid);
    EXPECT_EQ(existence.shortest, 3u);
    EXPECT_EQ(verify(w.world, *existence.plan, rules, budget).verdict, Verdict::valid);
    request.constraints.push_back(add_length(w.world, Compare::less_equal, 2));
    EXPECT_EQ(enumerate(w.world, rules, budget).verdict, Verdict::invalid);
}

TEST_F(Requests, ConstraintsArePrintedInTheirSyntax) {
    using enum TraceKind;
    auto text = [&](TraceId id) { return to_text(w.world, id); };
    TraceId raining = add_happens(w.world, rain);
    VariableId v = w.variable("v", kCharacter);
    EXPECT_EQ(text(over(sometime, {add_happens(w.world, climb)})), "sometime happens climb(_)");
    EXPECT_EQ(text(over(at_end, {at(2)})), "at end stage() == 2");
    EXPECT_EQ(text(over(negation, {over(sometime, {raining})})), "never happens rain()");
    EXPECT_EQ(text(over(always, {over(disjunction, {at(0), over(negation, {raining})})})),
              "always (stage() == 0 | !happens rain())");
    EXPECT_EQ(text(over(sometime_after, {raining, at(2)})), "sometime after happens rain(), stage() == 2");
    EXPECT_EQ(text(over(sequence, {at(0), over(conjunction, {raining, at(1)})})),
              "stage() == 0 then (happens rain() & stage() == 1)");
    EXPECT_EQ(text(soon(3, is_wet())), "within 3 wet()");
    EXPECT_EQ(text(add_count(w.world, Compare::greater, 1, raining)), "at least 2 times happens rain()");
    EXPECT_EQ(text(add_count(w.world, Compare::equal, 2, at(1))), "exactly 2 times stage() == 1");
    EXPECT_EQ(text(add_length(w.world, Compare::less_equal, 4)), "length at most 4");
    EXPECT_EQ(text(add_length(w.world, Compare::equal, 4)), "length 4");
    EXPECT_EQ(text(only({cat, dog})), "only Cat, Dog act");
    EXPECT_EQ(text(quantified(forall, v, over(sometime, {climbs(v)}))),
              "forall(v : character) sometime happens climb(v)");
}

}  // namespace
}  // namespace wt::referee
