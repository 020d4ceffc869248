// This computes what happens to a mind: events, belief revision, belief effects and triggers (docs/semantics.md).
//
// Everything here is a function of a mind and an event, and is remembered: `happen` (an event without
// triggers), `settle` (triggers until nothing changes), `successor` (both), the possible actions of a mind.
//
// An event happens in a *world*, the real one or one that somebody imagines, and in the minds below it. In a
// mind, what tells its owner something changes nothing; in an imagined world it changes the self, which observes
// events like any mind (state_store.h, parting.h). As long as the self is like the world, both come to the same.
//
//   STATE-3  successor(world, action) depends on nothing but the world and the action.
//   STATE-4  a beat of a mind depends on nothing but the mind.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/flat_map.h"
#include "base/segmented_vector.h"
#include "engine/ground/ground_world.h"
#include "engine/state/evaluate.h"
#include "engine/state/event_index.h"
#include "engine/state/parting.h"
#include "engine/state/revision.h"
#include "engine/state/state_store.h"

namespace wt::engine {

class Dynamics {
  public:
    Dynamics(GroundWorld& ground, StateStore& store, Budget& budget);

    const GroundWorld& ground() const { return ground_; }
    const StateStore& store() const { return store_; }
    Evaluator& evaluator() { return evaluator_; }
    /// Returns the belief with these possibilities, or the prospect with these worlds (StateStore::intern_belief).
    MindId belief(std::vector<Possibility> possibilities) {
        return store_.intern_belief(std::move(possibilities), ground_.codes());
    }
    /// Returns the world with this self; at the greatest depth, where nobody has one, the world itself.
    MindId with_self(MindId world, MindId self) {
        return store_.has_minds_below(world) ? store_.with_self(world, self) : world;
    }

    /// Returns the first state, settled; none if its triggers never come to rest (see `endless`), or the budget stopped
    /// it.
    MindId first_state();
    /// Returns the world after an action and all triggers; none if triggers never come to rest: then the action is
    /// impossible there. A mind is taken for the world that its owner imagines. The precondition need not hold.
    MindId successor(MindId world, EventIndex action);
    /// Can the event happen, with its outcome?
    bool possible(EventIndex event, MindId mind) {
        return evaluator_.holds(ground_.event(event).precondition, mind);
    }
    /// Can the action be tried in the mind, however it ends? Of several possibilities, it is enough that it can in one.
    bool can_be_tried(EventIndex action, MindId belief);
    /// Returns how likely the action, tried in the world, ends as it does: 1 where luck has no part in it.
    model::Fraction chance_of(EventIndex action, MindId world) const;
    /// Returns the actions that are possible in a mind, ascending. They are valid until the next call.
    std::span<const EventIndex> possible_actions(MindId mind);
    /// Returns the utility of a character, or of the author for none, in a mind; NaN if it is unknown.
    double utility(MindId mind, model::EntityId character);

    /// Returns the mind in which one value at the end of a chain of believers is another one, in all possibilities. No
    /// trigger runs.
    MindId imposed(MindId mind, std::span<const model::EntityId> chain, FluentId fluent, Code code) {
        return write(mind, chain, fluent, code);
    }
    Parting& parting() { return parting_; }
    /// This describes settling that never ended.
    struct Endless {
        MindId world;                            ///< in which it began
        EventIndex action;                       ///< after which; none: at the start
        std::vector<EventIndex> triggers;        ///< that take part
        std::vector<model::EntityId> believers;  ///< in whose mind; nobody: in the world itself
        int beat = 0;                            ///< from which on it goes round, or the last one
    };
    /// Returns the first endless settling that was met, if any.
    const std::optional<Endless>& endless() const { return endless_; }
    std::uint64_t transitions() const { return transitions_; }

  private:
    struct Write {
        std::span<const model::EntityId> chain;
        FluentId fluent;
        Code code;
        Assignment::Kind kind = Assignment::Kind::assign;
        std::vector<std::pair<Code, std::int64_t>> alternatives = {};  ///< with weights, of `possibly`
    };
    /// This is what the values of a mind alone say about triggers.
    struct TriggersOfValues {
        EventIndex own;      ///< the first that applies and neither reads nor assigns other minds, or none
        ValuesId after_own;  ///< the values after it
        std::uint32_t first = 0;  ///< in `lists_`: the mindful ones before it that may apply
        std::uint32_t count = 0;
        bool known = false;
        bool are_at_rest = false;  ///< no trigger applies in a mind at the greatest depth
    };
    /// This is what a trigger's precondition says about other minds: a formula, or one fact of the mind below.
    struct Look {
        FormulaId part;
        std::uint32_t character = 0;
        std::uint32_t fluent = 0;
        Code code = 0;
        bool is_one_fact = false;
        bool is_equal = false;
    };
    struct ActionsOfValues {
        std::uint32_t first = 0;  ///< in `lists_`: the actions whose own part of the precondition holds
        std::uint32_t count = 0;
        bool known = false;
        bool some_read_minds = false;
    };

    // ---- composed successors (compose_successor.cpp) ----
    void look_at_triggers();
    static Look look(const FormulaPool& pool, FormulaId part);
    bool sees(EventIndex trigger, const Reading& reading) const;
    MindId compose_successor(MindId from, EventIndex event, ValuesId after);
    MindId compose_successor_anew(MindId from, EventIndex event, ValuesId after);
    MindId compose_imagined(MindId world, EventIndex action);
    bool begin_below(MindId from, model::EntityId owner, EventIndex event);
    bool impose_short(const std::vector<Write>& writes, std::size_t base, ValuesId& own);
    bool beat_short(model::EntityId owner, std::size_t base, ValuesId& own);
    bool rest_short(model::EntityId owner, std::size_t base, ValuesId& own);
    bool end_below(std::size_t base, bool is_listening);
    MindId settled_leaf(MindId leaf);
    bool differ_visibly(ValuesId a, ValuesId b) const;
    ValuesId own_values_after(MindId mind, EventIndex event);

    // ---- from the top ----
    MindId happen(MindId mind, EventIndex event);
    MindId happen_anew(MindId mind, EventIndex event);
    MindId corrected(MindId mind, MindId observer, EventIndex event) {
        bool could_be = evaluator_.holds(ground_.event(event).seen, observer);
        return could_be ? observer : corrected_anew(mind, observer, event);
    }
    MindId corrected_anew(MindId mind, MindId observer, EventIndex event);
    MindId impose_assignments(MindId original, MindId mind, EventIndex event);
    ValuesId own_values_after(ValuesId values, EventIndex event);
    /// Collects the writes with true tests, read in `mind`: the others' and the mind's own, then those that tell the
    /// owner something.
    void collect_writes(const Reading& reading, model::EntityId owner, EventIndex event,
                        std::vector<Write>& first, std::vector<Write>& second);
    ValuesId written(ValuesId values, const std::vector<Write>& writes);
    void drop_collisions(std::vector<Write>& writes) const;
    MindId write(MindId mind, std::span<const model::EntityId> chain, FluentId fluent, Code code) {
        return write(mind, chain, Write{{}, fluent, code});
    }
    MindId write(MindId mind, std::span<const model::EntityId> chain, const Write& one);
    MindId with_mind_below(MindId mind, model::EntityId character, MindId below);

    // ---- several possibilities (possibilities.cpp) ----
    bool holds_for_owner(FormulaId formula, MindId possibility, MindId belief);
    MindId observed(MindId world, MindId belief, EventIndex event);
    MindId write_belief(MindId belief, std::span<const model::EntityId> chain, const Write& one);
    MindId beat_belief(MindId belief);
    MindId first_belief(model::EntityId owner, MindId above, std::vector<model::EntityId>& believers,
                        const std::set<std::vector<model::EntityId>>& special);
    MindId first_picture(model::EntityId owner, ValuesId values, std::vector<model::EntityId>& believers,
                         const std::set<std::vector<model::EntityId>>& special);

    // ---- imagined worlds (imagined.cpp) ----
    bool keeps_self(MindId world, EventIndex action);
    MindId successor_as_mind(MindId world, EventIndex action);
    MindId successor_imagined(MindId world, EventIndex action);
    MindId happen_imagined(MindId world, EventIndex action);
    MindId beat_imagined(MindId world);

    template <class Beat>
    MindId settle(MindId from, Beat beat);
    MindId settle(MindId mind);
    MindId settle_imagined(MindId world);
    void note_beat(MindId mind, Endless& endless);
    MindId beat(MindId mind);
    MindId beat_anew(MindId mind);
    const TriggersOfValues& triggers_of(ValuesId values);
    const ActionsOfValues& actions_of(ValuesId values);
    std::uint32_t place_of(const std::vector<EventIndex>& list);
    MindId first_mind(model::EntityId owner, std::vector<model::EntityId>& believers,
                      const std::set<std::vector<model::EntityId>>& special);
    MindId agreeing_mind(int level, model::EntityId owner, ValuesId values);

    /// This limits the pictures of one belief in the first state, before equal ones are made one.
    static constexpr std::size_t kMostPictures = 4096;

    GroundWorld& ground_;
    StateStore& store_;
    Budget& budget_;
    Evaluator evaluator_;
    Revisions revisions_;
    Parting parting_;
    EventIndexTable action_index_;
    EventIndexTable trigger_index_;
    std::vector<FormulaId> own_parts_;  ///< by event: the part of the precondition that reads no other minds

    bool can_compose_ = true;
    std::vector<Look> looks_;           ///< by event, for triggers
    std::vector<FluentId> visible_;     ///< what triggers read or assign in the minds below
    FlatMap<MindId, TripleKey> steps_;  ///< by mind, event, own values after it: the settled mind
    FlatMap<MindId> settled_leaves_;
    // These stacks have a place for each character per mind in the making: what its minds below start from, the event
    // that they see (or none), their own values.
    std::vector<std::uint32_t> below_minds_;
    std::vector<EventIndex> below_events_;
    std::vector<ValuesId> below_values_;
    std::vector<const Code*> below_codes_;  ///< scratch, by character
    std::vector<Code> scratch_codes_;

    FlatMap<MindId> happened_;
    FlatMap<MindId> observed_;  ///< by belief of several possibilities and event
    FlatMap<MindId> successors_;
    FlatMap<ValuesId> own_after_;
    FlatMap<MindId> beats_;
    FlatMap<MindId> settled_;
    SegmentedVector<TriggersOfValues> triggers_by_values_;
    SegmentedVector<ActionsOfValues> actions_by_values_;
    SegmentedVector<EventIndex> lists_;
    FlatMap<std::uint32_t> known_lists_;  ///< by hash: where in `lists_`; the last of those with one hash
    std::vector<EventIndex> chosen_;
    std::vector<EventIndex> scratch_actions_;
    std::vector<EventIndex> candidates_;
    FlatMap<MindId> agreeing_;
    FlatMap<double> utilities_;
    std::vector<bool> utility_reads_minds_;  ///< by character, the author last
    std::optional<Endless> endless_;
    std::uint64_t transitions_ = 0;
};

}  // namespace wt::engine
