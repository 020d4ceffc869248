#include "lang/stated_beliefs.h"

#include <algorithm>
#include <map>

namespace wt::lang {

using namespace model;

namespace {

/// A constant or variable.
using Term = std::pair<Value, VariableId>;
using Variables = std::set<VariableId>;
using Told = std::map<Term, Variables>;

class Collector {
  public:
    explicit Collector(const World& world) : world_(world) {}

    Told told(EffectId id) const {
        const Effect& effect = world_[id];
        switch (effect.kind) {
            case EffectKind::assign:
            case EffectKind::possibly:
            case EffectKind::learn:
                return effect.believers.empty() ? Told{} : to_first(effect.believers[0], about(id));
            case EffectKind::believes:
                return to_first(effect.believers[0], about(effect.children[0]));
            case EffectKind::choose:
                return chosen(effect);
            case EffectKind::all:
            case EffectKind::forall:
            case EffectKind::everybody:
                break;
        }
        Told result;
        for (EffectId child : effect.children)
            for (auto& [believer, variables] : told(child))
                result[believer].insert(variables.begin(), variables.end());
        return result;
    }

  private:
    Term term(ExprId id) const { return {world_[id].value, world_[id].variable}; }

    void add(ExprId id, Variables& variables) const {
        if (world_[id].kind == ExprKind::variable) variables.insert(world_[id].variable);
    }

    Told to_first(ExprId believer, Variables variables) const {
        add(believer, variables);
        return {{term(believer), std::move(variables)}};
    }

    /// Collects what the assignments in it name, of whatever fluents; a value that is read from the world names
    /// nothing.
    Variables about(EffectId id) const {
        const Effect& effect = world_[id];
        if (effect.kind == EffectKind::choose) return common(effect);
        Variables result;
        for (ExprId believer : effect.believers)
            add(believer, result);
        for (ExprId argument : effect.arguments)
            add(argument, result);
        if (effect.value.valid()) add(effect.value, result);
        for (ExprId alternative : effect.alternatives)
            add(alternative, result);
        for (EffectId child : effect.children) {
            Variables inner = about(child);
            result.insert(inner.begin(), inner.end());
        }
        return result;
    }

    bool is_nothing(EffectId id) const {
        const Effect& effect = world_[id];
        return effect.kind == EffectKind::all && effect.children.empty();
    }

    /// Collects what every branch names that does anything.
    Variables common(const Effect& effect) const {
        Variables result;
        bool is_first = true;
        for (EffectId child : effect.children) {
            if (is_nothing(child)) continue;
            Variables branch = about(child);
            if (is_first) result = branch;
            std::erase_if(result, [&](VariableId one) { return !branch.contains(one); });
            is_first = false;
        }
        return result;
    }

    /// Collects, for each believer, what every branch tells that tells them anything.
    Told chosen(const Effect& effect) const {
        Told result;
        for (EffectId child : effect.children)
            for (auto& [believer, variables] : told(child)) {
                auto [known, is_new] = result.emplace(believer, variables);
                if (!is_new)
                    std::erase_if(known->second, [&](VariableId one) { return !variables.contains(one); });
            }
        return result;
    }

    const World& world_;
};

}  // namespace

StatedBeliefs stated_beliefs(const World& world, const Event& event) {
    StatedBeliefs result;
    Told told = Collector(world).told(event.effect);
    result.any = !told.empty();
    for (std::uint32_t i = 0; i < event.formals.size(); ++i) {
        VariableId variable = event.formals[i].variable;
        auto tells = [&](const auto& one) { return one.second.contains(variable); };
        if (variable.valid() && result.any && std::ranges::all_of(told, tells)) result.formals.insert(i);
    }
    return result;
}

}  // namespace wt::lang
