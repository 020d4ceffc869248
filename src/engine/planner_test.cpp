// These tests put questions to a session: the author's search, its verdicts, and looking into states
// (engine/inspect.h).
#include "engine/planner.h"

#include <thread>

#include <gtest/gtest.h>

#include "engine/inspect.h"
#include "engine/test_world.h"
#include "model/trace.h"

namespace wt::engine {
namespace {

using namespace model;

class Planning : public testing::Test {
  protected:
    TestWorld w;
    EntityId ann = w.character("Ann");
    EntityId bo = w.character("Bo");
    PropertyId x = w.property("x", kNumber);
    PropertyId a = w.property("a", kBoolean);
    Budget budget;

    EventId earn(const char* name, double amount) {
        return w.action(name, {.effect = w.set(w.read(x), w.plus(w.read(x), amount))});
    }
    static Question question(std::optional<double> goal, Limits limits = {}, bool optimal = false) {
        return {goal, limits, optimal};
    }
    Answer ask(const Question& question = {}) {
        Session session(w.world, {}, budget);
        return plan(session, question);
    }
    static std::vector<std::string> names(const World& world, const std::optional<Plan>& plan) {
        std::vector<std::string> result;
        if (plan)
            for (const Step& step : plan->steps)
                result.push_back(world[step.action.event].name);
        return result;
    }
    std::vector<std::string> names(const std::optional<Plan>& plan) const { return names(w.world, plan); }
};

using Names = std::vector<std::string>;

TEST_F(Planning, WhereNothingImprovesTheSearchIsExhausted) {
    w.action("wait", {});
    Answer answer = ask();
    EXPECT_EQ(answer.verdict, Verdict::exhausted);
    EXPECT_FALSE(answer.plan);
    EXPECT_EQ(answer.start_utility, 0);
    EXPECT_EQ(answer.goal, 1);
}

TEST_F(Planning, APlanThatReachesTheGoalIsFound) {
    earn("earn", 1);
    w.utility({}, w.read(x));
    Answer answer = ask(question(3));
    EXPECT_EQ(answer.verdict, Verdict::found);
    EXPECT_EQ(names(answer.plan), (Names{"earn", "earn", "earn"}));
    EXPECT_EQ(answer.utility, 3);
    EXPECT_FALSE(answer.proved_shortest);
}

TEST_F(Planning, ARuleThatFailsButNeverHappensLeavesTheWorldCertain) {
    earn("earn", 1);
    w.utility({}, w.read(x));
    EventId search = w.action("search", {.precondition = w.read(a)});
    w.world.events[search.index()].success = w.read(a);
    ASSERT_TRUE(model::is_uncertain(w.world));
    Session session(w.world, {}, budget);
    EXPECT_FALSE(is_uncertain(session));
    EXPECT_EQ(names(plan(session, question(2)).plan), (Names{"earn", "earn"}));
    w.action("hide", {.effect = w.set(w.read(a), w.constant(Value::boolean(true)))});
    EXPECT_TRUE(is_uncertain(Session(w.world, {}, budget)));
}

TEST_F(Planning, TheAuthorLimitIsStrict) {
    earn("earn", 1);
    w.utility({}, w.read(x));
    EXPECT_EQ(ask(question(3, {.author = 3})).verdict, Verdict::found);
    Answer answer = ask(question(3, {.author = 2}));
    EXPECT_EQ(answer.verdict, Verdict::exhausted);
    EXPECT_EQ(names(answer.best), (Names{"earn", "earn"})) << "how far one could get";
    EXPECT_EQ(answer.utility, 2);
}

TEST_F(Planning, AnOptimalPlanIsAShortestOne) {
    earn("one", 1);
    earn("five", 5);
    w.utility({}, w.read(x));
    Answer answer = ask(question(6, {}, true));
    EXPECT_EQ(answer.verdict, Verdict::found);
    EXPECT_TRUE(answer.proved_shortest);
    EXPECT_EQ(answer.plan->steps.size(), 2u);
}

TEST_F(Planning, TheDefaultGoalIsTheNextWholeNumber) {
    for (auto [start, goal] : {std::pair{0.0, 1.0}, {0.4, 1.0}, {1.0, 2.0}, {-1.5, -0.5}, {-0.5, 0.5}}) {
        TestWorld other;
        other.character("Ann");
        other.utility({}, other.number(start));
        Session session(other.world, {}, budget);
        EXPECT_EQ(plan(session, {}).goal, goal) << "from " << start;
    }
}

TEST_F(Planning, AnUnknownStartCannotBeImproved) {
    w.first(w.set(w.read(x), w.unknown()));
    w.action("learn", {.effect = w.set(w.read(x), 5)});
    w.utility({}, w.read(x));
    Answer answer = ask(question(1));
    EXPECT_EQ(answer.verdict, Verdict::exhausted);
    EXPECT_FALSE(answer.start_utility);
    EXPECT_FALSE(ask().goal);
}

TEST_F(Planning, APlanMustImproveEvenIfTheStartMeetsTheGoal) {
    w.first(w.set(w.read(x), 5));
    EventId earned = earn("earn", 1);
    w.utility({}, w.read(x));
    Answer answer = ask(question(2));
    ASSERT_EQ(answer.verdict, Verdict::found);
    EXPECT_EQ(answer.plan->steps[0].action.event, earned);
}

TEST_F(Planning, WhatCanBeLeftOutIsLeftOut) {
    // A detour with a better estimate: `a` seems to be needed, until `win` shows that it is not.
    w.action("win", {.precondition = w.equal(w.read(x), w.number(0)),
                     .effect = w.when(w.read(a), w.set(w.read(x), 1), w.set(w.read(x), 1))});
    w.action("idle", {.precondition = w.no(w.read(a)), .effect = w.set(w.read(a))});
    w.utility({}, w.read(x));
    EXPECT_EQ(names(ask().plan), (Names{"win"}));
}

TEST_F(Planning, EveryActionOfAPlanIsExplained) {
    EventId work = w.action("work", {.effect = w.set(w.read(x), 1), .consenting = {ann}});
    w.utility({}, w.read(x));
    EXPECT_EQ(ask().verdict, Verdict::exhausted) << "Ann wants nothing";
    w.utility(ann, w.read(x));
    Answer answer = ask();
    ASSERT_EQ(answer.verdict, Verdict::found);
    ASSERT_EQ(answer.plan->steps[0].reasons.size(), 1u);
    const Explanation& reason = (*answer.plan)[answer.plan->steps[0].reasons[0]];
    EXPECT_EQ(reason.character, ann);
    EXPECT_EQ(reason.steps[0].action.event, work);
}

TEST_F(Planning, TheCharacterLimitOfZeroLeavesOneStep) {
    w.action("work", {.effect = w.set(w.read(x), 1), .consenting = {ann}});
    w.utility({}, w.read(x));
    w.utility(ann, w.read(x));
    EXPECT_EQ(ask(question(std::nullopt, {.author = 1, .character = 0, .belief = 0})).verdict,
              Verdict::found);
}

TEST_F(Planning, AStoppedSearchSaysSo) {
    earn("earn", 1);
    w.utility({}, w.read(x));
    budget.request_stop(Stop::cancelled);
    Answer answer = ask(question(3));
    EXPECT_EQ(answer.verdict, Verdict::stopped);
    EXPECT_EQ(answer.stop, Stop::cancelled);
}

TEST_F(Planning, ALimitOfStatesStopsTheSearch) {
    earn("one", 1);
    earn("two", 2);
    w.utility({}, w.one_if(w.equal(w.read(x), w.number(-1))));
    budget.max_states = 100;
    Answer answer = ask(question(std::nullopt, {.author = 1000}));
    EXPECT_EQ(answer.verdict, Verdict::stopped);
    EXPECT_EQ(answer.stop, Stop::states);
}

TEST_F(Planning, EndlessTriggersAtTheStartAreNamed) {
    w.trigger("tick", {.effect = w.set(w.read(x), w.plus(w.read(x), 1))});
    Session session(w.world, {}, budget);
    EXPECT_EQ(session.state_of_start(), Verdict::endless_triggers);
    EXPECT_FALSE(first_state(session).valid());
    Answer answer = plan(session, {});
    EXPECT_EQ(answer.verdict, Verdict::endless_triggers);
    ASSERT_TRUE(answer.endless);
    ASSERT_EQ(answer.endless->triggers.size(), 1u);
    EXPECT_EQ(w.world[answer.endless->triggers[0].event].name, "tick");
}

TEST_F(Planning, AnActionThatLeadsToEndlessTriggersIsImpossible) {
    w.action("start", {.effect = w.set(w.read(a))});
    w.trigger("tick", {.precondition = w.read(a), .effect = w.set(w.read(x), w.plus(w.read(x), 1))});
    w.utility({}, w.read(x));
    Answer answer = ask();
    EXPECT_EQ(answer.verdict, Verdict::exhausted);
    ASSERT_TRUE(answer.endless && answer.endless->action);
    EXPECT_EQ(w.world[answer.endless->action->event].name, "start");
    EXPECT_EQ(answer.endless->triggers.size(), 1u);
}

TEST_F(Planning, ASessionAnswersManyQuestionsTheSameWay) {
    earn("one", 1);
    w.utility({}, w.read(x));
    Session session(w.world, {.belief_limit = 3}, budget);
    Answer first = plan(session, question(4));
    plan(session, question(2, {.author = 5, .character = 2, .belief = 1}, true));
    Answer again = plan(session, question(4));
    EXPECT_EQ(first.plan->steps, again.plan->steps);
    EXPECT_EQ(first.utility, again.utility);
}

TEST_F(Planning, TheBeliefDepthFollowsTheLimitAndTheNesting) {
    w.action("act", {.precondition = w.believes(ann, w.believes(bo, w.read(a)))});
    EXPECT_EQ(Session(w.world, {.belief_limit = 0}, budget).belief_depth(), 3);
    EXPECT_EQ(Session(w.world, {.belief_limit = 2}, budget).belief_depth(), 5);
    EXPECT_EQ(Session(w.world, {.belief_limit = 2, .belief_depth = 7}, budget).belief_depth(), 7);
    EXPECT_EQ(Session(w.world, {.belief_limit = 2, .belief_depth = 1}, budget).belief_depth(), 5);
}

// ---- ever shorter stories ----

/// There is a chain of four to `a`, and a shortcut of three that an estimate which adds up takes for longer.
class Anytime : public Planning {
  protected:
    Anytime() {
        for (int i = 0; i < 4; ++i)
            w.action("step", {.precondition = w.equal(w.read(x), w.number(i)),
                              .effect = i == 3 ? w.set(w.read(a)) : w.set(w.read(x), i + 1)});
        PropertyId ready = w.property("ready", kBoolean);
        std::vector<EffectId> effects;
        std::vector<ExprId> needs;
        for (const char* name : {"food", "music", "guests"}) {
            PropertyId property = w.property(name, kBoolean);
            effects.push_back(w.set(w.read(property)));
            needs.push_back(w.read(property));
        }
        w.action("prepare", {.effect = w.set(w.read(ready))});
        w.action("invite", {.precondition = w.read(ready), .effect = w.all(effects)});
        w.action("dine", {.precondition = w.both(needs), .effect = w.set(w.read(a))});
        w.utility({}, w.one_if(w.read(a)));
        question.on_improvement = [this](const Answer& found) {
            EXPECT_EQ(found.verdict, Verdict::found);
            EXPECT_FALSE(found.proved_shortest);
            lengths.push_back(found.plan->steps.size());
            if (lengths.size() == stop_after) budget.request_stop(Stop::cancelled);
        };
    }
    Question question;
    std::vector<std::size_t> lengths;
    std::size_t stop_after = 99;
};

using Lengths = std::vector<std::size_t>;

TEST_F(Anytime, EveryStoryIsShorterAndTheLastIsProvedShortest) {
    Answer answer = ask(question);
    EXPECT_EQ(lengths, (Lengths{4, 3}));
    EXPECT_EQ(answer.verdict, Verdict::found);
    EXPECT_TRUE(answer.proved_shortest);
    EXPECT_EQ(names(answer.plan), (Names{"prepare", "invite", "dine"}));
    EXPECT_EQ(answer.utility, 1);
}

TEST_F(Anytime, AStopLeavesTheLastStoryUnproved) {
    stop_after = 1;
    Answer answer = ask(question);
    EXPECT_EQ(lengths, (Lengths{4}));
    EXPECT_EQ(answer.verdict, Verdict::stopped);
    EXPECT_EQ(answer.plan->steps.size(), 4u);
    EXPECT_FALSE(answer.proved_shortest);
    EXPECT_EQ(answer.utility, 1);
}

TEST_F(Anytime, WhereThereIsNoStoryNothingIsTold) {
    question.goal = 2;
    Answer answer = ask(question);
    EXPECT_EQ(answer.verdict, Verdict::exhausted);
    EXPECT_TRUE(lengths.empty());
    EXPECT_TRUE(answer.best);
}

TEST_F(Anytime, AShortestStoryIsToldOnce) {
    question.optimal = true;
    EXPECT_TRUE(ask(question).proved_shortest);
    EXPECT_TRUE(lengths.empty()) << "nothing is left to improve";
}

// ---- from another start ----

TEST_F(Planning, AStoryMayBeginElsewhere) {
    EventId earned = earn("earn", 1);
    w.utility({}, w.read(x));
    Session session(w.world, {}, budget);
    MindId state = successor(session, first_state(session), {earned, {}});
    Answer answer = plan(session, {.goal = 3, .start = state});
    EXPECT_EQ(names(answer.plan), (Names{"earn", "earn"}));
    EXPECT_EQ(answer.start_utility, 1);
    EXPECT_EQ(answer.utility, 3);
    EXPECT_EQ(plan(session, {.start = state}).goal, 2) << "the default goal refers to the start";
    EXPECT_EQ(plan(session, {.goal = 3}).plan->steps.size(), 3u) << "and the first state is as it was";
}

// ---- a plan to try first ----

class FirstTry : public Planning {
  protected:
    FirstTry() {
        w.utility({}, w.read(x));
        w.utility(ann, w.read(x));
    }

    PropertyId b = w.property("b", kBoolean);
    EventId detour = w.action("detour", {.effect = w.set(w.read(a)), .consenting = {ann}});
    EventId idle = w.action("idle", {.effect = w.set(w.read(b)), .consenting = {ann}});
    EventId arrive =
        w.action("arrive", {.precondition = w.read(a), .effect = w.set(w.read(x), 1), .consenting = {ann}});
    EventId direct = w.action("direct", {.effect = w.set(w.read(x), 1), .consenting = {ann}});

    Names tried(std::vector<EventId> events, bool optimal = false) {
        Session session(w.world, {}, budget);
        Question question{.goal = 1, .optimal = optimal};
        for (EventId event : events)
            question.first_try.push_back({event, {}});
        return names(plan(session, question).plan);
    }
};

TEST_F(FirstTry, IsTakenIfItReachesTheGoal) {
    EXPECT_EQ(tried({}), Names{"direct"});
    EXPECT_EQ(tried({detour, arrive}), (Names{"detour", "arrive"}));
    EXPECT_EQ(tried({detour, arrive}, true), Names{"direct"}) << "which is proved to be a shortest one";
}

TEST_F(FirstTry, LosesWhatIsImpossibleOrUnexplainedOrOfNoUse) {
    EXPECT_EQ(tried({arrive, detour, idle, arrive, direct}), (Names{"detour", "arrive"}));
}

TEST_F(FirstTry, DoesNoHarmIfItLeadsNowhere) {
    EXPECT_EQ(tried({arrive, idle}), Names{"direct"});
    EXPECT_EQ(tried({detour}), Names{"direct"});
}

TEST_F(Planning, ReasonsAreThoseOfTheStart) {
    EventId push = w.action("push", {.effect = w.set(w.read(a)), .consenting = {ann}});
    w.action("work", {.precondition = w.read(a), .effect = w.set(w.read(x), 1), .consenting = {ann}});
    w.utility({}, w.read(x));
    w.utility(ann, w.read(x));
    Session session(w.world, {}, budget);
    // Ann pushes, although nothing follows from that within the limit.
    Question question{.goal = std::nullopt, .limits = {.author = 3, .character = 1, .belief = 1}};
    EXPECT_EQ(plan(session, question).verdict, Verdict::exhausted);
    question.start = successor(session, first_state(session), {push, {}});
    EXPECT_EQ(names(plan(session, question).plan), (Names{"work"}));
}

TEST_F(Planning, HowFarOneCouldGetIsToldFromTheStart) {
    EventId earned = earn("earn", 1);
    w.utility({}, w.read(x));
    Session session(w.world, {}, budget);
    MindId state = successor(session, first_state(session), {earned, {}});
    Answer answer = plan(session, {.goal = 9, .limits = {.author = 2}, .start = state});
    EXPECT_EQ(answer.verdict, Verdict::exhausted);
    EXPECT_EQ(names(answer.best), (Names{"earn", "earn"}));
    EXPECT_EQ(answer.utility, 3);
}

TEST_F(Planning, AStartThatNeverCameToRestIsNamed) {
    EventId begin = w.action("begin", {.effect = w.set(w.read(a))});
    w.trigger("tick", {.precondition = w.read(a), .effect = w.set(w.read(x), w.plus(w.read(x), 1))});
    Session session(w.world, {}, budget);
    Answer answer = plan(session, {.start = successor(session, first_state(session), {begin, {}})});
    EXPECT_EQ(answer.verdict, Verdict::endless_triggers);
    ASSERT_TRUE(answer.endless);
    EXPECT_EQ(answer.endless->triggers.size(), 1u);
}

TEST_F(Planning, ATrimmedSessionKeepsTheStatesThatAreNamed) {
    w.first(w.set(w.believes(bo, w.read(x)), 9));
    EventId earned = earn("earn", 1);
    w.utility({}, w.read(x));
    Session session(w.world, {}, budget);
    MindId state = successor(session, first_state(session), {earned, {}});
    Question question{.goal = 30, .limits = {.author = 40}, .start = state};
    Answer before = plan(session, question);
    std::uint64_t grown = session.grown_bytes();
    EXPECT_FALSE(session.trim(grown, {&state, 1})) << "it is not too large";
    EXPECT_EQ(session.grown_bytes(), grown);
    EXPECT_TRUE(session.trim(grown - 1, {&state, 1}));
    EXPECT_LT(session.grown_bytes(), grown);
    EXPECT_EQ(value(session, state, x, {}), Value::number(1));
    EXPECT_EQ(value(session, mind_of(session, state, bo), x, {}), Value::number(10));
    EXPECT_EQ(value(session, first_state(session), x, {}), Value::number(0));
    question.start = state;
    Answer after = plan(session, question);
    EXPECT_EQ(after.plan->steps, before.plan->steps);
}

TEST_F(Planning, WhatATrimmedSessionTakesIsBounded) {
    EventId earned = earn("earn", 1);
    w.utility({}, w.read(x));
    Session session(w.world, {}, budget);
    MindId state = first_state(session);
    constexpr std::uint64_t kEnough = 450'000;  // an empty session has 400'000
    std::uint64_t largest = 0;
    std::uint64_t states = 0;
    int trims = 0;
    for (int i = 0; i < 300; ++i) {
        state = successor(session, state, {earned, {}});
        plan(session, {.goal = i + 20, .limits = {.author = 40}, .start = state});
        trims += session.trim(kEnough, {&state, 1});
        largest = std::max(largest, session.grown_bytes());
        states = std::max(states, budget.states());
    }
    EXPECT_LE(largest, kEnough);
    EXPECT_GT(trims, 0);
    EXPECT_LT(states, 10'000u) << "states are given back";
    EXPECT_EQ(value(session, state, x, {}), Value::number(300));
}

TEST_F(Planning, ASessionGivesBackWhatItChargedForStates) {
    EventId earned = earn("earn", 1);
    {
        Session session(w.world, {}, budget);
        successor(session, first_state(session), {earned, {}});
        EXPECT_GT(budget.states(), 0u);
    }
    EXPECT_EQ(budget.states(), 0u);
}

TEST_F(Planning, AStoppedSessionGoesOnWhenTheBudgetDoes) {
    earn("earn", 1);
    w.utility({}, w.read(x));
    Session session(w.world, {}, budget);
    budget.request_stop(Stop::time);
    EXPECT_EQ(plan(session, question(3)).verdict, Verdict::stopped);
    budget.resume();
    EXPECT_EQ(plan(session, question(3)).verdict, Verdict::found);
}

// ---- looking into states ----

TEST_F(Planning, ASessionTellsItsSize) {
    earn("earn", 1);
    w.trigger("react", {.precondition = w.equal(w.read(x), w.number(2)), .effect = w.set(w.read(a))});
    Session session(w.world, {}, budget);
    EXPECT_EQ(session.size().fluents, 2u);
    EXPECT_EQ(session.size().actions, 1u);
    EXPECT_EQ(session.size().triggers, 1u);
    EXPECT_EQ(session.ground_events(false).size(), 1u);
    EXPECT_EQ(session.ground_events(true).size(), 1u);
    EXPECT_EQ(session.ground_fluents().size(), 2u);
}

TEST_F(Planning, StatesCanBeLookedInto) {
    w.first(w.set(w.believes(bo, w.read(x)), 9));
    EventId earned = earn("earn", 1);
    w.utility(bo, w.read(x));
    Session session(w.world, {}, budget);
    MindId start = first_state(session);
    EXPECT_TRUE(possible(session, start, {earned, {}}));
    EXPECT_EQ(possible_actions(session, start).size(), 1u);
    MindId after = successor(session, start, {earned, {}});
    EXPECT_EQ(value(session, after, x, {}), Value::number(1));
    EXPECT_EQ(value(session, mind_of(session, after, bo), x, {}), Value::number(10));
    EXPECT_EQ(utility(session, mind_of(session, after, bo), bo), 10);
    EXPECT_EQ(value(session, after, a, {}), Value::boolean(false)) << "a fluent that cannot change";
}

TEST_F(Planning, AnActionThatCanNeverHappenIsNeverPossible) {
    EventId never = w.action("never", {.precondition = w.read(a), .effect = w.set(w.read(x), 1)});
    Session session(w.world, {}, budget);
    MindId start = first_state(session);
    EXPECT_FALSE(possible(session, start, {never, {}}));
    EXPECT_EQ(successor(session, start, {never, {}}), start);
}

TEST_F(Planning, TheShortestReasonIsMeasured) {
    EventId prepare = w.action(
        "prepare", {.precondition = w.no(w.read(a)), .effect = w.set(w.read(a)), .consenting = {ann}});
    w.action("win", {.precondition = w.read(a), .effect = w.set(w.read(x), 1), .consenting = {ann}});
    w.utility(ann, w.read(x));
    Session session(w.world, {}, budget);
    MindId anns = mind_of(session, first_state(session), ann);
    EXPECT_EQ(shortest_reason(session, anns, {prepare, {}}, 3, 2), 2);
    EXPECT_EQ(shortest_reason(session, anns, {prepare, {}}, 1, 2), std::nullopt);
}

TEST_F(Planning, AReasonIsFoundWithAllThatItRestsOn) {
    EventId ask =
        w.action("ask", {.precondition = w.no(w.read(a)), .effect = w.set(w.read(a)), .consenting = {ann}});
    EventId give =
        w.action("give", {.precondition = w.read(a), .effect = w.set(w.read(x), 1), .consenting = {bo}});
    w.utility(ann, w.read(x));
    w.utility(bo, w.read(x));
    Session session(w.world, {}, budget);
    MindId anns = mind_of(session, first_state(session), ann);
    Plan plan;
    EXPECT_EQ(has_reason(session, anns, {ask, {}}, {.character = 1, .belief = 2}), Known::no);
    EXPECT_FALSE(find_reason(session, anns, {ask, {}}, 1, 2, plan));
    EXPECT_EQ(has_reason(session, anns, {ask, {}}, {.character = 2, .belief = 2}), Known::yes);
    auto reason = find_reason(session, anns, {ask, {}}, 2, 2, plan);
    ASSERT_TRUE(reason);
    EXPECT_EQ(plan[*reason].character, ann);
    ASSERT_EQ(plan[*reason].steps.size(), 2u);
    ASSERT_EQ(plan[*reason].steps[1].reasons.size(), 1u);
    const Explanation& bos = plan[plan[*reason].steps[1].reasons[0]];
    EXPECT_EQ(bos.character, bo);
    EXPECT_EQ(bos.steps[0].action.event, give);
}

/// Only a request reads what is said of the world's end, which is believed five minds deep.
class DeepRequest : public Planning {
  protected:
    DeepRequest() {
        ExprId deep = w.read(a);
        for (int i = 0; i < 5; ++i)
            deep = w.believes(i % 2 == 0 ? ann : bo, deep);
        w.first(w.set(deep));
        w.action("rest", {});
        TraceId moment = model::add_state(w.world, deep);
        request.constraints = {model::add_trace(w.world, TraceKind::at_end, {moment})};
    }

    Request request;
    Question asked{.limits = {.belief = 1}, .request = &request};
};

TEST_F(DeepRequest, AQuestionThatNeedsDeeperMindsThanTheSessionKeepsIsNotAnswered) {
    Session session(w.world, {.belief_limit = 1}, budget);
    EXPECT_EQ(session.belief_depth(), 3);
    Answer answer = plan(session, asked);
    EXPECT_EQ(answer.verdict, Verdict::stopped) << "that there is no plan would be wrong";
    EXPECT_EQ(answer.too_large,
              "the question needs beliefs that are kept 7 deep, and the session keeps them 3 deep");
    EXPECT_EQ(budget.stop(), Stop::none) << "it can be asked something else";
    EXPECT_EQ(plan(session, {.limits = {.belief = 1}}).verdict, Verdict::exhausted);
}

TEST_F(DeepRequest, TheQuestionSaysHowDeepMindsAreKept) {
    Session session(w.world, session_options(w.world, asked), budget);
    EXPECT_EQ(session.belief_depth(), 7);
    Answer answer = plan(session, asked);
    EXPECT_EQ(answer.verdict, Verdict::found);
    EXPECT_EQ(names(answer.plan), (Names{"rest"}));
}

TEST_F(DeepRequest, MindsThatAreTooDeepAreRefused) {
    Session session(w.world, {.belief_limit = 1'000}, budget);
    EXPECT_EQ(session.state_of_start(), Verdict::stopped);
    EXPECT_EQ(budget.refusal(), "beliefs would have to be kept 1002 deep, and the greatest depth is 250");
}

/// There are two ways to earn; the requests are put together after the session was made.
class LaterFormulas : public Planning {
  protected:
    LaterFormulas() : one(earn("one", 1)), three(earn("three", 3)) { w.utility({}, w.read(x)); }

    /// Returns the names of a plan that reaches three and in which `action` happens.
    Names ask_for(Session& session, EventId action) const {
        World formulas = w.world;
        Request request;
        request.goal = 3;
        TraceId happens = model::add_happens(formulas, action);
        request.constraints = {model::add_trace(formulas, TraceKind::sometime, {happens})};
        return names(plan(session, {.request = &request, .formulas = &formulas}).plan);
    }

    EventId one, three;
};

TEST_F(LaterFormulas, AQuestionMayHaveFormulasOfItsOwn) {
    Session session(w.world, {}, budget);
    std::size_t exprs = w.world.exprs.size(), traces = w.world.traces.size();
    EXPECT_EQ(ask_for(session, one), (Names{"one", "three"}));
    EXPECT_EQ(ask_for(session, three), (Names{"three"}));
    EXPECT_EQ(ask_for(session, one), (Names{"one", "three"}))
        << "what was asked before leaves nothing behind";
    EXPECT_EQ(w.world.exprs.size(), exprs);
    EXPECT_EQ(w.world.traces.size(), traces);
    World formulas = w.world;
    formulas.exprs.push_back(formulas[formulas.author_utility.value]);
    EXPECT_EQ(evaluate(session, first_state(session), formulas, ExprId(exprs)), Value::number(0));
}

TEST_F(LaterFormulas, SessionsInSeveralThreadsShareAWorld) {
    std::vector<Names> found(8);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < found.size(); ++i)
        threads.emplace_back([&, i] {
            Budget own;
            Session session(w.world, {}, own);
            for (int times = 0; times < 20; ++times)
                found[i] = ask_for(session, i % 2 == 0 ? one : three);
        });
    for (std::thread& thread : threads)
        thread.join();
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_EQ(found[i], i % 2 == 0 ? (Names{"one", "three"}) : (Names{"three"})) << i;
}

TEST_F(Planning, AValueCanBeChangedInOneMindAlone) {
    w.action("turn", {.effect = w.set(w.read(a))});
    Session session(w.world, {}, budget);
    MindId start = first_state(session);
    MindId other = with_value(session, start, std::vector{ann, bo}, a, {}, Value::boolean(true));
    EXPECT_NE(other, start);
    MindId anns = mind_of(session, other, ann);
    EXPECT_TRUE(value(session, mind_of(session, anns, bo), a, {}).is_true());
    EXPECT_FALSE(value(session, anns, a, {}).is_true());
    EXPECT_FALSE(value(session, mind_of(session, other, bo), a, {}).is_true());
    EXPECT_EQ(with_value(session, other, std::vector{ann, bo}, a, {}, Value::boolean(false)), start);
    EXPECT_EQ(with_value(session, start, {}, x, {}, Value::number(3)), start) << "it cannot change";
}

}  // namespace
}  // namespace wt::engine
