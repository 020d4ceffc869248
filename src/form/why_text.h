// This writes why characters take part in one event, as text and as JSON (docs/schema/why.schema.json).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "ask/why.h"

namespace wt::form {

struct WhyDocument {
    std::string_view version;
    std::string_view file;
    std::string_view plan;  ///< what it is called
    const ask::FoundStory& found;
    bool has_reasons = false;  ///< the plan gives them
    std::size_t event = 0;
    std::optional<ask::Why> why;  ///< none: the plan is no story, or something stopped
};

/// Writes the reasons; the text is empty if something stopped.
std::string why_text(const WhyDocument& document);
std::string why_json(const WhyDocument& document);

/// Writes worths as fractions: "1/3".
nlohmann::ordered_json odds_json(const model::World& world, const story::Odds& odds);

}  // namespace wt::form
