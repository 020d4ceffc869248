#include "cli/question.h"

#include <fmt/format.h>

#include "base/source.h"
#include "base/text.h"
#include "form/diagnostics.h"

namespace wt::cli {

using namespace form;
using namespace host;

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

/// `request visit`, `request by --where, goal 3`, `goal 3 (given)`.
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

std::optional<ask::QuestionUsed> settle(const ask::LoadedWorld& loaded, const ask::QuestionOptions& given,
                                        const ask::QuestionOfPlan& plan, Console& console) {
    auto question = ask::settle(loaded.world, given, plan);
    if (question) return std::move(*question);
    report(question.error(), given, console);
    return std::nullopt;
}

void report(const ask::QuestionFault& fault, const ask::QuestionOptions& given, Console& console) {
    switch (fault.kind) {
        case ask::QuestionFault::Kind::no_such_request:
            return console.remark(fault.text + "\n");
        case ask::QuestionFault::Kind::bad_constraint:
            return console.remark(
                render(Source("--where", given.where), fault.diagnostics, console.colour_on_error()));
        case ask::QuestionFault::Kind::bad_limits:
            return console.error(fault.text);
    }
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

ResourceLimits resource_limits(const CommonOptions& options) {
    return host::resource_limits(options.seconds, options.memory_mib, options.states);
}

ask::Resources resources_of(const ResourceLimits& limits) {
    return {bytes_for_stores(limits), limits.states};
}

std::string stop_text(const Budget& budget) {
    return ask::stop_text(budget, option_stop_text);
}

ExitCode undecided_code() {
    return Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided;
}

}  // namespace wt::cli
