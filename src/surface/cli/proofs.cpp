#include "surface/cli/proofs.h"

#include <chrono>
#include <deque>
#include <thread>

#include "surface/cli/several.h"

namespace wt::surface {

namespace {

/// Hands a stop that is asked of one budget on to others, while it lives.
class StopForwarder {
  public:
    StopForwarder(const Budget& from, std::deque<Budget>& to)
        : thread_([&from, &to](const std::stop_token& over) {
              while (!over.stop_requested()) {
                  if (Stop why = from.requested(); why != Stop::none)
                      for (Budget& budget : to)
                          budget.request_stop(why);
                  std::this_thread::sleep_for(std::chrono::milliseconds(10));
              }
          }) {}

  private:
    std::jthread thread_;
};

}  // namespace

referee::Judgement judge_plan(const model::World& world, const model::Plan& plan, bool has_reasons,
                              const referee::Rules& rules, Budget& budget, int jobs) {
    std::vector<model::GroundEvent> actions;
    for (const model::Step& step : plan.steps)
        actions.push_back(step.action);
    auto prove = [&](const referee::Proof& proof, Budget& own) {
        return has_reasons ? referee::verify(world, plan, rules, own, proof)
                           : referee::verify_actions(world, actions, rules, own, proof);
    };
    if (jobs > 1) {
        std::vector<referee::Proof> proofs = referee::proofs_of(world, actions);
        std::vector<referee::Judgement> parts(proofs.size());
        std::deque<Budget> budgets(proofs.size());
        for (Budget& own : budgets) {
            own.max_bytes = budget.max_bytes;
            own.max_states = budget.max_states;
        }
        {
            StopForwarder forwarder(budget, budgets);
            run_in_order(
                proofs.size(), jobs, [&](std::size_t i) { parts[i] = prove(proofs[i], budgets[i]); },
                [](std::size_t) {});
        }
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

}  // namespace wt::surface
