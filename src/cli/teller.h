// Who tells a story, in the words of the command line.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "ask/solve.h"
#include "ask/telling_style.h"

namespace wt::cli {

/// Who tells the story, none for a narrator; or why not.
inline tl::expected<model::EntityId, std::string> find_teller(const ask::FoundStory& found,
                                                              const ask::TellingStyle& style) {
    auto teller = ask::find_teller(found.world(), found.request(), style);
    if (!teller && teller.error() == ask::kNarratorSaysNoI) teller.error() += "; --teller names a character";
    return teller;
}

}  // namespace wt::cli
