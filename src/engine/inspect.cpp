#include "engine/inspect.h"

#include <algorithm>
#include <cmath>

#include "engine/ground/compile.h"
#include "engine/session.h"

namespace wt::engine {

namespace {

/// The depth is that of minds, at most 250.
MindId with_code(StateStore& store, MindId mind, std::span<const model::EntityId> believers, FluentId fluent,
                 Code code) {
    if (believers.empty()) {
        std::vector<Code> codes(store.codes(mind), store.codes(mind) + store.fluent_count());
        codes[fluent.index()] = code;
        return store.with_values(mind, store.intern_values(codes.data()));
    }
    if (!store.has_minds_below(mind)) return mind;
    std::span<const model::EntityId> rest = believers.subspan(1);
    MindId below = store.mind_of(mind, believers[0]);
    if (below == mind) return with_code(store, mind, rest, fluent, code);
    std::vector<std::uint32_t> minds(store.minds_below(mind).begin(), store.minds_below(mind).end());
    minds[believers[0].index()] = with_code(store, below, rest, fluent, code).value;
    return store.intern(store.level(mind), store.owner(mind), store.values(mind), minds);
}

}  // namespace

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

MindId asked_in(Session& session, MindId world, model::EntityId character) {
    return session.impl().store->asked_in(world, character);
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

std::optional<model::ExplanationId> find_reason(Session& session, MindId mind,
                                                const model::GroundEvent& action, int budget,
                                                int belief_limit, model::Plan& plan) {
    if (has_reason(session, mind, action, {.character = budget, .belief = belief_limit}) != Known::yes)
        return std::nullopt;
    EventIndex index = session.impl().ground->find_event(action);
    session.impl().explainer->start_description();  // what was described before is in another plan's table
    return session.impl().explainer->describe_one(mind, index, budget, plan);
}

MindId with_value(Session& session, MindId state, std::span<const model::EntityId> believers,
                  model::PropertyId property, const std::vector<model::Value>& arguments,
                  const model::Value& value) {
    GroundWorld& ground = *session.impl().ground;
    Code constant = kUnknown;
    FluentId fluent = ground.find_fluent(property, arguments, constant);
    if (!fluent.valid()) return state;
    return with_code(*session.impl().store, state, believers, fluent, ground.codes().encode(value));
}

model::Value evaluate(Session& session, MindId mind, model::ExprId expr) {
    Session::Impl& impl = session.impl();
    const model::World& world = session.world();
    Environment unbound(world.variables.size());
    FormulaId compiled = Compiler(*impl.ground).value(expr, unbound);
    return impl.ground->codes().decode(impl.dynamics->evaluator().value(compiled, mind));
}

namespace {

/// Puts a question to the explainer with so much effort; unknown if that, or the budget, was not enough.
template <class Ask>
Known asked(Session& session, const ReasonLimits& limits, Ask ask) {
    Explainer& explainer = *session.impl().explainer;
    explainer.set_belief_limit(limits.belief);
    if (limits.effort != ~0ull) explainer.allow_effort(limits.effort);
    bool yes = ask(explainer);
    Known answer = yes ? Known::yes : explainer.stopped() ? Known::unknown : Known::no;
    explainer.allow_all_effort();
    return answer;
}

}  // namespace

Known has_reason(Session& session, MindId mind, const model::GroundEvent& action,
                 const ReasonLimits& limits) {
    EventIndex index = session.impl().ground->find_event(action);
    if (!index.valid() || !session.impl().dynamics->possible(index, mind)) return Known::no;
    int budget = std::max(limits.character, 1);
    return asked(session, limits,
                 [&](Explainer& explainer) { return explainer.has_reason(mind, index, budget, budget); });
}

Known explained(Session& session, MindId state, const model::GroundEvent& action,
                const ReasonLimits& limits) {
    EventIndex index = session.impl().ground->find_event(action);
    if (!index.valid() || !session.impl().dynamics->possible(index, state)) return Known::no;
    int budget = std::max(limits.character, 1);
    return asked(session, limits,
                 [&](Explainer& explainer) { return explainer.consented(state, index, budget, budget); });
}

std::uint64_t reason_effort(const Session& session) {
    return session.impl().explainer->effort();
}

std::vector<model::Explanation> reasons(Session& session, MindId state, const model::GroundEvent& action,
                                        const ReasonLimits& limits) {
    EventIndex index = session.impl().ground->find_event(action);
    Explainer& explainer = *session.impl().explainer;
    explainer.set_belief_limit(limits.belief);
    explainer.start_description();
    model::Plan plan;
    std::vector<model::Explanation> result;
    for (model::ExplanationId id : explainer.describe(state, index, std::max(limits.character, 1), plan)) {
        model::Explanation reason{plan[id].character, {}};
        for (const model::Step& step : plan[id].steps)
            reason.steps.push_back({step.action, {}});
        result.push_back(std::move(reason));
    }
    return result;
}

}  // namespace wt::engine
