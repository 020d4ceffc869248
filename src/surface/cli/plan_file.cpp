#include "surface/cli/plan_file.h"

#include <fmt/format.h>

#include "lang/lang.h"
#include "surface/cli/json_text.h"
#include "surface/cli/load.h"
#include "surface/render/diagnostics.h"

namespace wt::surface {

std::optional<PlanRead> load_plan(const model::World& world, const std::string& path, Console& console) {
    tl::expected<Source, std::string> source = read_file(path);
    if (!source) {
        console.error(source.error());
        return std::nullopt;
    }
    if (looks_like_json(*source)) {
        tl::expected<PlanRead, std::string> read = read_plan_json(world, *source);
        if (read) return std::move(*read);
        console.error(fmt::format("{}: {}", source->name(), read.error()));
        return std::nullopt;
    }
    Result<std::vector<model::GroundEvent>> actions = lang::read_plan(world, *source);
    if (!actions) {
        console.remark(render(*source, actions.error(), console.colour_on_error()));
        return std::nullopt;
    }
    PlanRead read;
    for (model::GroundEvent& action : *actions)
        read.plan.steps.push_back({std::move(action), {}});
    return read;
}

}  // namespace wt::surface
