#include "ask/whynot.h"

#include <algorithm>

namespace wt::ask {

WhynotMade whynot(const WhynotWanted& wanted, const Call& call) {
    const QuestionUsed& question = wanted.question;
    story::WhynotQuestion asked;
    asked.goal = question.goal;
    asked.request = question.request ? &*question.request : nullptr;
    asked.limits = question.limits;
    asked.belief_depth = question.belief_depth;
    asked.all = wanted.all;
    asked.states_each = std::min(wanted.states_each.value_or(asked.states_each), call.resources.states);
    Budget budget;
    set_limits(budget, call.resources);
    Watch watch(call.overseer, budget, "looking for what is in the way");
    return {story::whynot(wanted.world, asked, budget), asked.states_each};
}

}  // namespace wt::ask
