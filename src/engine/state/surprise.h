// What somebody corrects who sees an event that they thought impossible (docs/semantics.md, "Surprise").
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/ground/ground_world.h"
#include "engine/state/evaluate.h"
#include "engine/state/state_store.h"

namespace wt::engine {

/// One atom of a clause of the normal form of a precondition.
struct Literal {
    std::vector<model::EntityId> believers;  ///< whose belief the fluent is, outermost first, collapsed
    FluentId fluent;
    model::Compare op;     ///< as seen from the fluent
    FormulaId comparison;  ///< the whole comparison, read from the mind in which the event happens
    bool alone = false;    ///< the fluent is one side of the comparison, and `other_side` the other
    std::string other_side;
};

using Clause = std::vector<Literal>;

/// The clauses of the normal form of the event's precondition that are true in `mind`, each sorted, in order.
std::vector<Clause> true_clauses(GroundWorld& ground, const Evaluator& evaluator, EventIndex event,
                                 MindId mind);

}  // namespace wt::engine
