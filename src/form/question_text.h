// This writes a question in one line: which limits hold, where each comes from, and what is asked for.
#pragma once

#include <optional>
#include <string>

#include "ask/question.h"

namespace wt::form {

/// Returns `limits: author 8 (given), ...; goal 3 (file)`.
std::string question_text(const ask::QuestionUsed& question);

/// `market.wt, request syrup`, for one of several questions. The goal is named where it was given or there is no request.
std::string question_title(const std::string& file, const std::string& request,
                           const std::optional<double>& goal, bool is_goal_given);

}  // namespace wt::form
