// Reasons: when is an action explained for a character (docs/semantics.md, sections 9 and 10)?
//
// A reason of length n for action a of the owner c of mind b, at budget k, is a plan a1..an with a1 = a,
// taken from b:
//   (P) every ai is possible where it is taken;
//   (U) c's utility at the end is greater than at the start;
//   (D) no state on the way has the final utility;
//   (X) every ai but the first has consenting characters and is explained for all of them, at budget k-i+1;
//   (M) there is no competitor: no plan that keeps a1..a(i-1), omits ai, keeps some of the rest, all of it
//       possible and explained (for c by reasons shorter than n), and ends with the same utility.
//
// n is at most max(1, k), and 1 in a mind deeper than the belief limit. The plan runs through imagined worlds,
// the first of which is b. The definition is by induction on (level of the mind, k, n): others are asked one
// level deeper, (X) asks c at smaller budgets, and (M) asks c about shorter reasons.
#pragma once

#include "referee/context.h"

namespace wt::referee {

inline constexpr int kAnyLength = 1 << 20;

/// Opens a step of a plan while it lives; halts the context if too many are open, one imagined within the other:
/// every step needs some stack.
class OpenStep {
  public:
    explicit OpenStep(Context& context) : context_(context) {
        if (++context_.open_steps <= kMost) return;
        context_.stop = Stop::memory;
        context_.nested_too_deeply = true;
    }
    ~OpenStep() { --context_.open_steps; }
    OpenStep(const OpenStep&) = delete;
    OpenStep& operator=(const OpenStep&) = delete;

  private:
    static constexpr int kMost = 1000;

    Context& context_;
};

/// Returns the first shortest reason of the mind's owner for the action, if it is shorter than `bound`. The owner must
/// be among the consenting characters. The result stays valid as long as the context. In an uncertain world `mind` is a
/// prospect, and the reason is one for which the owner takes part (uncertain.h).
const std::vector<ActionId>* find_reason(Context& context, MindId mind, ActionId action, int budget,
                                         int bound = kAnyLength);

/// Is the action, whatever its outcome, explained in the world, at this budget, for everybody who consents? The owner
/// of the world needs a reason there that is shorter than `bound`; everybody else needs a reason of any length in their
/// mind, where the action must also be possible.
bool is_explained(Context& context, MindId mind, ActionId action, int budget, int bound = kAnyLength);

/// Returns the first consenting character for whom it is not explained; none if it is explained. With `only` that one
/// alone is asked.
std::optional<model::EntityId> unexplained_for(Context& context, MindId mind, ActionId action, int budget,
                                               int bound = kAnyLength,
                                               model::EntityId only = model::EntityId::none());

/// A plan of somebody, as taken: `states[i]` is the state before `actions[i]`, the last one the end.
struct Course {
    std::vector<MindId> states;
    std::vector<ActionId> actions;  ///< with their outcomes
};

/// A competitor of a course: `omitted` is the index of the first action left out, `kept` what follows
/// instead.
struct Competitor {
    std::size_t omitted = 0;
    std::vector<ActionId> kept;
};

/// Does the author's story answer the request (docs/semantics.md, rule 15.4)?
bool answers(const Context& context, const Course& course, const model::Request& request);

/// Looks for a competitor of a character's reason (M), tested at this budget.
std::optional<Competitor> find_competitor(Context& context, const Course& course, int budget);
/// Does the same for a plan of the author: actions may be author-only, and reasons may have any length. If the context
/// has a request, a competitor answers it, and its utility counts only if the request names a goal.
std::optional<Competitor> find_author_competitor(Context& context, const Course& course);

/// Returns the index of the first state before the end that has the final utility (D).
std::optional<std::size_t> find_early_end(const Context& context, const Course& course);

/// Returns the actions that are possible in the mind, have consenting characters, and are not ruled out for the others
/// at once (impossible in their mind, or in need of an immediate gain that is not there). They are remembered; the
/// reference stays valid as long as the context.
const std::vector<ActionId>& plausible_actions(Context& context, MindId mind);

}  // namespace wt::referee
