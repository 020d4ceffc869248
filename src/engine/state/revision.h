// This tells what somebody corrects who sees an event that they thought impossible (docs/semantics.md, "Belief
// revision").
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "engine/state/normal_form.h"

namespace wt::engine {

/// This remembers the normal forms of preconditions. How one is built depends on nothing but the event and what is
/// asked about the mind on the way (is this comparison true, which value has this fluent?), so each event has a tree of
/// questions and answers, at whose leaves the clauses are.
class Revisions {
  public:
    Revisions(GroundWorld& ground, const Evaluator& evaluator, Budget& budget)
        : ground_(ground), evaluator_(evaluator), budget_(budget) {}

    /// Returns the clauses of the normal form of the event's precondition that are true in a mind, each sorted, in
    /// order. They are valid until the next call. Cost, for answers that have been met: one formula for each question.
    const std::vector<Clause>& true_clauses(EventIndex event, const Reading& reading);

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
    std::vector<Clause> cut_short_;     ///< incomplete, of a search that is being stopped
};

}  // namespace wt::engine
