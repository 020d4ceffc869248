#include "engine/search/story_estimate.h"

#include <algorithm>
#include <limits>

namespace wt::engine {

namespace {

constexpr std::uint32_t kUnasked = 0xffffffffu;
/// Where so many actions will do, one of them is taken to be possible.
constexpr std::size_t kManyActions = 64;

}  // namespace

StoryEstimate::StoryEstimate(GroundWorld& ground, RelaxedCosts& relaxed, const StoryAutomata& automata)
    : ground_(ground), relaxed_(relaxed), automata_(automata) {
    for (std::size_t i = 0; i < automata.automaton_count(); ++i)
        graphs_.push_back(graph_of(i));
}

StoryEstimate::Graph StoryEstimate::graph_of(std::size_t number) {
    const Automaton& automaton = automata_.automaton(number);
    Graph graph;
    if (automaton.size() > kMostStates) return graph;
    graph.edges.resize(automaton.size());
    for (std::size_t state = 0; state < automaton.size(); ++state) {
        auto from = static_cast<Automaton::State>(state);
        for (const Automaton::Edge& edge : automaton.edges(from)) {
            if (edge.target == from || automaton.is_dead(edge.target)) continue;
            bool acts = false;
            std::uint32_t condition = condition_of(edge.literals, acts);
            if (condition == kUnasked) continue;
            graph.edges[state].push_back({condition, acts, edge.target});
        }
    }
    return graph;
}

/// The condition under which a moment with these literals can come; kUnasked if none can.
std::uint32_t StoryEstimate::condition_of(const std::vector<Literal>& literals, bool& acts) {
    FormulaPool& pool = ground_.pool();
    std::vector<FormulaId> parts;
    for (const Literal& literal : literals) {
        const StoryAtom& atom = automata_.atom(literal.atom);
        if (atom.formula.valid()) {
            FormulaId holds = atom.formula;
            parts.push_back(literal.value ? holds
                                          : pool.choice({holds, pool.truth(false), pool.truth(true)}));
        } else if (literal.value) {
            acts = true;
            if (atom.actions.size() > kManyActions) continue;
            std::vector<FormulaId> possible;
            for (EventIndex action : atom.actions)
                possible.push_back(ground_.event(action).precondition);
            parts.push_back(pool.any(std::move(possible)));
        }
    }
    FormulaId all = pool.all(std::move(parts));
    if (pool.is_false(all)) return kUnasked;
    auto known = std::ranges::find(conditions_, all);
    if (known == conditions_.end()) {
        conditions_.push_back(all);
        known = conditions_.end() - 1;
    }
    return static_cast<std::uint32_t>(known - conditions_.begin());
}

std::uint32_t StoryEstimate::cost_of(std::uint32_t condition, MindId mind, Relaxation relaxation,
                                     const std::vector<std::uint32_t>* motives,
                                     const std::vector<std::uint32_t>* extra) {
    std::uint32_t& cost = costs_[condition];
    if (cost == kUnasked)
        cost = relaxed_.until_true(mind, conditions_[condition], relaxation, motives, extra);
    return cost;
}

std::uint32_t StoryEstimate::missing(MindId mind, StoryAutomata::State state, Relaxation relaxation,
                                     const std::vector<std::uint32_t>* motives,
                                     const std::vector<std::uint32_t>* extra) {
    costs_.assign(conditions_.size(), kUnasked);
    bool adds = relaxation == Relaxation::sum;
    std::uint32_t all = 0;
    for (std::size_t i = 0; i < graphs_.size(); ++i) {
        const Automaton& automaton = automata_.automaton(i);
        Automaton::State from = automata_.state_of(state, i);
        std::uint32_t least = automata_.steps_to_accept(state, i);
        if (least == 0) continue;
        if (least == Automaton::kNever) return RelaxedCosts::kInfinite;
        if (!graphs_[i].edges.empty()) {
            // Cheapest way to acceptance: the graph is small, so every round looks at all states.
            std::vector<std::uint32_t> dist(automaton.size(), RelaxedCosts::kInfinite);
            std::vector<char> done(automaton.size(), 0);
            dist[from] = 0;
            std::uint32_t found = RelaxedCosts::kInfinite;
            for (;;) {
                std::size_t next = automaton.size();
                for (std::size_t s = 0; s < automaton.size(); ++s)
                    if (!done[s] && dist[s] < RelaxedCosts::kInfinite &&
                        (next == automaton.size() || dist[s] < dist[next]))
                        next = s;
                if (next == automaton.size()) break;
                done[next] = 1;
                if (automaton.accepts(static_cast<Automaton::State>(next))) {
                    found = dist[next];
                    break;
                }
                for (const Edge& edge : graphs_[i].edges[next]) {
                    if (done[edge.target]) continue;
                    std::uint32_t cost = cost_of(edge.condition, mind, relaxation, motives, extra);
                    if (cost >= RelaxedCosts::kInfinite) continue;
                    cost = std::max(cost + (edge.acts ? 1u : 0u), 1u);
                    std::uint32_t through = adds ? dist[next] + cost : std::max(dist[next], cost);
                    dist[edge.target] = std::min(dist[edge.target], through);
                }
            }
            if (found >= RelaxedCosts::kInfinite) return RelaxedCosts::kInfinite;
            least = std::max(least, found);
        }
        all = adds ? std::min(all + least, RelaxedCosts::kInfinite - 1) : std::max(all, least);
    }
    return all;
}

}  // namespace wt::engine
