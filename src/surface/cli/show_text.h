// What `show` prints, as lines and as JSON (docs/schema/show.schema.json).
//
// One item a line. `Nina: Otto: at(Key) = Box` is what Nina takes Otto to believe. A belief is marked `false`
// if the thing believed is not so: `Nina: f = v` if f is something else, `Nina: Otto: f = v` if Otto does not
// in truth believe v.
#pragma once

#include <string_view>

#include "engine/planner.h"
#include "surface/cli/console.h"

namespace wt::surface {

/// What is looked at, and how deep into beliefs about beliefs.
struct Show {
    engine::Session& session;
    const Budget& budget;
    int depth;
    std::string_view version;
    std::string_view file;
    Console& console;
};

/// Fluents that can change with their first values, beliefs that differ from the mind above or are false,
/// actions, triggers, and utilities, each as its owner judges it.
ExitCode show_world(const Show& show);
ExitCode show_world_json(const Show& show);

/// After each action what changed, and what each character then believes that changed or is false. Ends with
/// ExitCode::no at an action that is impossible.
ExitCode show_plan(const Show& show, const model::Plan& plan);
ExitCode show_plan_json(const Show& show, const model::Plan& plan);

}  // namespace wt::surface
