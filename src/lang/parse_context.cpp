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
