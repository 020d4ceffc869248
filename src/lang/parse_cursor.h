// The cursor is where the parser of definitions stands in a text. It has what the parser's parts share: the next token,
// expressions, parameters, and how to go on behind a mistake.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "lang/group.h"
#include "lang/parse_context.h"

namespace wt::lang {

using Nodes = std::vector<NodeId>;

class Cursor {
  public:
    explicit Cursor(ParseContext& context) : context_(context), tree_(context.tree) {}

    /// Behind the file or the block that is being read there is nothing but its end.
    TokenKind kind(std::uint32_t ahead = 0) const {
        std::uint32_t token = at_ + ahead;
        return token < end_ ? context_.kind(token) : TokenKind::end;
    }
    bool is_word(std::string_view word) const { return context_.is_word(at_, word); }

    /// Returns the next `;` or the end, at the level of the current token.
    std::uint32_t stretch_end(std::uint32_t limit) const {
        std::uint32_t token = at_;
        while (token < limit && context_.kind(token) != TokenKind::semicolon)
            token = context_.opens(token) ? behind(token) : token + 1;
        return std::min(token, limit);
    }
    /// Returns the place behind the bracket group that opens here; a `{` that nothing closes ends before its stand-in.
    std::uint32_t behind(std::uint32_t open) const {
        std::uint32_t close = context_.partner[open];
        return context_.partner[close] == open ? close + 1 : close;
    }
    NodeId make(NodeKind node_kind, std::uint32_t first, std::uint32_t main, Nodes children) {
        return tree_.add({node_kind, first, at_, main, std::move(children)});
    }
    NodeId name_node() {
        ++at_;
        return make(NodeKind::name, at_ - 1, at_ - 1, {});
    }
    /// Reports, unless the definition is known to be broken, and remembers that it is.
    void expect(std::string expected) {
        if (!broken_) report_unexpected(context_, at_, std::move(expected));
        broken_ = true;
    }

    /// Reads from `(` to behind `)`.
    Nodes formals();
    /// Reads an expression up to the end of the definition.
    NodeId definition_expression();
    /// Gives the definition up and goes behind it.
    NodeId give_up(std::uint32_t first);

    /// Reads an expression up to `end`. If it does not fit and `begins_next` says that the next thing begins
    /// within it, a separator is missing there.
    template <class BeginsNext>
    NodeId expression(std::uint32_t end, BeginsNext begins_next) {
        std::uint32_t first = at_;
        NodeId value = try_expression(first, end);
        at_ = end;
        if (value.valid()) return value;
        if (report_if_too_deep()) return make(NodeKind::error, first, first, {});
        for (std::uint32_t token = first; token < end;
             token = context_.opens(token) ? behind(token) : token + 1) {
            if (!begins_next(token)) continue;
            value = token > first ? try_expression(first, token) : NodeId::none();
            if (token > first && !value.valid() && !report_if_too_deep()) explain(first, token);
            if (token == first)
                report_unexpected(context_, token, "an expression");
            else if (value.valid())
                report_unexpected(context_, token, "`;`");
            at_ = token;
            broken_ = true;
            return value.valid() ? value : make(NodeKind::error, first, first, {});
        }
        explain(first, end);
        return make(NodeKind::error, first, first, {});
    }

    NodeId try_expression(std::uint32_t first, std::uint32_t end);
    /// Reports what the last expression that was tried is nested too deep for; false if it is not.
    bool report_if_too_deep();
    /// Reports why the tokens are no expression.
    void explain(std::uint32_t first, std::uint32_t end);

    ParseContext& context_;
    SyntaxTree& tree_;
    std::uint32_t at_ = 0;
    std::uint32_t end_ = 0;  ///< of the file or of the block that is being read
    bool broken_ = false;    ///< the definition that is being read has been complained about

  private:
    bool has_broken_bracket(std::uint32_t first, std::uint32_t end) const;
};

}  // namespace wt::lang
