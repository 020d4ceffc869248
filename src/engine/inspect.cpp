#include "engine/inspect.h"

#include <algorithm>
#include <cmath>

#include "engine/session.h"

namespace wt::engine {

MindId first_state(Session& session) {
    return session.impl().start;
}

MindId successor(Session& session, MindId state, const model::GroundEvent& action) {
    EventIndex index = session.impl().ground->find_event(action);
    return index.valid() ? session.impl().dynamics->successor(state, index) : state;
}

bool possible(Session& session, MindId mind, const model::GroundEvent& action) {
    EventIndex index = session.impl().ground->find_event(action);
    return index.valid() && session.impl().dynamics->possible(index, mind);
}

std::vector<model::GroundEvent> possible_actions(Session& session, MindId mind) {
    std::vector<model::GroundEvent> result;
    for (EventIndex action : session.impl().dynamics->possible_actions(mind))
        result.push_back(session.impl().ground->ground_event(action));
    return result;
}

MindId mind_of(Session& session, MindId mind, model::EntityId character) {
    return session.impl().store->mind_of(mind, character);
}

model::Value value(Session& session, MindId mind, model::PropertyId property,
                   const std::vector<model::Value>& arguments) {
    GroundWorld& ground = *session.impl().ground;
    Code constant = kUnknown;
    FluentId fluent = ground.find_fluent(property, arguments, constant);
    return ground.codes().decode(fluent.valid() ? session.impl().store->codes(mind)[fluent.index()]
                                                : constant);
}

std::optional<double> utility(Session& session, MindId mind, model::EntityId character) {
    double utility = session.impl().dynamics->utility(mind, character);
    return std::isnan(utility) ? std::nullopt : std::optional<double>(utility);
}

bool met_endless_triggers(const Session& session) {
    return !session.impl().dynamics || !session.impl().dynamics->endless().empty();
}

std::optional<int> shortest_reason(Session& session, MindId mind, const model::GroundEvent& action,
                                   int budget, int belief_limit) {
    EventIndex index = session.impl().ground->find_event(action);
    if (!index.valid()) return std::nullopt;
    Explainer& explainer = *session.impl().explainer;
    explainer.set_belief_limit(belief_limit);
    budget = std::max(budget, 1);
    for (int length = 1; length <= budget; ++length)
        if (explainer.has_reason(mind, index, budget, length)) return length;
    return std::nullopt;
}

}  // namespace wt::engine
