// The author's search runs the automata of a request beside the states of the world.
//
// Each constraint of the request (its conjunctions and `forall`s taken apart) becomes a small automaton;
// equal ones are shared. A letter is a moment: its atoms are conditions, true or false in the state, and sets
// of actions, true if the action of the moment is in them. Where all automata are is one number, a `State`.
//
//     RequestAutomata automata(ground, world, request, budget);
//     if (automata.too_large()) ... automata.why()
//     auto holds_in = [&](MindId mind) { return [&, mind](FormulaId f) { return evaluator.holds(f, mind); }; };
//     RequestAutomata::State state = automata.start(holds_in(first));
//     state = automata.next(state, action, holds_in(after));      // `after`: settled
//     if (automata.accepts(state)) ...                            // the story may end here
//     if (automata.is_dead(state)) ...                            // nothing can follow
//
// States are numbered in the order in which they are met, and stay valid as long as the object. All dead ones
// are one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "base/budget.h"
#include "engine/ground/ground_world.h"
#include "engine/trace/automaton.h"

namespace wt::engine {

/// This says what an atom asks of a moment: `formula` in the state if it is valid; how the luck so far compares with a
/// fraction if there is one; else whether the action is among `actions` (ascending).
struct StoryAtom {
    FormulaId formula;
    std::vector<EventIndex> actions;
    model::FractionId luck;
    model::Compare op{};

    bool is_about_action() const { return !formula.valid() && !luck.valid(); }
};

class RequestAutomata {
  public:
    using State = std::uint32_t;
    static constexpr std::uint32_t kNever = Automaton::kNever;
    static constexpr std::size_t kMostStates = 10'000;  ///< of one automaton, before it is made minimal

    /// Compiles the request, whose nodes are those of `world` (the ground one's, or that with more formulas); the
    /// ground world's pool gets its conditions. A caller that has a table of formulas must make it afterwards. If the
    /// budget stops it, the automata mean nothing.
    RequestAutomata(GroundWorld& ground, const model::World& world, const model::Request& request,
                    Budget& budget);

    /// Does a constraint need too large an automaton? Then nothing else may be asked.
    bool too_large() const { return !why_.empty(); }
    /// Returns a sentence without a full stop that says which constraint it is.
    const std::string& why() const { return why_; }

    /// Returns the state after moment 0. `holds(FormulaId)` says what is true in its state.
    template <class Holds>
    State start(Holds&& holds) {
        return advance(kNothingRead, EventIndex::none(), asked(holds), {1, 1});
    }
    /// Returns the state after one more moment: the action, and the state behind it. `chance` is how likely it was that
    /// the action ended so.
    template <class Holds>
    State next(State state, EventIndex action, Holds&& holds, const model::Fraction& chance = {1, 1}) {
        return advance(state, action, asked(holds), chance);
    }
    /// Does any constraint ask for luck? If not, `chance` does not matter.
    bool counts_luck() const { return counts_luck_; }
    /// Would the constraints hold if the story ended here? (That it needs an action is for the caller to
    /// ask.)
    bool accepts(State state) const { return steps_[state] == 0; }
    /// Can they never hold, whatever follows?
    bool is_dead(State state) const { return steps_[state] == kNever; }
    /// Returns a number of actions that must follow at least; `kNever` if dead. It is never too large.
    std::uint32_t steps_to_accept(State state) const { return steps_[state]; }
    /// Returns the same for one automaton.
    std::uint32_t steps_to_accept(State state, std::size_t i) const {
        return steps_of_[i][state_of(state, i)];
    }

    // The rest is for estimates of what is still to be done.

    std::size_t automaton_count() const { return automata_.size(); }
    const Automaton& automaton(std::size_t i) const { return automata_[i]; }
    Automaton::State state_of(State state, std::size_t i) const {
        return tuples_[std::size_t{state} * tuple_scratch_.size() + i];
    }
    const StoryAtom& atom(AtomId atom) const { return atoms_[atom]; }
    std::size_t atom_count() const { return atoms_.size(); }
    /// Returns all conditions among the atoms.
    std::vector<FormulaId> formulas() const;

    /// A way closer to where automaton `i` accepts.
    struct Way {
        std::vector<Literal> literals;  ///< of one moment, all true in it
        std::uint32_t steps;            ///< steps_to_accept there: less than here
    };
    /// Returns the ways from `state` on by which automaton `i` comes closer; none where it accepts or is dead. Those
    /// that no moment can have (two actions at once) are left out. The reference stays valid.
    const std::vector<Way>& ways(State state, std::size_t i) const;

  private:
    static constexpr State kNothingRead = 0xffffffffu;

    /// This refers to the caller's `holds`.
    struct Asked {
        const void* object;
        bool (*call)(const void*, FormulaId);
    };
    template <class Holds>
    static Asked asked(Holds& holds) {
        using Plain = std::remove_const_t<Holds>;
        return {&holds, [](const void* object, FormulaId formula) -> bool {
                    return (*const_cast<Plain*>(static_cast<const Plain*>(object)))(formula);
                }};
    }

    State advance(State state, EventIndex action, Asked asked, const model::Fraction& chance);
    Automaton::State number_of(const model::Fraction& luck);
    State intern(const std::vector<Automaton::State>& tuple);
    void add(Automaton automaton);
    bool is_possible(const std::vector<Literal>& literals) const;
    bool has_action(const std::vector<Literal>& literals) const;
    std::vector<Automaton::State> possible_successors(const Automaton& automaton,
                                                      Automaton::State state) const;
    std::vector<Way> compute_ways(std::size_t i, Automaton::State state) const;

    Budget& budget_;
    std::size_t action_count_;
    std::string why_;
    std::vector<StoryAtom> atoms_;
    std::vector<std::vector<bool>> members_;  ///< by atom, then by action; empty for a condition
    std::vector<Automaton> automata_;
    bool counts_luck_ = false;
    std::vector<model::Fraction> fractions_;  ///< that atoms compare luck with, by atom
    std::vector<model::Fraction> lucks_;  ///< met so far; a tuple ends with the place of one if luck counts
    std::vector<std::vector<std::uint32_t>> steps_of_;  ///< by automaton, then by its state
    std::vector<Automaton::State> tuples_;              ///< by state, one of each automaton
    std::vector<std::uint32_t> steps_;                  ///< by state
    std::unordered_multimap<std::uint64_t, State> index_;
    State dead_ = kNothingRead;  ///< the one dead state, once it is met
    mutable std::vector<std::unordered_map<Automaton::State, std::vector<Way>>> ways_;  ///< by automaton
    mutable std::map<std::vector<std::uint32_t>, bool> possible_;  ///< by literals about the action
    std::vector<std::uint8_t> truths_;                             ///< scratch: of one moment, by atom
    std::vector<Automaton::State> tuple_scratch_;
};

/// Returns the most actions that the `length`s among the constraints allow; the greatest int if they say nothing.
int longest(const model::World& world, const model::Request& request);

}  // namespace wt::engine
