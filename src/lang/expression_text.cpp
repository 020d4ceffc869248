#include "lang/expression_text.h"

#include <fmt/format.h>

#include "lang/brackets.h"
#include "lang/check_context.h"
#include "lang/group.h"
#include "lang/parse_constraint.h"

namespace wt::lang {

using namespace model;

namespace {

using Parse = NodeId (*)(ParseContext&, std::uint32_t);

/// Reads the whole text as one expression; returns none, and reports it, if it is not one.
NodeId parse_expression(ParseContext& context, std::uint32_t end) {
    Diagnostics& diagnostics = context.diagnostics;
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

NodeId parse_whole_constraint(ParseContext& context, std::uint32_t end) {
    return parse_constraint(context, 0, end);
}

/// Labels show declarations, which are not in the text of the expression: what they say becomes the hint.
Diagnostics without_labels(const Diagnostics& diagnostics) {
    Diagnostics result;
    for (const Diagnostic& d : diagnostics.items()) {
        Diagnostic& copy = result.add(d.code, d.span, d.message) = d;
        for (const Label& label : d.labels)
            if (copy.hint.empty() && label.message.starts_with('`') && label.message.ends_with('`'))
                copy.hint = fmt::format("there is {}", label.message);
        copy.labels.clear();
    }
    return result;
}

/// Reads the text with one of the two above, and gives what it makes of it to `check`.
template <class Made>
Result<Made> read(World& world, const Source& source, Dialect dialect, Parse parse,
                  Made (*check)(CheckContext&, NodeId)) {
    Diagnostics diagnostics;
    SyntaxTree tree;
    TokenList list = lex(source, diagnostics);
    tree.source = &source;
    tree.tokens = std::move(list.tokens);
    tree.comments = std::move(list.comments);
    NodeId node;
    Made made;
    if (!keep_only_invalid_utf8(diagnostics)) {
        ParseContext context{tree, diagnostics, dialect};
        match_brackets(context);
        if (!diagnostics.has_errors())
            node = parse(context, static_cast<std::uint32_t>(tree.tokens.size() - 1));
    }
    if (node.valid()) {
        CheckContext context = context_of(tree, diagnostics, std::move(world));
        made = check(context, node);
        check_size(context, made);
        world = std::move(context.world);
    }
    if (made.valid() && !diagnostics.has_errors()) return made;
    diagnostics.sort();
    return tl::unexpected(without_labels(diagnostics));
}

}  // namespace

CheckContext context_of(const SyntaxTree& tree, Diagnostics& diagnostics, World world) {
    static const DivergenceTable kNoDivergences;
    CheckContext context{tree, diagnostics, kNoDivergences};
    context.world = std::move(world);
    context.first_own_expr = context.world.exprs.size();
    context.first_own_effect = context.world.effects.size();
    const World& own = context.world;
    for (std::size_t i = 0; i < own.types.size(); ++i)
        context.types.emplace(own.types[i].name, TypeId(i));
    for (std::size_t i = 0; i < own.entities.size(); ++i)
        context.entities.emplace(own.entities[i].name, EntityId(i));
    for (std::size_t i = 0; i < own.properties.size(); ++i)
        context.properties[own.properties[i].name].push_back(PropertyId(i));
    for (std::size_t i = 0; i < own.conditions.size(); ++i)
        context.named.emplace(
            own.conditions[i].name,
            NamedNode{NodeId::none(), kCanon, NamedNode::State::read, static_cast<std::uint32_t>(i)});
    for (std::size_t i = 0; i < own.events.size(); ++i)
        context.events[own.events[i].name].push_back(EventId(i));
    context.event_nodes.resize(own.events.size());
    context.event_head_fine.assign(own.events.size(), true);
    context.extensions.resize(own.events.size());
    context.property_origins.assign(own.properties.size(), kCanon);
    context.variable_used.assign(own.variables.size(), true);
    context.property_read.assign(own.properties.size(), true);
    context.property_written.assign(own.properties.size(), true);
    context.type_used.assign(own.types.size(), true);
    return context;
}

Result<ExprId> read_expression(World& world, const Source& source, Dialect dialect) {
    return read<ExprId>(world, source, dialect, parse_expression, check_expression);
}

Result<ExprId> read_condition(World& world, const Source& source, Dialect dialect) {
    return read<ExprId>(world, source, dialect, parse_expression, check_condition);
}

Result<TraceId> read_constraint(World& world, const Source& source, Dialect dialect) {
    return read<TraceId>(world, source, dialect, parse_whole_constraint, check_constraint);
}

}  // namespace wt::lang
