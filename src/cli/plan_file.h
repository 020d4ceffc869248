// Plans from files: JSON with reasons, or one action a line.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/load.h"
#include "form/plan_json.h"
#include "host/console.h"

namespace wt::cli {

/// A world, and a plan in it.
struct WorldAndPlan {
    std::unique_ptr<ask::LoadedWorld> loaded;
    form::PlanRead read;
};

/// Reads a plan of either form, and the world that it is of: the divergences, the request and the constraint
/// that `plan --json` noted down count where the call gives none; then they are put into `question`. Mistakes
/// go to standard error.
std::optional<WorldAndPlan> load_world_and_plan(const std::string& file, const std::string& plan,
                                                const CommonOptions& common, ask::QuestionOptions& question,
                                                host::Console& console);

}  // namespace wt::cli
