// States, search and explanation work on the ground world.
//
// Grounding takes three steps: relaxed reachability (reach.h) finds the events that can happen and the values
// that each fluent can have; fluents with one value become constants; what is left is compiled to formulas
// (formula.h). The ground world is finished data: nothing in it changes afterwards but the table of numbers
// and, on demand, the observing conditions.
//
//   GROUND-1  every event that can happen in some mind of some reachable state is in `events`.
//   GROUND-2  a fluent that is not in `fluents` has the same value in every mind of every reachable state.
//   GROUND-3  actions come before triggers; within each, events are in the order of the text, then of their
//   arguments.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/budget.h"
#include "engine/ground/codes.h"
#include "engine/ground/formula.h"
#include "engine/ground/reach.h"
#include "model/plan.h"

namespace wt::engine {

/// A ground action or trigger of one ground world.
using EventIndex = Id<struct EventIndexTag>;
/// A chain of believers in `GroundWorld::chains`; 0 is the empty chain. Adjacent believers differ.
using ChainId = std::uint32_t;

/// One value of several that somebody holds possible.
struct Alternative {
    FormulaId value;  ///< read in the mind where the event happens
    std::int64_t weight = 1;
};

struct Assignment {
    enum class Kind : std::uint8_t {
        assign,
        possibly,  ///< the possibilities at the end of the chain, which is not empty, are split
        learn,     ///< those of them that differ from the value are dropped
    };
    ChainId chain = 0;
    FluentId fluent;
    FormulaId test;   ///< read in the mind where the event happens
    FormulaId value;  ///< likewise
    Kind kind = Kind::assign;
    std::uint32_t alternatives = 0;  ///< of `possibly`: which of the ground world's
};

struct EventRecord {
    model::EventId schema;
    std::uint32_t first_argument = 0;  ///< in `arguments`
    std::uint32_t first_assignment = 0;
    std::uint32_t assignment_count = 0;
    std::uint32_t first_consenting = 0;
    std::uint32_t consenting_count = 0;
    FormulaId precondition;  ///< when it can happen, with this outcome
    FormulaId tried;         ///< when it can be tried: `precondition & precondition hidden`
    FormulaId seen;          ///< what somebody who observes it concludes
    EventIndex other;        ///< the same action with the other outcome, or none
    bool fails = false;
    bool only_own_values =
        true;  ///< assigns and reads nothing but the mind's own fluents (precondition apart)
};

class GroundWorld {
  public:
    /// Grounds a world; returns null if the budget stopped the grounding.
    static std::unique_ptr<GroundWorld> ground(const model::World& world, Budget& budget);

    const model::World& world() const { return world_; }
    std::size_t character_count() const { return world_.character_count; }
    /// Has the budget run out? Then what is compiled means nothing.
    bool stopped() const { return budget_.stop() != Stop::none; }

    std::size_t fluent_count() const { return fluents_.size(); }
    const FluentTable::Entry& fluent(FluentId id) const { return fluents_[id.index()]; }
    const Domain& domain(FluentId id) const { return domains_[id.index()]; }
    /// Returns the slot of a fluent, or none if it cannot change; then `constant` is its value.
    FluentId find_fluent(model::PropertyId property, const std::vector<model::Value>& arguments,
                         Code& constant);

    std::size_t action_count() const { return action_count_; }
    std::size_t event_count() const { return events_.size(); }
    bool is_trigger(EventIndex e) const { return e.index() >= action_count_; }
    const EventRecord& event(EventIndex e) const { return events_[e.index()]; }
    std::span<const Assignment> assignments(EventIndex e) const {
        return {assignments_.data() + event(e).first_assignment, event(e).assignment_count};
    }
    std::span<const model::EntityId> consenting(EventIndex e) const {
        return {consenting_.data() + event(e).first_consenting, event(e).consenting_count};
    }
    std::span<const model::EntityId> chain(ChainId id) const { return chains_[id]; }
    /// Returns when `character` observes the action. The result means nothing if the budget has run out.
    FormulaId observing(EventIndex action, model::EntityId character);
    model::GroundEvent ground_event(EventIndex e) const;
    /// Returns the index of a ground event, or none if it can never happen (or changes nothing).
    EventIndex find_event(const model::GroundEvent& event) const;

    std::span<const Alternative> alternatives(const Assignment& assignment) const {
        return alternatives_[assignment.alternatives];
    }
    /// Can somebody hold several things possible?
    bool has_possibilities() const { return has_possibilities_; }
    /// Is there anything that nobody can be sure of: possibilities, failing, chance, or tempers, which weigh?
    bool is_uncertain() const { return is_uncertain_; }
    /// Is what an observer concludes always what has to hold?
    bool hides_nothing() const { return hides_nothing_; }

    FormulaId author_utility() const { return author_utility_; }
    FormulaId utility(model::EntityId character) const { return utilities_[character.index()]; }

    /// Returns the fluent's value before triggers for a chain of believers.
    Code first_value(FluentId fluent, const std::vector<model::EntityId>& believers);

    const FirstStateTable& first_state() const { return reach_->first_state(); }

    FormulaPool& pool() { return pool_; }
    const FormulaPool& pool() const { return pool_; }
    Codes& codes() { return codes_; }
    Reachability& reachability() { return *reach_; }
    /// Returns the values of an event's parameters, for callers that need its precondition as it stands in the text
    /// (belief revision).
    Bindings bindings(EventIndex e) const;

  private:
    GroundWorld(const model::World& world, Budget& budget);
    void choose_fluents();
    void compile_events(bool triggers);
    std::uint32_t add_alternatives(std::vector<Alternative> alternatives);
    void pair_outcomes();
    ChainId intern_chain(const std::vector<model::EntityId>& chain);
    friend class Compiler;

    const model::World& world_;
    Budget& budget_;
    Codes codes_;
    FormulaPool pool_;
    std::unique_ptr<Reachability> reach_;
    std::vector<FluentTable::Entry> fluents_;
    std::vector<Domain> domains_;
    std::vector<FluentId> slots_;  ///< by id in the table of reachability
    std::vector<EventRecord> events_;
    std::vector<model::Value> arguments_;
    std::vector<Assignment> assignments_;
    std::vector<model::EntityId> consenting_;
    std::vector<std::vector<Alternative>> alternatives_;
    bool has_possibilities_ = false;
    bool is_uncertain_ = false;
    bool hides_nothing_ = true;
    std::vector<std::vector<model::EntityId>> chains_;
    std::vector<std::vector<FormulaId>> observing_;  ///< by action; empty until asked for
    std::size_t action_count_ = 0;
    FormulaId author_utility_;
    std::vector<FormulaId> utilities_;
};

}  // namespace wt::engine
