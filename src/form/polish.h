// A language model polishes our text, which is used if it is still the same story.
#pragma once

#include <functional>
#include <string>

#include <tl/expected.hpp>

#include "story/tell/tell.h"

namespace wt::form {

struct Polish {
    story::Narration narration;
    std::string refused;  ///< why it is ours as it was; empty: it is polished
};

/// This gives what a model answers to a task and a text, or a sentence about why there is no answer. How it gets there
/// is for the caller to say.
using ChatTransport =
    std::function<tl::expected<std::string, std::string>(const std::string& task, const std::string& text)>;

/// Asks once. This never changes what is told.
Polish polished(const story::Story& story, const story::NarrativeStyle& style, story::Narration narration,
                const ChatTransport& chat);

}  // namespace wt::form
