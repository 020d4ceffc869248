// Reasons: is an action explained for a character in a mind, and by which plan? (docs/semantics.md,
// "Explained actions".)
//
// The question depends on nothing but (mind, action, budget): the mind knows its owner and its level. So
// every answer is remembered, exactly per budget (because of minimality a larger budget can take a reason
// away). Reasons are looked for by increasing length, so that what is known is always "no reason of up to so
// many actions" or the least length.
//
//   EXPLAIN-1  an entry of the memo is a function of its key: it depends neither on the author's plan nor on
//   the search. EXPLAIN-2  a question asks others only at smaller budgets, or at the same budget for shorter
//   reasons.
//
// A reason of n actions is searched in three sieves, from cheap to exact: `reachable` (could utility rise
// within so many possible actions, whoever they belong to, by relevance and memo), `improvable` (the same
// with every action explained), and the enumeration of plans, each tested for minimality by its definition.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/flat_map.h"
#include "engine/explain/relevance.h"
#include "engine/search/relaxed.h"
#include "engine/state/dynamics.h"
#include "model/plan.h"

namespace wt::engine {

class Explainer {
  public:
    Explainer(Dynamics& dynamics, GroundWorld& ground, RelaxedCosts& relaxed, Budget& budget);

    ~Explainer() { forget_plans(); }
    Explainer(const Explainer&) = delete;
    Explainer& operator=(const Explainer&) = delete;

    /// Minds deeper than this have reasons of one action only. Changing it empties the memo.
    void set_belief_limit(int limit);

    /// Does the owner of `mind` have a reason of at most `max_length` actions for `action` with this budget?
    /// The action must be possible in the mind. A stop of the budget makes the answer meaningless (ask
    /// `stopped()`).
    bool has_reason(MindId mind, EventIndex action, int budget, int max_length);
    /// Is the action possible and explained for everybody who consents, in a state whose owner is the one to
    /// whom it appears (or the real world)? For the owner itself as well.
    bool consented(MindId state, EventIndex action, int budget, int max_length);
    /// Is the action possible in the minds of all consenting characters? Cheap.
    bool thought_possible(MindId state, EventIndex action);

    /// Writes the reasons of all consenting characters for an action that is `consented` into the plan's
    /// table.
    std::vector<model::ExplanationId> describe(MindId state, EventIndex action, int budget,
                                               model::Plan& plan);
    /// Starts a new table of explanations.
    void start_description() { described_.clear(); }

    bool stopped() const { return budget_.stop() != Stop::none || !dynamics_.endless().empty(); }
    std::uint64_t queries() const { return queries_; }
    std::uint64_t searches() const { return searches_; }

  private:
    struct Entry {
        std::uint16_t searched = 0;  ///< there is no reason of up to so many actions, unless `found`
        std::uint16_t found = 0;     ///< the least length of a reason; 0: none found
        std::uint32_t plan = 0;      ///< in `plans_`
    };
    struct Reach {
        bool estimated = false;           ///< `fails` has been raised by the relaxation
        std::uint16_t fails = 0;          ///< one more than the largest number of steps that is not enough
        std::uint16_t succeeds = 0xffff;  ///< the least number of steps known to be enough
    };
    /// A reason being looked for.
    struct Quest {
        MindId mind;
        EventIndex action;
        int budget;
        int length;
        double threshold;
        std::uint32_t threshold_id;
        std::vector<EventIndex> plan;
        std::vector<MindId> states;  ///< after each action of the plan
    };

    void forget_plans();
    std::uint64_t key(MindId mind, EventIndex action, int budget) const;
    bool search(MindId mind, EventIndex action, int budget, int length);
    bool extend(Quest& quest);
    bool complete(Quest& quest);
    bool minimal(const Quest& quest);
    bool competes(const Quest& quest, MindId state, std::size_t next, int taken, double utility,
                  bool explained);
    bool reachable(MindId mind, double threshold, std::uint32_t threshold_id, int steps);
    bool improvable(MindId mind, double threshold, std::uint32_t threshold_id, int budget, int steps);
    std::uint32_t threshold_id(double threshold);
    model::ExplanationId describe_reason(MindId mind, EventIndex action, int budget, model::Plan& plan);

    Dynamics& dynamics_;
    GroundWorld& ground_;
    Budget& budget_;
    Relevance relevance_;
    RelaxedCosts& relaxed_;
    int belief_limit_ = 0;

    FlatMap<Entry> memo_;
    std::vector<EventIndex> plans_;
    FlatMap<Reach> reach_;
    FlatMap<Reach> improve_;
    std::unordered_map<std::uint64_t, std::uint32_t> threshold_ids_;
    std::vector<std::uint64_t> visited_;
    std::unordered_map<std::uint64_t, model::ExplanationId> described_;
    std::uint64_t queries_ = 0;
    std::uint64_t searches_ = 0;
};

}  // namespace wt::engine
