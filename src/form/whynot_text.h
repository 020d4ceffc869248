// This writes why there is no story, as text and as JSON (docs/schema/whynot.schema.json).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ask/question.h"
#include "ask/stop.h"
#include "story/whynot.h"

namespace wt::form {

struct WhynotDocument {
    std::string_view version;
    std::string_view file;
    const model::World& world;
    const ask::QuestionUsed& question;
    const story::Whynot& found;
};

/// Writes the answer; the text is empty if it is undecided. With `all` everything is written that was found, with the
/// stories. `states_each` is what each search had.
std::string whynot_text(const WhynotDocument& document, bool all, std::uint64_t states_each);
std::string whynot_json(const WhynotDocument& document);

/// Says that it is undecided, or that not everything was tried, and why; the text is empty if neither is so.
std::string stop_note(const story::Whynot& found, ask::StopWords words);

}  // namespace wt::form
