// Reasons where nothing is certain: several possibilities, actions that may fail, tempers (docs/semantics.md,
// section 9). The explainer asks here in worlds that know any of it.
//
// Whoever thinks ahead and is not sure imagines a *prospect*: a list of imagined worlds with weights, interned like
// a belief (state_store.h). A plan runs in all of them, and in each ends where its next action is impossible or
// fails. What it is worth is the expected, best or worst utility of where it ends. A reason is found by enumerating
// plans, shortest first, each step explained where it is taken; that it has no competitor is tested by the
// definition.
//
//   EXPLAIN-3  what is remembered of a question depends on the prospect, the action, the budget and the length
//              alone.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "engine/search/relevance.h"
#include "engine/state/dynamics.h"
#include "model/fraction.h"

namespace wt::engine {

class Prospects {
  public:
    Prospects(Dynamics& dynamics, GroundWorld& ground, Relevance& relevance, Budget& budget)
        : dynamics_(dynamics), ground_(ground), relevance_(relevance), budget_(budget) {}

    /// Forgets everything if they change.
    void set_limits(int belief_limit, int foresight);
    int foresight() const { return foresight_; }

    /// What somebody who holds this belief imagines: its possibilities, each with the whole belief as its self. What
    /// has been marked as a prospect (StateStore::as_prospect) is one.
    MindId prospect_of(MindId belief);
    /// The action of an event, whichever way it ends: that which succeeds, where it may.
    EventIndex action_of(EventIndex event) const {
        const EventRecord& record = ground_.event(event);
        return record.fails && record.other.valid() ? record.other : event;
    }
    /// Does the owner of the prospect have a reason of at most `max_length` actions for `action`? Means nothing
    /// after a stop.
    bool has_reason(MindId prospect, EventIndex action, int budget, int max_length);
    /// The reason that `has_reason` found with all the length that the budget allows.
    const std::vector<EventIndex>& reason(MindId prospect, EventIndex action, int budget);
    /// Do all who consent to the action take it for possible and have a reason, in every world of the prospect where
    /// it can be tried? The owner, if there is one and consents, is asked for the prospect as a whole, for reasons of
    /// at most `owners_length` actions. Nobody of whom `is_puppet` says so is asked.
    bool consented(MindId prospect, EventIndex action, int budget, int owners_length,
                   const std::vector<char>* is_puppet = nullptr);
    /// The worlds in which a plan is still running after the action, and none if there is none.
    MindId after(MindId prospect, EventIndex action);
    /// The first world of the prospect in which the action can be tried.
    MindId tried_in(MindId prospect, EventIndex action);
    /// What a plan is worth.
    struct Worth {
        bool is_known = false;
        model::Fraction value;
        bool has_outlook = false;  ///< of somebody wary
        bool outlook_is_known = false;
        model::Fraction outlook;
        friend bool operator==(const Worth&, const Worth&) = default;
    };
    Worth worth_now(MindId prospect, int budget);
    /// What the plan is worth where it ends, and how likely it goes well to the end.
    Worth worth_of(MindId prospect, const std::vector<EventIndex>& plan, int budget,
                   model::Fraction& success);

    /// Steps of search so far. A question gives up when there are more than the limit.
    std::uint64_t effort() const { return effort_; }
    void set_effort_limit(const std::uint64_t* limit) { effort_limit_ = limit; }

  private:
    /// What comes together of the ends of a plan.
    struct Tally {
        bool has_any = false;
        bool has_unknown = false;
        model::Fraction value;
    };
    /// A plan on its way.
    struct Run {
        MindId running;
        model::Fraction share{1, 1};  ///< how likely it still goes well
        Tally ended;
        Tally ended_outlook;
    };
    struct Reason {
        std::vector<EventIndex> plan;
        Worth worth;
    };
    /// A reason being looked for.
    struct Quest {
        model::EntityId owner;
        int budget;
        int length;
        Worth start;
        std::vector<EventIndex> plan;
        std::vector<Run> runs;
        std::vector<Reason>* found;
    };
    struct Key {
        std::uint32_t prospect;
        std::uint32_t action;
        std::uint32_t rest;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const {
            return combine(combine(key.prospect, key.action), key.rest);
        }
    };

    bool stopped() const {
        return budget_.stop() != Stop::none ||
               (effort_limit_ && effort_ + dynamics_.transitions() > *effort_limit_);
    }
    const model::Temper& temper_of(model::EntityId character) const {
        return ground_.world().tempers[character.index()];
    }
    bool is_wary(MindId prospect) const;
    int clipped(MindId prospect, int budget) const;
    model::Fraction checked(std::optional<model::Fraction> fraction);
    void add(Tally& tally, model::Temper::Outlook outlook, const model::Fraction& share,
             std::optional<model::Fraction> utility);
    void end(Run& run, MindId world, const model::Fraction& share, int budget, bool is_wary);
    std::optional<model::Fraction> utility(MindId world, model::EntityId character);
    std::optional<Run> step(const Run& run, EventIndex action, int budget, bool is_wary);
    Worth worth_of(const Run& run, int budget, bool is_wary);
    static bool improves(const Worth& end, const Worth& start);
    static bool dominates(const Reason& one, const Reason& other);
    const std::vector<Reason>& reasons(MindId prospect, EventIndex action, int budget, int length);
    void extend(Quest& quest);
    void complete(Quest& quest);
    bool is_done(const Quest& quest) const {
        return stopped() || (!temper_of(quest.owner).prudent && !quest.found->empty());
    }
    bool could_improve(const Quest& quest, const Run& run, int steps);
    double highest(MindId world, int steps);
    bool has_competitor(const Quest& quest, const Worth& worth);
    bool competes(const Quest& quest, const Worth& worth, const Run& run, std::size_t next, int taken);
    bool is_dominated(MindId prospect, const Reason& reason, int budget);
    std::optional<double> outlook(MindId world, model::EntityId character, int budget, int steps);
    const std::vector<EventIndex>& actions();

    Dynamics& dynamics_;
    GroundWorld& ground_;
    Relevance& relevance_;
    Budget& budget_;
    int belief_limit_ = 0;
    int foresight_ = 2;
    std::vector<EventIndex> actions_;  ///< that somebody consents to and that may succeed
    std::unordered_map<Key, std::vector<Reason>, KeyHash> reasons_;
    std::unordered_map<Key, const Reason*, KeyHash> chosen_;
    std::unordered_map<Key, std::optional<double>, KeyHash> outlooks_;
    std::unordered_map<Key, double, KeyHash> highest_;
    std::uint64_t effort_ = 0;
    const std::uint64_t* effort_limit_ = nullptr;
};

}  // namespace wt::engine
