// What the beta reader has found, for people and as JSON (docs/schema/beta.schema.json).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ask/question.h"
#include "base/source.h"
#include "story/beta.h"

namespace wt::form {

/// What every document says about the call.
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

/// Findings as a compiler shows its messages, without those that are intended.
std::string review_text(const Source& draft, const story::Review& review, bool colour);
std::string review_json(const BetaDocument& document, const story::Review& review);

/// A table: a line for each event, a column for the truth and one for each character; `*` marks what differs
/// from the truth.
std::string knowledge_text(const model::World& world, const std::vector<story::KnowledgeRow>& rows);
std::string knowledge_json(const BetaDocument& document, std::string_view expression,
                           const std::vector<story::KnowledgeRow>& rows);

}  // namespace wt::form
