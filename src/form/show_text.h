// This writes the answer of `show`, as lines and as JSON (docs/schema/show.schema.json).
//
// There is one item a line. `Nina: Otto: at(Key) = Box` is what Nina takes Otto to believe. A belief is marked `false`
// if the thing believed is not so: `Nina: f = v` if f is something else, `Nina: Otto: f = v` if Otto does not in truth
// believe v.
#pragma once

#include <string>
#include <string_view>

#include "engine/planner.h"

namespace wt::form {

/// This says what is to be looked at, and how deep into beliefs about beliefs. Looking ends early where the budget
/// stops.
struct Show {
    engine::Session& session;
    const Budget& budget;
    int depth;
    std::string_view version;
    std::string_view file;
};

/// Shows fluents that can change with their first values, beliefs that differ from the mind above or are false,
/// actions, triggers, and utilities, each as its owner judges it.
std::string show_world(const Show& show);
std::string show_world_json(const Show& show);
/// How much there is: "12 fluents, 30 actions, 4 triggers".
std::string size_text(const Show& show);

struct Shown {
    std::string text;
    std::string impossible;  ///< of which action and why, without a full stop; empty: all are possible
};

/// Shows after each action what changed, and what each character then believes that changed or is false. It ends at an
/// action that is impossible.
Shown show_plan(const Show& show, const model::Plan& plan);
Shown show_plan_json(const Show& show, const model::Plan& plan);

}  // namespace wt::form
