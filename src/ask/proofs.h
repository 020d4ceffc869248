// The proofs of one judgement are made several at a time.
#pragma once

#include <functional>

#include "referee/referee.h"

namespace wt::ask {

/// Runs `work` for 0 to `count` - 1 and comes back when all of it is done; in what threads is for the caller to say.
using Runner = std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)>;

/// Has the referee judge a plan, by its reasons or, if it has none, by those that are found. With a runner the proofs
/// for different characters are made one by one; the judgement is the same, unless time stops it: where all proofs
/// together take more than the budget allows to one, the plan is judged as without a runner. A stop that is requested
/// of `budget` reaches all of them; the caller's poll of it is not called meanwhile.
referee::Judgement judge_plan(const model::World& world, const model::Plan& plan, bool has_reasons,
                              const referee::Rules& rules, Budget& budget, const Runner& runner = {});

}  // namespace wt::ask
