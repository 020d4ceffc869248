// What somebody corrects who sees an event that they thought impossible (docs/semantics.md, "Surprise").
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "engine/ground/ground_world.h"
#include "engine/state/evaluate.h"
#include "engine/state/state_store.h"

namespace wt::engine {

/// One atom of a clause of the normal form of a precondition.
struct Literal {
    std::vector<model::EntityId> believers;  ///< whose belief the fluent is, outermost first, collapsed
    FluentId fluent;                         ///< while clauses are made: none for one that cannot change
    model::Compare op;                       ///< as seen from the fluent
    FormulaId comparison;  ///< the whole comparison, read from the mind in which the event happens
    bool alone = false;    ///< the fluent is one side of the comparison, and `other_side` the other
    std::string other_side;
    model::PropertyId property;  ///< of the fluent, and its arguments
    std::vector<model::Value> arguments;
};

using Clause = std::vector<Literal>;

/// The normal forms of preconditions, remembered. How one is built depends on nothing but the event and what
/// is asked about the mind on the way (is this comparison true, which value has this fluent?), so each event
/// has a tree of questions and answers, at whose leaves the clauses are.
class Surprises {
  public:
    Surprises(GroundWorld& ground, const Evaluator& evaluator, Budget& budget)
        : ground_(ground), evaluator_(evaluator), budget_(budget) {}

    /// The clauses of the normal form of the event's precondition that are true in a mind, each sorted, in
    /// order. Valid until the next call. Cost, for answers that have been met: one formula for each question.
    const std::vector<Clause>& true_clauses(EventIndex event, const Reading& reading);

    struct Answer {
        FormulaId question;
        Code code;
    };

  private:
    static constexpr std::uint32_t kNone = 0xffffffffu;
    struct Node {
        FormulaId question;                                ///< none at a leaf
        std::vector<std::pair<Code, std::uint32_t>> next;  ///< by answer
        std::vector<Clause> clauses;                       ///< at a leaf
    };
    const std::vector<Clause>& add(EventIndex event, const Reading& reading);

    GroundWorld& ground_;
    const Evaluator& evaluator_;
    Budget& budget_;
    std::vector<std::uint32_t> roots_;  ///< by event
    std::deque<Node> nodes_;            ///< stay in place
};

}  // namespace wt::engine
