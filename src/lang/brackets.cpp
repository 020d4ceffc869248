#include "lang/brackets.h"

#include <algorithm>

#include <fmt/format.h>

namespace wt::lang {

namespace {

TokenKind closer_of(TokenKind open) {
    return open == TokenKind::left_paren   ? TokenKind::right_paren
           : open == TokenKind::left_brace ? TokenKind::right_brace
                                           : TokenKind::right_bracket;
}

class Matcher {
  public:
    explicit Matcher(ParseContext& context) : context_(context) {}

    void run() {
        context_.partner.assign(context_.tree.tokens.size(), kNoToken);
        for (std::uint32_t token = 0; token < context_.tree.tokens.size(); ++token)
            step(token);
    }

  private:
    void step(std::uint32_t token) {
        switch (context_.kind(token)) {
            case TokenKind::left_brace:
                drop_inner(token);
                if (!open_.empty() && !may_hold(open_.back(), token))
                    abandon(open_.back(), definition_before(token), definition_before(token));
                if (opens_block(token)) blocks_.push_back(token);
                if (opens_telling(token)) tellings_.push_back(token);
                open_.push_back(token);
                break;
            case TokenKind::left_paren:
            case TokenKind::left_bracket:
                open_.push_back(token);
                break;
            case TokenKind::right_paren:
            case TokenKind::right_brace:
            case TokenKind::right_bracket:
                close(token);
                break;
            case TokenKind::semicolon:
                drop_inner(token);
                if (!open_.empty() && begins_definition(context_, token + 1) &&
                    !may_continue(open_.back(), token + 1))
                    abandon(open_.back(), token, token + 1);
                break;
            case TokenKind::end:
                drop_inner(token);
                while (!open_.empty())
                    abandon(open_.back(), token, token);
                break;
            default:
                break;
        }
    }

    bool is_open_brace(std::uint32_t token) const { return context_.kind(token) == TokenKind::left_brace; }

    /// Does this brace open a divergence or request, in which definitions or constraints stand?
    bool opens_block(std::uint32_t brace) const {
        return (brace >= 2 && begins_block(context_, brace - 2)) ||
               (brace >= 3 && context_.kind(brace - 1) == TokenKind::string &&
                begins_block(context_, brace - 3));
    }
    bool opens_telling(std::uint32_t brace) const {
        return (brace >= 1 && begins_telling(context_, brace - 1)) ||
               (brace >= 2 && begins_telling(context_, brace - 2));
    }
    bool is_block(std::uint32_t brace) const { return std::ranges::binary_search(blocks_, brace); }
    bool is_telling(std::uint32_t brace) const { return std::ranges::binary_search(tellings_, brace); }

    /// Can the inner brace stand within the outer one?
    bool may_hold(std::uint32_t outer, std::uint32_t inner) const {
        return is_block(outer) && !opens_block(inner);
    }
    /// Is it an item of a telling that gives parameters, which it should not?
    bool is_told_head(std::uint32_t token) const {
        auto kind = [&](std::uint32_t i) {
            return i < context_.tree.tokens.size() ? context_.kind(i) : TokenKind::end;
        };
        auto goes_on = [](TokenKind k) {
            return k == TokenKind::name || k == TokenKind::comma || k == TokenKind::colon;
        };
        std::uint32_t close = token + 3;
        while (goes_on(kind(close)))
            ++close;
        return kind(close) == TokenKind::right_paren && kind(close + 1) == TokenKind::colon &&
               kind(close + 2) == TokenKind::string;
    }
    /// Can the definition that begins at the token stand within the brace, by its first words?
    bool may_continue(std::uint32_t brace, std::uint32_t token) const {
        if (is_telling(brace))
            return context_.is_word(token, "entity") || context_.is_word(token, "type") ||
                   is_told_head(token);
        return is_block(brace) && !begins_block(context_, token);
    }

    /// Gives up brackets other than braces, at `token`, where they cannot be open. There is one message for all of
    /// them.
    void drop_inner(std::uint32_t token) {
        if (open_.empty() || is_open_brace(open_.back())) return;
        report_unclosed(open_.back(), token);
        while (!open_.empty() && !is_open_brace(open_.back()))
            open_.pop_back();
    }

    /// Gives up a brace: what it holds ends at `end`; the message points at `next`.
    void abandon(std::uint32_t brace, std::uint32_t end, std::uint32_t next) {
        report_unclosed(brace, next);
        context_.partner[brace] = end;
        open_.pop_back();
    }

    void report_unclosed(std::uint32_t open, std::uint32_t token) {
        if (context_.enough_mistakes()) return;
        ++context_.mistakes;
        const char* wanted = is_open_brace(open)                            ? "`}`"
                             : context_.kind(open) == TokenKind::left_paren ? "`)`"
                                                                            : "`]`";
        Diagnostic& d = context_.diagnostics.add(DiagnosticCode::unexpected_token, context_.span(open),
                                                 fmt::format("{} is never closed", describe(context_, open)));
        d.found = describe(context_, token);
        d.expected = wanted;
        d.labels.push_back({context_.span(token), fmt::format("{} is expected before this", wanted)});
    }

    void close(std::uint32_t token) {
        TokenKind kind = context_.kind(token);
        std::size_t depth = open_.size();
        while (depth > 0 && closer_of(context_.kind(open_[depth - 1])) != kind &&
               !is_open_brace(open_[depth - 1]))
            --depth;
        if (depth == 0 || closer_of(context_.kind(open_[depth - 1])) != kind) {
            if (context_.enough_mistakes()) return;
            Diagnostic& d = report_unexpected(context_, token, "something else");
            d.message = fmt::format("{} closes nothing", d.found);
            d.expected.clear();
            return;
        }
        if (depth < open_.size()) report_unclosed(open_.back(), token);
        std::uint32_t open = open_[depth - 1];
        context_.partner[open] = token;
        context_.partner[token] = open;
        open_.resize(depth - 1);
    }

    /// Returns the keyword of the definition whose `{` this is, or the `{` itself.
    std::uint32_t definition_before(std::uint32_t brace) const {
        auto ends_before = [&](std::uint32_t token) {
            TokenKind kind = context_.kind(token);
            return kind == TokenKind::semicolon || kind == TokenKind::left_brace ||
                   kind == TokenKind::right_brace;
        };
        constexpr std::uint32_t kLongestHead = 400;
        std::uint32_t token = brace;
        while (token > 0 && !ends_before(token - 1) && token + kLongestHead > brace &&
               !begins_definition(context_, token))
            --token;
        return begins_definition(context_, token) ? token : brace;
    }

    ParseContext& context_;
    std::vector<std::uint32_t> open_;
    std::vector<std::uint32_t> blocks_;    ///< opened so far, ascending
    std::vector<std::uint32_t> tellings_;  ///< likewise
};

}  // namespace

void match_brackets(ParseContext& context) {
    Matcher(context).run();
}

bool begins_block(const ParseContext& context, std::uint32_t token) {
    if (context.dialect != Dialect::wrongtree || token + 2 >= context.tree.tokens.size()) return false;
    if (!context.is_word(token, "divergence") && !context.is_word(token, "request")) return false;
    TokenKind third = context.kind(token + 2);
    return context.kind(token + 1) == TokenKind::name &&
           (third == TokenKind::left_brace || third == TokenKind::string);
}

bool begins_telling(const ParseContext& context, std::uint32_t token) {
    if (context.dialect != Dialect::wrongtree || token + 1 >= context.tree.tokens.size()) return false;
    if (!context.is_word(token, "telling")) return false;
    if (context.kind(token + 1) == TokenKind::left_brace) return true;
    return token + 2 < context.tree.tokens.size() && context.kind(token + 1) == TokenKind::name &&
           context.kind(token + 2) == TokenKind::left_brace;
}

/// Does `wants NAME:` or `wants(NAME : NAME):` begin here?
static bool begins_wants(const ParseContext& context, std::uint32_t token) {
    std::size_t behind = context.tree.tokens.size() - token;
    if (context.dialect != Dialect::wrongtree || !context.is_word(token, "wants") || behind < 3) return false;
    if (context.kind(token + 1) == TokenKind::name) return context.kind(token + 2) == TokenKind::colon;
    return behind > 6 && context.kind(token + 1) == TokenKind::left_paren &&
           context.kind(token + 2) == TokenKind::name && context.kind(token + 3) == TokenKind::colon &&
           context.kind(token + 4) == TokenKind::name && context.kind(token + 5) == TokenKind::right_paren &&
           context.kind(token + 6) == TokenKind::colon;
}

bool begins_definition(const ParseContext& context, std::uint32_t token) {
    auto kind = [&](std::uint32_t i) {
        return i < context.tree.tokens.size() ? context.kind(i) : TokenKind::end;
    };
    if (kind(token) != TokenKind::name) return false;
    std::string_view word = context.tree.text(token);
    if (begins_block(context, token) || begins_telling(context, token)) return true;
    if (word == "type" || word == "entity") return kind(token + 1) == TokenKind::name;
    if (word == "extend")
        return context.dialect == Dialect::wrongtree &&
               (context.is_word(token + 1, "action") || context.is_word(token + 1, "trigger")) &&
               kind(token + 2) == TokenKind::name;
    if (word == "property" || word == "action" || word == "trigger")
        return kind(token + 1) == TokenKind::name && kind(token + 2) == TokenKind::left_paren;
    if (word == "condition")
        return context.dialect == Dialect::wrongtree && kind(token + 1) == TokenKind::name &&
               kind(token + 2) == TokenKind::left_paren;
    if (word == "utility" && kind(token + 1) == TokenKind::left_paren) {
        std::uint32_t close = token + (kind(token + 2) == TokenKind::name ? 3 : 2);
        bool has_type = context.dialect == Dialect::wrongtree && kind(close) == TokenKind::colon &&
                        kind(close + 1) == TokenKind::name;
        if (has_type) close += 2;
        return kind(close) == TokenKind::right_paren && kind(close + 1) == TokenKind::colon;
    }
    return begins_wants(context, token);
}

}  // namespace wt::lang
