// The explainer answers whether an action is explained for a character in a mind, and by which plan.
// (docs/semantics.md, "Explained actions".)
//
// The question depends on nothing but (mind, action, budget): the mind knows its owner and its level. So
// every answer is remembered, exactly per budget (because of minimality a larger budget can take a reason
// away). Reasons are looked for by increasing length, so that what is known is always "no reason of up to so
// many actions" or the least length.
//
//   EXPLAIN-1  an entry of the memo is a function of its key: it depends neither on the author's plan nor on
//              the search.
//   EXPLAIN-2  a question asks others one level deeper, and its own character only at smaller budgets, or at
//              the same budget for shorter reasons.
//
// A reason of n actions is searched in three filters, from cheap to exact: `reachable` (could utility rise
// within so many possible actions, whoever they belong to, by relevance and memo), `improvable` (the same
// with every action explained), and the enumeration of plans, each tested for minimality by its definition.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/flat_map.h"
#include "engine/explain/prospects.h"
#include "engine/relax/relaxed.h"
#include "engine/relax/relevance.h"
#include "engine/state/dynamics.h"
#include "model/plan.h"

namespace wt::engine {

class Explainer {
  public:
    Explainer(Dynamics& dynamics, GroundWorld& ground, RelaxedCosts& relaxed, Budget& budget);

    ~Explainer() { forget_plans(); }
    Explainer(const Explainer&) = delete;
    Explainer& operator=(const Explainer&) = delete;

    /// Minds deeper than this have only reasons of one action. A change empties the memo.
    void set_belief_limit(int limit);
    /// Sets how many actions of others a wary character looks ahead.
    void set_foresight(int actions);
    /// In the real world these characters are not asked whether they consent, and their reasons are not described.
    void set_puppets(const std::vector<model::EntityId>& characters);

    /// Does the owner of `mind` have a reason of at most `max_length` actions for `action` with this budget?
    /// The action must be possible in the mind. A stop of the budget makes the answer meaningless (ask
    /// `stopped()`).
    bool has_reason(MindId mind, EventIndex action, int budget, int max_length);
    /// Is the action possible for everybody who consents, and explained, in a world that its owner imagines (or
    /// the real one)? The owner is asked, too, for a reason of at most `owners_length` actions; what reasons the
    /// others have may be as long as the budget allows.
    bool consented(MindId state, EventIndex action, int budget, int owners_length);
    /// Is the action possible in the minds of all consenting characters? Cheap.
    bool thought_possible(MindId state, EventIndex action);

    /// Returns how far each character seems to be from a gain in what it believes (by character; 0 for the owner),
    /// which is about what it costs to make it do anything.
    std::vector<std::uint32_t> motives(MindId state);

    /// Writes the reasons of all consenting characters for an action that is `consented` into the plan's
    /// table.
    std::vector<model::ExplanationId> describe(MindId state, EventIndex action, int budget,
                                               model::Plan& plan);
    /// Writes the reason of the owner of a mind that `has_reason`.
    model::ExplanationId describe_one(MindId mind, EventIndex action, int budget, model::Plan& plan) {
        return prospects_ ? describe_reason(prospects_->prospect_of(mind), prospects_->action_of(action),
                                            budget, plan)
                          : describe_reason(mind, action, budget, plan);
    }
    /// Starts a new table of explanations.
    void start_description() { described_.clear(); }

    /// From now on questions may cost so many steps of search, then they give up. The answer is meaningless then, but
    /// what was found out on the way is kept, so that asking again goes on from there.
    void allow_effort(std::uint64_t steps) { effort_limit_ = effort() + steps; }
    /// Returns the reasons of a world in which something is uncertain, else null.
    Prospects* prospects() { return prospects_.get(); }
    void allow_all_effort() { effort_limit_ = ~0ull; }
    /// Counts the steps of search done so far for all questions together. Time plays no part in it.
    std::uint64_t effort() const {
        return effort_ + dynamics_.transitions() + (prospects_ ? prospects_->effort() : 0);
    }
    bool gave_up() const { return effort() > effort_limit_; }

    bool stopped() const { return gave_up() || budget_.stop() != Stop::none; }
    std::uint64_t queries() const { return queries_; }
    std::uint64_t searches() const { return searches_; }

  private:
    struct Entry {
        std::uint16_t searched = 0;  ///< there is no reason of up to so many actions, unless `found`
        std::uint16_t found =
            0;  ///< the length of a reason, the least one if it is searched + 1; 0: none found
        std::uint32_t plan = 0;       ///< in `plans_`
        bool quick_searched = false;  ///< `quick_search` has had its try
    };
    struct Reach {
        bool estimated = false;           ///< `fails` has been raised by the relaxation
        std::uint16_t fails = 0;          ///< one more than the largest number of steps that is not enough
        std::uint16_t succeeds = 0xffff;  ///< the least number of steps known to be enough
    };
    /// This says which final utilities are looked for: those above a threshold, except one.
    struct Target {
        double above;
        double except;  ///< NaN: none
        std::uint32_t number = 0;
        bool met_by(double utility) const { return utility > above && utility != except; }
    };
    /// A competitor beside a plan: its state, and how many actions fewer it has taken.
    struct Rival {
        MindId state;
        int behind = 1;
    };
    /// A reason being looked for.
    struct Quest {
        MindId mind;
        EventIndex action;
        int budget;
        int length;
        double threshold;
        std::vector<EventIndex> plan;
        std::vector<MindId> states;  ///< after each action of the plan
        /// These say where each competitor would be that leaves out the first action and does what it can of the rest.
        std::vector<Rival> rivals;
    };

    /// A plan of `quick_search` that is being extended.
    struct QuickPlan {
        MindId state;
        EventIndex action;
        std::uint32_t parent = 0;
        std::uint16_t length = 0;
        std::uint32_t estimate = 0;
        int delays = 0;
    };
    bool steps_explained(MindId mind, const std::vector<EventIndex>& plan, int budget);
    bool quick_search(MindId mind, EventIndex action, int budget);
    bool shrink(MindId mind, std::vector<EventIndex>& plan, int budget);
    bool could_compete(MindId state, const std::vector<EventIndex>& plan, std::size_t next, double utility,
                       int budget, std::vector<EventIndex>& kept);
    std::uint32_t quick_distance(MindId mind, const Target& target);
    std::uint32_t estimated_distance(MindId mind, const Target& target,
                                     std::vector<RelaxedStep>* plan = nullptr);
    void remember(Entry& entry, const std::vector<EventIndex>& plan);
    void forget_plans();
    std::uint64_t key(MindId mind, EventIndex action, int budget) const;
    const std::vector<char>& usable(MindId mind);
    bool imaginable(MindId state, EventIndex action);
    bool acceptable(MindId state, EventIndex action);
    bool search(MindId mind, EventIndex action, int budget, int length);
    bool extend(Quest& quest);
    bool complete(Quest& quest);
    bool undecided(const Quest& quest, MindId state, Rival rival, int budget, int steps);
    bool undecided_anew(const Quest& quest, MindId state, Rival rival, int budget, int steps);
    std::optional<Rival> promising(const Quest& quest, MindId state, Rival rival, int budget, int steps,
                                   EventIndex action, MindId after);
    bool minimal(const Quest& quest);
    bool competes(const Quest& quest, MindId state, std::size_t next, int taken, double utility,
                  bool explained);
    /// Do others, in this mind, act only if they gain at once?
    bool at_limit(MindId mind) const { return dynamics_.store().level(mind) == belief_limit_; }
    bool may_gain(MindId mind, EventIndex action, int steps);
    Reach& estimate_reach(MindId mind, const Target& target, std::uint64_t reach_key);
    bool reachable(MindId mind, const Target& target, int steps);
    bool improvable(MindId mind, const Target& target, int budget, int steps);
    Target target_from(MindId mind, double above);
    /// Returns the target as a goal of the relaxation.
    RelaxedCosts::Goal goal_of(MindId mind, const Target& target) const {
        return {dynamics_.store().owner(mind), target.above, target.above, target.except};
    }
    std::vector<model::ExplanationId> describe_in(MindId prospect, EventIndex action, int budget,
                                                  model::Plan& plan);
    model::ExplanationId add_reason(std::uint64_t key, model::Explanation explanation, model::Plan& plan);
    model::ExplanationId describe_reason(MindId mind, EventIndex action, int budget, model::Plan& plan);

    Dynamics& dynamics_;
    GroundWorld& ground_;
    Budget& budget_;
    Relevance& relevance_;
    RelaxedCosts& relaxed_;
    int belief_limit_ = 0;
    std::unique_ptr<Prospects> prospects_;  ///< in an uncertain world, which it answers for
    std::vector<char> puppets_;             ///< by character; empty: nobody
    bool is_asked(MindId state, model::EntityId character) const {
        return puppets_.empty() || !puppets_[character.index()] || dynamics_.store().owner(state).valid();
    }

    FlatMap<Entry> memo_;
    std::vector<EventIndex> plans_;
    FlatMap<Reach> reach_;
    FlatMap<Reach> improve_;
    std::vector<char> unfinished_;              ///< after a stop: `usable`
    std::vector<std::vector<char>> usable_;     ///< by owner and whether it is at the belief limit: by action
    FlatMap<std::uint32_t> pairs_;              ///< of states: numbers
    FlatMap<std::uint32_t> pairs_with_target_;  ///< likewise
    FlatMap<char> undecided_;
    FlatMap<std::uint32_t> quick_distances_;
    std::uint64_t effort_ = 0;
    std::uint64_t effort_limit_ = ~0ull;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint32_t> targets_;
    std::vector<std::uint64_t> visited_;
    std::unordered_map<std::uint64_t, model::ExplanationId> described_;
    std::uint64_t queries_ = 0;
    std::uint64_t searches_ = 0;
};

}  // namespace wt::engine
