// A save of a running story has all that happened, by names, with a hash of the world.
//
// Names survive when a world is edited, so a save can be restored in the world that was changed since: events that
// no longer fit are left out and named, and the rest happens.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "ask/live.h"
#include "base/source.h"

namespace wt::form {

/// Returns the save of a moment, indented, ending in a line end.
std::string save_json(std::string_view version, const Source& world_text, const model::World& world,
                      const ask::LiveStory& story, ask::LiveStory::Moment moment);

/// This says what became of a save.
struct Restored {
    struct LeftOut {
        std::string event;
        std::string why;  ///< a clause without a full stop
    };
    ask::LiveStory::Moment moment = ask::LiveStory::kStart;
    bool is_same_world = false;  ///< to the byte
    std::vector<LeftOut> left_out;
};

/// Lets happen again what was saved, as far as it fits; otherwise says why the text is no save: a sentence without a
/// full stop. No input is too wild.
tl::expected<Restored, std::string> restore(std::string_view json, const Source& world_text,
                                            const model::World& world, ask::LiveStory& story);

}  // namespace wt::form
