#include "lang/parse_telling.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "lang/group.h"

namespace wt::lang {

namespace {

using Nodes = std::vector<NodeId>;

constexpr std::array<std::string_view, 5> kItems = {"entity", "type", "property", "action", "trigger"};
constexpr std::array<NodeKind, 5> kItemKinds = {NodeKind::tell_entity, NodeKind::tell_type,
                                                NodeKind::tell_property, NodeKind::tell_action,
                                                NodeKind::tell_trigger};

class TellingParser {
  public:
    TellingParser(ParseContext& context, std::uint32_t first, std::uint32_t end)
        : context_(context), at_(first), end_(end) {}

    Nodes items() {
        Nodes result;
        while (at_ < end_ && !context_.enough_mistakes()) {
            if (kind() == TokenKind::semicolon) {
                report_unexpected(context_, at_++, "something to tell");
                continue;
            }
            std::uint32_t first = at_;
            NodeId read = item();
            result.push_back(read.valid() ? read
                                          : context_.tree.add({NodeKind::error, first, at_, first, {}}));
            at_ = stretch_end();
            if (at_ < end_) ++at_;
        }
        return result;
    }

  private:
    TokenKind kind(std::uint32_t ahead = 0) const {
        return at_ + ahead < end_ ? context_.kind(at_ + ahead) : TokenKind::end;
    }

    /// Returns the next `;` or the end.
    std::uint32_t stretch_end() const {
        std::uint32_t token = at_;
        while (token < end_ && context_.kind(token) != TokenKind::semicolon)
            token = context_.opens(token) ? context_.partner[token] + 1 : token + 1;
        return std::min(token, end_);
    }

    NodeId unexpected(std::string expected) {
        report_unexpected(context_, at_, std::move(expected));
        return NodeId::none();
    }

    NodeId item() {
        std::uint32_t first = at_;
        std::string_view word = context_.tree.text(at_);
        auto found = std::ranges::find(kItems, word);
        if (kind() != TokenKind::name || found == kItems.end()) {
            Diagnostic& d =
                report_unexpected(context_, at_, "`entity`, `type`, `property`, `action` or `trigger`");
            std::string_view near =
                kind() == TokenKind::name ? nearest_name(word, kItems) : std::string_view();
            if (!near.empty()) d.hint = fmt::format("did you mean `{}`?", near);
            return NodeId::none();
        }
        NodeKind item_kind = kItemKinds[static_cast<std::size_t>(found - kItems.begin())];
        ++at_;
        if (kind() != TokenKind::name) return unexpected(fmt::format("the name of an {}", word));
        std::uint32_t main = at_++;
        if (kind() != TokenKind::colon) {
            Diagnostic& d = report_unexpected(context_, at_, "`:` and a text in quotes");
            if (kind() == TokenKind::left_paren)
                d.hint = "only the name stands here; the text refers to parameters as `{x}`";
            return NodeId::none();
        }
        ++at_;
        Nodes children;
        if (!literal_text(children)) return NodeId::none();
        bool is_name = item_kind == NodeKind::tell_entity || item_kind == NodeKind::tell_type;
        while (kind() == TokenKind::comma) {
            ++at_;
            bool fine = is_name ? word_about(children) : tell_case(children, item_kind);
            if (!fine) return NodeId::none();
        }
        if (kind() != TokenKind::semicolon && kind() != TokenKind::end) return unexpected("`,` or `;`");
        return context_.tree.add({item_kind, first, at_, main, std::move(children)});
    }

    /// Reads one text in quotes or several that follow each other.
    bool literal_text(Nodes& children) {
        std::uint32_t first = at_;
        if (kind() != TokenKind::string) {
            unexpected("a text in quotes");
            return false;
        }
        while (kind() == TokenKind::string)
            ++at_;
        children.push_back(context_.tree.add({NodeKind::literal_text, first, at_, first, {}}));
        return true;
    }

    bool word_about(Nodes& children) {
        if (kind() != TokenKind::name) {
            unexpected("a word about the name, such as `she`");
            return false;
        }
        children.push_back(context_.tree.add({NodeKind::name, at_, at_ + 1, at_, {}}));
        ++at_;
        return true;
    }

    bool tell_case(Nodes& children, NodeKind item_kind) {
        static constexpr std::array<std::string_view, 2> kOfProperty = {"false", "unknown"};
        static constexpr std::array<std::string_view, 2> kOfEvent = {"noticed", "says"};
        bool is_property = item_kind == NodeKind::tell_property;
        const auto& words = is_property ? kOfProperty : kOfEvent;
        std::uint32_t main = at_;
        std::string_view word = context_.tree.text(at_);
        bool known = kind() == TokenKind::name && std::ranges::find(words, word) != words.end();
        if (!known || kind(1) != TokenKind::colon) {
            if (known) ++at_;
            unexpected(known         ? "`:`"
                       : is_property ? "`false: \"...\"` or `unknown: \"...\"`"
                                     : "`noticed: \"...\"` or `says: ...`");
            return false;
        }
        at_ += 2;
        Nodes inner;
        bool fine = word == "says" ? formula(inner) : literal_text(inner);
        if (fine) children.push_back(context_.tree.add({NodeKind::tell_case, main, at_, main, inner}));
        return fine;
    }

    /// Reads up to the next comma or the end of the item.
    bool formula(Nodes& children) {
        std::uint32_t first = at_;
        std::uint32_t end = first;
        while (end < end_ && context_.kind(end) != TokenKind::semicolon &&
               context_.kind(end) != TokenKind::comma)
            end = context_.opens(end) ? context_.partner[end] + 1 : end + 1;
        end = std::min(end, end_);
        if (first == end) {
            unexpected("a condition");
            return false;
        }
        context_.too_deep_at = kNoToken;
        context_.depth = 0;
        NodeId value = group_expression(context_, first, end);
        at_ = end;
        if (value.valid()) {
            children.push_back(value);
            return true;
        }
        std::size_t before = context_.diagnostics.size();
        if (context_.too_deep_at == kNoToken) explain_misfit(context_, first, end);
        if (context_.too_deep_at != kNoToken) {
            ++context_.mistakes;
            context_.diagnostics.add(
                DiagnosticCode::nesting_too_deep, context_.span(context_.too_deep_at),
                fmt::format("brackets and operators are nested more than {} deep here", kMaxNesting));
        }
        if (context_.diagnostics.size() == before) report_unexpected(context_, first, "a condition");
        return false;
    }

    ParseContext& context_;
    std::uint32_t at_;
    std::uint32_t end_;
};

}  // namespace

std::vector<NodeId> parse_told_items(ParseContext& context, std::uint32_t first, std::uint32_t end) {
    return TellingParser(context, first, end).items();
}

}  // namespace wt::lang
