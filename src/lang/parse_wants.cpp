#include "lang/parse_wants.h"

#include <utility>

#include "lang/brackets.h"

namespace wt::lang {

namespace {

class WantsParser {
  public:
    explicit WantsParser(Cursor& cursor) : cursor_(cursor), context_(cursor.context_) {}

    NodeId parse() {
        std::uint32_t first = cursor_.at_;
        Nodes children;
        bool is_for_type = cursor_.kind(1) == TokenKind::left_paren;
        if (is_for_type) children.push_back(binder_node(context_, first + 1));
        cursor_.at_ += is_for_type ? 6 : 2;  // the colon
        std::uint32_t limit = this->limit();
        do {
            ++cursor_.at_;
            children.push_back(want(limit));
        } while (cursor_.at_ < limit && cursor_.kind() == TokenKind::comma && cursor_.at_ + 1 < limit);
        if (cursor_.kind() == TokenKind::comma) ++cursor_.at_;
        return cursor_.make(NodeKind::wants, first, first + (is_for_type ? 2 : 1), std::move(children));
    }

  private:
    std::uint32_t next(std::uint32_t token) const {
        return context_.opens(token) ? cursor_.behind(token) : token + 1;
    }
    /// Returns the end of the definition; where the next one begins if the `;` is missing.
    std::uint32_t limit() const {
        std::uint32_t end = cursor_.stretch_end(cursor_.end_);
        for (std::uint32_t token = cursor_.at_ + 1; token < end; token = next(token))
            if (begins_definition(context_, token)) return token;
        return end;
    }

    /// Reads one want, up to the comma behind it or to `limit`.
    NodeId want(std::uint32_t limit) {
        std::uint32_t first = cursor_.at_;
        std::uint32_t end = first;
        while (end < limit && context_.kind(end) != TokenKind::comma)
            end = next(end);
        std::uint32_t words = weight_words(first, end);
        bool fits = cursor_.try_expression(first, end - words).valid();
        if (!fits && report_strange_weight(first, end - words)) {
            cursor_.at_ = end;
            return cursor_.make(NodeKind::error, first, first, {});
        }
        Nodes children = {cursor_.expression(end - words, [](std::uint32_t) { return false; })};
        cursor_.at_ = end;
        if (words > 0) children.push_back(cursor_.make(NodeKind::weight, end - words, end - 1, {}));
        return cursor_.make(NodeKind::want, first, first, std::move(children));
    }

    /// Can a condition end before the token?
    bool is_behind_condition(std::uint32_t first, std::uint32_t token) const {
        if (token <= first) return false;
        TokenKind kind = context_.kind(token - 1);
        return kind == TokenKind::name || kind == TokenKind::number || kind == TokenKind::unknown ||
               kind == TokenKind::right_paren;
    }

    /// Counts the words of weight at the end of a want.
    std::uint32_t weight_words(std::uint32_t first, std::uint32_t end) const {
        auto is = [&](std::uint32_t back, std::string_view word) {
            return end >= first + back && context_.is_word(end - back, word);
        };
        std::uint32_t words = is(1, "much")                    ? 1
                              : is(1, "little") && is(2, "a")  ? 2
                              : is(1, "all") && is(2, "above") ? 2
                                                               : 0;
        return is_behind_condition(first, end - words) ? words : 0;
    }

    /// Reports what stands behind a condition and is no weight, or behind a weight. Returns false if there is nothing
    /// like that.
    bool report_strange_weight(std::uint32_t first, std::uint32_t end) {
        constexpr int kMostTries = 100;
        int tries = 0;
        for (std::uint32_t token = first; token < end && tries < kMostTries; token = next(token)) {
            bool is_word =
                context_.kind(token) == TokenKind::name || context_.kind(token) == TokenKind::number;
            if (!is_word || !is_behind_condition(first, token)) continue;
            ++tries;
            if (!cursor_.try_expression(first, token).valid()) continue;
            std::uint32_t behind = token + 1;
            if (behind < end && weight_words(first, behind + 1) == 2) ++behind;
            bool is_weight = weight_words(first, behind) > 0;
            Diagnostic& d =
                report_unexpected(context_, is_weight ? behind : token,
                                  is_weight ? "`,` or `;`" : "`a little`, `much`, `above all`, `,` or `;`");
            if (!is_weight)
                d.hint = "without a word of weight it counts as more than `a little` and less than `much`";
            return true;
        }
        return false;
    }

    Cursor& cursor_;
    ParseContext& context_;
};

}  // namespace

NodeId parse_wants(Cursor& cursor) {
    return WantsParser(cursor).parse();
}

}  // namespace wt::lang
