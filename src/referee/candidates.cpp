#include "referee/candidates.h"

#include <algorithm>

#include "referee/dependencies.h"
#include "referee/evaluate.h"
#include "referee/relaxed.h"

namespace wt::referee {

using namespace model;

namespace {

/// Does the expression, or a part of it, have a property?
template <class Property>
bool any_part(const World& world, ExprId id, Property property) {
    return property(world[id]) || std::ranges::any_of(world[id].children, [&](ExprId child) {
               return any_part(world, child, property);
           });
}

bool speaks_of_beliefs(const World& world, ExprId id) {
    return any_part(world, id, [](const Expr& expr) {
        return expr.kind == ExprKind::believes || expr.kind == ExprKind::might || expr.kind == ExprKind::odds;
    });
}

bool reads_fluents(const World& world, ExprId id) {
    return any_part(world, id, [](const Expr& expr) { return expr.kind == ExprKind::fluent; });
}

/// Collects the parts of a conjunction, those of conjunctions in it included.
void split(const World& world, ExprId id, std::vector<ExprId>& parts) {
    if (world[id].kind != ExprKind::conjunction) return parts.push_back(id);
    for (ExprId child : world[id].children)
        split(world, child, parts);
}

}  // namespace

const std::vector<std::uint32_t>& Candidates::actions(MindId mind) {
    return find(actions_, context_.actions, context_.action_count, mind);
}

const std::vector<std::uint32_t>& Candidates::triggers(MindId mind) {
    return find(triggers_, context_.triggers, context_.triggers.size(), mind);
}

const std::vector<std::uint32_t>& Candidates::all_actions() {
    prepare(actions_, context_.actions, context_.action_count);
    return actions_.all;
}

const std::vector<std::uint32_t>& Candidates::all_triggers() {
    prepare(triggers_, context_.triggers, context_.triggers.size());
    return triggers_.all;
}

void Candidates::narrow(MindId first_state) {
    std::optional<EverPossible> ever = ever_possible(context_, first_state);
    if (!ever || context_.halted()) return;
    keep(actions_, std::move(ever->actions));
    keep(triggers_, std::move(ever->triggers));
    context_.dependencies =
        std::make_unique<Dependencies>(context_);  // what it holds of the others is of no use
}

/// The events found so far stay right: they hold more than they must.
void Candidates::keep(Kind& kind, std::vector<std::uint32_t> all) {
    std::erase_if(kind.events,
                  [&](const Event& event) { return !std::ranges::binary_search(all, event.index); });
    kind.all = std::move(all);
}

const std::vector<std::uint32_t>& Candidates::find(Kind& kind, const std::vector<Occurrence>& events,
                                                   std::size_t count, MindId mind) {
    ValuesId values = context_[mind].values;
    auto known = kind.found.find(values);
    if (known != kind.found.end()) return known->second;
    prepare(kind, events, count);
    std::vector<std::uint32_t> candidates;
    for (const Event& event : kind.events) {
        Bindings scope = events[event.index].scope();
        if (std::ranges::all_of(event.parts, [&](ExprId part) { return holds(context_, mind, scope, part); }))
            candidates.push_back(event.index);
    }
    context_.budget.charge_bytes(static_cast<std::int64_t>(candidates.size() * sizeof(std::uint32_t) + 64));
    return kind.found.emplace(values, std::move(candidates)).first->second;
}

bool Candidates::has_rest(const Kind& kind, MindId mind, std::uint32_t index) const {
    const std::vector<Occurrence>& events = &kind == &actions_ ? context_.actions : context_.triggers;
    Bindings scope = events[index].scope();
    return std::ranges::all_of(kind.rest[index],
                               [&](ExprId part) { return holds(context_, mind, scope, part); });
}

void Candidates::prepare(Kind& kind, const std::vector<Occurrence>& events, std::size_t count) {
    if (kind.is_ready) return;
    kind.is_ready = true;
    const MindId any(std::size_t{0});  // what reads no fluents reads no mind
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<ExprId> parts;
        const model::Event& declared = context_.world[events[i].ground.event];
        split(context_.world, declared.precondition, parts);
        auto rest = std::ranges::stable_partition(
            parts, [&](ExprId part) { return !speaks_of_beliefs(context_.world, part); });
        kind.rest.emplace_back(rest.begin(), rest.end());
        parts.erase(rest.begin(), rest.end());
        if (declared.hidden.valid()) kind.rest.back().push_back(declared.hidden);
        Bindings scope = events[i].scope();
        auto is_fixed = [&](ExprId part) { return !reads_fluents(context_.world, part); };
        bool is_possible = std::ranges::all_of(
            parts, [&](ExprId part) { return !is_fixed(part) || holds(context_, any, scope, part); });
        if (!is_possible) continue;
        std::erase_if(parts, is_fixed);
        kind.all.push_back(static_cast<std::uint32_t>(i));
        kind.events.push_back({static_cast<std::uint32_t>(i), std::move(parts)});
        context_.budget.charge_bytes(sizeof(Event) + 32);
    }
}

}  // namespace wt::referee
