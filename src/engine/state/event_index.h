// The index finds the events that may be possible in a mind. Every event is filed under one fact that its precondition
// needs, so that a look at the mind's values finds the candidates.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/ground/ground_world.h"

namespace wt::engine {

class EventIndexTable {
  public:
    /// Files the events `first` to `last` (exclusive).
    EventIndexTable(const GroundWorld& ground, std::size_t first, std::size_t last);

    /// Replaces `candidates` by the events whose filed fact holds, ascending. Cost: the fluents that events are filed
    /// under, plus the result.
    void candidates(const Code* codes, std::vector<EventIndex>& candidates);

  private:
    /// The events filed under one value of a fluent: a stretch of `filed_`.
    struct File {
        Code code;
        std::uint32_t first;
        std::uint32_t count;
    };
    struct Fluent {
        std::uint32_t fluent;
        std::uint32_t first_file;  ///< in `files_`
        std::uint32_t file_count;
    };
    void mark(std::span<const EventIndex> events);

    std::size_t first_;
    std::vector<EventIndex> always_;
    std::vector<Fluent> fluents_;
    std::vector<File> files_;
    std::vector<EventIndex> filed_;
    std::vector<std::uint64_t> marks_;  ///< scratch: a bit for each event, so that they come out in order
};

}  // namespace wt::engine
