// The lexer cuts a text into tokens. It can cut every text: what no construct uses becomes a token all the same, and
// the parser complains about it where it stands. Tokens and comments keep their byte positions, so that a formatter can
// put the text together again: what lies between two of them is white space.
#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace wt::lang {

enum class TokenKind : std::uint8_t {
    end,  ///< behind the last token of a part of the source
    name,
    number,
    unknown,  ///< `?`
    string,   ///< `"..."`
    junk,     ///< any other word, which nothing uses
    left_paren,
    right_paren,
    left_brace,
    right_brace,
    left_bracket,
    right_bracket,
    comma,
    semicolon,
    colon,
    star,
    slash,
    plus,
    minus,
    ampersand,
    bar,
    bang,
    assign,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
};

struct Token {
    TokenKind kind = TokenKind::end;
    Span span;
};

/// A comment, which may stand between any two tokens and means nothing.
struct Comment {
    Span span;
    bool is_block = false;
};

struct TokenList {
    std::vector<Token> tokens;  ///< each part of the source ends with a token of kind `end`
    std::vector<Comment> comments;
};

/// Cuts a text into tokens and comments. Reports bytes that are not UTF-8 and a block comment that is never
/// closed. Cost: one pass.
TokenList lex(const Source& source, Diagnostics& diagnostics);

/// If some bytes are not UTF-8, drops all other diagnostics, which might quote them, and returns true.
bool keep_only_invalid_utf8(Diagnostics& diagnostics);

/// Returns the value of a number token; it is not finite if it is too large. The value is the same on every machine and
/// in every locale.
double number_value(std::string_view text);

/// Does a name begin with this character?
bool is_letter(char32_t character);

}  // namespace wt::lang
