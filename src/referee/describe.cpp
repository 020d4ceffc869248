#include "referee/describe.h"

#include "model/print.h"
#include "referee/evaluate.h"
#include "referee/happen.h"

namespace wt::referee {

using namespace model;

std::string quoted(const std::string& name) {
    return "`" + name + "`";
}
std::string quoted(const World& world, const GroundEvent& event) {
    return quoted(to_text(world, event));
}
std::string quoted(const World& world, EntityId character) {
    return quoted(world[character].name);
}

std::string in_mind_of(const World& world, std::span<const EntityId> believers) {
    if (believers.empty()) return "";
    std::string text = " in " + quoted(world, believers.back()) + "'s mind";
    for (std::size_t i = believers.size() - 1; i-- > 0;) {
        text += i + 2 == believers.size() ? " as " : " in the opinion of ";
        text += quoted(world, believers[i]);
        if (i + 2 == believers.size()) text += " sees it";
    }
    return text;
}

namespace {

/// Returns the expression with the variables in force replaced by their values.
std::string ground_text(const World& world, const Bindings& scope, ExprId id) {
    World copy = world;
    for (Expr& expr : copy.exprs) {
        if (expr.kind != ExprKind::variable) continue;
        for (const Bindings* at = &scope; at != nullptr && expr.kind == ExprKind::variable; at = at->outer)
            for (const Bound& bound : at->here)
                if (bound.variable == expr.variable) {
                    expr.kind = ExprKind::constant;
                    expr.value = bound.value;
                }
    }
    return to_text(copy, id);
}

struct Finder {
    const Context& context;

    /// Returns the smallest part that alone makes the condition false.
    std::string find(MindId mind, const Chain& believers, const Bindings& scope, ExprId id,
                     bool negated) const {
        const Expr& expr = context.world[id];
        bool is_conjunction = expr.kind == (negated ? ExprKind::disjunction : ExprKind::conjunction);
        bool is_forall = expr.kind == (negated ? ExprKind::exists : ExprKind::forall);
        if (is_conjunction) {
            for (ExprId child : expr.children)
                if (!holds(context, mind, scope, child, negated))
                    return find(mind, believers, scope, child, negated);
        }
        if (is_forall) {
            for (const Value& value : context.values_of[context.world[expr.variable].type.index()]) {
                Bound bound{expr.variable, value};
                Bindings inner{{&bound, 1}, &scope};
                if (!holds(context, mind, inner, expr.children[0], negated))
                    return find(mind, believers, inner, expr.children[0], negated);
            }
        }
        if (expr.kind == ExprKind::negation) return find(mind, believers, scope, expr.children[0], !negated);
        if (expr.kind == ExprKind::believes) {
            EntityId character = term_value(context, scope, expr.children[0]).as_entity();
            Possibilities possibilities = context.minds.possibilities(context.believed(mind, character));
            // One of several pictures is enough to be unsure, but all of them are needed to be sure of nothing.
            if (possibilities.size() == 1 || !negated)
                for (const Possibility& possibility : possibilities)
                    if (!holds(context, possibility.mind, scope, expr.children[1], negated))
                        return find(possibility.mind, longer(believers, character), scope, expr.children[1],
                                    negated);
        }
        std::string text = ground_text(context.world, scope, id);
        if (negated) text = "!(" + text + ")";
        return quoted(text) + " is false" + in_mind_of(context.world, believers);
    }
};

}  // namespace

std::string what_is_false(const Context& context, MindId belief, const Occurrence& event,
                          std::span<const EntityId> believers) {
    Chain chain(believers.begin(), believers.end());
    const Event& declared = context.world[event.ground.event];
    MindId mind = context.minds.possibilities(belief).front().mind;
    Finder finder{context};
    for (ExprId condition : {declared.precondition, declared.hidden})
        if (condition.valid() && !holds(context, mind, event.scope(), condition))
            return finder.find(mind, chain, event.scope(), condition, false);
    if (!event.ground.fails && declared.success.valid())
        return finder.find(mind, chain, event.scope(), declared.success, false) + ", so that it fails";
    return "nothing keeps it from success";
}

}  // namespace wt::referee
