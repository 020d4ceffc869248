// This takes what has happened before a story begins.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "referee/context.h"

namespace wt::referee {

/// Takes the actions one after the other, each with its triggers, from `state`, which becomes the last state. They must
/// be possible where they happen, and nothing else is asked of them. Returns what is wrong, if anything is. Ask
/// `Context::halted` afterwards.
std::optional<std::string> take_history(Context& context, std::span<const model::GroundEvent> history,
                                        MindId& state);

}  // namespace wt::referee
