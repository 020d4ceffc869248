// A prospect is what somebody who is not sure of the world looks forward to (docs/semantics.md, section 9).
//
// A prospect of c is a list of imagined worlds with weights, normalised like a belief: one for every possibility
// that c sees, each with the whole belief as its self. An id names it as it names a belief, and with one world it is
// that world. A plan runs in all of them at the same time. Where its next action is impossible or fails it ends, and
// goes on in the others; a chance ends a share of a world and lets the rest go on.
#pragma once

#include <optional>
#include <vector>

#include "referee/context.h"

namespace wt::referee {

/// Returns what `character` looks forward to in a world, real or imagined: its owner at the world itself, everybody
/// else at what they believe there.
MindId asked_in(Context& context, MindId world, model::EntityId character);
/// Returns the prospect of a belief's owner.
MindId prospect_of(Context& context, MindId belief);

/// A world with its share of the whole prospect.
struct Branch {
    MindId world;
    model::Fraction share;
    bool has_failed = false;  ///< ended by a failure, and not before an action that is impossible
};

/// This says how far a plan has come in a prospect. The shares are 1 together.
struct Venture {
    std::vector<Branch>
        running;                ///< where all has gone well: different worlds, in the order of their content
    std::vector<Branch> ended;  ///< in the order in which they ended
};

Venture start_of(Context& context, MindId prospect);
/// Returns the venture after the plan has gone on with an action.
Venture after(Context& context, const Venture& venture, ActionId action);
/// Joins all running worlds, of which there is one at least, to a prospect.
MindId prospect_of(Context& context, const Venture& venture);

/// Returns the expected, best or worst value, by what the owner's temper looks at, of the `values` of the running
/// worlds and then the ended ones; none if one of them is none. `overflows` is set if it does not fit in 64 bits.
std::optional<model::Fraction> summed_up(const model::Temper& temper, const Venture& venture,
                                         const std::vector<std::optional<model::Fraction>>& values,
                                         bool& overflows);

/// Returns what the venture is worth to its owner, as far as it has come (9.2). None means `?`.
std::optional<model::Fraction> worth_of(Context& context, const Venture& venture);

/// Returns the same, with the outlook at budget `budget` if the owner is wary and plans ahead.
Measure measure_of(Context& context, const Venture& venture, int budget);
/// Is the owner wary, at this level?
bool looks_out(const Context& context, MindId prospect);

/// Does `after` end better than `before`?
bool improves(const Measure& before, const Measure& after);
/// Is a reason of so many actions that ends like this at least as good as another in every way, and better in one?
bool dominates(std::size_t length, const Measure& end, std::size_t other_length, const Measure& other_end);

}  // namespace wt::referee
