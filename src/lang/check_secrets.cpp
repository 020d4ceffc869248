// This warns of secrets that somebody would conclude from what they see.
//
// Everybody who observes an action concludes that its precondition held. That gives away what they were to be wrong
// about, such as `wolf()` in the precondition of a deed that all see. It is pointed out for conjuncts that say outright
// what somebody believes otherwise at the start: of conditions that the action does not change (somebody who sees a
// fire put out may know that there was one), and of other values that no event changes (where everybody is changes all
// the time, and is no secret).

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

/// A ground fluent.
struct Fluent {
    PropertyId property;
    std::vector<Value> arguments;
    auto operator<=>(const Fluent&) const = default;
};

struct Said {
    Value value;
    Span span;
};

/// This holds what the statements say of the world, and of what each character believes, as far as it is plain.
class Start {
  public:
    explicit Start(const World& world) : world_(world), bound_(world.variables.size()) {
        for (EffectId id : world.first_state)
            walk(id, {}, false);
    }

    /// Here somebody believes something else than what is so. No secret is known if not all was looked at.
    struct Secret {
        EntityId character;
        Fluent fluent;
        Value truth;
        Span span;
    };
    std::vector<Secret> secrets() const {
        std::vector<Secret> result;
        if (steps_ > kMostSteps) return result;
        for (const auto& [key, said] : believed_) {
            const auto& [character, fluent] = key;
            auto found = real_.find(fluent);
            Value truth = found == real_.end() ? world_.default_of(fluent.property) : found->second.value;
            if (said.value != truth && !said.value.is_unknown())
                result.push_back({character, fluent, truth, said.span});
        }
        return result;
    }

  private:
    /// More than so many steps are not taken.
    static constexpr std::size_t kMostSteps = 100'000;

    std::optional<Value> value_of(ExprId id) const {
        const Expr& expr = world_[id];
        if (expr.kind == ExprKind::constant) return expr.value;
        if (expr.kind == ExprKind::variable) return bound_[expr.variable.index()];
        return std::nullopt;
    }

    void walk(EffectId id, std::vector<EntityId> chain, bool known) {
        if (++steps_ > kMostSteps) return;
        const Effect& effect = world_[id];
        for (ExprId believer : effect.believers) {
            EntityId who = value_of(believer)->as_entity();
            if (chain.empty() || chain.back() != who) chain.push_back(who);
        }
        switch (effect.kind) {
            case EffectKind::all:
            case EffectKind::believes:
            case EffectKind::everybody:
                for (EffectId child : effect.children)
                    walk(child, chain, known || effect.kind == EffectKind::everybody);
                return;
            case EffectKind::forall:
                for (const Value& value : world_.values_of(world_[effect.variable].type)) {
                    bound_[effect.variable.index()] = value;
                    walk(effect.children[0], chain, known);
                }
                return;
            case EffectKind::assign:
            case EffectKind::possibly:
                return say(effect, chain, known);
            case EffectKind::choose:
            case EffectKind::learn:
                return;
        }
    }

    void say(const Effect& effect, const std::vector<EntityId>& chain, bool known) {
        if (chain.size() > 1) return;
        Fluent fluent{effect.property, {}};
        for (ExprId argument : effect.arguments)
            fluent.arguments.push_back(*value_of(argument));
        // Somebody who is not sure is not wrong, and what is read from elsewhere is not looked into.
        std::optional<Value> value =
            effect.kind == EffectKind::assign ? value_of(effect.value) : std::optional<Value>();
        Said said{value.value_or(Value::unknown()), effect.span};
        if (!chain.empty()) {
            believed_[{chain[0], fluent}] = said;
            return;
        }
        if (known) std::erase_if(believed_, [&](const auto& entry) { return entry.first.second == fluent; });
        real_[fluent] = said;
    }

    const World& world_;
    std::vector<Value> bound_;
    std::map<Fluent, Said> real_;
    std::map<std::pair<EntityId, Fluent>, Said> believed_;
    std::size_t steps_ = 0;
};

/// This is what a conjunct says outright: that a fluent has a value, either of which may have variables.
struct Claim {
    ExprId fluent;
    Value value;
    VariableId variable;  ///< in place of the value
};

std::optional<Claim> claim_of(const World& world, ExprId id) {
    const Expr& expr = world[id];
    auto is_fluent = [&](ExprId part) { return world[part].kind == ExprKind::fluent; };
    if (expr.kind == ExprKind::fluent) return Claim{id, Value::boolean(true), {}};
    if (expr.kind == ExprKind::negation && is_fluent(expr.children[0]))
        return Claim{expr.children[0], Value::boolean(false), {}};
    if (expr.kind != ExprKind::comparison || expr.compare != Compare::equal) return std::nullopt;
    for (std::size_t side : {0u, 1u}) {
        const Expr& other = world[expr.children[1 - side]];
        if (!is_fluent(expr.children[side])) continue;
        if (other.kind == ExprKind::constant) return Claim{expr.children[side], other.value, {}};
        if (other.kind == ExprKind::variable) return Claim{expr.children[side], {}, other.variable};
    }
    return std::nullopt;
}

/// Can somebody who takes no part in it observe the event, as far as that can be seen without knowing who does?
bool may_observe(const World& world, const Event& event, ExprId id, EntityId who) {
    const Expr& expr = world[id];
    auto may = [&](ExprId child) { return may_observe(world, event, child, who); };
    if (expr.kind == ExprKind::conjunction) return std::ranges::all_of(expr.children, may);
    if (expr.kind == ExprKind::disjunction) return std::ranges::any_of(expr.children, may);
    if (expr.kind == ExprKind::constant) return expr.value.is_true();
    if (expr.kind != ExprKind::comparison || expr.compare != Compare::equal) return true;
    for (std::size_t side : {0u, 1u}) {
        if (world[expr.children[side]].variable != event.observer ||
            world[expr.children[side]].kind != ExprKind::variable)
            continue;
        const Expr& other = world[expr.children[1 - side]];
        if (other.kind == ExprKind::variable) return other.variable == event.observer;
        if (other.kind == ExprKind::constant) return other.value == Value::entity(who);
    }
    return true;
}

class SecretChecker {
  public:
    explicit SecretChecker(CheckContext& context)
        : context_(context), world_(context.world), secrets_(Start(world_).secrets()) {
        changed_.resize(world_.properties.size());
        for (const Event& event : world_.events)
            note_changes(event, changed_);
    }

    void check() {
        for (const Event& event : world_.events) {
            if (event.is_trigger) continue;
            changed_by_it_.assign(world_.properties.size(), false);
            note_changes(event, changed_by_it_);
            check(event, event.precondition);
        }
    }

  private:
    void note_changes(const Event& event, std::vector<bool>& changed) const {
        for (EffectId effect : {event.effect, event.failure})
            if (effect.valid()) note_changes(effect, changed);
    }
    void note_changes(EffectId id, std::vector<bool>& changed) const {
        const Effect& effect = world_[id];
        if (effect.property.valid()) changed[effect.property.index()] = true;
        for (EffectId child : effect.children)
            note_changes(child, changed);
    }

    void check(const Event& event, ExprId id) {
        if (world_[id].kind == ExprKind::conjunction) {
            for (ExprId child : std::vector<ExprId>(world_[id].children))
                check(event, child);
            return;
        }
        std::optional<Claim> claim = claim_of(world_, id);
        if (!claim) return;
        for (const Start::Secret& secret : secrets_)
            if (gives_away(event, *claim, secret)) return report(event, id, secret);
    }

    bool may_be(ExprId term, const Value& value) const {
        const Expr& expr = world_[term];
        return expr.kind == ExprKind::constant ? expr.value == value
                                               : world_.is_of_type(value, world_[expr.variable].type);
    }

    bool gives_away(const Event& event, const Claim& claim, const Start::Secret& secret) const {
        const Expr& fluent = world_[claim.fluent];
        if (fluent.property != secret.fluent.property) return false;
        const std::vector<bool>& changed = fluent.type == kBoolean ? changed_by_it_ : changed_;
        if (changed[fluent.property.index()]) return false;
        for (std::size_t i = 0; i < fluent.children.size(); ++i)
            if (!may_be(fluent.children[i], secret.fluent.arguments[i])) return false;
        bool is_true = claim.variable.valid() ? world_.is_of_type(secret.truth, world_[claim.variable].type)
                                              : claim.value == secret.truth;
        return is_true && !secret.truth.is_unknown() &&
               (!event.observer.valid() || may_observe(world_, event, event.observing, secret.character));
    }

    void report(const Event& event, ExprId id, const Start::Secret& secret) {
        Diagnostic& d =
            context_.report(DiagnosticCode::concluded_secret, world_[id].span,
                            fmt::format("`{}` may conclude `{}` from seeing `{}`",
                                        world_[secret.character].name, to_text(world_, id), event.name));
        d.labels.push_back({secret.span, "believes otherwise at the start"});
        d.hint = "what nobody is to conclude stands in `precondition hidden: ...;`";
    }

    CheckContext& context_;
    const World& world_;
    std::vector<Start::Secret> secrets_;
    std::vector<bool> changed_;        ///< of every property: by an event
    std::vector<bool> changed_by_it_;  ///< by the one that is checked
};

}  // namespace

void check_secrets(CheckContext& context) {
    if (context.dialect == Dialect::wrongtree && !context.diagnostics.has_errors())
        SecretChecker(context).check();
}

}  // namespace wt::lang
