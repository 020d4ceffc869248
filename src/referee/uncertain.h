// This defines reasons in worlds in which somebody can be unsure, something can fail, or somebody has a temper
// (docs/semantics.md, section 9). In all other worlds judge.cpp is the same with less to do.
//
// A reason of length n for action a of c in a prospect, at budget k, is a plan a1..an with a1 = a, run there:
//   (P) it goes well: a world is still running in the end, so that every ai succeeds somewhere;
//   (U) its measure at the end, worth and outlook, is better than at the start;
//   (D) no measure on the way is that of the end;
//   (X) every ai but the first has consenting characters; each of the others has a reason in every world running
//       before ai in which ai is possible, and c in all of them together, at budget k-i+1;
//   (M) there is no competitor.
// Somebody prudent takes part only for a reason that no other reason of theirs there dominates.
#pragma once

#include "referee/judge.h"
#include "referee/prospect.h"

namespace wt::referee {

/// Does what `find_reason` does, in a prospect.
const std::vector<ActionId>* find_reason_in(Context& context, MindId prospect, ActionId action, int budget,
                                            int bound);

/// Returns who, by (X), has no reason for the action as the next one of the venture; none if everybody has one. The
/// owner is asked last, for a reason shorter than `bound`.
std::optional<model::EntityId> unexplained_in(Context& context, const Venture& venture, ActionId action,
                                              int budget, int bound = kAnyLength);

/// Looks for a competitor, by (M), of a plan of the owner: `stages[i]` is the venture before `actions[i]`, the last one
/// the end.
std::optional<Competitor> find_competitor(Context& context, std::span<const Venture> stages,
                                          std::span<const ActionId> actions, int budget);

/// Returns something better that somebody prudent has than a reason of `length` actions that ends like this: a reason
/// that dominates it, for any action; none if there is none, or the owner is not prudent.
std::optional<std::vector<ActionId>> find_better(Context& context, MindId prospect, int budget,
                                                 std::size_t length, const Measure& end);

/// Returns the least utility of the world's owner after at most `steps` events of others, each with a reason at what is
/// then left of the budget (9); `?` if none of them is a number.
model::Value outlook_in(Context& context, MindId world, int steps, int budget);

}  // namespace wt::referee
