// This checks conditions about what characters believe: `might` and `odds`, and those that are short for others,
// `mistaken`, `both_know` and `knows`.

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

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

/// Makes `believes(character, value) != value`.
ExprId add_differs(CheckContext& context, ExprId character, ExprId value, Span span) {
    Expr expr;
    expr.kind = ExprKind::comparison;
    expr.compare = Compare::not_equal;
    expr.type = kBoolean;
    expr.children = {add_believes(context, character, value, span), value};
    expr.span = span;
    return add_expr(context, std::move(expr));
}

/// Makes the condition that there are arguments with which the character is wrong about the property.
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

/// This holds `character`'s mind and the condition about it, checked; invalid where one is wrong.
struct MindCondition {
    ExprId character;
    ExprId condition;

    bool valid() const { return character.valid() && condition.valid(); }
};

MindCondition check_mind_condition(CheckContext& context, NodeId id) {
    ExprId character = check_character(context, context.tree[id].children[0]);
    return {character, check_condition(context, context.tree[id].children[1])};
}

ExprId add_joined(CheckContext& context, ExprKind kind, std::vector<ExprId> parts, Span span) {
    Expr expr;
    expr.kind = kind;
    expr.type = kBoolean;
    expr.children = std::move(parts);
    expr.span = span;
    return add_expr(context, std::move(expr));
}

ExprId add_comparison(CheckContext& context, Compare compare, ExprId left, ExprId right, Span span) {
    Expr expr;
    expr.kind = ExprKind::comparison;
    expr.compare = compare;
    expr.type = kBoolean;
    expr.children = {left, right};
    expr.span = span;
    return add_expr(context, std::move(expr));
}

/// Returns what the comparison says with its sides exchanged.
Compare mirrored(Compare compare) {
    switch (compare) {
        case Compare::greater:
            return Compare::less;
        case Compare::greater_equal:
            return Compare::less_equal;
        case Compare::less:
            return Compare::greater;
        case Compare::less_equal:
            return Compare::greater_equal;
        default:
            return compare;
    }
}

Compare compare_of(std::string_view symbol) {
    for (Compare compare : {Compare::equal, Compare::not_equal, Compare::greater, Compare::greater_equal,
                            Compare::less, Compare::less_equal})
        if (symbol_of(compare) == symbol) return compare;
    return Compare::equal;
}

/// Is it a number, or one number divided by another?
bool is_fraction(const SyntaxTree& tree, NodeId id) {
    id = without_brackets(tree, id);
    const Node& node = tree[id];
    auto is_number = [&](NodeId part) {
        return tree[part].kind == NodeKind::literal && tree.tokens[tree[part].main].kind == TokenKind::number;
    };
    if (node.kind == NodeKind::arithmetic)
        return node.children.size() == 2 && tree.name(id) == "/" && is_number(node.children[0]) &&
               is_number(node.children[1]);
    return node.kind == NodeKind::fraction || is_number(id);
}

}  // namespace

FractionId add_fraction(CheckContext& context, Fraction fraction) {
    context.world.fractions.push_back(fraction);
    return FractionId(context.world.fractions.size() - 1);
}

std::optional<Fraction> check_fraction(CheckContext& context, NodeId id) {
    id = without_brackets(context.tree, id);
    const Node& node = context.tree[id];
    auto part = [&](NodeId literal) -> std::optional<Fraction> {
        // A whole number is read as it stands: a `double` would round it to 53 bits.
        std::string_view text = context.tree.name(literal);
        std::int64_t whole = 0;
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
        bool is_whole = end == text.data() + text.size();
        if (!is_whole) return fraction_of(number_value(text));
        return error == std::errc() ? make_fraction(whole, 1) : std::nullopt;
    };
    bool is_one = node.kind == NodeKind::literal;
    std::optional<Fraction> result = part(is_one ? id : node.children[0]);
    if (result && !is_one && node.children.size() > 1) {
        std::optional<Fraction> under = part(node.children[1]);
        std::optional<Fraction> inverse =
            under ? make_fraction(under->denominator, under->numerator) : std::nullopt;
        result = inverse ? multiply(*result, *inverse) : std::nullopt;
    }
    if (!result)
        context.report(DiagnosticCode::bad_number, context.tree.span(id),
                       "this is no fraction of two whole numbers that fit in 64 bits");
    return result;
}

ExprId check_might(CheckContext& context, NodeId id) {
    MindCondition parts = check_mind_condition(context, id);
    if (!parts.valid()) return ExprId::none();
    Expr expr;
    expr.kind = ExprKind::might;
    expr.type = kBoolean;
    expr.children = {parts.character, parts.condition};
    expr.span = context.tree.span(id);
    return add_expr(context, std::move(expr));
}

ExprId check_knows(CheckContext& context, NodeId id) {
    Span span = context.tree.span(id);
    ExprId character = check_character(context, context.tree[id].children[0]);
    ExprId value = check_expression(context, context.tree[id].children[1]);
    if (!character.valid() || !value.valid()) return ExprId::none();
    ExprId believed = add_believes(context, character, value, span);
    if (context.world[value].type != kBoolean) {
        ExprId agrees = add_comparison(context, Compare::equal, believed, value, span);
        ExprId unknown = add_constant(context, Value::unknown(), kEntity, span);
        ExprId is_known = add_comparison(context, Compare::not_equal, value, unknown, span);
        return add_joined(context, ExprKind::conjunction, {agrees, is_known}, span);
    }
    ExprId opposite = add_joined(context, ExprKind::negation, {value}, span);
    ExprId denied = add_believes(context, character, opposite, span);
    ExprId rightly = add_joined(context, ExprKind::conjunction, {believed, value}, span);
    ExprId rightly_not = add_joined(context, ExprKind::conjunction, {denied, opposite}, span);
    return add_joined(context, ExprKind::disjunction, {rightly, rightly_not}, span);
}

bool compares_odds(const CheckContext& context, NodeId id) {
    for (NodeId child : context.tree[id].children)
        if (context.tree[without_brackets(context.tree, child)].kind == NodeKind::odds) return true;
    return false;
}

ExprId check_odds(CheckContext& context, NodeId id) {
    const SyntaxTree& tree = context.tree;
    std::vector<NodeId> sides = tree[id].children;
    bool is_pair = sides.size() == 2;
    bool is_left = is_pair && tree[without_brackets(tree, sides[0])].kind == NodeKind::odds;
    NodeId constant = is_left ? sides.back() : sides[0];
    if (!is_pair || !is_fraction(tree, constant)) {
        Diagnostic& d = context.report(DiagnosticCode::type_mismatch, tree.span(is_pair ? constant : id),
                                       "odds can only be compared with a constant fraction");
        d.expected = "a fraction such as `1/2`";
        return ExprId::none();
    }
    MindCondition parts =
        check_mind_condition(context, without_brackets(tree, is_left ? sides[0] : sides[1]));
    std::optional<Fraction> fraction = check_fraction(context, constant);
    if (!parts.valid() || !fraction) return ExprId::none();
    if (fraction->numerator < 0 || fraction->numerator > fraction->denominator) {
        Diagnostic& d =
            context.report(DiagnosticCode::bad_number, tree.span(constant), "odds are a number from 0 to 1");
        d.found = fmt::format("`{}`", context.tree.source->text(tree.span(constant)));
        d.hint = "nine in ten is `9/10`";
        return ExprId::none();
    }
    Expr expr;
    expr.kind = ExprKind::odds;
    expr.type = kBoolean;
    expr.compare = is_left ? compare_of(tree.name(id)) : mirrored(compare_of(tree.name(id)));
    expr.fraction = add_fraction(context, *fraction);
    expr.children = {parts.character, parts.condition};
    expr.span = tree.span(id);
    return add_expr(context, std::move(expr));
}

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
