// This tells what follows if some ground conditions hold in one mind at once: enough to see that two tests exclude each
// other, or that a divisor is not zero where it is used.
//
// It knows the value of a fluent (or values that it does not have) in the mind itself and in the minds that it is
// told of, bounds on numbers, and which conditions hold or fail; what that decides is drawn out by unit propagation. It
// does not see everything: a `yes` of `contradictory` is certain, a `no` is not.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "engine/ground/ground_world.h"

namespace wt::engine {

class Assumptions {
  public:
    explicit Assumptions(GroundWorld& ground) : ground_(ground), pool_(ground.pool()) {}

    /// Assumes that the condition holds, or fails.
    void assume(FormulaId condition, bool holds = true);
    /// Can the assumptions certainly not be met all at once?
    bool contradictory();
    /// Returns what the value must be, if that is known. Ask after `contradictory`.
    std::optional<Code> value(FormulaId value) { return value_in({}, value); }

  private:
    using Chain = std::vector<model::EntityId>;  ///< of believers; adjacent ones differ
    using Place = std::pair<Chain, std::uint32_t>;
    struct Known {
        std::optional<Code> is;
        std::set<Code> is_not;
    };
    struct Condition {
        Chain chain;
        FormulaId formula;
        bool holds;
    };
    struct Bounds {
        std::optional<double> least, most;
        bool above_least = false, below_most = false;  ///< the bound itself is excluded
    };

    void assume_in(const Chain& chain, FormulaId formula, bool holds);
    void set_is(const Place& place, Code code);
    void set_is_not(const Place& place, Code code);
    void add_comparison(const Chain& chain, const Formula& formula);
    void add_bound(const Chain& chain, model::Compare op, FormulaId value, double number);
    void draw_conclusions(const Condition& condition);
    void conclude_from_junction(const Condition& condition);
    void conclude_from_choice(const Condition& condition);
    void look_at_domains();
    std::optional<bool> truth_in(const Chain& chain, FormulaId formula);
    std::optional<bool> structural_truth(const Chain& chain, FormulaId formula);
    std::optional<Code> value_in(const Chain& chain, FormulaId value);

    GroundWorld& ground_;
    FormulaPool& pool_;
    std::map<Place, Known> known_;
    std::map<Place, Bounds> bounds_;  ///< by value
    std::map<std::pair<Chain, std::pair<std::uint32_t, std::uint32_t>>, std::vector<model::Compare>>
        relations_;
    std::map<Place, bool> assumed_;  ///< by formula
    std::vector<Condition> pending_;
    bool changed_ = false;
    bool contradictory_ = false;
};

}  // namespace wt::engine
