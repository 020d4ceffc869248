// This writes the judgement of a plan, as text and as JSON (docs/schema/verdict.schema.json).
#pragma once

#include <string>
#include <string_view>

#include "form/plan_json.h"
#include "referee/referee.h"

namespace wt::form {

struct VerifyDocument {
    std::string_view version;
    std::string_view file;
    std::string_view plan;  ///< what it is called
    const model::World& world;
    const PlanRead& read;
    const ask::QuestionUsed& question;
    const referee::Judgement& judgement;
};

/// Writes the judgement; the text is empty for endless triggers.
std::string verify_text(const VerifyDocument& document);
std::string verify_json(const VerifyDocument& document);

}  // namespace wt::form
