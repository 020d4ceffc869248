#include "lang/parse_event.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace wt::lang {

namespace {

constexpr std::array<std::string_view, 8> kParts = {"precondition", "effect", "consenting", "observing",
                                                    "success",      "chance", "failure",    "noticed"};
constexpr std::array<NodeKind, 8> kPartKinds = {
    NodeKind::precondition, NodeKind::effect, NodeKind::consenting, NodeKind::observing,
    NodeKind::success,      NodeKind::chance, NodeKind::failure,    NodeKind::noticed};

}  // namespace

NodeId EventParser::event(NodeKind node_kind) {
    std::uint32_t first = at_;
    std::uint32_t main = at_ + 1;
    at_ += 2;
    Nodes children = formals();
    bool head_broken = broken_;
    broken_ = false;
    if (kind() != TokenKind::left_brace) {
        if (!head_broken) expect("`{`");
        broken_ = true;
        return make(NodeKind::error, first, main, std::move(children));
    }
    return body(head_broken ? NodeKind::error : node_kind, first, main, std::move(children), node_kind);
}

NodeId EventParser::body(NodeKind node_kind, std::uint32_t first, std::uint32_t main, Nodes children,
                         NodeKind event_kind) {
    std::uint32_t open = at_++;
    std::uint32_t close = context_.opens(open) ? context_.partner[open] : at_;
    while (at_ < close && !context_.enough_mistakes()) {
        if (kind() == TokenKind::semicolon) {
            report_unexpected(context_, at_++, "a part of the event");
            continue;
        }
        children.push_back(part(event_kind, close));
        if (at_ < close && kind() == TokenKind::semicolon) ++at_;
    }
    at_ = behind(open);
    broken_ = at_ == close;  // a stand-in for the brace
    return make(node_kind, first, main, std::move(children));
}

std::span<const std::string_view> EventParser::part_words() const {
    return std::span(kParts).first(context_.dialect == Dialect::wrongtree ? kParts.size() : 4);
}
bool EventParser::is_hidden(std::uint32_t token) const {
    return context_.dialect == Dialect::wrongtree && context_.is_word(token, "precondition") &&
           context_.is_word(token + 1, "hidden") && context_.kind(token + 2) == TokenKind::colon;
}

bool EventParser::begins_part(std::uint32_t token) const {
    if (context_.kind(token) != TokenKind::name) return false;
    TokenKind next = context_.kind(token + 1);
    std::string_view word = tree_.text(token);
    if (word == "observing") return next == TokenKind::left_paren || next == TokenKind::colon;
    if (is_hidden(token)) return true;
    return next == TokenKind::colon && std::ranges::find(part_words(), word) != part_words().end();
}

NodeId EventParser::part(NodeKind event_kind, std::uint32_t close) {
    std::uint32_t first = at_;
    std::uint32_t end = stretch_end(close);
    std::string_view word = tree_.text(at_);
    std::span<const std::string_view> words = part_words();
    auto known = std::ranges::find(words, word);
    if (kind() != TokenKind::name || known == words.end()) {
        std::string_view near = kind() == TokenKind::name ? nearest_name(word, words) : std::string_view();
        Diagnostic& d = report_unexpected(context_, at_, part_names(event_kind));
        if (!near.empty()) d.hint = fmt::format("did you mean `{}`?", near);
        known = std::ranges::find(words, near);
    }
    auto which = static_cast<std::size_t>(known - words.begin());
    bool hidden = is_hidden(at_);
    bool misplaced = event_kind == NodeKind::trigger && (which >= 2 || hidden) && known != words.end();
    if (misplaced && word == *known) {
        Diagnostic& d = report_unexpected(context_, at_, part_names(event_kind));
        d.message =
            hidden ? "a trigger has no hidden precondition" : fmt::format("a trigger has no `{}` part", word);
        if (hidden) d.hint = "nobody concludes anything from a trigger";
    }
    if (known == words.end() || misplaced) {
        at_ = end;
        return make(NodeKind::error, first, first, {});
    }
    at_ += hidden ? 2 : 1;
    Nodes children;
    bool by_kind =
        *known == "observing" && context_.dialect == Dialect::wrongtree && kind() == TokenKind::colon;
    if (by_kind) {
        ++at_;
        NodeId observers = observers_node();
        bool fits = observers.valid() && at_ == end;
        if (observers.valid() && !fits) report_unexpected(context_, at_, "`;`");
        if (!begins_part(at_)) at_ = end;
        if (!fits) return make(NodeKind::error, first, first, {});
        return make(NodeKind::observed_by, first, first, {observers});
    }
    if (*known == "observing") {
        NodeId formal = kind() == TokenKind::left_paren && context_.opens(at_) ? binder_node(context_, at_)
                                                                               : NodeId::none();
        if (!formal.valid()) {
            if (kind() != TokenKind::left_paren || context_.opens(at_)) {
                Diagnostic& d = report_unexpected(context_, at_, "`(variable : type)`");
                d.hint = "write `observing(c : character): ...`";
            }
            at_ = end;
            return make(NodeKind::error, first, first, {});
        }
        children.push_back(formal);
        at_ = context_.partner[at_] + 1;
    }
    if (kind() != TokenKind::colon || at_ >= end) {
        report_unexpected(context_, at_, "`:`");
        at_ = end;
        return make(NodeKind::error, first, first, std::move(children));
    }
    ++at_;
    if (*known == "chance") return chance(first, end);
    if (*known == "consenting")
        characters(end, children);
    else
        children.push_back(expression(end, [&](std::uint32_t token) { return begins_part(token); }));
    return make(hidden ? NodeKind::hidden : kPartKinds[which], first, first, std::move(children));
}

NodeId EventParser::observers_node() {
    std::uint32_t first = at_;
    auto is = [&](std::uint32_t ahead, std::string_view word) {
        return kind(ahead) == TokenKind::name && tree_.text(at_ + ahead) == word;
    };
    if (is(0, "everybody") || is(0, "nobody"))
        at_ += 1;
    else if (is(0, "who") && ((is(1, "is") && is(2, "there")) || (is(1, "takes") && is(2, "part"))))
        at_ += 3;
    if (at_ > first) return make(NodeKind::observers, first, at_ - 1, {});
    Diagnostic& d =
        report_unexpected(context_, at_, "`everybody`, `nobody`, `who is there` or `who takes part`");
    d.hint = "for any other condition write `observing(c : character): ...`";
    return NodeId::none();
}

NodeId EventParser::observing_default() {
    std::uint32_t first = at_;
    at_ += 2;
    NodeId observers = NodeId::none();
    if (kind() == TokenKind::colon) {
        ++at_;
        observers = observers_node();
        broken_ = !observers.valid();
    } else {
        expect("`:`");
    }
    if (broken_) {
        at_ = std::max(stretch_end(end_), at_);
        return make(NodeKind::error, first, first, {});
    }
    return make(NodeKind::observing_default, first, first, {observers});
}

bool EventParser::begins_perceives(std::uint32_t token) const {
    return context_.dialect == Dialect::wrongtree && context_.is_word(token, "perceives") &&
           context_.kind(token + 1) == TokenKind::left_paren && context_.opens(token + 1) &&
           context_.kind(context_.partner[token + 1] + 1) == TokenKind::colon;
}

NodeId EventParser::perceives() {
    std::uint32_t first = at_++;
    NodeId formal = binder_node(context_, at_);
    if (!formal.valid()) {
        report_unexpected(context_, at_ + 1, "`variable : type`").hint =
            "write `perceives(c : character): ...`";
        broken_ = true;
        at_ = std::max(stretch_end(end_), at_);
        return make(NodeKind::error, first, first, {});
    }
    at_ = context_.partner[at_] + 2;
    NodeId condition = definition_expression();
    return make(NodeKind::perceives, first, first, {formal, condition});
}

NodeId EventParser::chance(std::uint32_t first, std::uint32_t end) {
    NodeId fraction = fraction_node(context_, at_);
    bool fits = fraction.valid() && at_ == end;
    if (fraction.valid() && !fits) report_unexpected(context_, at_, "`;`");
    if (!begins_part(at_)) at_ = end;
    if (!fits) return make(NodeKind::error, first, first, {});
    return make(NodeKind::chance, first, first, {fraction});
}

std::string EventParser::part_names(NodeKind event_kind) const {
    if (event_kind == NodeKind::trigger) return "`precondition` or `effect`";
    return context_.dialect == Dialect::wrongtree
               ? "`precondition`, `effect`, `success`, `chance`, `failure`, `noticed`, `consenting` or "
                 "`observing`"
               : "`precondition`, `effect`, `consenting` or `observing`";
}

void EventParser::characters(std::uint32_t end, Nodes& values) {
    std::uint32_t first = at_;
    std::uint32_t last = end;
    while (first < last && context_.kind(first) == TokenKind::left_paren &&
           context_.partner[first] == last - 1) {
        ++first;
        --last;
    }
    at_ = end;
    for (std::uint32_t token = first; token < last; token += 2) {
        NodeId value = value_node(context_, token);
        if (!value.valid()) {
            report_unexpected(context_, token, "a character");
            return;
        }
        bool ends = token + 1 >= last || context_.kind(token + 1) == TokenKind::comma;
        if (ends || begins_part(token + 1)) values.push_back(value);
        if (ends) continue;
        if (begins_part(token + 1)) {
            report_unexpected(context_, token + 1, "`;`");
            at_ = token + 1;
            return;
        }
        Diagnostic& d = report_unexpected(context_, token + 1, "`,` or `;`");
        if (context_.kind(token + 1) == TokenKind::left_paren) d.hint = "a fluent cannot consent";
        return;
    }
}

NodeId EventParser::extend() {
    std::uint32_t first = at_++;
    bool is_action = is_word("action");
    bool fits = (is_action || is_word("trigger")) && kind(1) == TokenKind::name &&
                kind(2) == TokenKind::left_brace && context_.opens(at_ + 2);
    if (!fits) {
        expect("`action NAME { ... }` or `trigger NAME { ... }`");
        return give_up(first);
    }
    std::uint32_t main = at_ + 1;
    at_ += 2;
    return body(NodeKind::extend, first, main, {}, is_action ? NodeKind::action : NodeKind::trigger);
}

}  // namespace wt::lang
