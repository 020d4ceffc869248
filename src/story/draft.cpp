#include "story/draft.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/characters.h"
#include "lang/expression_text.h"
#include "lang/lang.h"
#include "lang/lex.h"
#include "model/print.h"
#include "story/sentence.h"

namespace wt::story {

using namespace model;

namespace {

constexpr std::string_view kIntended = "intended:";
constexpr std::size_t kMostItems = 10'000;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/// Is it a blank of Unicode or a character that cannot be seen, as texts have them that were copied from elsewhere?
bool is_nothing(char32_t code) {
    return (code < 0x80 && is_blank(static_cast<char>(code))) || is_invisible(code) || code == 0x85 ||
           code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028 ||
           code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000;
}

/// Returns where the character before a place begins.
std::uint32_t before(std::string_view text, std::uint32_t end) {
    std::uint32_t at = end - 1;
    while (at > 0 && end - at < 4 && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80)
        --at;
    return at + character_at(text, at).size == end ? at : end - 1;
}

/// Returns the span without blanks at its ends.
Span trimmed(const Source& source, Span span) {
    std::string_view text = source.text();
    while (span.begin < span.end && is_nothing(character_at(text, span.begin).code))
        span.begin += character_at(text, span.begin).size;
    span.end = std::max(span.begin, span.end);
    while (span.begin < span.end && is_nothing(character_at(text, before(text, span.end)).code))
        span.end = before(text, span.end);
    return span;
}

bool is_name_byte(char c) {
    auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           byte >= 0x80;
}

class DraftReader {
  public:
    DraftReader(World& world, const Source& source) : world_(world), source_(source) {}

    Result<Draft> read() {
        lang::lex(source_, diagnostics_);
        if (lang::keep_only_invalid_utf8(diagnostics_)) {
            lang::keep_first(diagnostics_);
            return tl::unexpected(std::move(diagnostics_));
        }
        keep_control_characters();
        for (std::uint32_t line = 1; line <= source_.line_count(); ++line)
            read_line(line);
        if (!waiting_.empty())
            diagnostics_.add(
                DiagnosticCode::unexpected_token, waiting_span_,
                "an `intended` stands behind its event or on a line before it, but nothing follows");
        if (diagnostics_.has_errors()) report_unread();
        diagnostics_.sort();
        lang::keep_first(diagnostics_);
        if (diagnostics_.has_errors()) return tl::unexpected(std::move(diagnostics_));
        return std::move(draft_);
    }

  private:
    /// Where the draft is refused for something else, what could not be read is said with that.
    void report_unread() {
        for (const UnreadSentence& one : draft_.unread) {
            Diagnostic& d = diagnostics_.add(one.code, one.span, one.message);
            d.expected = one.expected;
            d.hint = one.hint;
        }
    }

    /// A draft is no text of the language: a character that the lexer cannot use may well be part of a sentence.
    void keep_control_characters() {
        Diagnostics kept;
        for (const Diagnostic& d : diagnostics_.items())
            if (d.code == DiagnosticCode::control_character) kept.add(d.code, d.span, d.message) = d;
        diagnostics_ = std::move(kept);
    }

    /// Cuts the comments off and reads what is left.
    void read_line(std::uint32_t number) {
        std::uint32_t begin = source_.line_start(number);
        std::string_view line = source_.line(number);
        if (in_block_) {
            std::size_t close = line.find("*/");
            if (close == std::string_view::npos) return;
            in_block_ = false;
            begin += static_cast<std::uint32_t>(close) + 2;
            line.remove_prefix(close + 2);
        }
        std::size_t comment = std::min(line.find("//"), line.find("/*"));
        Span content =
            trimmed(source_, {begin, begin + static_cast<std::uint32_t>(std::min(comment, line.size()))});
        std::size_t before = draft_.items.size();
        has_denied_ = has_unread_ = false;
        bool has_content = content.begin < content.end;
        if (has_content) read_content(content, number);
        if (comment == std::string_view::npos) return;
        std::string_view rest = line.substr(comment);
        auto at = begin + static_cast<std::uint32_t>(comment);
        if (rest.starts_with("//"))
            return read_comment({at, at + static_cast<std::uint32_t>(rest.size())}, has_content,
                                draft_.items.size() > before);
        std::size_t close = rest.find("*/", 2);
        in_block_ = close == std::string_view::npos;
        if (in_block_) return;
        Span behind = trimmed(source_, {at + static_cast<std::uint32_t>(close) + 2,
                                        at + static_cast<std::uint32_t>(rest.size())});
        if (behind.begin < behind.end)
            diagnostics_.add(DiagnosticCode::unexpected_token, behind,
                             "nothing can stand behind a comment on its line");
    }

    void read_comment(Span span, bool has_content, bool has_item) {
        Span text = trimmed(source_, {span.begin + 2, span.end});
        if (!source_.text(text).starts_with(kIntended)) return;
        Span reason = trimmed(source_, {text.begin + static_cast<std::uint32_t>(kIntended.size()), text.end});
        if (reason.begin == reason.end) {
            diagnostics_.add(DiagnosticCode::unexpected_token, text, "an `intended` needs a reason")
                .expected = "`intended: because ...`";
            return;
        }
        if (has_denied_) {
            draft_.denied.back().intended = source_.text(reason);
        } else if (has_unread_) {
            draft_.unread.back().intended = source_.text(reason);
        } else if (has_item) {
            draft_.items.back().intended = source_.text(reason);
            draft_.items.back().intended_span = text;
        } else if (!has_content) {
            waiting_ = source_.text(reason);
            waiting_span_ = text;
        }
    }

    void read_content(Span span, std::uint32_t line) {
        if (draft_.items.size() >= kMostItems) {
            if (!is_too_long_)
                diagnostics_
                    .add(DiagnosticCode::too_large, span,
                         fmt::format("a draft can have at most {} events, assertions and gaps", kMostItems))
                    .hint = "read it in parts: let the world begin where a part begins";
            is_too_long_ = true;
            return;
        }
        std::string_view text = source_.text(span);
        DraftItem item;
        item.span = span;
        item.line = line;
        item.intended = std::move(waiting_);
        item.intended_span = waiting_span_;
        waiting_.clear();
        bool fine = true;
        if (text == "..." || text == "\u2026") {
            item.kind = DraftKind::gap;
        } else if (text.starts_with("assert") && (text.size() == 6 || !is_name_byte(text[6]))) {
            item.kind = DraftKind::assertion;
            fine = read_assertion({span.begin + 6, span.end}, item);
        } else {
            fine = is_in_plan_form(text) ? read_event(span, item) : read_words(span, item);
            if (fine && !denied_by_.empty()) {
                draft_.denied.push_back({item.event, std::move(denied_by_), span, line, item.intended});
                denied_by_.clear();
                has_denied_ = true;
                return;
            }
        }
        if (fine) draft_.items.push_back(std::move(item));
    }

    /// Is it a name with a bracket behind it? There may be blanks between them only if an event has that name.
    bool is_in_plan_form(std::string_view text) const {
        std::size_t end = 0;
        while (end < text.size() && is_name_byte(text[end]))
            ++end;
        std::string_view name = text.substr(0, end);
        bool is_event = std::any_of(world_.events.begin(), world_.events.end(),
                                    [&](const Event& event) { return event.name == name; });
        std::size_t next = end;
        while (next < text.size() && is_blank(text[next]))
            ++next;
        bool has_bracket = next < text.size() && text[next] == '(';
        return has_bracket && end > 0 && (next == end || is_event);
    }

    /// Takes over what is wrong with a stretch that was read by itself, at its place in the draft.
    bool take_over(Diagnostics diagnostics, std::uint32_t offset) {
        for (const Diagnostic& d : diagnostics.items()) {
            Diagnostic& copy = diagnostics_.add(d.code, d.span, d.message) = d;
            copy.span = {d.span.begin + offset, d.span.end + offset};
            copy.labels.clear();
        }
        return false;
    }

    bool read_assertion(Span span, DraftItem& item) {
        span = trimmed(source_, span);
        if (span.begin < span.end && source_.text()[span.end - 1] == ';')
            span = trimmed(source_, {span.begin, span.end - 1});
        Source part(source_.name(), std::string(source_.text(span)));
        Result<ExprId> condition = lang::read_condition(world_, part);
        if (!condition) return take_over(std::move(condition.error()), span.begin);
        item.condition = *condition;
        return true;
    }

    bool read_event(Span span, DraftItem& item) {
        Source part(source_.name(), std::string(source_.text(span)));
        Result<std::vector<GroundEvent>> plan = lang::read_plan(world_, part);
        if (!plan) return take_over(std::move(plan.error()), span.begin);
        if (plan->empty()) {
            Diagnostic& d = diagnostics_.add(DiagnosticCode::unexpected_token, span,
                                             "this is the end of a plan of Sabre and no event");
            d.expected = "an event, an assertion or a gap";
            d.hint = "leave it out, or write `assert` and what must be so";
            return false;
        }
        item.event = plan->front();
        return true;
    }

    bool read_words(Span span, DraftItem& item) {
        if (!told_) told_.emplace(world_);
        SentenceReading reading = read_sentence(world_, *told_, source_.text(span));
        if (reading.events.size() == 1) {
            item.event = reading.events[0];
            denied_by_ = std::move(reading.denied_by);
            return true;
        }
        constexpr std::size_t kMostShown = 5;
        bool none = reading.events.empty();
        UnreadSentence d;
        d.code = none ? DiagnosticCode::undefined_name : DiagnosticCode::ambiguous_overload;
        d.message = none ? "no action fits this sentence" : "more than one action fits this sentence";
        d.span = span;
        d.line = item.line;
        d.intended = item.intended;
        std::vector<std::string> candidates;
        if (none)
            for (EventId id : reading.named)
                candidates.push_back(head_text(world_, world_[id]));
        for (const GroundEvent& event : reading.events)
            candidates.push_back(model::to_text(world_, event));
        for (std::size_t i = 0; i < std::min(candidates.size(), kMostShown); ++i)
            d.expected += fmt::format("{}`{}`", i == 0 ? "" : " or ", candidates[i]);
        if (candidates.size() > kMostShown)
            d.expected += fmt::format(" or {} more", candidates.size() - kMostShown);
        d.hint = none && candidates.empty() ? "a sentence is as the event would be told, or has the words of "
                                              "an action's name and the names of all its "
                                              "arguments in order"
                 : none                     ? "the names of all arguments must be there, in this order"
                        : "write the event as above, or leave out names that are not its arguments";
        draft_.unread.push_back(std::move(d));
        has_unread_ = true;
        return false;
    }

    World& world_;
    std::optional<ToldActions> told_;  ///< once there is a sentence
    const Source& source_;
    Diagnostics diagnostics_;
    Draft draft_;
    bool in_block_ = false;
    bool is_too_long_ = false;
    std::string denied_by_;    ///< of the sentence that was read last
    bool has_denied_ = false;  ///< the line that was read last
    bool has_unread_ = false;  ///< likewise
    std::string waiting_;      ///< the reason of an `intended` on a line of its own
    Span waiting_span_;
};

}  // namespace

Result<Draft> read_draft(World& world, const Source& source) {
    return DraftReader(world, source).read();
}

std::string to_text(const World& world, const DraftItem& item) {
    switch (item.kind) {
        case DraftKind::event:
            return model::to_text(world, item.event);
        case DraftKind::assertion:
            return "assert " + model::to_text(world, item.condition);
        case DraftKind::gap:
            return "...";
    }
    return "";
}

std::string to_text(const World& world, const std::vector<DraftItem>& items) {
    std::string text;
    for (const DraftItem& item : items)
        text += to_text(world, item) +
                (item.intended.empty() ? "" : fmt::format(" // {} {}", kIntended, item.intended)) + "\n";
    return text;
}

}  // namespace wt::story
