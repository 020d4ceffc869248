#include "engine/trace/request_automata.h"

#include <gtest/gtest.h>

#include "engine/state/evaluate.h"
#include "engine/test_world.h"
#include "model/trace.h"

namespace wt::engine {
namespace {

using namespace model;

/// Cat climbs step by step, Dog barks.
class Automata : public testing::Test {
  protected:
    Automata() {
        cat = w.character("Cat");
        dog = w.character("Dog");
        stage = w.property("stage", kNumber);
        loud = w.property("loud", kBoolean);
        climb = w.action("climb", {.precondition = w.compare(w.read(stage), Compare::less, w.number(4)),
                                   .effect = w.set(w.read(stage), w.plus(w.read(stage), 1)),
                                   .consenting = {cat}});
        bark = w.action("bark", {.effect = w.set(w.read(loud)), .consenting = {dog}});
        w.utility({}, w.read(stage));
    }
    TraceId at(double n) { return add_state(w.world, w.equal(w.read(stage), w.number(n))); }
    TraceId over(TraceKind kind, std::vector<TraceId> moments) {
        return add_trace(w.world, kind, std::move(moments));
    }
    RequestAutomata& made(std::vector<TraceId> constraints) {
        request.constraints = std::move(constraints);
        scene = std::make_unique<Scene>(w);
        automata = std::make_unique<RequestAutomata>(*scene->ground, w.world, request, scene->budget);
        return *automata;
    }
    /// Returns the automata after these actions.
    RequestAutomata::State after(const std::vector<EventId>& events) {
        Evaluator evaluator(scene->ground->pool(), *scene->store);
        MindId mind = scene->start();
        auto holds = [&](FormulaId formula) { return evaluator.holds(formula, mind); };
        RequestAutomata::State state = automata->start(holds);
        for (EventId event : events) {
            mind = scene->after(mind, event);
            state = automata->next(state, scene->find(event), holds);
        }
        return state;
    }

    TestWorld w;
    Request request;
    std::unique_ptr<Scene> scene;
    std::unique_ptr<RequestAutomata> automata;
    EntityId cat, dog;
    PropertyId stage, loud;
    EventId climb, bark;
};

TEST_F(Automata, a_request_without_constraints_accepts_everything) {
    RequestAutomata& all = made({});
    EXPECT_EQ(all.automaton_count(), 0u);
    EXPECT_TRUE(all.accepts(after({climb})));
    EXPECT_EQ(after({}), after({climb, bark}));
}

TEST_F(Automata, conjunctions_are_taken_apart_and_equal_constraints_shared) {
    TraceId high = over(TraceKind::sometime, {at(2)});
    TraceId again = over(TraceKind::sometime, {at(2)});
    RequestAutomata& both =
        made({over(TraceKind::conjunction, {high, over(TraceKind::at_end, {at(1)})}), again});
    EXPECT_EQ(both.automaton_count(), 2u);
    EXPECT_EQ(both.atom_count(), 2u);
    EXPECT_EQ(both.formulas().size(), 2u);
}

TEST_F(Automata, a_story_is_followed_and_dead_ones_are_one_state) {
    RequestAutomata& two = made({over(TraceKind::sequence, {add_happens(w.world, bark), at(2)}),
                                 over(TraceKind::at_most_once, {add_happens(w.world, bark)})});
    EXPECT_EQ(two.steps_to_accept(after({})), 2u);
    EXPECT_EQ(two.steps_to_accept(after({climb})), 2u);
    EXPECT_EQ(two.steps_to_accept(after({bark})), 1u);
    EXPECT_FALSE(two.accepts(after({bark, climb})));
    EXPECT_TRUE(two.accepts(after({bark, climb, climb})));
    EXPECT_TRUE(two.is_dead(after({bark, bark})));
    EXPECT_EQ(after({bark, climb, bark}), after({bark, bark}));
}

TEST_F(Automata, two_actions_never_share_a_moment) {
    TraceId together =
        over(TraceKind::conjunction,
             {add_trace(w.world, TraceKind::negation,
                        {over(TraceKind::conjunction,
                              {over(TraceKind::negation, {add_happens(w.world, bark)}), at(0)})}),
              add_happens(w.world, climb), add_happens(w.world, bark)});
    EXPECT_TRUE(made({over(TraceKind::sometime, {together})}).is_dead(after({})));
}

TEST_F(Automata, ways_say_how_to_come_closer) {
    RequestAutomata& some = made({over(TraceKind::sometime, {add_happens(w.world, bark)})});
    const auto& ways = some.ways(after({climb}), 0);
    ASSERT_EQ(ways.size(), 1u);
    EXPECT_EQ(ways[0].steps, 0u);
    ASSERT_EQ(ways[0].literals.size(), 1u);
    EXPECT_TRUE(ways[0].literals[0].value);
    const StoryAtom& atom = some.atom(ways[0].literals[0].atom);
    EXPECT_FALSE(atom.formula.valid());
    EXPECT_EQ(atom.actions, std::vector{scene->find(bark)});
    EXPECT_TRUE(some.ways(after({bark}), 0).empty());
}

TEST_F(Automata, numbers_up_to_a_thousand_do_and_far_larger_ones_are_refused) {
    TraceId barking = add_happens(w.world, bark);
    RequestAutomata& many = made(
        {add_count(w.world, Compare::equal, 1000, barking), add_length(w.world, Compare::less_equal, 1000)});
    ASSERT_FALSE(many.too_large());
    EXPECT_EQ(many.steps_to_accept(after({bark})), 999u);
    EXPECT_EQ(longest(w.world, request), 1000);
    EXPECT_TRUE(made({add_count(w.world, Compare::equal, 2'000'000'000, barking)}).too_large());
    EXPECT_EQ(automata->why(),
              "`exactly 2000000000 times happens bark()` needs an automaton of more than 10000 states");
}

TEST_F(Automata, only_some_act) {
    TraceId only_cat = over(TraceKind::only_act, {});
    w.world.traces[only_cat.index()].characters = {cat};
    RequestAutomata& only = made({only_cat});
    EXPECT_TRUE(only.accepts(after({climb, climb})));
    EXPECT_TRUE(only.is_dead(after({climb, bark})));
    EXPECT_EQ(longest(w.world, request), std::numeric_limits<int>::max());
}

}  // namespace
}  // namespace wt::engine
