#include "referee/reasons.h"

#include <algorithm>

#include "base/check.h"
#include "referee/evaluate.h"
#include "referee/prospect.h"

namespace wt::referee {

using namespace model;

namespace {

struct Writer {
    Context& context;
    Plan plan;
    std::unordered_map<ReasonKey, ExplanationId, ReasonKeyHash> written;

    /// Returns one reason of everybody who consents to the action in this world.
    std::vector<ExplanationId> reasons(MindId world, ActionId action, int budget) {
        std::vector<ExplanationId> ids;
        for (EntityId character : context[action].consenting) {
            if (context.halted()) break;
            ids.push_back(reason(asked_in(context, world, character), action, budget));
        }
        return ids;
    }

    /// Returns the same for the next action of a plan of somebody: the others have theirs in the first of the worlds in
    /// which it is possible.
    std::vector<ExplanationId> reasons(const Venture& venture, ActionId action, int budget) {
        std::vector<ExplanationId> ids;
        auto first = std::ranges::find_if(venture.running, [&](const Branch& branch) {
            return possible(context, branch.world, context[action]);
        });
        for (EntityId character : context[action].consenting) {
            if (context.halted() || first == venture.running.end()) break;
            bool is_owner = context[first->world].owner == character;
            ids.push_back(
                reason(is_owner ? prospect_of(context, venture) : asked_in(context, first->world, character),
                       action, budget));
        }
        return ids;
    }

    ExplanationId reason(MindId prospect, ActionId action, int budget) {
        ReasonKey key{prospect, action, std::max(1, budget)};
        auto known = written.find(key);
        if (known != written.end()) return known->second;
        const std::vector<ActionId>* actions = find_reason(context, prospect, action, budget);
        if (context.halted()) return {};
        WT_CHECK(actions != nullptr, "the actions of a plan are explained (REF-4)");
        Explanation explanation{context.owner_of(prospect), {}};
        Venture venture = start_of(context, prospect);
        for (std::size_t i = 0; i < actions->size() && !context.halted(); ++i) {
            ActionId next = (*actions)[i];
            Step step{context[next].ground, {}};
            if (i > 0) step.reasons = reasons(venture, next, budget - static_cast<int>(i));
            explanation.steps.push_back(std::move(step));
            venture = after(context, venture, next);
        }
        plan.explanations.push_back(std::move(explanation));
        ExplanationId id(plan.explanations.size() - 1);
        written.emplace(key, id);
        return id;
    }
};

}  // namespace

Plan plan_of(Context& context, const Course& course) {
    Writer writer{context, {}, {}};
    for (std::size_t i = 0; i < course.actions.size() && !context.halted(); ++i) {
        ActionId action = course.actions[i];
        ActionId reasoned = context.success_of[action.index()];
        writer.plan.steps.push_back(
            {context[action].ground, writer.reasons(course.states[i], reasoned, context.limits.character)});
    }
    return std::move(writer.plan);
}

}  // namespace wt::referee
