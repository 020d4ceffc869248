// The functions of the parser share this.
#pragma once

#include <vector>

#include "lang/parse.h"

namespace wt::lang {

inline constexpr std::uint32_t kNoToken = 0xffffffffu;

struct ParseContext {
    SyntaxTree& tree;
    Diagnostics& diagnostics;
    Dialect dialect;
    /// This gives, for every token, the other bracket if it is one of a pair that closes properly, else kNoToken.
    std::vector<std::uint32_t> partner = {};
    int depth = 0;
    std::size_t mistakes = 0;  ///< reported so far
    /// This is where the nesting went too deep; kNoToken if it did not.
    std::uint32_t too_deep_at = kNoToken;

    TokenKind kind(std::uint32_t token) const { return tree.tokens[token].kind; }
    /// Have so many mistakes been reported that nobody reads further ones?
    bool enough_mistakes() const { return mistakes >= kEnoughMistakes; }
    bool is_word(std::uint32_t token, std::string_view word) const {
        return kind(token) == TokenKind::name && tree.text(token) == word;
    }
    bool opens(std::uint32_t token) const { return partner[token] != kNoToken && partner[token] > token; }
    Span span(std::uint32_t token) const { return tree.tokens[token].span; }
};

/// Says what stands at a token, for `found`.
std::string describe(const ParseContext& context, std::uint32_t token);

/// Reads `1/3`, `0.25` or `1 in 3` at `token`, which goes behind it; returns none, and reports it, if it is something
/// else.
NodeId fraction_node(ParseContext& context, std::uint32_t& token);

/// Reports that something else is expected at a token.
Diagnostic& report_unexpected(ParseContext& context, std::uint32_t token, std::string expected);

}  // namespace wt::lang
