#include "lang/parse_cursor.h"

#include <fmt/format.h>

#include "lang/brackets.h"

namespace wt::lang {

Nodes Cursor::formals() {
    Nodes result;
    std::uint32_t open = at_;
    if (!context_.opens(open)) {  // the brackets have been complained about
        broken_ = true;
        return result;
    }
    std::uint32_t close = context_.partner[open];
    for (++at_; at_ < close;) {
        std::uint32_t first = at_;
        if (kind() == TokenKind::name && kind(1) == TokenKind::colon) {
            at_ += 2;
            if (kind() != TokenKind::name) {
                expect("the name of a type");
                break;
            }
            NodeId type = name_node();
            result.push_back(make(NodeKind::formal, first, first, {type}));
        } else if (NodeId value = value_node(context_, at_); value.valid()) {
            ++at_;
            result.push_back(make(NodeKind::fixed, first, first, {value}));
        } else {
            expect("a parameter such as `who : character`, or a fixed value");
            break;
        }
        if (at_ == close) break;
        if (kind() != TokenKind::comma) {
            expect("`,` or `)`");
            break;
        }
        ++at_;
    }
    at_ = close + 1;
    return result;
}

NodeId Cursor::definition_expression() {
    NodeId value = expression(stretch_end(end_),
                              [&](std::uint32_t token) { return begins_definition(context_, token); });
    return value;
}

NodeId Cursor::try_expression(std::uint32_t first, std::uint32_t end) {
    context_.too_deep_at = kNoToken;
    context_.depth = 0;
    return group_expression(context_, first, end);
}

bool Cursor::report_if_too_deep() {
    if (context_.too_deep_at == kNoToken) return false;
    Diagnostic& d = context_.diagnostics.add(
        DiagnosticCode::nesting_too_deep, context_.span(context_.too_deep_at),
        fmt::format("brackets and operators are nested more than {} deep here", kMaxNesting));
    d.hint = "split the expression, for example with a property and a trigger";
    return true;
}

void Cursor::explain(std::uint32_t first, std::uint32_t end) {
    std::size_t before = context_.diagnostics.size();
    context_.too_deep_at = kNoToken;
    explain_misfit(context_, first, end);
    if (context_.diagnostics.size() == before && !report_if_too_deep() && !has_broken_bracket(first, end))
        report_unexpected(context_, first, "an expression");
}
bool Cursor::has_broken_bracket(std::uint32_t first, std::uint32_t end) const {
    for (std::uint32_t token = first; token < end; ++token) {
        TokenKind k = context_.kind(token);
        bool bracket = k >= TokenKind::left_paren && k <= TokenKind::right_bracket;
        if (bracket && (context_.partner[token] == kNoToken || k == TokenKind::left_brace)) return true;
    }
    return false;
}

NodeId Cursor::give_up(std::uint32_t first) {
    broken_ = true;
    at_ = std::max(stretch_end(end_), at_);
    return make(NodeKind::error, first, first, {});
}

}  // namespace wt::lang
