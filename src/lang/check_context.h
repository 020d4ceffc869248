// The steps of the checker share this context and offer each other these functions.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lang/check.h"
#include "lang/divergences.h"
#include "lang/parse.h"

namespace wt::lang {

/// A name that stands for a variable or, where one value of it is left, for that value.
struct ScopeEntry {
    std::string_view name;
    model::VariableId variable;
    model::Value value;
    bool broken = false;  ///< its declaration has been complained about
};

template <class T>
using NameMap = std::unordered_map<std::string_view, T>;

/// This counts the parts that something has when it is written out (check_size.cpp). Sizes that no number of parts
/// could have in earnest become infinite.
struct WrittenOut {
    double parts = 0;
    double grounded = 0;  ///< for every value of the variables that are bound in it
};

/// A named condition of the text (check_condition.cpp).
struct NamedNode {
    NodeId node;
    std::uint32_t origin = kCanon;
    enum class State : std::uint8_t { unread, being_read, read, wrong } state = State::unread;
    std::uint32_t number = 0;  ///< once it is read: among those of the world
};

/// More ways than this to be somewhere are not looked at.
inline constexpr std::size_t kMostPaths = 100;

/// This is what is said once of how characters perceive (check_perception.cpp).
struct Perception {
    /// A property that is seen, and where that is said.
    struct Seen {
        model::PropertyId property;
        Span span;
    };
    std::vector<model::PropertyId> whereabouts = {};  ///< the first says where characters are
    std::vector<Seen> seen = {};
    NodeId perceives = {};   ///< `perceives(...)`, sound; none: everybody does
    NodeId by_default = {};  ///< who observes actions that say nothing of it; none: everybody
    std::unordered_set<std::string_view> left_out = {};  ///< rules that a divergence takes out, by name
    bool is_broken = false;                              ///< what is missing has been complained about
};

struct CheckContext {
    const SyntaxTree& tree;
    Diagnostics& diagnostics;
    const DivergenceTable& divergences;
    Dialect dialect = Dialect::wrongtree;
    /// The definitions that hold: canon's, then those of the divergences that are taken, each with its
    /// origin.
    struct Held {
        NodeId node;
        std::uint32_t origin = kCanon;
    };
    std::vector<Held> held = {};
    std::unordered_set<std::size_t> dropped = {};  ///< conjuncts that a divergence takes out, by node
    NameMap<Span> left_out = {};                   ///< entities that a divergence takes out, and where
    Perception perception = {};
    model::World world = {};

    NameMap<model::TypeId> types = {};
    NameMap<model::EntityId> entities = {};
    NameMap<std::vector<model::PropertyId>> properties = {};  ///< overloads in the order of the text
    NameMap<std::vector<model::EventId>> events = {};
    NameMap<NamedNode> named = {};                     ///< conditions that have a name
    std::unordered_set<std::string_view> broken = {};  ///< names whose definition has been complained about
    std::vector<NodeId> event_nodes = {};              ///< of every event
    std::vector<std::uint32_t> event_origins = {};     ///< of every event
    std::vector<bool> event_head_fine = {};            ///< of every event
    std::vector<std::vector<NodeId>> extensions = {};  ///< of every event: the `extend` that add to it
    std::vector<std::uint32_t> property_origins = {};  ///< of every property
    std::vector<ScopeEntry> scope = {};                ///< innermost last

    std::vector<bool> variable_used = {};
    std::vector<bool> property_read = {};
    std::vector<bool> property_written = {};
    std::vector<bool> type_used = {};
    /// These are the sizes of the expressions and effects from the first own ones on, as far as somebody has asked.
    std::vector<WrittenOut> expr_sizes = {};
    std::unordered_map<std::uint32_t, WrittenOut> earlier_sizes =
        {};  ///< of expressions before `first_own_expr`, as asked
    std::vector<WrittenOut> effect_sizes = {};
    std::size_t first_own_expr = 0;
    std::size_t first_own_effect = 0;
    int suggestions_left = 100;  ///< a text full of unknown names gets no suggestion for each

    std::vector<model::EffectId> defaults =
        {};                       ///< what required properties are unless the world says otherwise
    bool in_first_state = false;  ///< what is checked is a statement about it

    UseTable* uses = nullptr;  ///< what names mean; null: nobody asks

    /// Notes that the name at `use` means what is defined at `definition`.
    void note_use(Span use, Span definition) const {
        if (uses) uses->note(use, definition);
    }

    std::size_t mistakes = 0;  ///< reported so far

    /// Have so many mistakes been reported that nobody reads further ones?
    bool enough_mistakes() const { return mistakes >= kEnoughMistakes; }
    Diagnostic& report(DiagnosticCode code, Span span, std::string message) {
        if (default_severity(code) == Severity::error) ++mistakes;
        return diagnostics.add(code, span, std::move(message));
    }
    /// Returns the definitions that hold, of one kind.
    std::vector<NodeId> definitions(NodeKind kind) const;
    std::vector<Held> held_definitions(NodeKind kind) const;
};

/// Makes a context for a small text about a world that exists: the tables of names are filled from it, and it counts as
/// used throughout. Names of the tables are views into the world's strings, so that its declarations must stay; its
/// pools may grow. Take `world` back when done. (expression_text.cpp)
CheckContext context_of(const SyntaxTree& tree, Diagnostics& diagnostics, model::World world);

/// Reports that something is given twice, and that the last one counts.
void report_repeated(CheckContext& context, Span span, Span first, std::string_view what);

// ---- names (check_names.cpp) ----

/// Returns "did you mean `x`?" for the nearest of some names, or nothing.
std::string suggestion(CheckContext& context, std::string_view name,
                       const std::vector<std::string_view>& candidates);
/// Returns the type that a name node names; none, and reported, if there is none.
model::TypeId find_type(CheckContext& context, NodeId name);
/// Says of an undefined entity that a divergence took it out, if one did.
bool explain_left_out(const CheckContext& context, std::string_view name, Diagnostic& diagnostic);
/// Returns the entity that a name node names; none, and reported, if there is none.
model::EntityId find_entity(CheckContext& context, NodeId name);
/// Returns a variable in scope, innermost first, or nullptr.
const ScopeEntry* find_in_scope(const CheckContext& context, std::string_view name);
/// Makes a variable of a formal node (`name : type`); returns none if its type is wrong.
model::VariableId declare_variable(CheckContext& context, NodeId formal);
/// Says what a constant, variable or fluent is: "a `character`", "a number".
std::string describe_type(const CheckContext& context, model::ExprId expr);
std::string describe_type(const CheckContext& context, model::TypeId type);

// ---- declarations (check_types.cpp, check_heads.cpp) ----

void check_types(CheckContext& context);
void check_entities(CheckContext& context);
void check_properties(CheckContext& context);
/// A parameter; false, and reported, if it is wrong.
bool check_formal(CheckContext& context, NodeId id, model::Formal& formal);
void check_event_heads(CheckContext& context);

/// Finds which event each `extend` adds to. Events have to be known.
void find_extensions(CheckContext& context);
/// Declares what libraries require and nothing else declares, if they say what it is by default; reports it if
/// they do not. Properties have to be known.
void check_requirements(CheckContext& context);

// ---- named conditions (check_condition.cpp) ----

/// Fills `named` and the world's conditions. Properties have to be known.
void check_conditions(CheckContext& context);
/// What a call of a named condition with these arguments stands for. None, and reported, if it is wrong.
model::ExprId stands_for(CheckContext& context, NodeId call, const std::vector<model::ExprId>& arguments);

// ---- expressions (check_expr.cpp) ----

model::ExprId add_expr(CheckContext& context, model::Expr expr);
model::ExprId add_constant(CheckContext& context, model::Value value, model::TypeId type, Span span);
/// Checks an expression of any type. Returns none if it is wrong, which is then reported.
model::ExprId check_expression(CheckContext& context, NodeId node);
/// Does a parameter of the type accept the constant or variable?
bool accepts(const model::World& world, const model::Formal& formal, model::ExprId argument);
/// Checks an expression that must be true or false.
model::ExprId check_condition(CheckContext& context, NodeId node);
/// Checks a constant or variable: an argument, a believer, somebody who consents.
model::ExprId check_value(CheckContext& context, NodeId node);
/// Checks a constant or variable that is certainly a character.
model::ExprId check_character(CheckContext& context, NodeId node);
/// Returns the expression with a constant, or another variable, in the place of a variable, wherever it stands in it.
model::ExprId with_constant(CheckContext& context, model::ExprId id, model::VariableId from,
                            model::ExprId constant);
/// Returns the property that a call means with these arguments; none, and reported, if there is not exactly one.
model::PropertyId resolve_call(CheckContext& context, NodeId call,
                               const std::vector<model::ExprId>& arguments);
/// Returns the fraction of a `fraction` node or of an expression of two numbers; nothing, and reported, if it is none.
std::optional<model::Fraction> check_fraction(CheckContext& context, NodeId node);
/// Adds the numbers, of which there is one at least.
model::ExprId add_sum(CheckContext& context, const std::vector<model::ExprId>& numbers);
model::FractionId add_fraction(CheckContext& context, model::Fraction fraction);
/// May the expression be `none`, as far as its declarations say?
bool may_be_none(const model::World& world, model::ExprId expr);
/// Can the expression be assigned to a fluent of the type?
bool is_assignable(const model::World& world, model::ExprId expr, model::TypeId type);

// ---- sizes (check_size.cpp) ----

/// Returns false, and reports it, if there are more parts than anybody could look at.
bool check_size(CheckContext& context, model::ExprId id);
bool check_size(CheckContext& context, model::EffectId id);
bool check_size(CheckContext& context, model::TraceId id);

// ---- effects (check_effect.cpp) ----

/// Checks an effect. Returns none if it is wrong, which is then reported.
model::EffectId check_effect(CheckContext& context, NodeId node);
/// Does the same for what `everybody knows`.
model::EffectId check_known(CheckContext& context, NodeId node);
/// Reports two assignments of different constants to one fluent that both happen whenever the effect does.
void check_contradictions(CheckContext& context, model::EffectId effect);
model::EffectId add_effect(CheckContext& context, model::Effect effect);

// ---- perception (check_perception.cpp) ----

/// Fills `perception`. Properties have to be known.
void check_perception(CheckContext& context);
/// Sets who observes an action from an `observers` node. The consenting and the effect have to be known.
void observe_by_kind(CheckContext& context, NodeId observers, model::Event& event);
/// Adds to the effect what those notice who are there and do not observe: the effect, in their minds. Returns false,
/// and reports it, if nobody is left for that.
bool add_noticed(CheckContext& context, NodeId part, model::EffectId noticed, model::Event& event);
/// Adds the triggers by which what is declared is seen, behind all other events.
void add_seen_rules(CheckContext& context);

// ---- conditions about minds (check_minds.cpp) ----

model::ExprId check_mistaken(CheckContext& context, NodeId node);
model::ExprId check_both_know(CheckContext& context, NodeId node);
model::ExprId check_might(CheckContext& context, NodeId node);
model::ExprId check_knows(CheckContext& context, NodeId node);
/// A comparison one side of which is `odds(c, e)`: does it have that shape?
bool compares_odds(const CheckContext& context, NodeId node);
model::ExprId check_odds(CheckContext& context, NodeId node);

// ---- utilities and wants (check_utility.cpp) ----

/// Fills `world.author_utility` and `world.utilities`.
void check_utilities(CheckContext& context);

// ---- temper (check_temper.cpp) ----

/// Fills `world.tempers`, one for every character.
void check_tempers(CheckContext& context);

// ---- divergences (check_divergence.cpp) ----

/// Reports that two divergences, neither of which builds on the other, touch one thing.
void report_conflict(CheckContext& context, Span span, Span earlier, const std::string& what);

/// This takes out all that is said at the start of one fluent, in one chain of minds.
struct Retraction {
    NodeId node;
    std::uint32_t origin = kCanon;
    std::vector<model::Value> believers;  ///< outermost first, none twice in a row
    model::PropertyId property;
    std::vector<model::Value> arguments;
    bool used = false;
};
std::vector<Retraction> check_retractions(CheckContext& context);
/// Returns what remains of an effect of the first state; none if nothing does. Every retraction that takes something
/// out of it is marked as used.
model::EffectId take_out(CheckContext& context, std::vector<Retraction>& retractions, model::EffectId effect,
                         std::uint32_t origin);
void report_unused(CheckContext& context, const std::vector<Retraction>& retractions);
/// Drops from `held` the events and entities that divergences take away, and with an entity the utility and
/// what mentions it in the statements.
void drop_definitions(CheckContext& context);
/// Reports statements about the first state in which unrelated divergences contradict each other; `origins`
/// belongs to `world.first_state`.
void check_conflicts(CheckContext& context, const std::vector<std::uint32_t>& origins);

// ---- requests (check_constraint.cpp) ----

/// Checks a constraint. Returns none if it is wrong, which is then reported.
model::TraceId check_constraint(CheckContext& context, NodeId node);
/// Adds the request to the world unless something in it is wrong, which is then reported.
bool check_request(CheckContext& context, NodeId node);
/// Checks `goal` and `limits` (check.cpp).
void check_setting(CheckContext& context, NodeId node, model::Settings& settings);

// ---- telling (check_telling.cpp) ----

/// Fills `world.tellings`, which has one for each language.
void check_tellings(CheckContext& context);

// ---- secrets (check_secrets.cpp) ----

void check_secrets(CheckContext& context);

// ---- habits that keep stories away (check_detours.cpp, check_limits.cpp) ----

/// Both are looked for only where the text is otherwise right.
void check_detours(CheckContext& context);
void check_request_limits(CheckContext& context);

// ---- the rest (check_unused.cpp) ----

void check_unused(CheckContext& context);

}  // namespace wt::lang
