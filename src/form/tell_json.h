// This writes a telling as JSON (docs/schema/tell.schema.json).
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "ask/solve.h"
#include "ask/telling_style.h"
#include "form/polish.h"

namespace wt::form {

struct TellDocument {
    std::string_view version;
    std::string_view file;
    std::string_view request;  ///< by name; empty: none
    const ask::FoundStory& found;
    model::EntityId teller;  ///< none: a narrator
    const ask::TellingStyle& style;
    Stop stop = Stop::none;                       ///< why nothing is told
    const story::Narration* narration = nullptr;  ///< null: nothing is told
    const Polish* polish = nullptr;               ///< null: nobody was asked to polish
};

/// Returns the whole document.
std::string tell_json(const TellDocument& document);

/// Returns the paragraphs: sentences with their ids, claims and mentions. Events are counted from 1.
nlohmann::ordered_json narration_json(const story::Story& story, const story::Narration& narration);

}  // namespace wt::form
