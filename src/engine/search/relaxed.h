// Estimates of how many actions are needed to make utility rise, from the delete relaxation (Bonet and
// Geffner 2001) over facts of two kinds: what is true in the mind itself, and what is true in some mind below
// it.
//
// In the relaxation nothing ever becomes false. An action costs one, a trigger nothing. `Sum` adds the costs
// of what an event needs (h_add: informed, not admissible); `Max` takes the dearest (h_max: never more than
// the true number of actions).
#pragma once

#include <cstdint>
#include <limits>
#include <unordered_set>
#include <vector>

#include "engine/state/dynamics.h"

namespace wt::engine {

enum class Relaxation : std::uint8_t { sum, max };

class RelaxedCosts {
  public:
    static constexpr std::uint32_t kInfinite = 1u << 30;

    RelaxedCosts(Dynamics& dynamics, GroundWorld& ground, Budget& budget);

    /// The estimated number of actions from `mind` until the utility of `character` (none: the author) is
    /// above `above` and at least `at_least`; kInfinite if even the relaxation cannot. Actions without
    /// consenting characters count for the author alone. A stop of the budget gives 0.
    /// Cost: every event once, and again when what it reads gets cheaper.
    std::uint32_t until(MindId mind, model::EntityId character, double above, double at_least,
                        Relaxation relaxation);

  private:
    struct ValueCost {
        Code code;
        std::uint32_t cost;
    };
    using ValueCosts = std::vector<ValueCost>;

    void load(MindId mind);
    void load_below(MindId mind);
    void depend(EventIndex event, const std::vector<FormulaPool::Read>& reads);
    void enqueue(std::uint32_t application);
    void lower(bool below, std::uint32_t fluent, Code code, std::uint32_t cost);
    std::uint32_t fact_cost(bool below, std::uint32_t fluent, Code code) const;
    std::uint32_t join(std::uint32_t a, std::uint32_t b) const;
    std::uint32_t cost(FormulaId formula, bool below);
    ValueCosts values(FormulaId value, bool below);
    std::uint32_t comparison_cost(model::Compare op, const ValueCosts& left, const ValueCosts& right);
    std::uint32_t utility_cost(FormulaId utility, double above, double at_least);
    bool reads_below(std::uint32_t character, bool below) const;
    void apply(EventIndex event, bool below);
    void assign(const Assignment& assignment, bool read_below, std::uint32_t event_cost, bool is_action,
                bool to_own, bool to_below);
    void spread(EventIndex event, std::uint32_t event_cost);

    Dynamics& dynamics_;
    GroundWorld& ground_;
    Budget& budget_;
    Relaxation relaxation_ = Relaxation::sum;
    bool authors_ = false;
    bool has_below_ = false;
    model::EntityId owner_;
    std::vector<ValueCosts> own_;    ///< by fluent
    std::vector<ValueCosts> below_;  ///< by fluent
    /// Applications of events: 2 x event, plus 1 for a trigger in a mind below. Inputs: 2 x fluent, plus 1
    /// below.
    std::vector<std::uint32_t> queue_;
    std::vector<char> queued_;                                      ///< by application
    std::vector<std::vector<std::uint32_t>> dependents_;            ///< applications by input
    std::vector<std::vector<std::uint32_t>> precondition_fluents_;  ///< by event: what a surprise may correct
    std::unordered_set<std::uint32_t> seen_minds_;
    std::unordered_set<std::uint32_t> seen_values_;
};

}  // namespace wt::engine
