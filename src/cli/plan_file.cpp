#include "cli/plan_file.h"

#include <fmt/format.h>

#include "cli/load.h"
#include "form/diagnostics.h"
#include "form/json_text.h"
#include "lang/lang.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

std::optional<PlanRead> read_plan(const model::World& world, const Source& source, Console& console) {
    if (looks_like_json(source)) {
        tl::expected<PlanRead, std::string> read = read_plan_json(world, source);
        if (read) return std::move(*read);
        console.error(fmt::format("{}:{}", source.name(), read.error()));
        return std::nullopt;
    }
    Result<std::vector<model::GroundEvent>> actions = lang::read_plan(world, source);
    if (!actions) {
        console.remark(render(source, actions.error(), console.colour_on_error()));
        return std::nullopt;
    }
    PlanRead read;
    for (model::GroundEvent& action : *actions)
        read.plan.steps.push_back({std::move(action), {}});
    return read;
}

}  // namespace

std::optional<WorldAndPlan> load_world_and_plan(const std::string& file, const std::string& plan,
                                                const CommonOptions& common, ask::QuestionOptions& question,
                                                Console& console) {
    tl::expected<Source, std::string> source = read_file(plan);
    CommonOptions options = common;
    bool asks_itself = !question.request.empty() || !question.where.empty();
    if (source && looks_like_json(*source)) {
        SettingOfPlan setting = setting_of_plan(*source);
        if (options.divergences.empty()) options.divergences = std::move(setting.divergences);
        if (question.request.empty() && question.where.empty()) {
            question.request = std::move(setting.request);
            question.where = std::move(setting.where);
        }
    }
    std::vector<std::string> requests;
    if (!question.request.empty()) requests.push_back(question.request);
    WorldAndPlan result;
    result.loaded = load_world(file, options, console, requests);
    if (!result.loaded) return std::nullopt;
    if (!source) {
        console.error(source.error());
        return std::nullopt;
    }
    std::optional<PlanRead> read;
    {
        TimeOfReading time(options);
        read = read_plan(result.loaded->world, *source, console);
    }
    if (!read) return std::nullopt;
    result.read = std::move(*read);
    // The goal of a plan belongs to what it was asked for, not to another request.
    if (asks_itself) result.read.question.goal.reset();
    return result;
}

}  // namespace wt::cli
