// This finds the smallest change after which a draft goes through, by trying and by planning.
//
// Changes are tried in this order, and within each nearest to the fault first: leave out one event, move one, change
// one (the same action with other arguments), insert one, two or three explained events. A change counts only if
// afterwards every item of the draft is sound. Where no single change does, some of those that let the draft go through
// furthest are kept, and others put on top of them, up to three; then, for drafts with many faults, one on top of the
// other, each the one that lets the draft go through furthest. A fault that nothing leads past is left aside. Cost: the
// number of drafts tried, of states looked at and of steps of search for reasons is bounded by `RepairLimits`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "story/course.h"

namespace wt::story {

struct RepairLimits {
    int changes = 3;       ///< of which all that seem best are tried together
    int chain = 10;        ///< changes and faults left aside, in all
    int insertions = 3;    ///< events that one change inserts
    int kept = 6;          ///< drafts that are changed further
    int drafts = 20'000;   ///< tried, all changes together
    int expansions = 150;  ///< states whose actions are looked at for one length of insertion and change
    std::uint64_t effort = 10'000'000;  ///< steps of search for reasons, all together
};

struct Change {
    std::string text;              ///< `insert before line 4: ...`
    std::uint32_t line = 0;        ///< of the first fault before it
    std::vector<DraftItem> items;  ///< the draft after it
};

struct Repair {
    std::vector<Change> changes;        ///< one on top of the other
    std::vector<std::uint32_t> aside;   ///< lines of faults that stay, in the order of the draft
    std::optional<Change> alternative;  ///< if all that is done is to leave something out: what keeps it, if
                                        ///< a single change does
};

/// Finds a repair of a draft without gaps whose item `fault` is the first that is not sound; none within the limits.
std::optional<Repair> find_repair(Stage& stage, const std::vector<DraftItem>& items, std::size_t fault,
                                  const RepairLimits& limits);

}  // namespace wt::story
