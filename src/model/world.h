// A world is what a problem text denotes, resolved and type-checked, but not grounded.
//
// `lang` makes a `World` from a text; `engine` grounds it; `referee` interprets it as it stands. It is plain
// data: five lists of declarations (types, entities, properties, events, variables), two pools of nodes
// (expressions and effects) that the declarations point into, the statements about the first state, and the
// utilities. Nothing in it needs the text any more except the spans, which are for messages.
//
// Everything is in the order that the language gives it: entities are in entity order (characters first),
// properties, events and statements in the order of the text. A `World` that `lang` hands out without errors
// satisfies:
//   MODEL-1  every id points into its list; expression and effect pools are acyclic.
//   MODEL-2  every expression has the type that its place needs; every fluent is resolved to one property.
//   MODEL-3  every variable is bound by exactly one place: a formal, a quantifier, a sum or product, or `observing`.
//            Names are gone: an inner variable that hides an outer one is another `VariableId`.
//   MODEL-4  the first `character_count` entities are the characters.
//   MODEL-5  it never changes: formulas of a question are added to a copy, in which all ids mean the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/span.h"
#include "model/fraction.h"
#include "model/request.h"
#include "model/telling.h"
#include "model/value.h"

namespace wt::model {

/// The types that exist in every world.
inline constexpr TypeId kBoolean{std::uint32_t{0}};
inline constexpr TypeId kNumber{std::uint32_t{1}};
inline constexpr TypeId kEntity{std::uint32_t{2}};
inline constexpr TypeId kCharacter{std::uint32_t{3}};

struct Type {
    std::string name;
    std::vector<TypeId> parents;    ///< direct parents
    std::vector<TypeId> ancestors;  ///< all ancestors and itself, ascending
    std::vector<EntityId> members;  ///< all entities of this type or a descendant, in entity order
    Span span;                      ///< the name where it was first declared (empty for built-in types)
};

struct Entity {
    std::string name;
    std::vector<TypeId> types;  ///< all its types and their ancestors, ascending
    Span span;
};

struct Variable {
    std::string name;
    TypeId type;
    Span span;
};

/// A place in the head of a property or event: a variable, or a fixed value.
struct Formal {
    VariableId variable;  ///< none for a fixed value
    TypeId type;          ///< of the variable
    Value fixed;
    Span span;

    bool is_fixed() const { return !variable.valid(); }
};

struct Property {
    std::string name;
    std::vector<Formal> formals;
    TypeId type;
    bool or_none = false;  ///< `none` is one of its values, and its default
    Span span;             ///< the name
};

/// A condition that has a name in the text: wherever that stands it means `value`, with arguments in the place of the
/// variables. Nothing but what reads further text looks at it.
struct NamedCondition {
    std::string name;
    std::vector<Formal> formals;  ///< none of them fixed
    ExprId value;
    Span span;  ///< the name
};

// ---- expressions ----

enum class ExprKind : std::uint8_t {
    constant,  ///< value
    variable,  ///< variable
    fluent,    ///< property; children: the arguments, each a constant or variable
    believes,  ///< children: the character (constant or variable), the expression read in their mind: a
               ///< condition has to hold in all possibilities, a value to be the same in all, else it is `?`
    might,     ///< children: the character, a condition that has to hold in one possibility at least
    odds,      ///< compare, fraction; children: the character, a condition: how the share of the
               ///< possibilities in which it holds, by weight, compares with the fraction
    conjunction,  ///< children: any number; none is True
    disjunction,  ///< children: any number; none is False
    negation,     ///< children: 1. Pushed inwards before evaluation (`!(x < 3)` is `x >= 3`)
    conditional,  ///< children: test, value, test, value, ..., value of else. Always odd
    forall,       ///< variable; children: the body
    exists,       ///< variable; children: the body
    comparison,   ///< compare; children: 2
    type_test,    ///< type_operand; children: 1
    arithmetic,   ///< arithmetic; children: 2
    sum,          ///< variable; children: the body
    product,      ///< variable; children: the body
};

enum class Compare : std::uint8_t { equal, not_equal, greater, greater_equal, less, less_equal };
enum class Arithmetic : std::uint8_t { add, subtract, multiply, divide };

struct Expr {
    ExprKind kind = ExprKind::constant;
    Compare compare = Compare::equal;
    Arithmetic arithmetic = Arithmetic::add;
    TypeId type;          ///< static type: boolean, number, or an entity type (kEntity for the literal ?)
    TypeId type_operand;  ///< of a type test
    PropertyId property;
    VariableId variable;
    FractionId fraction;
    Value value;
    std::vector<ExprId> children;
    Span span;
};

// ---- effects ----

enum class EffectKind : std::uint8_t {
    all,       ///< children: any number, all happen at once; none: nothing happens
    assign,    ///< believers, property, arguments, value: the fluent gets the value, which is read in the
               ///< current mind
    choose,    ///< tests, children: the effect of the first true test; one more child than tests, the last is
               ///< the else
    forall,    ///< variable; children: the body, for every value
    believes,  ///< believers (one): the body (children: 1) happens in that mind; fluents and tests are read
               ///< there too. In every possibility of that mind
    possibly,  ///< believers (one or more), property, arguments, alternatives, weights: every possibility at the
               ///< end of the chain becomes one for each alternative, its weight shared out by theirs. The
               ///< alternatives are read in the current mind
    learn,     ///< believers (one or more), property, arguments, value: at the end of the chain, the
               ///< possibilities in which the fluent is not the value, which is read in the current mind, are
               ///< dropped; if none is left, it is set in all
    everybody,  ///< children: 1, an assignment without believers, or several of them by `all`, `choose`,
    ///< `forall`: it holds in the real world and in every mind. Only a statement about the first state
};

struct Effect {
    EffectKind kind = EffectKind::all;
    PropertyId property;
    VariableId variable;
    ExprId value;
    std::vector<ExprId> believers;  ///< constants or variables, outermost first
    std::vector<ExprId> arguments;  ///< constants or variables
    std::vector<ExprId> tests;
    std::vector<ExprId> alternatives;   ///< of `possibly`, two or more
    std::vector<std::int64_t> weights;  ///< one for each alternative, positive
    std::vector<EffectId> children;
    Span span;
};

// ---- events ----

/// An action or a trigger.
struct Event {
    std::string name;
    bool is_trigger = false;
    std::vector<Formal> formals;
    ExprId precondition;  ///< always there; a constant True when the text has none
    ExprId hidden;        ///< the part of the precondition that nobody concludes from the event; none:
                          ///< no such part. It stands beside `precondition`, not in it
    EffectId effect;      ///< always there; of an action that fails, `failure` happens instead
    ExprId success;       ///< what has to hold for it to succeed; none: nothing
    FractionId chance;    ///< how likely it succeeds where `success` holds; none: for sure
    EffectId failure;     ///< none: nothing happens
    std::vector<ExprId> consenting;  ///< constants or variables of a character type; may repeat when ground
    VariableId observer;             ///< bound by `observing`; none: everybody observes
    ExprId observing;                ///< none when `observer` is none
    Span span;                       ///< the name
    Span whole;            ///< from `action` to the closing brace; empty if it stands for a declaration
    PropertyId perceives;  ///< of a trigger that stands for `seen`: the property that is seen

    bool can_fail() const { return success.valid() || chance.valid(); }
};

/// These are the limits of a question, in actions and in nested minds (docs/semantics.md, section 10). All are at least
/// 0.
struct Limits {
    int author = 10;
    int character = 5;
    int belief = 2;
    int foresight = 2;       ///< actions of others that somebody wary looks ahead
    int possibilities = 16;  ///< of one mind, at most

    friend bool operator==(const Limits&, const Limits&) = default;
};

/// This is what a `.wt` file may say about the question to ask of it.
struct Settings {
    std::optional<double> goal;
    std::optional<int> author_limit;
    std::optional<int> character_limit;
    std::optional<int> belief_limit;
    std::optional<int> belief_depth;
    std::optional<int> foresight;
    std::optional<int> possibilities;
};

/// This is how a character judges reasons (docs/semantics.md, section 9).
struct Temper {
    /// This says what a reason under uncertainty is worth: the expected, the best or the worst of how it may end.
    enum class Outlook : std::uint8_t { expected, hopeful, careful } outlook = Outlook::expected;
    bool prudent = false;  ///< not for a reason that another one dominates
    bool wary = false;     ///< looks at what the others may do in the end
    Span span;             ///< the name; empty if nothing was said

    bool is_plain() const { return outlook == Outlook::expected && !prudent && !wary; }
};

struct Utility {
    EntityId character;  ///< none for the author
    ExprId value;        ///< a number (a boolean utility is wrapped in a conditional: 1 or 0)
    Span span;
};

struct World {
    std::vector<Type> types;
    std::vector<Entity> entities;
    std::size_t character_count = 0;
    std::vector<Property> properties;
    std::vector<NamedCondition> conditions;
    std::vector<Event> events;  ///< actions and triggers in the order of the text
    std::vector<Variable> variables;
    std::vector<Expr> exprs;
    std::vector<Effect> effects;
    std::vector<EffectId>
        first_state;         ///< imposed one after the other (top-level conjunctions are split already)
    Utility author_utility;  ///< always there; the constant 0 when the text has none
    std::vector<Utility> utilities;  ///< one for every character, in entity order
    std::vector<Temper> tempers;     ///< likewise
    std::vector<Fraction> fractions;
    Settings settings;
    PropertyId whereabouts;  ///< the property that says where characters are, if the text says which it is
    std::vector<Divergence> divergences;  ///< all of the text
    std::vector<Request> requests;        ///< all that fit this world, whatever they are set under
    std::vector<TraceNode> traces;
    std::vector<Telling> tellings;  ///< one for each language, in the order of the text

    const Type& operator[](TypeId id) const { return types[id.index()]; }
    const Entity& operator[](EntityId id) const { return entities[id.index()]; }
    const Property& operator[](PropertyId id) const { return properties[id.index()]; }
    const Event& operator[](EventId id) const { return events[id.index()]; }
    const Variable& operator[](VariableId id) const { return variables[id.index()]; }
    const Expr& operator[](ExprId id) const { return exprs[id.index()]; }
    const Effect& operator[](EffectId id) const { return effects[id.index()]; }
    const Fraction& operator[](FractionId id) const { return fractions[id.index()]; }
    const Request& operator[](RequestId id) const { return requests[id.index()]; }
    const TraceNode& operator[](TraceId id) const { return traces[id.index()]; }

    bool is_character(EntityId e) const { return e.index() < character_count; }
    /// Is every value of `type` one of `ancestor`?
    bool is_subtype(TypeId type, TypeId ancestor) const;
    /// Is the value one of the type? `?` is one of number and of every entity type.
    bool is_of_type(const Value& value, TypeId type) const;
    /// Returns all values that a variable of this type takes, in order: False and True, or the entities of the type.
    std::vector<Value> values_of(TypeId type) const;
    /// Returns what a fluent of this property is unless the first state says otherwise: False, 0, `none` where that is
    /// one of its values, else `?`.
    Value default_of(PropertyId property) const;
};

/// Can somebody hold several things possible: does a statement or effect leave several?
bool has_possibilities(const World& world);
/// Is there anything that nobody can be sure of: possibilities, actions that may fail, or tempers, which weigh
/// reasons? In other worlds every reason is as good as any other.
bool is_uncertain(const World& world);

/// Returns the deepest nesting of `believes` of different characters in anything that is read: preconditions, observing
/// conditions, tests, values and utilities; adjacent believers that are certainly equal count once. It is at least 1.
/// It is the F of the belief depth D = belief limit + 1 + F.
int belief_nesting(const World& world);
/// Returns the same with what a request reads, if there is one.
int belief_nesting(const World& world, const Request* request);

}  // namespace wt::model
