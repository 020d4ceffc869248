// This estimates how many actions are missing until a story answers a request.
//
// Each automaton of the request is a graph whose edges say what a moment must be like. An edge is as dear as
// the delete relaxation says that its conditions, or what the actions that it asks for need, are from here;
// what is missing is the cheapest way to acceptance. Ways through several edges are all estimated from the
// present state, as h_add does with facts (compare landmarks and plans for temporally extended goals: Baier
// and McIlraith 2006).
#pragma once

#include <optional>
#include <vector>

#include "engine/relax/relaxed.h"
#include "engine/trace/request_automata.h"

namespace wt::engine {

class RequestEstimate {
  public:
    /// Automata larger than this give only the number of moments that they still need.
    static constexpr std::size_t kMostStates = 64;
    /// So do automata that have a state with more edges than this.
    static constexpr std::size_t kMostEdges = 200;

    RequestEstimate(GroundWorld& ground, RelaxedCosts& relaxed, const RequestAutomata& automata);

    /// Returns the estimated number of actions until all constraints hold; RelaxedCosts::kInfinite if even the
    /// relaxation cannot. With `Relaxation::max` it is never too large. `motives` and `extra` are as in RelaxedCosts.
    /// Cost: one relaxation for each different condition on the edges of the automata that do not accept yet.
    std::uint32_t missing(MindId mind, RequestAutomata::State state, Relaxation relaxation,
                          const std::vector<std::uint32_t>* motives, const std::vector<std::uint32_t>* extra);

  private:
    struct Edge {
        std::uint32_t condition;  ///< of the moment: number among `conditions_`
        std::uint32_t before;     ///< of the moment before, if an action is asked for; kNothing: none is
        Automaton::State target;
    };
    struct Graph {
        std::vector<std::vector<Edge>> edges;  ///< by state; empty: too large
    };

    Graph graph_of(std::size_t automaton);
    std::optional<Edge> edge_of(const Automaton::Edge& edge);
    std::uint32_t number_of(FormulaId condition);
    std::uint32_t cheapest(const Automaton& automaton, const Graph& graph, Automaton::State from, MindId mind,
                           Relaxation relaxation, const std::vector<std::uint32_t>* motives,
                           const std::vector<std::uint32_t>* extra);
    std::uint32_t cost_of(std::uint32_t condition, MindId mind, Relaxation relaxation,
                          const std::vector<std::uint32_t>* motives, const std::vector<std::uint32_t>* extra);

    GroundWorld& ground_;
    RelaxedCosts& relaxed_;
    const RequestAutomata& automata_;
    std::vector<Graph> graphs_;          ///< by automaton
    std::vector<FormulaId> conditions_;  ///< different ones
    std::vector<std::uint32_t> costs_;   ///< by condition, from where the question is asked; kUnasked
};

}  // namespace wt::engine
