#include "ask/proofs.h"

#include <deque>

namespace wt::ask {

namespace {

/// Hands on a stop that is asked of the budget which is the `user`.
Stop stop_of(void* user, std::uint64_t /*steps*/) {
    return static_cast<const Budget*>(user)->requested();
}

}  // namespace

referee::Judgement judge_plan(const model::World& world, const model::Plan& plan, bool has_reasons,
                              const referee::Rules& rules, Budget& budget, const Runner& runner) {
    std::vector<model::GroundEvent> actions = model::actions_of(plan.steps);
    auto prove = [&](const referee::Proof& proof, Budget& own) {
        return has_reasons ? referee::verify(world, plan, rules, own, proof)
                           : referee::verify_actions(world, actions, rules, own, proof);
    };
    if (runner) {
        std::vector<referee::Proof> proofs = referee::proofs_of(world, actions);
        std::vector<referee::Judgement> parts(proofs.size());
        std::deque<Budget> budgets(proofs.size());
        for (Budget& own : budgets) {
            own.max_bytes = budget.max_bytes;
            own.max_states = budget.max_states;
            own.set_poll(&stop_of, &budget);
        }
        runner(proofs.size(), [&](std::size_t i) { parts[i] = prove(proofs[i], budgets[i]); });
        std::uint64_t states = 0;
        std::uint64_t bytes = 0;
        for (const Budget& own : budgets) {
            states += own.states();
            bytes += own.bytes();
        }
        bool is_within = states <= budget.max_states && bytes <= budget.max_bytes;
        if (std::optional<referee::Judgement> whole = referee::judgement_of(world, actions, parts);
            whole && is_within)
            return *whole;
    }
    return prove({}, budget);
}

}  // namespace wt::ask
