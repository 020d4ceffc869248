#include "referee/reasons.h"

#include <algorithm>

#include "base/check.h"
#include "referee/happen.h"

namespace wt::referee {

using namespace model;

namespace {

struct Writer {
    Context& context;
    Plan plan;
    std::unordered_map<ReasonKey, ExplanationId, ReasonKeyHash> written;

    /// One reason for everybody who consents to the action in this mind.
    std::vector<ExplanationId> reasons(MindId mind, ActionId action, int budget) {
        std::vector<ExplanationId> ids;
        for (EntityId character : context[action].consenting) {
            if (context.halted()) break;
            ids.push_back(reason(context.asked_in(mind, character), action, budget));
        }
        return ids;
    }

    ExplanationId reason(MindId mind, ActionId action, int budget) {
        ReasonKey key{mind, action, std::max(1, budget)};
        auto known = written.find(key);
        if (known != written.end()) return known->second;
        const std::vector<ActionId>* actions = find_reason(context, mind, action, budget);
        if (context.halted()) return {};
        WT_CHECK(actions != nullptr, "the actions of a plan are explained (REF-4)");
        Explanation explanation{context[mind].owner, {}};
        for (std::size_t i = 0; i < actions->size(); ++i) {
            ActionId next = (*actions)[i];
            Step step{context[next].ground, {}};
            if (i > 0) step.reasons = reasons(mind, next, budget - static_cast<int>(i));
            explanation.steps.push_back(std::move(step));
            mind = successor(context, mind, next);
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
        writer.plan.steps.push_back(
            {context[action].ground, writer.reasons(course.states[i], action, context.limits.character)});
    }
    return std::move(writer.plan);
}

}  // namespace wt::referee
