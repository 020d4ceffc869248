// The proofs of one judgement, several at a time.
#pragma once

#include "referee/referee.h"

namespace wt::surface {

/// Has the referee judge a plan, by its reasons or, if it has none, by those that are found. The proofs for
/// different characters run on `jobs` threads. The judgement is the same for any number, unless time stops
/// it: where all proofs together take more than the budget allows to one, the plan is judged as with one job.
referee::Judgement judge_plan(const model::World& world, const model::Plan& plan, bool has_reasons,
                              const referee::Rules& rules, Budget& budget, int jobs);

}  // namespace wt::surface
