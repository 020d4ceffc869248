// This writes for people why everybody does what they do:
//
//     buy(Nina, Otto)
//       Nina, 1 to 5, by (1):
//         buy(Nina, Otto)
//         taste(Nina)
//           Nina, 0 to 5, at once
//         but in truth Nina would end with 0
//       Otto, 0 to 1, at once
//
// Under each action stands, for each consenting character, the utility that the character expects to go from
// and to, and the plan by which: `at once` if the action alone does it. The plan's later actions have reasons
// of their own, which are the character's opinion. A reason that is needed again is numbered and told once.
#pragma once

#include <string>

#include "engine/planner.h"
#include "model/plan.h"

namespace wt::form {

/// Returns the text for a plan of this session's world that begins in `start`. It looks into states, so it works the
/// session.
std::string why_text(engine::Session& session, engine::MindId start, const model::Plan& plan,
                     const model::Limits& limits);

}  // namespace wt::form
