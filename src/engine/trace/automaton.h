// This makes minimal deterministic automata of temporal formulas.
//
// A state stands for what the letters so far have left to be satisfied. Its ways on are one decision diagram
// over the atoms whose leaves are states, as in MONA (Henriksen et al. 1995), so that an automaton that looks
// at k atoms need not be of size 2^k. States are found by progression from the formula, merged by partition
// refinement (Moore 1956), and numbered breadth first: equal languages over equal atoms give equal automata.
//
//     LtlfPool pool;
//     LtlfId formula = pool.eventually(pool.atom(0));
//     std::optional<Automaton> automaton = automaton_of(pool, formula, 10'000);
//     Automaton::State state = automaton->start();
//     state = automaton->step(state, [](AtomId) { return true; });
//     automaton->accepts(state);
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/trace/ltlf.h"

namespace wt::engine {

struct Literal {
    AtomId atom;
    bool value;

    friend bool operator==(const Literal&, const Literal&) = default;
};

class Automaton {
  public:
    using State = std::uint32_t;
    static constexpr std::uint32_t kNever = 0xffffffffu;

    /// A node of the diagrams: an atom with the places that follow when it is false and true, or (`atom` is
    /// `kLeaf`) the state `low`.
    struct Node {
        AtomId atom;
        std::uint32_t low;
        std::uint32_t high;
    };
    static constexpr AtomId kLeaf = 0xffffffffu;

    /// One way on: where all literals are true, the state is `target`.
    struct Edge {
        std::vector<Literal> literals;  ///< in the order of atoms
        State target;
    };

    /// Counts the states; they are 0 to size() - 1.
    std::size_t size() const { return roots_.size(); }
    /// Returns the state where nothing has been read. What `accepts` and `steps_to_accept` say of it means nothing: no
    /// trace is empty.
    State start() const { return 0; }
    /// Returns the state after one more letter. `truth_of(AtomId)` is asked only for atoms that matter, each once.
    template <class TruthOf>
    State step(State state, TruthOf&& truth_of) const {
        std::uint32_t at = roots_[state];
        while (nodes_[at].atom != kLeaf)
            at = truth_of(nodes_[at].atom) ? nodes_[at].high : nodes_[at].low;
        return nodes_[at].low;
    }
    /// May the trace end here?
    bool accepts(State state) const { return steps_[state] == 0; }
    /// Returns the least number of letters after which it may; `kNever` if none will do. Letters that no moment of a
    /// world can have are counted, so it is never too large.
    std::uint32_t steps_to_accept(State state) const { return steps_[state]; }
    bool is_dead(State state) const { return steps_[state] == kNever; }
    /// Returns all ways on from a state, disjoint, in the order of the diagram (false before true); at most `most`.
    std::vector<Edge> edges(State state, std::size_t most = 1'000) const;

    /// Returns where the ways on lead, each once. Cost: the size of the diagram.
    std::vector<State> successors(State state) const;

    std::uint32_t root(State state) const { return roots_[state]; }
    std::span<const Node> nodes() const { return nodes_; }
    std::uint64_t bytes() const;

  private:
    friend class AutomatonBuilder;

    std::vector<Node> nodes_;
    std::vector<std::uint32_t> roots_;
    std::vector<std::uint32_t> steps_;
};

/// Returns the least number of steps from each state to a target, along `successors`; `Automaton::kNever` if no way
/// leads there.
std::vector<std::uint32_t> distances(const std::vector<std::vector<Automaton::State>>& successors,
                                     const std::vector<bool>& is_target);

/// Returns the minimal complete automaton of the traces, of a letter or more, on which the formula holds; none if
/// progression meets more than `limit` states or gets out of hand otherwise. Adds formulas to the pool. Cost:
/// exponential in the formula at worst.
std::optional<Automaton> automaton_of(LtlfPool& pool, LtlfId formula, std::size_t limit);

}  // namespace wt::engine
