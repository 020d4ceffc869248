// Which events may be possible in a mind: every event is filed under one fact that its precondition needs, so
// that a look at the mind's values finds the candidates.
#pragma once

#include <unordered_map>
#include <vector>

#include "engine/ground/ground_world.h"

namespace wt::engine {

class EventIndexTable {
  public:
    /// Files the events `first` to `last` (exclusive).
    EventIndexTable(const GroundWorld& ground, std::size_t first, std::size_t last);

    /// Replaces `candidates` by the events whose filed fact holds, ascending. Cost: the fluents that events
    /// are filed under plus the result.
    void candidates(const Code* codes, std::vector<EventIndex>& candidates) const;

  private:
    std::vector<EventIndex> always_;
    std::vector<std::uint32_t> fluents_;
    std::unordered_map<std::uint64_t, std::vector<EventIndex>> by_fact_;
};

}  // namespace wt::engine
