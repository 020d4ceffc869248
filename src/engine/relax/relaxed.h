// This estimates how many actions are needed to make utility rise, by the delete relaxation (Bonet and Geffner 2001)
// over facts of two kinds: what is true in the mind itself, and what is true in some mind below it. Estimates that
// prove nothing may keep apart whose mind below it is (`Manner`).
//
// In the relaxation nothing ever becomes false. An action costs one, a trigger nothing. `Sum` adds the costs
// of what an event needs (h_add: informed, not admissible); `Max` takes the dearest (h_max: never more than
// the true number of actions).
//
// Where somebody holds several things possible, each of them is true in some mind below. What is believed is then
// not more than what might be, and odds are taken to be good enough: estimates for uncertain worlds guide, and
// prove nothing.
//
// Costs are computed cheapest first, so that each is final when it is found (Knuth 1977, A generalization of
// Dijkstra's algorithm), on a network that is compiled once for each kind of question (relaxed_network.h).
// Of a fluent that can have any number, the kMaxRelaxedValues cheapest values are told apart; all others
// count as one that is every number, which can only make an estimate lower.
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "base/radix_heap.h"
#include "engine/relax/relaxed_network.h"
#include "engine/state/dynamics.h"

namespace wt::engine {

enum class Relaxation : std::uint8_t { sum, max };

/// An action of a relaxed plan.
struct RelaxedStep {
    EventIndex action;
    std::uint32_t cost = 0;  ///< of what it needs
    /// These are what it needs that holds now: facts of the mind itself, and of those of characters where these are
    /// told apart, but not those of some mind below.
    std::vector<RelaxedNetwork::Fact> needs = {};
    std::vector<EventIndex> after = {};  ///< actions of the plan that it needs directly
};

/// This is what somebody's utility is to become.
struct UtilityGoal {
    model::EntityId character = {};  ///< whose; none: the author's
    double above = 0;
    double at_least = 1;
    double except = std::numeric_limits<double>::quiet_NaN();  ///< if a number, it must not be that
    bool met_by(double number) const { return number > above && number >= at_least && number != except; }
};
/// This is what actions cost besides one each.
struct ActionCosts {
    /// By character: an action costs more by the greatest motive of those who consent, except the owner.
    const std::vector<std::uint32_t>* motives = nullptr;
    const std::vector<std::uint32_t>* extra = nullptr;  ///< by action
};

class RelaxedCosts {
  public:
    using Goal = UtilityGoal;
    using Costs = ActionCosts;
    static constexpr std::uint32_t kInfinite = 1u << 30;

    RelaxedCosts(Dynamics& dynamics, GroundWorld& ground, Budget& budget);

    /// Returns the estimated number of actions from `mind` until the goal is met; kInfinite if even the relaxation
    /// cannot. Actions without consenting characters count for the author alone. With `others_gain` everybody who
    /// consents, except the owner, must gain at once in what they believe. A stop of the budget gives 0. Cost: what is
    /// cheaper than the answer and can matter for the utility, once; the first question of its kind has a network
    /// compiled.
    std::uint32_t until(MindId mind, const Goal& goal, Relaxation relaxation, bool others_gain = false,
                        const Costs& costs = {});

    /// Returns the same estimate until a condition is true in the mind, with the actions of the author's plan.
    std::uint32_t until_true(MindId mind, FormulaId condition, Relaxation relaxation, const Costs& costs);

    /// This says how to estimate where nothing is to be proved.
    struct Manner {
        /// Must everybody who consents take an action to be possible in a mind of their own? That says who has to be
        /// told first. Where that has no answer, or would take too much, it is left out.
        bool by_believer = false;
        /// With `Relaxation::sum`, the estimate is the cost of all actions of a relaxed plan, each counted once (h_FF:
        /// Hoffmann and Nebel 2001), instead of sums in which what is needed twice counts twice.
        bool plan_size = false;
        /// If not null, the actions of the relaxed plan behind every finite estimate are added: the helpful
        /// actions of Hoffmann and Nebel, and those that come later.
        std::vector<RelaxedStep>* plan = nullptr;
    };
    /// Sets the manner from now on.
    void set_manner(const Manner& manner) { manner_ = manner; }

    Relevance& relevance() { return relevance_; }

  private:
    using Node = RelaxedNetwork::Node;
    using Place = RelaxedNetwork::Place;
    struct ValueCost {
        Code code;
        std::uint32_t cost;
    };
    using ValueCosts = std::vector<ValueCost>;

    std::uint32_t answer(MindId mind, RelaxedQuestion question, const Goal& goal, Relaxation relaxation,
                         const Costs& costs);
    const RelaxedNetwork* network_for(const RelaxedQuestion& question);
    bool choose_goals(const Goal& goal);
    void reset(const Costs& costs);
    bool load(MindId mind);
    bool load_belief(MindId belief, std::uint32_t pool);
    bool load_below(MindId mind);
    bool load_values(const Code* codes, std::uint32_t pool);

    template <Relaxation relaxation>
    bool spread_costs(const Goal& goal);
    template <Relaxation relaxation>
    void reach(Node node, std::uint32_t cost);
    template <Relaxation relaxation>
    void fire(Node joint);
    void mark(Node task);
    std::uint32_t collect_plan(const Costs& costs);
    RelaxedStep step_of(EventIndex action, Node joint);
    void start_walk();
    bool is_new(Node node);
    std::uint32_t cost_besides(EventIndex action, const Costs& costs) const;
    bool may_ask_believers() const;
    void lower(Node node, std::uint32_t cost);

    // Open fluents and tasks (relaxed_tasks.cpp).
    void know_number(std::uint32_t slot, Code code, std::uint32_t cost);
    void lower_value(const Place& place, Code code, std::uint32_t cost);
    std::uint32_t cost_of(Node node) const;
    std::uint32_t join(std::uint32_t a, std::uint32_t b) const;
    void run_tasks(const Goal& goal);
    void run(std::uint32_t number, const Goal& goal);
    void compare(const RelaxedNetwork::Task& task);
    void shift(std::uint32_t number);
    void evaluate(std::uint32_t expr, ValueCosts& result, std::size_t depth);
    void add_way(Code code, std::uint32_t cost);
    void list_cheapest(ValueCosts& result);
    static bool list(ValueCosts& known, Code code, std::uint32_t cost);
    static bool is_listed(const ValueCosts& known, Code code);
    ValueCosts& scratch(std::size_t number);

    Dynamics& dynamics_;
    GroundWorld& ground_;
    Budget& budget_;
    std::optional<RelaxedDomains> domains_;
    RelaxedSources sources_;
    Relevance relevance_;
    std::map<RelaxedQuestion, RelaxedNetwork> networks_;

    // The question at hand.
    const RelaxedNetwork* network_ = nullptr;
    Relaxation relaxation_ = Relaxation::sum;
    std::uint32_t best_ = kInfinite;        ///< of the utility, so far
    std::uint32_t bound_ = kInfinite;       ///< what costs as much cannot make the answer better
    std::vector<char> wanted_;              ///< by number that the utility can be: is it enough?
    std::vector<std::uint32_t> costs_;      ///< of alternatives
    std::vector<Node> because_;             ///< of alternatives: what gave them their cost
    Node source_ = RelaxedNetwork::kNever;  ///< what gives costs now
    Manner manner_;
    std::vector<std::uint32_t> node_seen_;  ///< by node: in which walk over a relaxed plan
    std::uint32_t walk_ = 0;                ///< counts them
    std::vector<Node> open_nodes_;
    std::vector<RelaxedNetwork::Joint> joints_;
    RadixHeap queue_;  ///< alternatives; past them, `numbers_`
    struct Number {
        std::uint32_t slot;
        Code code;
    };
    std::vector<Number> numbers_;   ///< values of open fluents that have a cost, not settled
    std::vector<ValueCosts> open_;  ///< by slot: settled values
    std::vector<char> marked_;      ///< by task
    std::vector<std::uint32_t> marked_tasks_;
    std::vector<std::uint32_t> shifted_;  ///< by task: how many values of its slot it has used
    std::deque<ValueCosts> scratch_;
    struct Way {
        std::uint32_t cost;
        std::uint32_t number;
        Code code;
        friend auto operator<=>(const Way&, const Way&) = default;
    };
    std::vector<Way> ways_;                   ///< to have the value that is being evaluated
    std::vector<std::uint32_t> mind_seen_;    ///< by mind: when
    std::vector<std::uint32_t> values_seen_;  ///< by values: when
    std::uint32_t now_ = 0;                   ///< counts questions
};

}  // namespace wt::engine
