#include "engine/search/request_estimate.h"

#include <algorithm>
#include <limits>

namespace wt::engine {

namespace {

constexpr std::uint32_t kUnasked = 0xffffffffu;
constexpr std::uint32_t kNothing = 0xffffffffu;
/// If so many actions will do, one of them is taken to be possible.
constexpr std::size_t kManyActions = 64;

}  // namespace

RequestEstimate::RequestEstimate(GroundWorld& ground, RelaxedCosts& relaxed, const RequestAutomata& automata)
    : ground_(ground), relaxed_(relaxed), automata_(automata) {
    for (std::size_t i = 0; i < automata.automaton_count(); ++i)
        graphs_.push_back(graph_of(i));
}

RequestEstimate::Graph RequestEstimate::graph_of(std::size_t number) {
    const Automaton& automaton = automata_.automaton(number);
    Graph graph;
    if (automaton.size() > kMostStates) return graph;
    graph.edges.resize(automaton.size());
    for (std::size_t state = 0; state < automaton.size(); ++state) {
        auto from = static_cast<Automaton::State>(state);
        std::vector<Automaton::Edge> edges = automaton.edges(from, kMostEdges + 1);
        if (edges.size() > kMostEdges) return {};
        for (const Automaton::Edge& edge : edges) {
            if (edge.target == from || automaton.is_dead(edge.target)) continue;
            if (std::optional<Edge> way = edge_of(edge)) graph.edges[state].push_back(*way);
        }
    }
    return graph;
}

/// Returns what a moment with the edge's literals needs; nothing if there can be none.
std::optional<RequestEstimate::Edge> RequestEstimate::edge_of(const Automaton::Edge& edge) {
    FormulaPool& pool = ground_.pool();
    std::vector<FormulaId> now, before;
    bool acts = false;
    for (const Literal& literal : edge.literals) {
        const StoryAtom& atom = automata_.atom(literal.atom);
        if (atom.formula.valid()) {
            now.push_back(literal.value ? atom.formula
                                        : pool.choice({atom.formula, pool.truth(false), pool.truth(true)}));
        } else if (literal.value) {
            acts = true;
            if (atom.actions.size() > kManyActions) continue;
            std::vector<FormulaId> possible;
            for (EventIndex action : atom.actions)
                possible.push_back(ground_.event(action).precondition);
            before.push_back(pool.any(std::move(possible)));
        }
    }
    FormulaId condition = pool.all(std::move(now));
    FormulaId needed = pool.all(std::move(before));
    if (pool.is_false(condition) || pool.is_false(needed)) return std::nullopt;
    return Edge{number_of(condition), acts ? number_of(needed) : kNothing, edge.target};
}

std::uint32_t RequestEstimate::number_of(FormulaId condition) {
    auto known = std::ranges::find(conditions_, condition);
    if (known == conditions_.end()) known = conditions_.insert(conditions_.end(), condition);
    return static_cast<std::uint32_t>(known - conditions_.begin());
}

std::uint32_t RequestEstimate::cost_of(std::uint32_t condition, MindId mind, Relaxation relaxation,
                                       const std::vector<std::uint32_t>* motives,
                                       const std::vector<std::uint32_t>* extra) {
    std::uint32_t& cost = costs_[condition];
    if (cost == kUnasked)
        cost = relaxed_.until_true(mind, conditions_[condition], relaxation, {motives, extra});
    return cost;
}

/// Returns the cheapest way to acceptance. The graph is small, so every round looks at all its states.
std::uint32_t RequestEstimate::cheapest(const Automaton& automaton, const Graph& graph, Automaton::State from,
                                        MindId mind, Relaxation relaxation,
                                        const std::vector<std::uint32_t>* motives,
                                        const std::vector<std::uint32_t>* extra) {
    auto joined = [&](std::uint32_t a, std::uint32_t b) {
        return relaxation == Relaxation::sum ? std::min(a + b, RelaxedCosts::kInfinite) : std::max(a, b);
    };
    std::vector<std::uint32_t> costs(automaton.size(), RelaxedCosts::kInfinite);
    std::vector<char> done(automaton.size(), 0);
    costs[from] = 0;
    for (;;) {
        std::size_t next = automaton.size();
        for (std::size_t state = 0; state < automaton.size(); ++state) {
            bool open = !done[state] && costs[state] < RelaxedCosts::kInfinite;
            if (open && (next == automaton.size() || costs[state] < costs[next])) next = state;
        }
        if (next == automaton.size()) return RelaxedCosts::kInfinite;
        if (automaton.accepts(static_cast<Automaton::State>(next))) return costs[next];
        done[next] = 1;
        for (const Edge& edge : graph.edges[next]) {
            if (done[edge.target]) continue;
            // The condition holds after the action; what the action needs holds before it.
            std::uint32_t cost = cost_of(edge.condition, mind, relaxation, motives, extra);
            std::uint32_t before =
                edge.before == kNothing ? 0 : cost_of(edge.before, mind, relaxation, motives, extra) + 1;
            std::uint32_t through = joined(costs[next], std::max(joined(cost, before), 1u));
            costs[edge.target] = std::min(costs[edge.target], through);
        }
    }
}

std::uint32_t RequestEstimate::missing(MindId mind, RequestAutomata::State state, Relaxation relaxation,
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
            std::uint32_t found = cheapest(automaton, graphs_[i], from, mind, relaxation, motives, extra);
            if (found >= RelaxedCosts::kInfinite) return RelaxedCosts::kInfinite;
            least = std::max(least, found);
        }
        all = adds ? std::min(all + least, RelaxedCosts::kInfinite - 1) : std::max(all, least);
    }
    return all;
}

}  // namespace wt::engine
