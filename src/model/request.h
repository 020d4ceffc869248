// Besides the world itself, a `.wt` file may have divergences and requests.
//
// A request says which stories are wanted. It constrains the story as a whole, never the minds in it. A story
// of n actions has n + 1 *moments*: moment 0 is where it begins, and moment i is the state after action i
// (triggers settled) together with that action. A `TraceNode` is a formula about one moment or a constraint
// over all of them; docs/semantics.md, section 15, says what each means. Nodes stand in one pool of the world
// and are acyclic.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/span.h"
#include "model/value.h"

namespace wt::model {

using TraceId = Id<struct TraceTag>;
using RequestId = Id<struct RequestTag>;

enum class Compare : std::uint8_t;

enum class TraceKind : std::uint8_t {
    // about one moment
    state,    ///< condition, in the state of the moment
    happens,  ///< the action of the moment matches one of `patterns`; false at moment 0
    // over parts of one kind, moments or constraints alike
    conjunction,  ///< children: any number; none is True
    disjunction,  ///< children: any number; none is False
    negation,     ///< children: 1, which does not hold; nothing is pushed inwards here
    forall,       ///< variable; children: 1, taken for every value of the variable
    exists,       ///< variable; children: 1
    // over the whole story; children are about moments
    always,          ///< at every moment
    sometime,        ///< at one moment at least
    at_end,          ///< at the last moment
    at_most_once,    ///< the moments at which it holds follow each other; with `happens` in it: one moment at
                     ///< most
    sometime_after,  ///< children: a, b: whenever a holds, b holds then or later
    sometime_before,  ///< children: a, b: whenever a holds, b has held before
    within,           ///< number: after that many actions at the latest, it has held
    sequence,         ///< children: two or more, each at a later moment than the one before
    count,            ///< compare, number: at how many moments it holds
    only_act,         ///< characters: nobody else consents to any action
    length,           ///< compare, number: how many actions there are
    luck,             ///< compare, fraction: the product of the chances that were taken
};

/// An action with some places left open.
struct Pattern {
    EventId event;
    std::vector<ExprId> arguments;  ///< constants or variables, one for every formal; none: any value
    bool fails = false;             ///< the failure of it, else its success
};

struct TraceNode {
    TraceKind kind = TraceKind::state;
    Compare compare{};
    int number = 0;
    VariableId variable;
    FractionId fraction;
    ExprId condition;
    std::vector<Pattern> patterns;
    std::vector<EntityId> characters;
    std::vector<TraceId> children;
    Span span;
};

/// This is what a story has to be like.
struct Request {
    std::string name;                  ///< empty for one that has none (`--where`)
    std::string title;                 ///< may be empty
    std::vector<std::string> under;    ///< names of divergences
    std::vector<TraceId> constraints;  ///< all of them hold
    std::optional<double> goal;  ///< the author's utility at the end is this or more; none: it does not count
    std::optional<int> author_limit, character_limit, belief_limit, belief_depth;
    EntityId teller;  ///< none: not said
    Span span;        ///< the name
};

/// This is what is to be known of a divergence of the text; its changes are in the world if `is_taken`.
struct Divergence {
    std::string name;
    std::string title;  ///< may be empty
    std::vector<std::string> required;
    bool is_taken = false;
    Span span;  ///< the name
};

}  // namespace wt::model
