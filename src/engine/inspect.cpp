#include "engine/inspect.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/ground/compile.h"
#include "engine/session.h"

namespace wt::engine {

namespace {

/// Returns what `read` gives in all possibilities of the belief; `otherwise` if they differ.
template <class Read, class Value>
Value agreed_value(Session& session, MindId belief, Value otherwise, Read read) {
    Possibility room;
    auto list = session.impl().store->possibilities(belief, room);
    Value common = read(list[0].mind);
    for (const Possibility& one : list.subspan(1))
        if (read(one.mind) != common) return otherwise;
    return common;
}

}  // namespace

MindId first_state(Session& session) {
    return session.impl().start;
}

MindId successor(Session& session, MindId state, const model::GroundEvent& action) {
    EventIndex index = session.impl().ground->find_event(action);
    if (!index.valid()) return state;
    // Somebody who imagines goes on in the worlds where the plan may still go well.
    Prospects* prospects = session.impl().explainer->prospects();
    if (StateStore::is_belief(state))
        return StateStore::as_prospect(
            prospects->after(prospects->prospect_of(state), prospects->action_of(index)));
    return session.impl().dynamics->successor(state, index);
}

MindId prospect(Session& session, MindId belief) {
    Prospects* prospects = session.impl().explainer->prospects();
    return prospects ? StateStore::as_prospect(prospects->prospect_of(belief)) : belief;
}

MindId asked_for(Session& session, MindId prospect, const model::GroundEvent& action,
                 model::EntityId character) {
    const StateStore& store = *session.impl().store;
    Prospects* prospects = session.impl().explainer->prospects();
    if (!prospects) return store.asked_in(prospect, character);
    if (store.owner(store.first_of(prospect)) == character) return prospect;
    EventIndex index = session.impl().ground->find_event(action);
    MindId world =
        index.valid() ? prospects->tried_in(prospect, prospects->action_of(index)) : MindId::none();
    if (!world.valid()) world = store.first_of(prospect);
    return StateStore::as_prospect(prospects->prospect_of(store.mind_of(world, character)));
}

Account account(Session& session, MindId asked, std::span<const model::GroundEvent> plan,
                const ReasonLimits& limits) {
    Explainer& explainer = *session.impl().explainer;
    explainer.set_belief_limit(limits.belief);
    Prospects& prospects = *explainer.prospects();
    MindId prospect = prospects.prospect_of(asked);
    std::vector<EventIndex> actions;
    Account result;
    auto known = [](bool is_known, const model::Fraction& value) {
        return is_known ? std::optional(value) : std::nullopt;
    };
    Prospects::Worth start = prospects.worth_now(prospect, limits.character);
    result.start = known(start.is_known, start.value);
    result.start_outlook = known(start.outlook_is_known, start.outlook);
    for (const model::GroundEvent& event : plan) {
        EventIndex index = session.impl().ground->find_event(event);
        if (!index.valid()) return result;
        actions.push_back(prospects.action_of(index));
    }
    Prospects::Worth end = prospects.worth_of(prospect, actions, limits.character, result.goes_well);
    result.end = known(end.is_known, end.value);
    result.end_outlook = known(end.outlook_is_known, end.outlook);
    return result;
}

model::Fraction chance_of(Session& session, MindId state, const model::GroundEvent& event) {
    EventIndex index = session.impl().ground->find_event(event);
    return index.valid() ? session.impl().dynamics->chance_of(index, state) : model::Fraction{1, 1};
}

bool possible(Session& session, MindId mind, const model::GroundEvent& action) {
    EventIndex index = session.impl().ground->find_event(action);
    if (!index.valid()) return false;
    Dynamics& dynamics = *session.impl().dynamics;
    return StateStore::is_belief(mind) ? dynamics.can_be_tried(index, mind) : dynamics.possible(index, mind);
}

std::vector<model::GroundEvent> possible_actions(Session& session, MindId mind) {
    std::vector<EventIndex> possible;
    Possibility room;
    for (const Possibility& one : session.impl().store->possibilities(mind, room)) {
        auto here = session.impl().dynamics->possible_actions(one.mind);
        possible.insert(possible.end(), here.begin(), here.end());
    }
    std::ranges::sort(possible);
    auto same = std::ranges::unique(possible);
    possible.erase(same.begin(), same.end());
    std::vector<model::GroundEvent> result;
    for (EventIndex action : possible)
        result.push_back(session.impl().ground->ground_event(action));
    return result;
}

MindId asked_in(Session& session, MindId world, model::EntityId character) {
    return session.impl().store->asked_in(world, character);
}

MindId mind_of(Session& session, MindId mind, model::EntityId character) {
    const StateStore& store = *session.impl().store;
    if (!StateStore::is_belief(mind)) return store.mind_of(mind, character);
    if (store.owner(store.first_of(mind)) == character) return mind;
    Possibility room;
    std::vector<Possibility> together;
    auto list = store.possibilities(mind, room);
    for (const Possibility& one : list) {
        MindId below = store.mind_of(one.mind, character);
        if (below == one.mind) return mind;  // at the greatest depth
        Possibility room_below;
        // All shares are made parts of the same number.
        std::int64_t scale = one.weight;
        for (const Possibility& other : list) {
            if (other.mind == one.mind) continue;
            std::int64_t theirs = 0;
            for (const Possibility& deep :
                 store.possibilities(store.mind_of(other.mind, character), room_below))
                theirs += deep.weight;
            if (__builtin_mul_overflow(scale, theirs, &scale))
                session.impl().budget.request_stop(Stop::weights);
        }
        for (const Possibility& deep : store.possibilities(below, room_below)) {
            together.push_back(deep);
            if (__builtin_mul_overflow(together.back().weight, scale, &together.back().weight))
                session.impl().budget.request_stop(Stop::weights);
        }
    }
    return session.impl().dynamics->belief(std::move(together));
}

std::vector<HeldPossible> possibilities(Session& session, MindId belief) {
    std::vector<HeldPossible> result;
    Possibility room;
    for (const Possibility& one : session.impl().store->possibilities(belief, room))
        result.push_back({one.mind, one.weight});
    return result;
}

bool is_uncertain(const Session& session) {
    const GroundWorld* ground = session.impl().ground.get();
    return ground ? ground->is_uncertain() : model::is_uncertain(session.world());
}

model::Value value(Session& session, MindId mind, model::PropertyId property,
                   const std::vector<model::Value>& arguments) {
    GroundWorld& ground = *session.impl().ground;
    Code constant = kUnknown;
    FluentId fluent = ground.find_fluent(property, arguments, constant);
    if (!fluent.valid()) return ground.codes().decode(constant);
    Code code = session.impl().dynamics->evaluator().common_value(mind, fluent);
    // In this sense nobody is unsure of a condition: it holds in all possibilities, or it does not.
    bool is_condition = session.world()[property].type == model::kBoolean;
    return ground.codes().decode(code == kUnknown && is_condition ? kFalse : code);
}

std::optional<double> utility(Session& session, MindId mind, model::EntityId character) {
    double unknown = std::numeric_limits<double>::quiet_NaN();
    double utility = agreed_value(
        session, mind, unknown, [&](MindId one) { return session.impl().dynamics->utility(one, character); });
    return std::isnan(utility) ? std::nullopt : std::optional<double>(utility);
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
    session.impl().explainer->start_description();  // the old description is in another plan's table
    return session.impl().explainer->describe_one(mind, index, budget, plan);
}

MindId with_value(Session& session, MindId state, std::span<const model::EntityId> believers,
                  model::PropertyId property, const std::vector<model::Value>& arguments,
                  const model::Value& value) {
    GroundWorld& ground = *session.impl().ground;
    Code constant = kUnknown;
    FluentId fluent = ground.find_fluent(property, arguments, constant);
    if (!fluent.valid()) return state;
    if (!believers.empty() && believers[0] == session.impl().store->owner(state))
        believers = believers.subspan(1);
    return session.impl().dynamics->imposed(state, believers, fluent, ground.codes().encode(value));
}

model::Value evaluate(Session& session, MindId mind, const model::World& formulas, model::ExprId expr) {
    Session::Impl& impl = session.impl();
    Bindings unbound(formulas.variables.size());
    FormulaId compiled = Compiler(*impl.ground, formulas).value(expr, unbound);
    bool is_condition = formulas[expr].type == model::kBoolean;
    Code code = agreed_value(session, mind, is_condition ? kFalse : kUnknown,
                             [&](MindId one) { return impl.dynamics->evaluator().value(compiled, one); });
    return impl.ground->codes().decode(code);
}

namespace {

/// Puts a question to the explainer with so much effort. The answer is unknown if that, or the budget, was not enough.
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
    if (!index.valid() || !possible(session, mind, action)) return Known::no;
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

Budget& budget_of(Session& session) {
    return session.impl().budget;
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
