#include "lang/parse_context.h"

#include <fmt/format.h>

namespace wt::lang {

std::string describe(const ParseContext& context, std::uint32_t token) {
    if (context.kind(token) == TokenKind::end) return "the end of the text";
    std::string_view text = context.tree.text(token);
    if (context.kind(token) == TokenKind::string) return "a text in quotes";
    if (text.size() > 40) {
        std::size_t cut = 30;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80)
            --cut;
        return fmt::format("`{}…`", text.substr(0, cut));
    }
    return fmt::format("`{}`", text);
}

NodeId fraction_node(ParseContext& context, std::uint32_t& token) {
    std::uint32_t first = token;
    auto is_number = [&](std::uint32_t at) { return context.kind(at) == TokenKind::number; };
    auto literal = [&](std::uint32_t at) {
        return context.tree.add({NodeKind::literal, at, at + 1, at, {}});
    };
    if (!is_number(first)) {
        Diagnostic& d = report_unexpected(context, first, "a fraction");
        d.hint = "write it as `1/3`, `0.25` or `1 in 3`";
        return NodeId::none();
    }
    std::vector<NodeId> parts = {literal(first)};
    ++token;
    bool goes_on = context.kind(token) == TokenKind::slash || context.is_word(token, "in");
    if (goes_on) {
        if (!is_number(++token)) {
            report_unexpected(context, token, "a number");
            return NodeId::none();
        }
        parts.push_back(literal(token++));
    }
    return context.tree.add({NodeKind::fraction, first, token, first, std::move(parts)});
}

Diagnostic& report_unexpected(ParseContext& context, std::uint32_t token, std::string expected) {
    ++context.mistakes;
    std::string found = describe(context, token);
    Diagnostic& d =
        context.diagnostics.add(DiagnosticCode::unexpected_token, context.span(token),
                                fmt::format("found {}, but {} is expected here", found, expected));
    d.found = std::move(found);
    d.expected = std::move(expected);
    return d;
}

}  // namespace wt::lang
