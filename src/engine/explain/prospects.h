// This finds reasons where not everything is certain: several possibilities, actions that may fail, tempers
// (docs/semantics.md, section 9). The explainer asks here in worlds that know any of it.
//
// Whoever thinks ahead and is not sure imagines a *prospect*: a list of imagined worlds with weights, interned like
// a belief (state_store.h). A plan runs in all of them, and in each ends where its next action is impossible or
// fails. What it is worth is the expected, best or worst utility of where it ends. A reason is found by enumerating
// plans, shortest first, each step explained where it is taken; that it has no competitor is tested by the
// definition. On the way a plan goes on only as long as a competitor that leaves out one of its actions and does
// what it can of the others may still end differently (`undecided`, as in explainer.h).
//
//   EXPLAIN-3  what is remembered of a question depends on the prospect, the action, the budget and the length
//              alone.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/flat_map.h"
#include "base/hash.h"
#include "engine/relax/relevance.h"
#include "engine/state/dynamics.h"
#include "model/fraction.h"

namespace wt::engine {

class Prospects {
  public:
    Prospects(Dynamics& dynamics, GroundWorld& ground, Relevance& relevance, Budget& budget)
        : dynamics_(dynamics),
          ground_(ground),
          relevance_(relevance),
          budget_(budget),
          steps_(budget),
          worths_of_(budget),
          prospects_(budget),
          highest_(budget),
          could_improve_(budget),
          pairs_(budget),
          undecided_(budget) {}

    /// Sets the limits. If they change, everything that is remembered is forgotten.
    void set_limits(int belief_limit, int foresight);
    int foresight() const { return foresight_; }

    /// Returns what somebody who holds this belief imagines: its possibilities, each with the whole belief as its self.
    /// A belief that has been marked as a prospect (StateStore::as_prospect) is one already.
    MindId prospect_of(MindId belief);
    /// Returns the action of an event, whichever way it ends: the one that succeeds, if it may succeed.
    EventIndex action_of(EventIndex event) const {
        const EventRecord& record = ground_.event(event);
        return record.fails && record.other.valid() ? record.other : event;
    }
    /// Does the owner of the prospect have a reason of at most `max_length` actions for `action`? The answer means
    /// nothing after a stop.
    bool has_reason(MindId prospect, EventIndex action, int budget, int max_length);
    /// Returns the reason that `has_reason` found with all the length that the budget allows.
    const std::vector<EventIndex>& reason(MindId prospect, EventIndex action, int budget);
    /// Do all who consent to the action take it for possible and have a reason, in every world of the prospect where
    /// it can be tried? The owner, if there is one and consents, is asked for the prospect as a whole, for reasons of
    /// at most `owners_length` actions. Nobody of whom `is_puppet` says so is asked.
    bool consented(MindId prospect, EventIndex action, int budget, int owners_length,
                   const std::vector<char>* is_puppet = nullptr);
    /// Returns the worlds in which a plan is still running after the action; none if there is no such world.
    MindId after(MindId prospect, EventIndex action);
    /// Returns the first world of the prospect in which the action can be tried.
    MindId tried_in(MindId prospect, EventIndex action);
    /// This says what a plan is worth.
    struct Worth {
        bool is_known = false;
        model::Fraction value;
        bool has_outlook = false;  ///< of somebody wary
        bool outlook_is_known = false;
        model::Fraction outlook;
        friend bool operator==(const Worth&, const Worth&) = default;
    };
    Worth worth_now(MindId prospect, int budget);
    /// Returns what the plan is worth where it ends, and how likely it goes well to the end.
    Worth worth_of(MindId prospect, const std::vector<EventIndex>& plan, int budget,
                   model::Fraction& success);

    /// Counts the steps of search so far. A question gives up when there are more than the limit.
    std::uint64_t effort() const { return effort_; }
    void set_effort_limit(const std::uint64_t* limit) { effort_limit_ = limit; }

  private:
    /// This collects what the ends of a plan are worth.
    struct Tally {
        bool has_any = false;
        bool has_unknown = false;
        model::Fraction value;
        friend bool operator==(const Tally&, const Tally&) = default;
    };
    /// A plan that is being extended: where it is still running, how likely that is, and what it was worth where it
    /// ended.
    struct Run {
        MindId running;
        model::Fraction share{1, 1};
        Tally ended;
        Tally ended_outlook;
        friend bool operator==(const Run&, const Run&) = default;
    };
    struct RunHash {
        std::size_t operator()(const Run& run) const;
    };
    /// Runs, and what they are worth, are interned: equal ones have one number.
    using RunId = std::uint32_t;
    using WorthId = std::uint32_t;
    static constexpr RunId kNoRun = 0xffffffffu;
    struct Reason {
        std::vector<EventIndex> plan;
        Worth worth;
    };
    /// A competitor beside a plan: its run, and how many actions fewer it has taken.
    struct Rival {
        RunId run;
        int behind = 1;
    };
    /// A reason being looked for.
    struct Quest {
        model::EntityId owner;
        int budget;
        int length;
        WorthId start;
        std::vector<EventIndex> plan;
        std::vector<RunId> runs;  ///< before the first action, and after each
        /// These say where each competitor would be that leaves out the first action and does what it can of the rest.
        std::vector<Rival> rivals;
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
    std::optional<Run> advance(const Run& run, EventIndex action, int budget, bool is_wary);
    Worth worth_of(const Run& run, int budget, bool is_wary);
    RunId intern(Run run);
    RunId step(RunId run, EventIndex action, int budget);
    WorthId worth_at(RunId run, int budget);
    bool improves(WorthId end, WorthId start) const;
    static bool dominates(const Reason& one, const Reason& other);
    const std::vector<Reason>& reasons(MindId prospect, EventIndex action, int budget, int length);
    void extend(Quest& quest);
    void complete(Quest& quest);
    bool is_done(const Quest& quest) const {
        return stopped() || (!temper_of(quest.owner).prudent && !quest.found->empty());
    }
    std::vector<EventIndex> next_actions(const Quest& quest, RunId run, int steps);
    bool thought_possible(MindId prospect, EventIndex action) const;
    bool could_improve(const Quest& quest, RunId run, int steps);
    bool could_improve_anew(const Quest& quest, const Run& run, int steps);
    double highest(MindId world, int steps);
    bool undecided(const Quest& quest, RunId run, Rival rival, int budget, int steps);
    bool undecided_anew(const Quest& quest, RunId run, Rival rival, int budget, int steps);
    std::optional<Rival> promising(const Quest& quest, RunId run, Rival rival, int budget, int steps,
                                   EventIndex action, RunId after);
    bool has_competitor(const Quest& quest, WorthId worth);
    bool competes(const Quest& quest, WorthId worth, RunId run, std::size_t next, int taken);
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
    std::unordered_map<Run, RunId, RunHash> run_numbers_;
    std::vector<const Run*> runs_;  ///< by number
    std::vector<Worth> worths_;     ///< by number
    FlatMap<RunId, TripleKey> steps_;
    FlatMap<WorthId, TripleKey> worths_of_;
    FlatMap<MindId> prospects_;  ///< by belief
    FlatMap<double> highest_;
    FlatMap<char, TripleKey> could_improve_;
    FlatMap<std::uint32_t> pairs_;  ///< of runs: numbers
    FlatMap<char, TripleKey> undecided_;
    std::uint64_t effort_ = 0;
    const std::uint64_t* effort_limit_ = nullptr;
};

}  // namespace wt::engine
