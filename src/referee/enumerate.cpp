// Is there a plan? This goes through all states that explained actions reach, breadth first.
//
// Without a request, merging states is right, although minimality depends on the path: a shortest explained
// plan to any utility of at least the goal has no competitor, since that would be a shorter one, and meets
// its utility nowhere before. Nor has a shortest answer to a request a competitor.

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "referee/candidates.h"
#include "referee/evaluate.h"
#include "referee/happen.h"
#include "referee/history.h"
#include "referee/judge.h"
#include "referee/reasons.h"
#include "referee/referee.h"

namespace wt::referee {

using namespace model;

namespace {

/// Returns the actions with their outcomes: each as it succeeds, then as it fails.
std::vector<ActionId> outcomes(const Context& context) {
    std::vector<ActionId> actions;
    for (std::size_t i = 0; i < context.action_count; ++i) {
        actions.push_back(ActionId(i));
        if (context.failure_of[i].valid()) actions.push_back(context.failure_of[i]);
    }
    return actions;
}

/// A way to a state: the action that led there from another.
struct Way {
    MindId state;
    std::size_t from = 0;  ///< index of a way
    ActionId action;       ///< none for the first state
};

Course course_to(const std::vector<Way>& ways, std::size_t last) {
    Course course;
    for (std::size_t i = last;; i = ways[i].from) {
        course.states.push_back(ways[i].state);
        if (!ways[i].action.valid()) break;
        course.actions.push_back(ways[i].action);
    }
    std::reverse(course.states.begin(), course.states.end());
    std::reverse(course.actions.begin(), course.actions.end());
    return course;
}

/// Returns the first shortest course to a state that improves on the start and meets the goal.
std::optional<Course> find_course(Context& context, MindId first, Value start, double goal) {
    std::vector<ActionId> actions = outcomes(context);
    std::vector<Way> ways{{first, 0, {}}};
    std::unordered_set<MindId> met{first};
    std::size_t layer_begin = 0;
    for (int length = 1; length <= context.limits.author; ++length) {
        std::size_t layer_end = ways.size();
        for (std::size_t from = layer_begin; from < layer_end; ++from) {
            for (ActionId action : actions) {
                if (context.halted()) return std::nullopt;
                MindId state = ways[from].state;
                if (!can_happen(context, state, context[action])) continue;
                MindId next = successor(context, state, action);
                if (!next.valid() || met.contains(next)) continue;
                if (!is_explained(context, state, action, context.limits.character)) continue;
                met.insert(next);
                ways.push_back({next, from, action});
                Value end = utility(context, next);
                if (improves(start, end) && end.as_number() >= goal) return course_to(ways, ways.size() - 1);
            }
        }
        if (layer_end == ways.size()) return std::nullopt;
        layer_begin = layer_end;
    }
    return std::nullopt;
}

/// Returns the first shortest course that answers a request. The whole way counts, so that ways are not merged where
/// they meet.
std::optional<Course> find_answer(Context& context, MindId first, const Request& request) {
    std::vector<ActionId> actions = outcomes(context);
    std::vector<Way> ways{{first, 0, {}}};
    std::size_t layer_begin = 0;
    for (int length = 1; length <= context.limits.author; ++length) {
        std::size_t layer_end = ways.size();
        for (std::size_t from = layer_begin; from < layer_end; ++from) {
            for (ActionId action : actions) {
                if (context.halted()) return std::nullopt;
                MindId state = ways[from].state;
                if (!can_happen(context, state, context[action])) continue;
                if (!is_explained(context, state, action, context.limits.character)) continue;
                MindId next = successor(context, state, action);
                if (!next.valid()) continue;
                ways.push_back({next, from, action});
                context.budget.charge_bytes(sizeof(Way));
                if (context.halted()) return std::nullopt;
                Course course = course_to(ways, ways.size() - 1);
                if (answers(context, course, request)) return course;
            }
        }
        if (layer_end == ways.size()) return std::nullopt;
        layer_begin = layer_end;
    }
    return std::nullopt;
}

}  // namespace

double default_goal(double start_utility) {
    double rounded = start_utility < 0 ? std::floor(start_utility) : std::ceil(start_utility);
    return rounded > start_utility ? rounded : start_utility + 1;
}

Existence enumerate(const World& world, const Rules& rules, Budget& budget) {
    Context context(world, rules, budget);
    Existence existence;
    existence.verdict = Verdict::invalid;  // until there is a plan; what halts is told at the end
    MindId first = first_state(context);
    if (!context.halted()) {
        context.candidates->narrow(first);
        if (std::optional<std::string> fault = take_history(context, rules.history, first)) {
            existence.why = *fault;
            return existence;
        }
    }
    if (!context.halted()) {
        Value start = utility(context, first);
        if (start.is_number()) existence.start_utility = start.as_number();
        if (!start.is_number() && rules.request == nullptr) {
            existence.why = "the author's utility is unknown at the start, so that nothing can improve on it";
            return existence;
        }
        existence.goal =
            rules.request ? rules.request->goal : rules.goal.value_or(default_goal(start.as_number()));
        std::optional<Course> course = rules.request ? find_answer(context, first, *rules.request)
                                                     : find_course(context, first, start, *existence.goal);
        if (course && !context.halted()) {
            existence.plan = plan_of(context, *course);
            existence.shortest = course->actions.size();
            existence.verdict = Verdict::valid;
        }
    }
    if (context.halted()) {
        Judgement trouble = trouble_of(context);
        existence.verdict = trouble.verdict;
        existence.why = trouble.why;
        existence.stop = trouble.stop;
        if (trouble.endless) existence.triggers = trouble.endless->triggers;
        existence.plan.reset();
        existence.shortest.reset();
    }
    return existence;
}

}  // namespace wt::referee
