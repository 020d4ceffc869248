#include "cli/asked.h"

#include "cli/question.h"
#include "form/diagnostics.h"
#include "form/json_text.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

/// Takes over the setting in which a plan says that it was found, where the call gives none.
void take_setting(const Source& plan, CommonOptions& common, ask::QuestionOptions& question) {
    SettingOfPlan setting = setting_of_plan(plan);
    if (common.divergences.empty()) common.divergences = std::move(setting.divergences);
    if (!question.request.empty() || !question.where.empty()) return;
    question.request = std::move(setting.request);
    question.where = std::move(setting.where);
}

}  // namespace

std::optional<Asked> read_asked(const std::string& file, const std::string& plan, const CommonOptions& common,
                                const ask::QuestionOptions& question, Console& console) {
    if (file == "-" && plan == "-") {
        console.refuse("only one of FILE and PLAN can be standard input");
        return std::nullopt;
    }
    CommonOptions options = common;
    ask::QuestionOptions given = question;
    std::optional<tl::expected<Source, std::string>> source;
    if (!plan.empty()) source = read_file(plan);
    if (source && *source && looks_like_json(**source)) take_setting(**source, options, given);
    std::vector<std::string> requests;
    if (!given.request.empty()) requests.push_back(given.request);
    Asked asked;
    asked.loaded = load_world(file, options, console, requests);
    if (!asked.loaded) return std::nullopt;
    if (source && !*source) {
        console.error(source->error());
        return std::nullopt;
    }
    if (source) {
        TimeOfReading time(options.seconds);
        tl::expected<PlanRead, PlanMistake> read = read_plan(asked.loaded->world, **source);
        if (!read) {
            const PlanMistake& mistake = read.error();
            if (!mistake.text.empty())
                console.error(mistake.text);
            else
                console.remark(render(**source, mistake.diagnostics, console.colour_on_error()));
            return std::nullopt;
        }
        asked.read = std::move(*read);
        // The goal of a plan belongs to its own request, not to another.
        if (!question.request.empty() || !question.where.empty()) asked.read.question.goal.reset();
    }
    auto settled = ask::settle(asked.loaded->world, given, asked.read.question);
    if (!settled) {
        report(settled.error(), given, console);
        return std::nullopt;
    }
    asked.question = std::move(*settled);
    return asked;
}

}  // namespace wt::cli
