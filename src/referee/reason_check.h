// This checks reasons that come with a plan, condition by condition (docs/semantics.md, section 9).
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>

#include "referee/happen.h"
#include "referee/prospect.h"

namespace wt::referee {

/// A sentence about what is wrong, if anything is.
using Fault = std::optional<std::string>;

/// Is the event an action of the world, with arguments that fit its head and an outcome that it can have?
bool is_action(const model::World& world, const model::GroundEvent& event);

/// Checks attached reasons. Explanations that were found right for a prospect, action and budget are not checked
/// again.
class ReasonCheck {
  public:
    ReasonCheck(Context& context, const model::Plan& plan)
        : context_(context), world_(context.world), plan_(plan) {}

    /// Do the attached reasons of a step of the author's show that its action is explained for everybody who consents?
    /// With `only` that character alone is looked at.
    Fault explained(MindId state, ActionId action, const model::Step& step, int budget,
                    model::EntityId only = model::EntityId::none());

  private:
    /// A plan of somebody as it runs: `stages[i]` is before `actions[i]`, the last one the end.
    struct Run {
        std::vector<Venture> stages;
        std::vector<ActionId> actions;
    };

    Fault explained(const Venture& venture, const Chain& believers, ActionId action, const model::Step& step,
                    int budget, model::EntityId only);
    Fault explained_for_other(const Venture& venture, const Chain& believers, ActionId action,
                              model::EntityId character, const std::string& name, model::ExplanationId reason,
                              int budget);
    Fault is_reason(MindId prospect, const Chain& believers, ActionId action, model::EntityId character,
                    model::ExplanationId id, int budget);
    Fault step_of_reason(Run& run, const Chain& believers, const model::Step& step, std::size_t index,
                         int budget);
    Fault end_of_reason(const Run& run, int budget);
    Fault end_of_uncertain_reason(const Run& run, int budget);

    Context& context_;
    const model::World& world_;
    const model::Plan& plan_;
    std::set<std::tuple<model::ExplanationId, MindId, ActionId, int>> checked_;
};

}  // namespace wt::referee
