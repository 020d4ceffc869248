// The smallest change after which a draft goes through, found by trying and by planning.
//
// Tried in this order, and within each nearest to the fault first: leave out one event, move one, change one
// (the same action with other arguments), insert one, two or three explained events. A change counts only if
// afterwards every item of the draft is sound. Where no single change does, changes that let the draft go
// through further are put one on top of the other, up to three. Cost: the number of drafts tried and of
// states looked at is bounded by `RepairLimits`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "story/course.h"

namespace wt::story {

struct RepairLimits {
    int changes = 3;       ///< one on top of the other
    int insertions = 3;    ///< events that one change inserts
    int drafts = 20'000;   ///< tried, all changes together
    int expansions = 150;  ///< states whose actions are looked at for one length of insertion and change
};

struct Change {
    std::string text;              ///< `insert before line 4: ...`
    std::uint32_t line = 0;        ///< of the first fault before it
    std::vector<DraftItem> items;  ///< the draft after it
};

struct Repair {
    std::vector<Change> changes;  ///< one on top of the other
};

/// A repair of a draft without gaps whose item `fault` is the first that is not sound; none within the
/// limits.
std::optional<Repair> find_repair(Stage& stage, const std::vector<DraftItem>& items, std::size_t fault,
                                  const RepairLimits& limits);

}  // namespace wt::story
