#include "lang/lex.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>

#include <fmt/format.h>

namespace wt::lang {

namespace {

struct LetterRange {
    char32_t first;
    char32_t last;
};

constexpr LetterRange kLetters[] = {
#define WT_LETTERS(first, last) {first, last},
#include "lang/letters.def"
#undef WT_LETTERS
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A character and how many bytes it takes. A byte that is not UTF-8 is a character of its own.
struct Character {
    char32_t code = 0;
    std::uint32_t size = 1;
    bool valid = true;
};

Character decode(std::string_view text, std::size_t at) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
    unsigned char first = byte(at);
    if (first < 0x80) return {first, 1, true};
    std::uint32_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4) return {0xfffd, 1, false};
    char32_t code = first & (0xffu >> (size + 1));
    for (std::uint32_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xc0) != 0x80) return {0xfffd, 1, false};
        code = code << 6 | (byte(at + i) & 0x3fu);
    }
    bool too_long = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    bool surrogate = code >= 0xd800 && code <= 0xdfff;
    if (too_long || surrogate || code > 0x10ffff) return {0xfffd, 1, false};
    return {code, size, true};
}

bool is_blank(char32_t c) {
    return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
           c == 0x3000 || c == 0xfeff;
}

struct Symbol {
    std::string_view text;
    TokenKind kind;
};

/// Longer ones first, so that the first match is the longest.
constexpr Symbol kSymbols[] = {
    {"==", TokenKind::equal},       {"!=", TokenKind::not_equal},
    {"<=", TokenKind::less_equal},  {">=", TokenKind::greater_equal},
    {"(", TokenKind::left_paren},   {")", TokenKind::right_paren},
    {"{", TokenKind::left_brace},   {"}", TokenKind::right_brace},
    {"[", TokenKind::left_bracket}, {"]", TokenKind::right_bracket},
    {",", TokenKind::comma},        {";", TokenKind::semicolon},
    {":", TokenKind::colon},        {"*", TokenKind::star},
    {"/", TokenKind::slash},        {"+", TokenKind::plus},
    {"-", TokenKind::minus},        {"&", TokenKind::ampersand},
    {"|", TokenKind::bar},          {"!", TokenKind::bang},
    {"=", TokenKind::assign},       {"<", TokenKind::less},
    {">", TokenKind::greater},
};

const Symbol* symbol_at(std::string_view rest) {
    for (const Symbol& symbol : kSymbols)
        if (rest.starts_with(symbol.text)) return &symbol;
    return nullptr;
}

/// C0 and C1 controls, and those that turn the direction of writing.
bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

class Lexer {
  public:
    Lexer(const Source& source, Diagnostics& diagnostics) : text_(source.text()), diagnostics_(diagnostics) {}

    TokenList run() {
        report_invalid_bytes();
        while (at_ < text_.size()) {
            Character next = decode(text_, at_);
            if (is_blank(next.code)) {
                at_ += next.size;
            } else if (rest().starts_with("//")) {
                line_comment();
            } else if (rest().starts_with("/*")) {
                block_comment();
            } else {
                token();
            }
        }
        add(TokenKind::end, at_);
        return std::move(result_);
    }

  private:
    std::string_view rest() const { return text_.substr(at_); }
    Span span_from(std::size_t begin) const {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
    }
    void add(TokenKind kind, std::size_t begin) { result_.tokens.push_back({kind, span_from(begin)}); }

    /// One message for every stretch of bad bytes.
    void report_invalid_bytes() {
        for (std::size_t i = 0; i < text_.size();) {
            Character c = decode(text_, i);
            if (c.valid) {
                i += c.size;
                continue;
            }
            std::size_t begin = i;
            while (i < text_.size() && !decode(text_, i).valid)
                ++i;
            Diagnostic& d =
                diagnostics_.add(DiagnosticCode::invalid_utf8,
                                 {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(i)},
                                 "these bytes are not UTF-8");
            d.found = fmt::format("0x{:02x}", static_cast<unsigned char>(text_[begin]));
            d.hint = "save the file as UTF-8";
        }
    }

    void line_comment() {
        std::size_t begin = at_;
        std::size_t end = text_.find_first_of("\r\n", at_);
        at_ = std::min(end, text_.size());
        result_.comments.push_back({span_from(begin), false});
    }

    /// `/*/` is a complete comment: the closing `*/` may share the star.
    void block_comment() {
        std::size_t begin = at_;
        std::size_t end = text_.find("*/", at_ + 1);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
        result_.comments.push_back({span_from(begin), true});
        if (end != std::string_view::npos) return;
        auto start = static_cast<std::uint32_t>(begin);
        Diagnostic& d =
            diagnostics_.add(DiagnosticCode::unclosed_comment, {start, start + 2},
                             "this comment is never closed, so the rest of the file belongs to it");
        d.hint = "close it with `*/`";
    }

    void token() {
        std::size_t begin = at_;
        if (number()) return add(TokenKind::number, begin);
        if (text_[at_] == '"') return string();
        if (const Symbol* symbol = symbol_at(rest())) {
            at_ += symbol->text.size();
            return add(symbol->kind, begin);
        }
        word();
    }

    /// Takes a number if one begins here: an optional `-`, digits, at most one `.`, at least one digit.
    bool number() {
        std::size_t i = at_;
        std::size_t digits = 0;
        bool point = false;
        if (text_[i] == '-') ++i;
        for (; i < text_.size(); ++i) {
            if (is_digit(text_[i])) {
                ++digits;
            } else if (text_[i] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0) return false;
        at_ = i;
        return true;
    }

    void string() {
        std::size_t begin = at_++;
        while (at_ < text_.size() && !(text_[at_] == '"' && text_[at_ - 1] != '\\')) {
            Character c = decode(text_, at_);
            bool is_white = c.code == U'\t' || c.code == U'\n' || c.code == U'\r';
            if (!is_white && (c.code < 0x20 || (c.code >= 0x7f && c.code < 0xa0))) report_control(c, "text");
            at_ += c.size;
        }
        at_ = std::min(at_ + 1, text_.size());
        add(TokenKind::string, begin);
    }

    /// Names are printed to terminals, where such characters give commands or turn the text around.
    void report_control(const Character& c, std::string_view where) {
        auto begin = static_cast<std::uint32_t>(at_);
        Diagnostic& d = diagnostics_.add(DiagnosticCode::control_character,
                                         {begin, begin + static_cast<std::uint32_t>(c.size)},
                                         fmt::format("the control character U+{:04X} stands in a {}",
                                                     static_cast<std::uint32_t>(c.code), where));
        d.hint = "take it out";
    }

    void word() {
        std::size_t begin = at_;
        Character first = decode(text_, at_);
        while (at_ < text_.size()) {
            Character c = decode(text_, at_);
            bool ends = is_blank(c.code) || rest().starts_with("//") || rest().starts_with("/*") ||
                        symbol_at(rest()) != nullptr;
            if (ends) break;
            if (is_control(c.code)) report_control(c, "word");
            at_ += c.size;
        }
        if (text_.substr(begin, at_ - begin) == "?") return add(TokenKind::unknown, begin);
        add(is_letter(first.code) ? TokenKind::name : TokenKind::junk, begin);
    }

    std::string_view text_;
    Diagnostics& diagnostics_;
    std::size_t at_ = 0;
    TokenList result_;
};

}  // namespace

bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    auto after =
        std::upper_bound(std::begin(kLetters), std::end(kLetters), c,
                         [](char32_t wanted, const LetterRange& range) { return wanted < range.first; });
    return after != std::begin(kLetters) && c <= std::prev(after)->last;
}

TokenList lex(const Source& source, Diagnostics& diagnostics) {
    return Lexer(source, diagnostics).run();
}

bool keep_only_invalid_utf8(Diagnostics& diagnostics) {
    Diagnostics kept;
    for (const Diagnostic& d : diagnostics.items())
        if (d.code == DiagnosticCode::invalid_utf8) kept.add(d.code, d.span, d.message) = d;
    if (kept.empty()) return false;
    diagnostics = std::move(kept);
    return true;
}

double number_value(std::string_view text) {
    // As "digits e -places", because the decimal point that strtod expects depends on the locale.
    std::string digits;
    std::size_t places = 0;
    bool point = false;
    for (char c : text) {
        if (c == '.') {
            point = true;
            continue;
        }
        digits += c;
        if (point) ++places;
    }
    digits += fmt::format("e-{}", places);
    return std::strtod(digits.c_str(), nullptr);
}

}  // namespace wt::lang
