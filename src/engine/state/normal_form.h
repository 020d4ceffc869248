// The disjunctive normal form of a precondition says what there is to correct for somebody who sees an event that they
// thought impossible (docs/semantics.md, section 7).
#pragma once

#include <string>
#include <vector>

#include "engine/ground/ground_world.h"
#include "engine/state/evaluate.h"

namespace wt::engine {

/// One atom of a clause: a comparison, seen as one about one of its fluents.
struct ClauseLiteral {
    std::vector<model::EntityId> believers;  ///< whose belief the fluent is, outermost first, collapsed
    FluentId fluent;                         ///< while clauses are made: none for one that cannot change
    model::PropertyId property;              ///< of the fluent, and its arguments
    std::vector<model::Value> arguments;
    model::Compare op = model::Compare::equal;  ///< as seen from the fluent
    FormulaId comparison;  ///< the whole comparison, read from the mind in which the event happens
    std::string text;      ///< of the whole comparison
    bool alone = false;    ///< of numbers: the fluent is one side of the comparison, `other_side` the other
    std::string other_side;
};

using Clause = std::vector<ClauseLiteral>;

struct NormalForm {
    std::vector<Clause> clauses;  ///< that are true in the mind; sorted, atoms too, without duplicates

    struct Answer {
        FormulaId question;
        Code code;
    };
    /// These are the answers to what was asked about the mind on the way, in order. Minds that give the same answers
    /// have the same form.
    std::vector<Answer> answers;
};

/// Returns the clauses of the normal form of the event's precondition that are true in a mind. They are incomplete if
/// the budget asks to stop. Cost: exponential in the alternatives of the precondition that are true at once.
NormalForm normal_form(GroundWorld& ground, const Evaluator& evaluator, const Reading& reading,
                       Budget& budget, EventIndex event);

}  // namespace wt::engine
