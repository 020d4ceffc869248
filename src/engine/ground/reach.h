// Relaxed reachability finds which ground events can ever happen in some mind, and which values each fluent can ever
// have in some mind. It is sound (an over-approximation): what is missing here never occurs in a state.
//
// Facts (fluent, value) of all minds are pooled. An event schema is instantiated by joining the facts that
// its precondition needs: the conjuncts `f(terms) == term` and `f(terms)`, also below `believes`. A new fact
// is joined with the facts known before it (semi-naive evaluation, Bancilhon and Ramakrishnan 1986), so
// nothing like the cross product of the parameters is ever built. The other conjuncts are tested for being
// possible at all.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/budget.h"
#include "engine/ground/codes.h"
#include "engine/ground/first_state.h"
#include "engine/ground/formula.h"
#include "engine/ground/lifted.h"
#include "model/plan.h"
#include "model/world.h"

namespace wt::engine {

/// The values that a fluent may have in some mind.
struct Domain {
    std::vector<Code> values;  ///< in order of discovery; the first state's value of the real world first
    bool any_number = false;   ///< too many numbers to list: any number, and `?`

    bool contains(Code code) const;
    bool is_constant() const { return !any_number && values.size() == 1; }
};

/// Ground fluents that somebody mentions, by property and arguments. All others have the default value of
/// their type.
class FluentTable {
  public:
    struct Entry {
        model::PropertyId property;
        std::vector<model::Value> arguments;
    };
    /// Returns the id of a fluent, which is made if need be.
    FluentId intern(model::PropertyId property, const std::vector<model::Value>& arguments);
    /// Returns the id, or none if nobody has mentioned the fluent.
    FluentId find(model::PropertyId property, std::span<const model::Value> arguments) const;
    const Entry& operator[](FluentId id) const { return entries_[id.index()]; }
    std::size_t size() const { return entries_.size(); }

  private:
    static std::uint64_t hash(model::PropertyId property, std::span<const model::Value> arguments);
    void grow();

    std::vector<Entry> entries_;
    /// By hash, with linear probing and a power of two as the size; none: a free place.
    std::vector<FluentId> slots_;
};

/// An over-approximated set of values of an expression.
struct PossibleValues {
    std::vector<Code> values;
    bool any_number = false;
};

class Reachability {
  public:
    Reachability(const model::World& world, Codes& codes, Budget& budget);
    ~Reachability();

    /// Runs to the fixpoint. Returns false if the budget stopped it; then the results are incomplete and must not be
    /// used.
    [[nodiscard]] bool run();

    const FluentTable& fluents() const { return fluents_; }
    const Domain& domain(FluentId fluent) const { return domains_[fluent.index()]; }
    /// Returns the possible ground events in order of their event and arguments.
    std::vector<model::GroundEvent> events() const;
    const FirstStateTable& first_state() const { return first_state_; }

    /// Can the expression be true (with `negate`: false) in some mind?
    bool possible(model::ExprId expr, Bindings& bound, bool negate);
    PossibleValues possible_values(model::ExprId expr, Bindings& bound);

  private:
    /// The values that an expression may have, where they are known without writing them down.
    struct Seen {
        std::span<const Code> values;
        bool any_number = false;
        Code one = kUnknown;  ///< may be what `values` shows
        PossibleValues many;  ///< likewise
    };
    void look(model::ExprId expr, Bindings& bound, Seen& seen);

    struct Fact {
        FluentId fluent;
        Code value;
    };
    /// A conjunct of a precondition that facts can be joined with.
    struct JoinAtom {
        model::PropertyId property;
        std::vector<model::ExprId> terms;
        model::ExprId value;  ///< none: True
    };
    /// Counts the times that a domain has grown.
    using Moment = std::uint32_t;
    struct Schema {
        std::vector<JoinAtom> atoms;
        std::vector<model::ExprId> filters;    ///< conjuncts without fluents
        std::vector<model::ExprId> residuals;  ///< all other conjuncts
        std::vector<model::VariableId> variables;
        bool is_dynamic = false;  ///< its effect, or a revision, depends on values that may still grow
        std::vector<model::PropertyId> residual_reads;  ///< what `residuals` read
        std::vector<model::PropertyId> taken_reads;     ///< if it is dynamic, what `take` reads
    };
    struct Instance {
        model::EventId event;
        std::vector<Code> arguments;  ///< of the variables
        bool active = false;
        Moment looked_at = 0;  ///< when its residuals were tested or, once it is active, when it was taken
    };

    void prepare(model::EventId event);
    void classify(Schema& schema, model::ExprId conjunct);
    bool join_atom_of(model::ExprId conjunct, JoinAtom& atom) const;
    bool reads_fluents(model::ExprId expr) const;
    void add_reads(model::ExprId expr, std::vector<model::PropertyId>& reads) const;
    void add_reads(model::EffectId effect, std::vector<model::PropertyId>& reads) const;
    /// Has a domain of one of the properties grown since?
    bool has_grown(const std::vector<model::PropertyId>& properties, Moment since) const;
    bool effect_is_dynamic(model::EffectId effect) const;
    /// This says in which ways a condition is looked at: as it stands, negated, or both.
    enum Ways : unsigned { kPlain = 1, kNegated = 2, kBothWays = 3 };
    static Ways turned(Ways ways);
    bool may_revise(model::ExprId expr, Ways ways) const;

    void add_fact(FluentId fluent, Code value);
    void note_growth(FluentId fluent);
    void widen(FluentId fluent);
    void join_with(const Fact& fact);
    void join(model::EventId event, std::uint64_t remaining, std::size_t unbound);
    bool bind(model::ExprId term, const model::Value& value, std::vector<model::VariableId>& trail);
    bool match(const JoinAtom& atom, const Fact& fact, std::vector<model::VariableId>& trail);
    void unbind(std::vector<model::VariableId>& trail);
    const std::vector<std::uint32_t>* candidates(const JoinAtom& atom) const;
    bool filters_allow(const Schema& schema);
    void instantiate(model::EventId event);
    bool try_activate(Instance& instance);
    void load(const Instance& instance);
    void take(Instance& instance);
    void apply_effects(model::EffectId effect);
    void revise(model::ExprId expr, Ways ways);
    void revise_comparison(const model::Expr& expr, Ways ways);
    bool may_be_false(model::Compare op, const PossibleValues& left, const PossibleValues& right) const;
    void unknown_fluents_of(model::ExprId expr);
    void add_number_values(PossibleValues& into, const PossibleValues& from) const;
    PossibleValues combine(model::Arithmetic op, const PossibleValues& left, const PossibleValues& right);

    const model::World& world_;
    Codes& codes_;
    Budget& budget_;
    FirstStateTable first_state_;
    FluentTable fluents_;
    std::vector<Domain> domains_;
    std::vector<Schema> schemas_;  ///< by event

    std::vector<Fact> facts_;  ///< in order of discovery, all but default values
    std::size_t next_fact_ = 0;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>>
        facts_by_term_;  ///< (property, place, value)
    std::vector<std::vector<std::uint32_t>> facts_by_property_;
    /// This holds the join atoms by property: (event, atom).
    std::vector<std::vector<std::pair<model::EventId, std::uint32_t>>> atoms_by_property_;

    std::vector<Instance> instances_;
    std::unordered_multimap<std::uint64_t, std::uint32_t> instance_index_;
    std::vector<std::uint32_t> waiting_;  ///< instances whose residual conjuncts are not possible yet
    std::vector<std::uint32_t> dynamic_;  ///< active instances to look at again while domains grow
    Bindings bound_;
    std::vector<char> is_bound_;
    std::vector<model::Value> looked_up_;  ///< the arguments of the fluent that is looked at
    bool has_possibilities_ = false;
    bool grew_ = false;
    Moment now_ = 0;
    std::vector<Moment> last_growth_;  ///< of the domains of a property
};

}  // namespace wt::engine
