#include "lang/parse_constraint.h"

#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "lang/group.h"

namespace wt::lang {

namespace {

using Nodes = std::vector<NodeId>;

constexpr const char* kConstraint =
    "a constraint such as `sometime ...`, `always ...`, `at end ...` or `happens ...`";

/// Reads stretches of tokens. `&` is loosest, then `|`, as in expressions; then comes what begins with a word.
class ConstraintParser {
  public:
    explicit ConstraintParser(ParseContext& context) : context_(context) {}

    NodeId constraint(std::uint32_t first, std::uint32_t end) {
        Level level(*this);
        if (too_deep(first)) return error(first, end);
        if (first >= end) return expected(first, end, kConstraint);
        auto read = [&](std::uint32_t from, std::uint32_t to) { return constraint(from, to); };
        if (NodeId joined = connective(first, end, read); joined.valid()) return joined;
        if (std::uint32_t cut = next_word(first, end, "then"); cut < end) return sequence(first, end, cut);
        return operation(first, end);
    }

    NodeId moment(std::uint32_t first, std::uint32_t end) {
        Level level(*this);
        if (too_deep(first)) return error(first, end);
        if (first >= end) return expected(first, end, "a condition or `happens ...`");
        if (!mentions_happening(first, end)) return condition(first, end);
        auto read = [&](std::uint32_t from, std::uint32_t to) { return moment(from, to); };
        if (NodeId joined = connective(first, end, read); joined.valid()) return joined;
        if (context_.is_word(first, "happens")) return happens(first, end);
        return expected(first, end, "`happens` or a condition joined to it by `&` or `|`");
    }

  private:
    /// Counts one more level of nesting.
    struct Level {
        explicit Level(ConstraintParser& parser) : parser(parser) { ++parser.depth_; }
        ~Level() { --parser.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        ConstraintParser& parser;
    };

    bool too_deep(std::uint32_t token) {
        if (depth_ <= kMaxNesting) return false;
        ++context_.mistakes;
        context_.diagnostics.add(
            DiagnosticCode::nesting_too_deep, context_.span(token),
            fmt::format("brackets and operators are nested more than {} deep here", kMaxNesting));
        return true;
    }

    NodeId make(NodeKind kind, std::uint32_t first, std::uint32_t end, std::uint32_t main, Nodes children) {
        return context_.tree.add({kind, first, end, main, std::move(children)});
    }
    NodeId error(std::uint32_t first, std::uint32_t end) {
        return make(NodeKind::error, first, end, first, {});
    }
    NodeId expected(std::uint32_t token, std::uint32_t end, std::string what) {
        report_unexpected(context_, token, std::move(what));
        return error(token, end);
    }

    std::uint32_t behind(std::uint32_t token) const {
        return context_.opens(token) ? context_.partner[token] + 1 : token + 1;
    }
    template <class Matches>
    std::uint32_t next(std::uint32_t first, std::uint32_t end, Matches matches) const {
        while (first < end && !matches(first))
            first = behind(first);
        return std::min(first, end);
    }
    std::uint32_t next_of(std::uint32_t first, std::uint32_t end, TokenKind kind) const {
        return next(first, end, [&](std::uint32_t token) { return context_.kind(token) == kind; });
    }
    std::uint32_t next_word(std::uint32_t first, std::uint32_t end, std::string_view word) const {
        return next(first, end, [&](std::uint32_t token) { return context_.is_word(token, word); });
    }
    /// Is there, at any depth, the word in front of the name of an action?
    bool mentions_happening(std::uint32_t first, std::uint32_t end) const {
        for (; first < end; ++first)
            if (context_.is_word(first, "happens") && context_.kind(first + 1) == TokenKind::name)
                return true;
        return false;
    }

    /// Reads brackets, `&`, `|`, `!` and quantifiers over whatever `read` reads; returns none if there is nothing of
    /// them.
    template <class Read>
    NodeId connective(std::uint32_t first, std::uint32_t end, Read read) {
        bool whole = context_.kind(first) == TokenKind::left_paren && context_.partner[first] == end - 1;
        if (whole) return make(NodeKind::brackets, first, end, first, {read(first + 1, end - 1)});
        for (auto [token, kind] : {std::pair{TokenKind::ampersand, NodeKind::conjunction},
                                   std::pair{TokenKind::bar, NodeKind::disjunction}}) {
            std::uint32_t cut = next_of(first, end, token);
            if (cut == end) continue;
            Nodes parts;
            for (std::uint32_t start = first; start < end || start == first; start = cut + 1) {
                cut = next_of(start, end, token);
                parts.push_back(read(start, cut));
            }
            return make(kind, first, end, next_of(first, end, token), std::move(parts));
        }
        if (context_.kind(first) == TokenKind::bang)
            return make(NodeKind::negation, first, end, first, {read(first + 1, end)});
        for (auto [word, kind] :
             {std::pair{"forall", NodeKind::forall}, std::pair{"exists", NodeKind::exists}}) {
            if (!context_.is_word(first, word) || !context_.opens(first + 1)) continue;
            NodeId formal = binder_node(context_, first + 1);
            if (!formal.valid()) return expected(first + 1, end, "`(variable : type)`");
            return make(kind, first, end, first, {formal, read(behind(first + 1), end)});
        }
        return NodeId::none();
    }

    NodeId sequence(std::uint32_t first, std::uint32_t end, std::uint32_t cut) {
        std::uint32_t main = cut;
        Nodes parts{moment(first, cut)};
        while (cut < end) {
            std::uint32_t start = cut + 1;
            cut = next_word(start, end, "then");
            parts.push_back(moment(start, cut));
        }
        return make(NodeKind::sequence, first, end, main, std::move(parts));
    }

    bool words(std::uint32_t first, std::uint32_t end, std::initializer_list<std::string_view> wanted) const {
        for (std::string_view word : wanted)
            if (first >= end || !context_.is_word(first++, word)) return false;
        return true;
    }

    NodeId operation(std::uint32_t first, std::uint32_t end) {
        if (words(first, end, {"at", "most", "once"})) return about(NodeKind::at_most_once, first, end, 3);
        if (words(first, end, {"at", "end"})) return about(NodeKind::at_end, first, end, 2);
        if (words(first, end, {"at", "least"}) || words(first, end, {"at", "most"}))
            return count(first, end, first + 1);
        if (words(first, end, {"exactly"})) return count(first, end, first);
        if (words(first, end, {"always"})) return about(NodeKind::always, first, end, 1);
        if (words(first, end, {"never"})) return about(NodeKind::never, first, end, 1);
        if (words(first, end, {"sometime", "after"})) return two(NodeKind::sometime_after, first, end);
        if (words(first, end, {"sometime", "before"})) return two(NodeKind::sometime_before, first, end);
        if (words(first, end, {"sometime"})) return about(NodeKind::sometime, first, end, 1);
        if (words(first, end, {"within"})) return within(first, end);
        if (words(first, end, {"length"})) return length(first, end);
        if (words(first, end, {"luck"})) return luck(first, end);
        bool plain = words(first, end, {"only"}) && context_.kind(first + 1) == TokenKind::name;
        if (plain) return only_act(first, end);
        if (context_.is_word(first, "happens"))
            return make(NodeKind::sometime, first, end, first, {moment(first, end)});
        return misfit(first, end);
    }

    NodeId about(NodeKind kind, std::uint32_t first, std::uint32_t end, std::uint32_t words) {
        return make(kind, first, end, first, {moment(first + words, end)});
    }

    /// Reads `sometime after a, b` and its kin.
    NodeId two(NodeKind kind, std::uint32_t first, std::uint32_t end) {
        std::uint32_t comma = next_of(first, end, TokenKind::comma);
        NodeId one = moment(first + 2, comma);
        if (comma == end) return expected(end, end, "`,` and the other condition");
        return make(kind, first, end, first, {one, moment(comma + 1, end)});
    }

    NodeId number(std::uint32_t token) {
        if (context_.kind(token) == TokenKind::number) return value_node(context_, token);
        report_unexpected(context_, token, "a number");
        return NodeId::none();
    }

    NodeId within(std::uint32_t first, std::uint32_t end) {
        NodeId actions = number(first + 1);
        if (!actions.valid()) return error(first, end);
        return make(NodeKind::within, first, end, first, {actions, moment(first + 2, end)});
    }

    /// Reads `exactly 2 times a` and `at least 2 times a`.
    NodeId count(std::uint32_t first, std::uint32_t end, std::uint32_t main) {
        NodeId times = number(main + 1);
        if (!times.valid()) return error(first, end);
        bool said = context_.is_word(main + 2, "times") || context_.is_word(main + 2, "time");
        if (!said) return expected(main + 2, end, "`times`");
        return make(NodeKind::count, first, end, main, {times, moment(main + 3, end)});
    }

    NodeId length(std::uint32_t first, std::uint32_t end) {
        std::uint32_t main = first;
        if (context_.is_word(first + 1, "exactly")) main = first + 1;
        if (words(first + 1, end, {"at", "least"}) || words(first + 1, end, {"at", "most"})) main = first + 2;
        NodeId actions = number(main + 1);
        if (!actions.valid()) return error(first, end);
        if (main + 2 != end) return expected(main + 2, end, "the end of the constraint");
        return make(NodeKind::length, first, end, main, {actions});
    }

    NodeId luck(std::uint32_t first, std::uint32_t end) {
        std::uint32_t main = first;
        if (context_.is_word(first + 1, "exactly")) main = first + 1;
        if (words(first + 1, end, {"at", "least"}) || words(first + 1, end, {"at", "most"})) main = first + 2;
        std::uint32_t token = main + 1;
        NodeId fraction = fraction_node(context_, token);
        if (!fraction.valid()) return error(first, end);
        if (token != end) return expected(token, end, "the end of the constraint");
        return make(NodeKind::luck, first, end, main, {fraction});
    }

    NodeId only_act(std::uint32_t first, std::uint32_t end) {
        Nodes names;
        std::uint32_t token = first + 1;
        for (;; token += 2) {
            if (token >= end || context_.kind(token) != TokenKind::name)
                return expected(token, end, "the name of a character");
            names.push_back(value_node(context_, token));
            if (token + 1 >= end || context_.kind(token + 1) != TokenKind::comma) break;
        }
        bool done = context_.is_word(token + 1, "act") || context_.is_word(token + 1, "acts");
        if (!done || token + 2 != end)
            return expected(token + 1, end, "`, ` and another character, or `act`");
        return make(NodeKind::only_act, first, end, first, std::move(names));
    }

    /// Reads `happens a(x, _)`, or `happens a` with any arguments.
    NodeId happens(std::uint32_t first, std::uint32_t end) {
        std::uint32_t name = first + 1;
        bool has_brackets =
            name + 1 < end && context_.opens(name + 1) && context_.kind(name + 1) == TokenKind::left_paren;
        std::uint32_t behind_it = has_brackets ? behind(name + 1) : name + 1;
        Nodes values;
        for (std::uint32_t token = name + 2; has_brackets && token + 1 < behind_it; token += 2) {
            bool any = context_.kind(token) == TokenKind::junk && context_.tree.text(token) == "_";
            NodeId value =
                any ? make(NodeKind::anything, token, token + 1, token, {}) : value_node(context_, token);
            if (!value.valid()) return expected(token, end, "a value, a variable or `_`");
            values.push_back(value);
            bool goes_on = context_.kind(token + 1) == TokenKind::comma || token + 2 == behind_it;
            if (!goes_on) return expected(token + 1, end, "`,` or `)`");
        }
        if (behind_it + 1 == end && context_.is_word(behind_it, "fails")) ++behind_it;
        if (behind_it != end)
            return expected(behind_it, end, "`then`, `&`, `|` or the end of the constraint");
        return make(NodeKind::happens, first, end, name, std::move(values));
    }

    NodeId condition(std::uint32_t first, std::uint32_t end) {
        context_.too_deep_at = kNoToken;
        context_.depth = depth_;
        NodeId value = group_expression(context_, first, end);
        if (!value.valid()) {
            std::size_t before = context_.diagnostics.size();
            if (context_.too_deep_at != kNoToken) {
                context_.diagnostics.add(
                    DiagnosticCode::nesting_too_deep, context_.span(context_.too_deep_at),
                    fmt::format("brackets and operators are nested more than {} deep here", kMaxNesting));
                return error(first, end);
            }
            explain_misfit(context_, first, end);
            if (context_.diagnostics.size() == before) report_unexpected(context_, first, "a condition");
            return error(first, end);
        }
        return value;
    }

    /// Reports that something else stands where a constraint should: mostly a condition without a word about when.
    NodeId misfit(std::uint32_t first, std::uint32_t end) {
        static constexpr std::array<std::string_view, 10> kWords = {
            "always", "sometime", "never", "within", "exactly", "happens", "only", "length", "luck", "at"};
        Diagnostic& d = report_unexpected(context_, first, kConstraint);
        std::string_view near = context_.kind(first) == TokenKind::name && first + 1 < end &&
                                        context_.kind(first + 1) == TokenKind::name
                                    ? nearest_name(context_.tree.text(first), kWords)
                                    : std::string_view();
        if (!near.empty())
            d.hint = fmt::format("did you mean `{}`?", near);
        else
            d.hint =
                "say when a condition is to hold, such as `sometime` or `at end`, and put brackets around it";
        return error(first, end);
    }

    ParseContext& context_;
    int depth_ = 0;
};

}  // namespace

NodeId parse_constraint(ParseContext& context, std::uint32_t first, std::uint32_t end) {
    return ConstraintParser(context).constraint(first, end);
}

NodeId parse_moment(ParseContext& context, std::uint32_t first, std::uint32_t end) {
    return ConstraintParser(context).moment(first, end);
}

}  // namespace wt::lang
