// Parameters that make a detour count as needed.
//
// `go(who, from, to)` needs `at(who) == from`. Whoever wants to be at the market then has a reason to go to the prison
// first: the second step begins there, `go(Ann, Prison, Market)`, so that the first cannot be left out. `go(who, to)` has no such
// reasons, for the second step is then possible without the first (docs/semantics.md, 9.4). It is pointed out where nothing
// else depends on the parameter, so that leaving it out costs nothing, and somebody's utility looks at where they are.

#include <algorithm>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

/// Fewer places leave no room for a detour.
constexpr std::size_t kLeastPlaces = 3;

class DetourFinder {
  public:
    explicit DetourFinder(CheckContext& context) : context_(context), world_(context.world) {}

    void find() {
        for (const Event& event : world_.events)
            if (!event.is_trigger && !event.consenting.empty() && !are_prudent()) look_at(event);
    }

  private:
    bool are_prudent() const { return std::ranges::all_of(world_.tempers, &Temper::prudent); }

    bool is_variable(ExprId id, VariableId variable) const {
        return id.valid() && world_[id].kind == ExprKind::variable && world_[id].variable == variable;
    }
    bool mentions(ExprId id, VariableId variable) const {
        if (!id.valid()) return false;
        return is_variable(id, variable) || std::ranges::any_of(world_[id].children, [&](ExprId child) {
                   return mentions(child, variable);
               });
    }
    bool mentions(EffectId id, VariableId variable) const {
        if (!id.valid()) return false;
        const Effect& effect = world_[id];
        auto does = [&](const auto& parts) {
            return std::ranges::any_of(parts, [&](auto part) { return mentions(part, variable); });
        };
        return mentions(effect.value, variable) || does(effect.believers) || does(effect.arguments) ||
               does(effect.tests) || does(effect.alternatives) || does(effect.children);
    }
    bool reads(ExprId id, PropertyId property) const {
        const Expr& expr = world_[id];
        if (expr.kind == ExprKind::fluent && expr.property == property) return true;
        return std::ranges::any_of(expr.children, [&](ExprId child) { return reads(child, property); });
    }

    void collect(ExprId id, std::vector<ExprId>& conjuncts) const {
        if (world_[id].kind != ExprKind::conjunction) return conjuncts.push_back(id);
        for (ExprId child : world_[id].children)
            collect(child, conjuncts);
    }

    /// The fluent of one of the consenting whose value the conjunct says to be the variable; none: it says something else.
    ExprId place_in(ExprId conjunct, VariableId variable, const Event& event) const {
        const Expr& expr = world_[conjunct];
        if (expr.kind != ExprKind::comparison || expr.compare != Compare::equal) return ExprId::none();
        for (std::size_t side : {0, 1}) {
            const Expr& fluent = world_[expr.children[side]];
            if (fluent.kind != ExprKind::fluent || fluent.children.size() != 1) continue;
            const Expr& whose = world_[fluent.children[0]];
            bool is_own = whose.kind == ExprKind::variable &&
                          std::ranges::any_of(event.consenting,
                                              [&](ExprId one) { return is_variable(one, whose.variable); });
            if (is_own && is_variable(expr.children[1 - side], variable)) return expr.children[side];
        }
        return ExprId::none();
    }
    /// `from != to`
    bool only_tells_apart(ExprId conjunct) const {
        const Expr& expr = world_[conjunct];
        return expr.kind == ExprKind::comparison && expr.compare == Compare::not_equal &&
               std::ranges::all_of(expr.children,
                                   [&](ExprId side) { return world_[side].kind == ExprKind::variable; });
    }
    /// Does the effect give the fluent the value of another parameter?
    bool moves(EffectId id, const Expr& place, TypeId from) const {
        const Effect& effect = world_[id];
        if (effect.kind == EffectKind::all)
            return std::ranges::any_of(effect.children,
                                       [&](EffectId child) { return moves(child, place, from); });
        return effect.kind == EffectKind::assign && effect.believers.empty() &&
               effect.property == place.property &&
               is_variable(effect.arguments[0], world_[place.children[0]].variable) &&
               world_[effect.value].kind == ExprKind::variable &&
               may_go_on(world_[world_[effect.value].variable].type, from);
    }
    /// Can what one comes to be what one leaves?
    bool may_go_on(TypeId to, TypeId from) const {
        return world_.is_subtype(to, from) || world_.is_subtype(from, to);
    }

    void look_at(const Event& event) {
        std::vector<ExprId> conjuncts;
        collect(event.precondition, conjuncts);
        for (const Formal& formal : event.formals) {
            if (formal.is_fixed() || world_.values_of(formal.type).size() < kLeastPlaces) continue;
            ExprId place;
            bool is_needed =
                mentions(event.effect, formal.variable) || mentions(event.failure, formal.variable) ||
                mentions(event.hidden, formal.variable) || mentions(event.success, formal.variable);
            for (ExprId conjunct : conjuncts) {
                ExprId found = place_in(conjunct, formal.variable, event);
                if (found.valid() && !place.valid())
                    place = found;
                else
                    is_needed =
                        is_needed || (mentions(conjunct, formal.variable) && !only_tells_apart(conjunct));
            }
            if (place.valid() && !is_needed && moves(event.effect, world_[place], formal.type) &&
                is_wanted(world_[place].property))
                tell(event, formal, place);
        }
    }
    bool is_wanted(PropertyId property) const {
        return std::ranges::any_of(world_.utilities,
                                   [&](const Utility& utility) { return reads(utility.value, property); });
    }

    void tell(const Event& event, const Formal& formal, ExprId place) {
        const std::string& name = world_[formal.variable].name;
        std::string fluent = to_text(world_, place);
        Diagnostic& d = context_.report(
            DiagnosticCode::inviting_detours, formal.span,
            fmt::format("`{}` invites detours: who wants to be somewhere may `{}` somewhere else first, "
                        "because from there they can go on",
                        name, event.name));
        d.hint =
            fmt::format("leave `{}` out: `{}` without it, with `{} != ...` for the place that they go to",
                        name, event.name, fluent);
    }

    CheckContext& context_;
    const World& world_;
};

}  // namespace

void check_detours(CheckContext& context) {
    if (context.diagnostics.has_errors() || context.dialect != Dialect::wrongtree) return;
    DetourFinder(context).find();
}

}  // namespace wt::lang
