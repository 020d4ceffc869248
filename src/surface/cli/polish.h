// `tell --polish`: our text, polished by a language model, if that is still the same story.
#pragma once

#include <string>

#include "story/tell/tell.h"
#include "surface/net/chat.h"

namespace wt::surface {

struct Polish {
    story::Narration narration;
    std::string refused;  ///< why it is ours as it was; empty: it is polished
};

/// Asks the server once. Never changes what is told.
Polish polished(const story::Story& story, const story::NarrativeStyle& style, story::Narration narration,
                const ChatServer& server);

}  // namespace wt::surface
