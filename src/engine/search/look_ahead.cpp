// This part of AuthorSearch follows a relaxed plan as far as it goes (lookahead: Vidal 2004, A lookahead strategy for
// heuristic search planning). One step after the other is taken whose action is possible and explained, with a new
// relaxed plan behind each, and every place on the way becomes a node of the search.
//
// A relaxed plan has no order, and does not see that one of its steps spoils another: somebody walks off whom
// somebody else was to tell something. So the step is taken first that takes away what the fewest others
// need, and of those the one that leads to the nearest end.
#include <algorithm>
#include <tuple>

#include "engine/search/author_search.h"

namespace wt::engine {

namespace {

/// So many steps may bring the goal no nearer.
constexpr int kPatience = 3;

/// Returns what each step is for in the end, by step: the cost of the nearest step that it serves and that serves no
/// other. The plan has the nearest first.
std::vector<std::uint32_t> aims_of(const std::vector<RelaxedStep>& plan) {
    constexpr std::uint32_t kNone = ~0u;
    std::vector<std::uint32_t> aims(plan.size(), kNone);
    for (std::size_t i = plan.size(); i-- > 0;) {
        if (aims[i] == kNone) aims[i] = plan[i].cost;
        for (EventIndex earlier : plan[i].after) {
            std::size_t j = 0;
            while (j < i && plan[j].action != earlier)
                ++j;
            if (j < i) aims[j] = std::min(aims[j], aims[i]);
        }
    }
    return aims;
}

}  // namespace

/// Counts the other steps of the plan that lose something that they need when the action leads from one place to the
/// next.
std::size_t AuthorSearch::threatened(const Place& before, const Place& after, const RelaxedPlan& plan,
                                     EventIndex action) const {
    const StateStore& store = dynamics_.store();
    auto is_so = [&](MindId state, const RelaxedNetwork::Fact& fact) {
        bool is_own = fact.pool == RelaxedNetwork::kOwn;
        if (!is_own) state = store.mind_of(state, RelaxedNetwork::believer_of(fact.pool));
        Possibility room;
        return std::ranges::any_of(store.possibilities(state, room), [&](const Possibility& one) {
            return store.codes(one.mind)[fact.fluent.index()] == fact.code;
        });
    };
    auto is_lost = [&](const RelaxedNetwork::Fact& fact) {
        return is_so(before.state, fact) && !is_so(after.state, fact);
    };
    auto suffers = [&](const RelaxedStep& step) {
        return step.action != action && std::ranges::any_of(step.needs, is_lost);
    };
    return static_cast<std::size_t>(std::ranges::count_if(plan, suffers));
}

/// Returns what could come next of a plan that has the nearest first.
std::vector<AuthorSearch::NextStep> AuthorSearch::next_steps(const Place& place, const RelaxedPlan& plan) {
    std::vector<std::uint32_t> aims = aims_of(plan);
    std::vector<NextStep> steps;
    for (std::size_t i = 0; i < plan.size() && !explainer_.stopped(); ++i) {
        EventIndex action = plan[i].action;
        if (!dynamics_.possible(action, place.state)) continue;
        if (!explainer_.thought_possible(place.state, action)) continue;
        Place after = next(place, action, goal_);
        if (!after.state.valid()) continue;
        steps.push_back({threatened(place, after, plan, action), aims[i], action, after});
    }
    std::ranges::stable_sort(steps, {}, [](const NextStep& s) { return std::tuple(s.threatened, s.aim); });
    return steps;
}

/// Motives make an estimate more than a number of actions. One without them that does not fit into the limit
/// mostly means that a corner has been reached.
bool AuthorSearch::seems_too_far(const Node& node) const {
    return !motives_count_ && static_cast<int>(node.length + node.estimate) > goal_.author_limit;
}

/// Follows the relaxed plan of a node. Cost: an estimate or two for each step.
void AuthorSearch::look_ahead(std::uint32_t number, RelaxedPlan plan) {
    std::uint32_t least = RelaxedCosts::kInfinite;
    int idle = 0;
    while (nodes_[number].length < goal_.author_limit && explainer_.effort() <= turn_ends_) {
        const Node node = nodes_[number];
        Seen& seen = seen_[node.place.key()];
        if (seen.looked_ahead) return;
        seen.looked_ahead = true;
        idle = node.estimate < least ? 0 : idle + 1;
        if (idle > kPatience || seems_too_far(node)) return;
        least = std::min(least, node.estimate);
        std::vector<NextStep> steps = next_steps(node.place, plan);
        auto taken = std::ranges::find_if(steps, [&](const NextStep& step) {
            Reply reply = agreed(node.place.state, step.action, goal_.character_limit, kQuestionEffort);
            if (!explainer_.stopped()) learn(step.action, reply == Reply::yes);
            return reply == Reply::yes;
        });
        if (taken == steps.end() || explainer_.stopped()) return;
        auto next_number = static_cast<std::uint32_t>(nodes_.size());
        generate(taken->after, taken->action, number, static_cast<std::uint16_t>(node.length + 1));
        if (nodes_.size() == next_number || is_over(taken->after, goal_)) return;
        number = next_number;
        plan = relaxed_plan(taken->after);
    }
}

}  // namespace wt::engine
