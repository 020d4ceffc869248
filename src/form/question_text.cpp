#include "form/question_text.h"

#include <fmt/format.h>

#include "base/text.h"

namespace wt::form {

namespace {

std::string_view origin_text(ask::Origin origin) {
    switch (origin) {
        case ask::Origin::given:
            return "given";
        case ask::Origin::plan:
            return "plan";
        case ask::Origin::request:
            return "request";
        case ask::Origin::file:
            return "file";
        case ask::Origin::standard:
            return "default";
        case ask::Origin::needed:
            return "needed";
    }
    return "default";
}

/// Returns `request visit`, `request by --where, goal 3`, `goal 3 (given)`.
std::string goal_text(const ask::QuestionUsed& question) {
    if (!question.request)
        return question.goal ? fmt::format("goal {} ({})", number_text(*question.goal),
                                           origin_text(question.origins.goal))
                             : "goal default";
    const model::Request& request = *question.request;
    std::string text = request.name.empty() ? "request by --where" : "request " + request.name;
    if (request.goal) text += ", goal " + number_text(*request.goal);
    return text;
}

}  // namespace

std::string question_title(const std::string& file, const std::string& request,
                           const std::optional<double>& goal, bool is_goal_given) {
    std::string text = file;
    if (!request.empty()) text += ", request " + request;
    if (request.empty() || is_goal_given) text += ", goal " + (goal ? number_text(*goal) : "default");
    return text;
}

std::string question_text(const ask::QuestionUsed& question) {
    auto limit = [](std::string_view name, int value, ask::Origin origin) {
        return fmt::format("{} {} ({})", name, value, origin_text(origin));
    };
    const model::Limits& limits = question.limits;
    const ask::QuestionUsed::Origins& from = question.origins;
    std::string text = fmt::format("limits: {}, {}, {}", limit("author", limits.author, from.author),
                                   limit("character", limits.character, from.character),
                                   limit("belief", limits.belief, from.belief));
    if (question.is_uncertain)
        text += fmt::format(", {}, {}", limit("foresight", limits.foresight, from.foresight),
                            limit("possibilities", limits.possibilities, from.possibilities));
    return text + fmt::format("; {}; {}", limit("belief depth", question.belief_depth, from.belief_depth),
                              goal_text(question));
}

}  // namespace wt::form
