// The referee judges a plan that somebody brings.
#pragma once

#include "ask/proofs.h"
#include "ask/solve.h"

namespace wt::ask {

struct VerifyWanted {
    const model::World& world;  ///< that the question is asked of
    const QuestionUsed& question;
    const model::Plan& plan;
    bool has_reasons = false;  ///< the plan says why everybody does everything
    bool strict = false;
    bool asks_engine = true;  ///< for reasons that the plan does not give
    Runner runner = {};       ///< for the proofs
};

/// Returns the judgement. A plan without reasons is first judged with those that the planner finds; if it is not valid
/// with these, the referee looks for others. If triggers never come to rest, those of the planner are told, who meets
/// them first.
referee::Judgement verify(const VerifyWanted& wanted, const Call& call);

}  // namespace wt::ask
