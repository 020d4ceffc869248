// This writes a question in one line: which limits hold, where each comes from, and what is asked for.
#pragma once

#include <string>

#include "ask/question.h"

namespace wt::form {

/// Returns `limits: author 8 (given), ...; goal 3 (file)`.
std::string question_text(const ask::QuestionUsed& question);

}  // namespace wt::form
