#include "lang/lex.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "base/characters.h"

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

bool is_blank(char32_t c) {
    return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
           c == 0x3000 || c == 0xfeff;
}

struct Symbol {
    std::string_view text;
    TokenKind kind;
};

/// Longer ones come first, so that the first match is the longest.
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

/// Is it a C0 or C1 control, or a character that turns the direction of writing?
bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

class Lexer {
  public:
    Lexer(const Source& source, Diagnostics& diagnostics) : source_(source), diagnostics_(diagnostics) {}

    TokenList run() {
        for (const SourcePart& part : source_.parts())
            run(part);
        return std::move(result_);
    }

  private:
    /// A token that is not closed in one part does not go on in the next.
    void run(const SourcePart& part) {
        text_ = source_.text().substr(0, part.end);
        at_ = part.begin;
        report_invalid_bytes();
        while (at_ < text_.size()) {
            Character next = character_at(text_, at_);
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
    }

    std::string_view rest() const { return text_.substr(at_); }
    Span span_from(std::size_t begin) const {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
    }
    void add(TokenKind kind, std::size_t begin) { result_.tokens.push_back({kind, span_from(begin)}); }

    /// Reports one message for every stretch of bad bytes.
    void report_invalid_bytes() {
        for (std::size_t i = at_; i < text_.size();) {
            Character c = character_at(text_, i);
            if (c.valid) {
                i += c.size;
                continue;
            }
            std::size_t begin = i;
            while (i < text_.size() && !character_at(text_, i).valid)
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
        if (typographic()) return;
        word();
    }

    /// Takes a character that stands for one of ASCII as that, and says so: then it is the only mistake.
    bool typographic() {
        std::size_t begin = at_;
        Character c = character_at(text_, at_);
        std::string_view ascii = stand_in(c.code, true);
        if (ascii.empty()) return false;
        Diagnostic& d =
            diagnostics_.add(DiagnosticCode::typographic_character,
                             {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + c.size)},
                             fmt::format("`{}` (U+{:04X}) means nothing here", text_.substr(at_, c.size),
                                         static_cast<std::uint32_t>(c.code)));
        d.expected = is_quote(ascii) ? "`\"`" : fmt::format("`{}`", ascii);
        d.hint = is_quote(ascii) ? "write straight quotes, `\"`" : fmt::format("write `{}`", ascii);
        at_ += c.size;
        if (is_quote(ascii)) {
            typographic_string(begin + c.size, ascii == "'");
        } else if (ascii == "-" && at_ < text_.size() && is_digit(text_[at_])) {
            begin = at_;
            number();
            add(TokenKind::number, begin);
        } else if (const Symbol* symbol = symbol_at(ascii)) {
            add(symbol->kind, begin);
        } else {
            add(TokenKind::unknown, begin);
        }
        return true;
    }

    static bool is_quote(std::string_view ascii) { return ascii == "\"" || ascii == "'"; }

    /// Returns the ASCII text that a character stands for. Some may well stand within a name; they count only where a
    /// word begins.
    static std::string_view stand_in(char32_t code, bool at_word) {
        bool may_be_of_name = code == 0x2019 || code == 0x2018 || code == 0x201b || code == 0x201a;
        if (may_be_of_name && !at_word) return {};
        bool is_dash = code >= 0x2010 && code <= 0x2015;
        if (at_word && (is_dash || code == 0x2212)) return "-";
        return ascii_for(code);
    }

    /// Reads a text in typographic quotes, to the next quote of any kind on the line. Its token lacks what bytes of the
    /// quotes are not `"`.
    void typographic_string(std::size_t begin, bool is_single) {
        while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r' && text_[at_] != '"') {
            Character c = character_at(text_, at_);
            // An apostrophe may well be part of the text.
            if (is_quote(ascii_for(c.code)) && (is_single || c.code != 0x2019)) break;
            at_ += c.size;
        }
        bool is_straight = at_ < text_.size() && text_[at_] == '"';
        if (is_straight) ++at_;
        add(TokenKind::string, begin - 1);
        bool is_closed =
            at_ < text_.size() && !is_straight && is_quote(ascii_for(character_at(text_, at_).code));
        if (is_closed) at_ += character_at(text_, at_).size;
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
        std::size_t begin = at_;
        std::size_t close = string_end();
        if (is_unclosed(begin, close)) {
            close = end_of_unclosed(begin, close);
            Diagnostic& d =
                diagnostics_.add(DiagnosticCode::unclosed_text,
                                 {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(close)},
                                 "the text that begins here is not closed where it seems to end");
            d.expected = "`\"`";
            d.hint = "is a `\"` missing on this line?";
        }
        report_in_string(begin + 1, close);
        at_ = close;
        if (at_ < text_.size() && text_[at_] == '"') ++at_;
        add(TokenKind::string, begin);
    }

    /// Returns the closing quote of the text that begins here, or the end of all.
    std::size_t string_end() const {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != '"')
            end += text_[end] == '\\' && end + 1 < text_.size() ? 2 : 1;
        return std::min(end, text_.size());
    }

    /// Is the closing quote rather the beginning of another text, so that one is missing before it? A text
    /// does not end with a blank, and nothing that belongs to a word follows it at once.
    bool is_unclosed(std::size_t begin, std::size_t close) const {
        if (close >= text_.size()) return true;
        if (close + 1 >= text_.size()) return false;
        bool is_several = text_.substr(begin, close - begin).find_first_of("\r\n") != std::string_view::npos;
        char before = text_[close - 1], after = text_[close + 1];
        bool opens = before == ' ' || before == '\t' || before == '\n' || before == '\r' || before == ':';
        char32_t next = character_at(text_, close + 1).code;
        bool is_text = is_letter(next) || is_digit(after);
        bool is_bracket = after == '{' || after == '[';
        return (opens && (is_text || is_bracket)) || (is_several && is_text);
    }

    /// Returns where a text that lacks its closing quote is taken to end, so that what follows is read as it is meant:
    /// before what ends its line.
    std::size_t end_of_unclosed(std::size_t begin, std::size_t close) const {
        std::size_t line_end = std::min(text_.find_first_of("\r\n", begin), text_.size());
        std::size_t end = std::min(line_end, close);
        bool is_same_line = close < line_end;
        if (is_same_line) {
            std::size_t last = text_.rfind(';', close);
            return last != std::string_view::npos && last > begin ? last : end;
        }
        // The text ends behind a title; the braces of a template have no blanks at their sides.
        std::string_view text = text_.substr(begin, end - begin);
        if (std::size_t brace = text.find(" { "); brace != std::string_view::npos) end = begin + brace;
        auto drop = [&](std::string_view what) {
            while (end > begin + 1 && what.find(text_[end - 1]) != std::string_view::npos)
                --end;
        };
        drop(" \t;");
        if (end > begin + 2 && text_[end - 1] == '{' && text_[end - 2] == ' ') --end;
        drop(" \t");
        return end;
    }

    void report_in_string(std::size_t begin, std::size_t end) {
        for (at_ = begin; at_ < end;) {
            Character c = character_at(text_, at_);
            bool is_white = c.code == U'\t' || c.code == U'\n' || c.code == U'\r';
            if (!is_white && (c.code < 0x20 || (c.code >= 0x7f && c.code < 0xa0))) report_control(c, "text");
            if (c.code == U'\\' && at_ + 1 < end) {
                report_escape();
                ++at_;
                c = character_at(text_, at_);
            }
            at_ += c.size;
        }
    }

    void report_escape() {
        Character next = character_at(text_, at_ + 1);
        if (next.code == U'"' || next.code == U'\\') return;
        auto begin = static_cast<std::uint32_t>(at_);
        Diagnostic& d =
            diagnostics_.add(DiagnosticCode::bad_escape, {begin, begin + 1 + next.size},
                             "a backslash in a text stands before `\"` or another backslash only");
        if (next.code > 0x20 && next.code != 0x7f)
            d.found = fmt::format("`\\{}`", text_.substr(at_ + 1, next.size));
        d.expected = "`\\\"` or `\\\\`";
        d.hint = "for a backslash itself write two; a line end in a text is told as a blank";
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
        Character first = character_at(text_, at_);
        Character invisible;
        std::size_t invisible_at = text_.size();
        while (at_ < text_.size()) {
            Character c = character_at(text_, at_);
            bool ends = is_blank(c.code) || rest().starts_with("//") || rest().starts_with("/*") ||
                        symbol_at(rest()) != nullptr || (at_ > begin && !stand_in(c.code, false).empty());
            if (ends) break;
            if (is_control(c.code)) {
                report_control(c, "word");
            } else if (invisible_at == text_.size() && is_invisible(c.code) && !is_joiner(at_, begin)) {
                invisible = c;
                invisible_at = at_;
            }
            at_ += c.size;
        }
        std::string_view word = text_.substr(begin, at_ - begin);
        if (invisible_at < text_.size()) report_invisible(word, invisible, invisible_at);
        if (word == "?") return add(TokenKind::unknown, begin);
        add(is_letter(first.code) ? TokenKind::name : TokenKind::junk, begin);
    }

    /// Some scripts, from the Arabic one on, need the zero-width joiner and non-joiner between letters.
    bool is_joiner(std::size_t at, std::size_t begin) const {
        char32_t code = character_at(text_, at).code;
        if ((code != 0x200c && code != 0x200d) || at == begin) return false;
        std::size_t before = at - 1;
        while (before > begin && (static_cast<unsigned char>(text_[before]) & 0xc0) == 0x80)
            --before;
        return character_at(text_, before).code >= 0x600;
    }

    /// Reports it once for each such word.
    void report_invisible(std::string_view word, const Character& c, std::size_t at) {
        if (!invisible_.insert(word).second) return;
        auto begin = static_cast<std::uint32_t>(at);
        Diagnostic& d = diagnostics_.add(DiagnosticCode::invisible_character, {begin, begin + c.size},
                                         fmt::format("U+{:04X}, which cannot be seen, is part of this name",
                                                     static_cast<std::uint32_t>(c.code)));
        d.hint = "take it out, here and wherever the name stands";
    }

    const Source& source_;
    std::string_view text_;  ///< up to the end of the part that is being read
    Diagnostics& diagnostics_;
    std::size_t at_ = 0;
    std::unordered_set<std::string_view> invisible_;  ///< words that have been reported
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
    // The number is read as "digits e -places", because the decimal point that strtod expects depends on the locale.
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
