// This writes the findings of the beta reader, for people and as JSON (docs/schema/beta.schema.json).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ask/beta.h"
#include "ask/question.h"
#include "base/source.h"
#include "story/beta.h"

namespace wt::form {

/// The facts about the call that every document has.
struct BetaDocument {
    std::string_view version;
    std::string_view file;
    const model::World& world;
    const Source& draft;
    const ask::QuestionUsed& question;
    Stop stop = Stop::none;
};

struct FindingCounts {
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t intended = 0;
};
FindingCounts count_findings(const story::Review& review);

/// Writes findings as a compiler shows its messages, without those that are intended.
std::string review_text(const Source& draft, const story::Review& review, bool colour);
std::string review_json(const BetaDocument& document, const story::Review& review);

/// Writes a table: a line for each event, a column for the truth and one for each character; `*` marks what differs
/// from the truth.
std::string knowledge_text(const model::World& world, const std::vector<story::KnowledgeRow>& rows);
std::string knowledge_json(const BetaDocument& document, std::string_view expression,
                           const std::vector<story::KnowledgeRow>& rows);

/// This is the answer to what was asked of a draft, and what is to be said beside it.
struct BetaAnswer {
    std::string text;
    std::string note;  ///< how many findings there are; empty: nothing to say
    bool has_errors = false;
};
/// Writes the answer. `expression` is the one of which it was asked who knows what; if it is empty, the draft was
/// reviewed.
BetaAnswer beta_answer(const BetaDocument& document, const ask::DraftReport& report,
                       std::string_view expression, bool as_json, bool colour);

}  // namespace wt::form
