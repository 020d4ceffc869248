#include "lang/expression_text.h"

#include <fmt/format.h>

#include "lang/brackets.h"
#include "lang/check_context.h"
#include "lang/group.h"

namespace wt::lang {

using namespace model;

namespace {

using Check = ExprId (*)(CheckContext&, NodeId);

/// The whole text as one expression; none, and reported, if it is not one.
NodeId parse_expression(SyntaxTree& tree, Dialect dialect, Diagnostics& diagnostics) {
    ParseContext context{tree, diagnostics, dialect};
    match_brackets(context);
    if (diagnostics.has_errors()) return NodeId::none();
    auto end = static_cast<std::uint32_t>(tree.tokens.size() - 1);
    NodeId node = end > 0 ? group_expression(context, 0, end) : NodeId::none();
    if (node.valid()) return node;
    bool too_deep = context.too_deep_at != kNoToken;
    if (!too_deep && end > 0) explain_misfit(context, 0, end);
    if (too_deep || context.too_deep_at != kNoToken) {
        diagnostics.add(DiagnosticCode::nesting_too_deep, context.span(context.too_deep_at),
                        fmt::format("brackets and operators are nested more than {} deep here", kMaxNesting));
    } else if (!diagnostics.has_errors()) {
        report_unexpected(context, 0, "an expression");
    }
    return NodeId::none();
}

/// Labels show declarations, which are not in the text of the expression: what they say becomes the hint.
Diagnostics without_labels(const Diagnostics& diagnostics) {
    Diagnostics result;
    for (const Diagnostic& d : diagnostics.items()) {
        Diagnostic& copy = result.add(d.code, d.span, d.message) = d;
        for (const Label& label : d.labels)
            if (copy.hint.empty() && label.message.starts_with('`'))
                copy.hint = fmt::format("there is {}", label.message);
        copy.labels.clear();
    }
    return result;
}

Result<ExprId> read(World& world, const Source& source, Dialect dialect, Check check) {
    Diagnostics diagnostics;
    SyntaxTree tree;
    TokenList list = lex(source, diagnostics);
    tree.source = &source;
    tree.tokens = std::move(list.tokens);
    tree.comments = std::move(list.comments);
    NodeId node =
        keep_only_invalid_utf8(diagnostics) ? NodeId::none() : parse_expression(tree, dialect, diagnostics);
    ExprId expr;
    if (node.valid()) {
        CheckContext context = context_of(tree, diagnostics, std::move(world));
        expr = check(context, node);
        world = std::move(context.world);
    }
    if (expr.valid() && !diagnostics.has_errors()) return expr;
    diagnostics.sort();
    return tl::unexpected(without_labels(diagnostics));
}

}  // namespace

CheckContext context_of(const SyntaxTree& tree, Diagnostics& diagnostics, World world) {
    CheckContext context{tree, diagnostics, std::move(world)};
    const World& own = context.world;
    for (std::size_t i = 0; i < own.types.size(); ++i)
        context.types.emplace(own.types[i].name, TypeId(i));
    for (std::size_t i = 0; i < own.entities.size(); ++i)
        context.entities.emplace(own.entities[i].name, EntityId(i));
    for (std::size_t i = 0; i < own.properties.size(); ++i)
        context.properties[own.properties[i].name].push_back(PropertyId(i));
    for (std::size_t i = 0; i < own.events.size(); ++i)
        context.events[own.events[i].name].push_back(EventId(i));
    context.event_nodes.resize(own.events.size());
    context.event_head_fine.assign(own.events.size(), true);
    context.variable_used.assign(own.variables.size(), true);
    context.property_read.assign(own.properties.size(), true);
    context.property_written.assign(own.properties.size(), true);
    context.type_used.assign(own.types.size(), true);
    return context;
}

Result<ExprId> read_expression(World& world, const Source& source, Dialect dialect) {
    return read(world, source, dialect, check_expression);
}

Result<ExprId> read_condition(World& world, const Source& source, Dialect dialect) {
    return read(world, source, dialect, check_condition);
}

}  // namespace wt::lang
