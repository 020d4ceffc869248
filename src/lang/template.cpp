#include "lang/template.h"

#include <algorithm>

#include <fmt/format.h>

namespace wt::lang {

using namespace model;

namespace {

bool is_white(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

/// A stretch of the text, by its places.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Cuts a text at its brackets.
class TemplateReader {
  public:
    TemplateReader(CheckContext& context, LiteralText literal, const TellingLanguage& language)
        : context_(context), literal_(std::move(literal)), text_(literal_.text), language_(language) {}

    RawTemplate read() {
        RawTemplate result;
        result.span = literal_.span(0, text_.size());
        if (std::ranges::all_of(text_, is_white)) {
            fault(result.span, "a template cannot be empty").hint =
                "leave it out, and it is told by the names in the world";
            return result;
        }
        for (std::size_t at = 0; at < text_.size() && fine_;)
            at = step(at);
        flush();
        if (fine_) check_whole();
        if (fine_) result.pieces = std::move(pieces_);
        return result;
    }

  private:
    Diagnostic& fault(Span span, std::string message) {
        fine_ = false;
        return context_.report(DiagnosticCode::bad_template, span, std::move(message));
    }

    /// Reads what begins at a place and returns the place behind it.
    std::size_t step(std::size_t at) {
        char c = text_[at];
        bool doubled = at + 1 < text_.size() && text_[at + 1] == c;
        bool is_bracket = c == '{' || c == '}' || c == '[' || c == ']';
        if (is_bracket && !doubled) return bracket(at);
        if (open_text_.empty()) text_begin_ = at;
        open_text_ += c;
        text_end_ = at + (is_bracket ? 2 : 1);
        return text_end_;
    }

    void flush() {
        if (open_text_.empty()) return;
        RawPiece piece;
        piece.text = std::move(open_text_);
        piece.span = literal_.span(text_begin_, text_end_);
        pieces_.push_back(std::move(piece));
        open_text_.clear();
    }

    std::size_t bracket(std::size_t open) {
        char c = text_[open];
        if (c == '}' || c == ']') {
            fault(literal_.span(open, open + 1), fmt::format("`{}` closes nothing", c)).hint =
                fmt::format("for the character itself write `{}{}`", c, c);
            return text_.size();
        }
        char wanted = c == '{' ? '}' : ']';
        std::size_t close = text_.find_first_of("{}[]", open + 1);
        if (close == std::string::npos || text_[close] != wanted) {
            Diagnostic& d = fault(literal_.span(open, open + 1), fmt::format("`{}` is never closed", c));
            d.expected = fmt::format("`{}`", wanted);
            d.hint = fmt::format("for the character itself write `{}{}`", c, c);
            return text_.size();
        }
        flush();
        RawPiece piece;
        piece.span = literal_.span(open, close + 1);
        Stretch inside = trimmed({open + 1, close});
        if (inside.begin == inside.end)
            fault(piece.span, "there is nothing in these brackets");
        else if (c == '[')
            verb(inside, piece);
        else if (text_.substr(inside.begin, inside.end - inside.begin).find('|') != std::string::npos)
            choice({open + 1, close}, piece);
        else
            reference(inside, piece);
        pieces_.push_back(std::move(piece));
        return close + 1;
    }

    Stretch trimmed(Stretch s) const {
        while (s.begin < s.end && is_white(text_[s.begin]))
            ++s.begin;
        while (s.begin < s.end && is_white(text_[s.end - 1]))
            --s.end;
        return s;
    }
    std::string text_of(Stretch s) const { return text_.substr(s.begin, s.end - s.begin); }
    Span span_of(Stretch s) const { return literal_.span(s.begin, s.end); }
    /// Returns the first `c` in the stretch, or its end.
    std::size_t find(Stretch s, char c) const { return std::min(text_.find(c, s.begin), s.end); }

    /// Reads `{x}`, `{x's}` or `{x:form}`.
    void reference(Stretch s, RawPiece& piece) {
        piece.kind = PieceKind::reference;
        std::size_t colon = find(s, ':');
        Stretch name = trimmed({s.begin, colon});
        if (colon < s.end) {
            Stretch form = trimmed({colon + 1, s.end});
            piece.form = text_of(form);
            check_form(piece.form, form.begin < form.end ? span_of(form) : piece.span);
        }
        for (std::string_view ending : {"'s", "’s"}) {
            if (!text_of(name).ends_with(ending)) continue;
            name.end -= ending.size();
            if (!piece.form.empty())
                fault(piece.span, "this reference has two forms, `'s` and the one behind `:`");
            piece.form = "possessive";
        }
        named(name, piece);
    }

    void check_form(const std::string& form, Span span) {
        if (std::ranges::find(language_.forms, form) != language_.forms.end()) return;
        fine_ = false;
        Diagnostic& d =
            context_.report(DiagnosticCode::bad_form, span,
                            form.empty() ? "a form is missing behind `:`"
                                         : fmt::format("{} has no form `{}`", language_.name, form));
        if (!form.empty()) d.found = fmt::format("`{}`", form);
        for (std::string_view one : language_.forms)
            d.expected += fmt::format("{}`{}`", d.expected.empty() ? "" : ", ", one);
        d.hint = suggestion(context_, form, {language_.forms.begin(), language_.forms.end()});
    }

    void named(Stretch name, RawPiece& piece) {
        piece.name = text_of(name);
        piece.name_span = name.begin < name.end ? span_of(name) : piece.span;
        if (piece.name.empty()) fault(piece.span, "the name of a parameter is missing here");
    }

    /// Reads `{value|one|other}`.
    void choice(Stretch s, RawPiece& piece) {
        piece.kind = PieceKind::choice;
        std::size_t first = find(s, '|');
        std::size_t second = find({std::min(first + 1, s.end), s.end}, '|');
        bool is_pair = second < s.end && find({second + 1, s.end}, '|') == s.end;
        if (!is_pair) {
            fault(piece.span, "a choice has two texts, one for the number 1 and one for all others").hint =
                "write it as in `{value|day|days}`";
            return;
        }
        named(trimmed({s.begin, first}), piece);
        piece.text = text_of({first + 1, second});
        piece.other = text_of({second + 1, s.end});
    }

    /// Reads `[verb]`, `[verb:x]`, `[verb/parts]` or `[verb/parts:x]`.
    void verb(Stretch s, RawPiece& piece) {
        piece.kind = PieceKind::verb;
        std::size_t colon = find(s, ':');
        if (colon < s.end) named(trimmed({colon + 1, s.end}), piece);
        bool is_base = true;
        for (std::size_t at = s.begin; at <= colon;) {
            std::size_t slash = find({at, colon}, '/');
            std::string part = text_of(trimmed({at, slash}));
            if (part.empty()) {
                fault(piece.span, "a part of this verb is missing");
                return;
            }
            if (is_base)
                piece.text = std::move(part);
            else
                piece.parts.push_back(std::move(part));
            is_base = false;
            at = slash + 1;
        }
        if (piece.parts.empty() || piece.parts.size() == language_.principal_parts) return;
        Diagnostic& d =
            fault(piece.span, fmt::format("a verb has {} principal parts behind its base form in "
                                          "{}, or none, but this has {}",
                                          language_.principal_parts, language_.name, piece.parts.size()));
        d.hint = fmt::format("write it as in `{}`", language_.verb_sample);
    }

    /// Checks what can be said only of the template as a whole.
    void check_whole() {
        auto is_verb = [](const RawPiece& piece) { return piece.kind == PieceKind::verb; };
        if (std::ranges::none_of(pieces_, is_verb)) {
            fault(literal_.span(0, text_.size()), "this template has no verb in brackets").hint =
                "write the verb in its base form, as in `{who} [walk] home`";
            return;
        }
        bool ends = text_.ends_with('.') && !text_.ends_with("..");
        if (!ends) return;
        fault(literal_.span(text_.size() - 1, text_.size()), "a template is a clause, without a full stop")
            .hint = "the full stop is put in where the sentence ends";
    }

    CheckContext& context_;
    LiteralText literal_;
    const std::string& text_;
    const TellingLanguage& language_;
    std::vector<RawPiece> pieces_;
    std::string open_text_;
    std::size_t text_begin_ = 0;
    std::size_t text_end_ = 0;
    bool fine_ = true;
};

}  // namespace

Span LiteralText::span(std::size_t begin, std::size_t end) const {
    if (begin >= end) return {places[begin], places[begin]};
    return {places[begin], places[end - 1] + 1};
}

LiteralText literal_text_of(const SyntaxTree& tree, NodeId literal) {
    LiteralText result;
    const Node& node = tree[literal];
    for (std::uint32_t token = node.first; token < node.end; ++token) {
        std::string_view quoted = tree.text(token);
        std::uint32_t place = tree.tokens[token].span.begin;
        std::size_t end = quoted.size() - (quoted.size() > 1 && quoted.ends_with('"') ? 1 : 0);
        for (std::size_t i = 1; i < end; ++i) {
            if (is_line_end(quoted[i])) {
                while (!result.text.empty() && is_white(result.text.back())) {
                    result.text.pop_back();
                    result.places.pop_back();
                }
                result.places.push_back(place + static_cast<std::uint32_t>(i));
                result.text += ' ';
                while (i + 1 < end && is_white(quoted[i + 1]))
                    ++i;
                continue;
            }
            if (quoted[i] == '\\' && i + 1 < end) ++i;
            result.places.push_back(place + static_cast<std::uint32_t>(i));
            result.text += quoted[i];
        }
    }
    result.places.push_back(tree.tokens[node.end - 1].span.end);
    return result;
}

RawTemplate read_template(CheckContext& context, NodeId literal, const TellingLanguage& language) {
    return TemplateReader(context, literal_text_of(context.tree, literal), language).read();
}

}  // namespace wt::lang
