// Conditions that are short for others about what characters believe: `mistaken` and `both_know`.

#include "lang/check_context.h"

namespace wt::lang {

using namespace model;

namespace {

ExprId add_believes(CheckContext& context, ExprId character, ExprId inner, Span span) {
    Expr expr;
    expr.kind = ExprKind::believes;
    expr.type = context.world[inner].type;
    expr.children = {character, inner};
    expr.span = span;
    return add_expr(context, std::move(expr));
}

/// `believes(character, value) != value`.
ExprId add_differs(CheckContext& context, ExprId character, ExprId value, Span span) {
    Expr expr;
    expr.kind = ExprKind::comparison;
    expr.compare = Compare::not_equal;
    expr.type = kBoolean;
    expr.children = {add_believes(context, character, value, span), value};
    expr.span = span;
    return add_expr(context, std::move(expr));
}

/// There are arguments with which they are wrong about the property.
ExprId wrong_about(CheckContext& context, ExprId character, PropertyId id, Span span) {
    Expr fluent;
    fluent.kind = ExprKind::fluent;
    fluent.property = id;
    fluent.type = context.world[id].type;
    fluent.span = span;
    std::vector<VariableId> variables;
    const std::vector<Formal> formals = context.world[id].formals;
    for (const Formal& formal : formals) {
        if (formal.is_fixed()) {
            TypeId type = formal.fixed.is_boolean() ? kBoolean : formal.fixed.is_number() ? kNumber : kEntity;
            fluent.children.push_back(add_constant(context, formal.fixed, type, span));
            continue;
        }
        variables.push_back(VariableId(context.world.variables.size()));
        context.world.variables.push_back({context.world[formal.variable].name, formal.type, span});
        context.variable_used.push_back(true);
        Expr variable;
        variable.kind = ExprKind::variable;
        variable.variable = variables.back();
        variable.type = formal.type;
        variable.span = span;
        fluent.children.push_back(add_expr(context, std::move(variable)));
    }
    context.property_read[id.index()] = true;
    ExprId result = add_differs(context, character, add_expr(context, std::move(fluent)), span);
    for (auto variable = variables.rbegin(); variable != variables.rend(); ++variable) {
        Expr exists;
        exists.kind = ExprKind::exists;
        exists.type = kBoolean;
        exists.variable = *variable;
        exists.children = {result};
        exists.span = span;
        result = add_expr(context, std::move(exists));
    }
    return result;
}

}  // namespace

ExprId check_mistaken(CheckContext& context, NodeId id) {
    const Node& node = context.tree[id];
    Span span = context.tree.span(id);
    ExprId character = check_character(context, node.children[0]);
    if (node.children.size() > 1) {
        ExprId value = check_expression(context, node.children[1]);
        if (!character.valid() || !value.valid()) return ExprId::none();
        return add_differs(context, character, value, span);
    }
    if (!character.valid()) return character;
    Expr any;
    any.kind = ExprKind::disjunction;
    any.type = kBoolean;
    any.span = span;
    std::size_t count = context.world.properties.size();
    for (std::size_t i = 0; i < count; ++i)
        any.children.push_back(wrong_about(context, character, PropertyId(i), span));
    return add_expr(context, std::move(any));
}

ExprId check_both_know(CheckContext& context, NodeId id) {
    const Node& node = context.tree[id];
    Span span = context.tree.span(id);
    ExprId one = check_character(context, node.children[0]);
    ExprId other = check_character(context, node.children[1]);
    ExprId what = check_condition(context, node.children[2]);
    if (!one.valid() || !other.valid() || !what.valid()) return ExprId::none();
    ExprId one_does = add_believes(context, one, what, span);
    ExprId other_does = add_believes(context, other, what, span);
    Expr all;
    all.kind = ExprKind::conjunction;
    all.type = kBoolean;
    all.span = span;
    all.children = {what, one_does, other_does, add_believes(context, one, other_does, span),
                    add_believes(context, other, one_does, span)};
    return add_expr(context, std::move(all));
}

}  // namespace wt::lang
