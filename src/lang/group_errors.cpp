// This explains why a stretch of tokens is no expression. The grouper only says that it is none; here the most natural
// form is descended into until the mistake is reached, so that the message points at the narrowest place.

#include <fmt/format.h>

#include "lang/group.h"

namespace wt::lang {

namespace {

constexpr Form kBinaryForms[] = {Form::equal,   Form::not_equal, Form::greater_equal, Form::less_equal,
                                 Form::greater, Form::less,      Form::type_test,     Form::multiply,
                                 Form::divide,  Form::add,       Form::subtract};

class Explainer {
  public:
    Explainer(ParseContext& context, std::uint32_t first, std::uint32_t end)
        : context_(context), row_(context, first, end) {}

    void explain_all() {
        for (std::uint32_t item = 0; item < row_.size(); ++item)
            if (is_broken_bracket(item)) return;  // reported where the brackets were matched
        explain(0, row_.size());
    }

  private:
    bool fits(std::uint32_t begin, std::uint32_t end) {
        return group_items(context_, row_, begin, end).valid();
    }
    TokenKind kind(std::uint32_t item) const { return context_.kind(row_.token(item)); }
    bool is_word(std::uint32_t item, std::string_view word) const {
        return item < row_.size() && context_.is_word(row_.token(item), word);
    }
    bool is_paren(std::uint32_t item) const {
        return item < row_.size() && kind(item) == TokenKind::left_paren && context_.opens(row_.token(item));
    }
    bool is_broken_bracket(std::uint32_t item) const {
        TokenKind k = kind(item);
        bool bracket = k >= TokenKind::left_paren && k <= TokenKind::right_bracket;
        return bracket && context_.partner[row_.token(item)] == kNoToken;
    }
    bool is_binder_word(std::uint32_t item) const {
        return is_word(item, "forall") || is_word(item, "exists") || is_word(item, "sum") ||
               is_word(item, "product");
    }

    /// Says what else may stand behind the row.
    std::string closer() const {
        switch (context_.kind(row_.token(row_.size()))) {
            case TokenKind::right_paren:
                return "`)`";
            case TokenKind::comma:
                return "`,`";
            default:
                return "`;`";
        }
    }

    /// This loops over right parts, because chains may be long, and recurses only into what nesting limits.
    void explain(std::uint32_t begin, std::uint32_t end) {
        while (begin < end || expects_expression(end)) {
            if (context_.too_deep_at != kNoToken) return;
            if (end - begin == 1) return explain_single(begin);
            if (is_word(begin, "elseif") && is_paren(begin + 1)) return report_lone_else(begin);
            if (end - begin == 2 && kind(begin) == TokenKind::name && is_paren(begin + 1) &&
                !is_keyword(begin))
                return explain_call(row_.token(begin));
            bool whole_if = is_word(begin, "if") && row_.first_else(begin, end) != end;
            if (whole_if) return explain_conditional(begin, end);
            if (explain_list(Form::conjunction, begin, end) || explain_list(Form::disjunction, begin, end))
                return;
            if (is_word(begin, "if")) return explain_conditional(begin, end);
            if (kind(begin) == TokenKind::bang) {
                ++begin;
                continue;
            }
            if (is_binder_word(begin) && is_paren(begin + 1)) {
                if (!explain_binder(begin + 1)) return;
                begin += 2;
                continue;
            }
            if (explain_weight(begin, end)) return;
            std::uint32_t cut = row_.first_cut(Form::assignment, begin, end);
            if (cut == end)
                for (Form form : kBinaryForms)
                    if (cut == end) cut = row_.first_cut(form, begin, end);
            if (cut == end) return explain_no_operator(begin, end);
            if (!explain_left(begin, cut)) return;
            begin = cut + 1;
        }
    }

    bool is_keyword(std::uint32_t item) const { return is_word(item, "if") || is_binder_word(item); }

    /// Reports that an expression is missing before item `at`. Always returns false.
    bool expects_expression(std::uint32_t at) {
        std::uint32_t token = row_.token(at);
        bool doubled = token > 0 && context_.kind(token) == context_.kind(token - 1);
        Diagnostic& d = report_unexpected(context_, token, "an expression");
        if (doubled && context_.kind(token) == TokenKind::ampersand) d.hint = "`and` is written `&`";
        if (doubled && context_.kind(token) == TokenKind::bar) d.hint = "`or` is written `|`";
        if (context_.kind(token) == TokenKind::minus)
            d.hint = "there is no minus sign for one operand; write `0 - ...`";
        return false;
    }

    /// Reports a weight that is no number. `believes(c, f()) = A: x | B: 1` shows itself by the number of another
    /// alternative, so only a list that has a number somewhere is taken for one.
    bool explain_weight(std::uint32_t begin, std::uint32_t end) {
        std::uint32_t colon = row_.first_cut(Form::type_test, begin, end);
        bool is_weight = context_.dialect == Dialect::wrongtree && colon != end &&
                         row_.first_cut(Form::assignment, begin, end) < colon && colon + 1 < end &&
                         kind(colon + 1) == TokenKind::number;
        if (!is_weight) return false;
        Diagnostic& d = report_unexpected(context_, row_.token(begin), "an effect");
        d.message = "a weight can only stand behind one of the possibilities of a belief";
        d.hint =
            "write `believes(c, f(x)) = A: 2 | B: 1`, with brackets around values that are no single thing";
        return true;
    }

    /// Returns true if the left part of a binary operator is fine, so that the mistake is on the right.
    bool explain_left(std::uint32_t begin, std::uint32_t cut) {
        bool assigns = kind(cut) == TokenKind::assign;
        bool compound =
            assigns && cut > begin && (kind(cut - 1) == TokenKind::plus || kind(cut - 1) == TokenKind::minus);
        if (compound) {
            Diagnostic& d = report_unexpected(context_, row_.token(cut), "an expression");
            d.hint = "there is no `+=`; write `f() = f() + 1`";
            return false;
        }
        if (begin == cut || !fits(begin, cut)) {
            explain(begin, cut);
            return false;
        }
        bool is_target =
            assigns && is_fluent(context_.tree, group_items(context_, row_, begin, cut)) && cut == begin + 2;
        if (assigns && !is_target) {
            Diagnostic& d = report_unexpected(context_, row_.token(cut), "`==`");
            d.message = "only a fluent such as `at(x)` can stand to the left of `=`";
            d.hint = "write `==` to compare";
            return false;
        }
        if (kind(cut) != TokenKind::colon) return true;
        bool named = cut + 1 < row_.size() && kind(cut + 1) == TokenKind::name;
        if (named)
            report_unexpected(context_, row_.token(cut + 2), "an operator or " + closer());
        else
            report_unexpected(context_, row_.token(cut + 1), "the name of a type");
        return false;
    }

    void report_lone_else(std::uint32_t item) {
        std::uint32_t token = row_.token(item);
        Diagnostic& d = report_unexpected(context_, token, "an expression");
        d.hint = fmt::format("no `if` belongs to this `{}`", context_.tree.text(token));
    }

    void explain_single(std::uint32_t item) {
        std::uint32_t token = row_.token(item);
        if (is_paren(item)) return explain_misfit(context_, token + 1, context_.partner[token]);
        if (context_.opens(token)) {
            Diagnostic& d = report_unexpected(context_, token, "an expression");
            d.hint = "group with `(` and `)`";
            return;
        }
        if (kind(item) == TokenKind::name) return;
        Diagnostic& d = report_unexpected(context_, token, "an expression");
        if (kind(item) == TokenKind::string) d.hint = "names are written without quotes";
        if (kind(item) == TokenKind::junk) d.hint = "a name begins with a letter";
    }

    void explain_call(std::uint32_t name) {
        std::uint32_t open = name + 1;
        std::uint32_t close = context_.partner[open];
        MindCall call = mind_call(context_, name);
        bool about_minds = call.kind != NodeKind::error;
        for (std::uint32_t token = open + 1; token < close; token += 2) {
            if (about_minds && token == open + 1 + 2 * call.characters)
                return explain_misfit(context_, token, close);
            if (!value_node(context_, token).valid()) {
                report_unexpected(context_, token, about_minds ? "a character" : "a value");
                return;
            }
            bool nested = context_.kind(token + 1) == TokenKind::left_paren && context_.opens(token + 1);
            bool may_nest = nested && !about_minds && context_.dialect == Dialect::wrongtree;
            if (may_nest && !group_call(context_, token).valid()) return explain_call(token);
            if (may_nest) token = context_.partner[token + 1];
            bool comma = context_.kind(token + 1) == TokenKind::comma;
            if (token + 1 == close || comma) continue;
            Diagnostic& d = report_unexpected(context_, token + 1, "`,` or `)`");
            if (nested && !may_nest)
                d.hint = "a fluent cannot stand inside a fluent; use a variable and compare it";
            return;
        }
    }

    /// Returns true if the brackets of a quantifier are fine.
    bool explain_binder(std::uint32_t item) {
        std::uint32_t open = row_.token(item);
        if (binder_node(context_, open).valid()) return true;
        constexpr std::pair<TokenKind, const char*> kShape[] = {{TokenKind::name, "the name of a variable"},
                                                                {TokenKind::colon, "`:` and a type"},
                                                                {TokenKind::name, "the name of a type"},
                                                                {TokenKind::right_paren, "`)`"}};
        std::uint32_t token = open;
        for (auto [wanted, expected] : kShape) {
            if (context_.kind(++token) == wanted) continue;
            Diagnostic& d = report_unexpected(context_, token, expected);
            if (context_.kind(token) == TokenKind::comma) d.hint = "write one quantifier for every variable";
            break;
        }
        return false;
    }

    /// Returns true if there is such a list; its parts that do not fit are explained.
    bool explain_list(Form form, std::uint32_t begin, std::uint32_t end) {
        std::uint32_t cut = row_.first_cut(form, begin, end);
        if (cut == end) return false;
        bool reported = false;
        for (std::uint32_t start = begin; start < end; start = cut + 1) {
            cut = row_.first_cut(form, start, end);
            if (start < cut && fits(start, cut)) continue;
            reported = true;
            explain(start, cut);
            bool doubled = start == cut && cut < end;
            if (doubled) return true;
        }
        if (!reported) expects_expression(end);  // only one part and a separator behind it
        return true;
    }

    void explain_conditional(std::uint32_t begin, std::uint32_t end) {
        for (std::uint32_t word = begin; word < end;) {
            std::uint32_t next = row_.first_elseif(word + 1, end);
            if (next == end) next = row_.first_else(word + 1, end);
            std::uint32_t body = word + 1;
            bool is_else = is_word(word, "else");
            if (is_else && next != end) return explain_second_else(word, next);
            if (!is_else) {
                if (!is_paren(body)) {
                    report_unexpected(context_, row_.token(body), "`(` and a condition");
                    return;
                }
                std::uint32_t open = row_.token(body++);
                if (!group_expression(context_, open + 1, context_.partner[open]).valid())
                    explain_misfit(context_, open + 1, context_.partner[open]);
            }
            if (!fits(body, next)) explain(body, next);
            word = next;
        }
    }

    void explain_second_else(std::uint32_t first, std::uint32_t second) {
        Diagnostic& d = report_unexpected(context_, row_.token(second), "an operator or " + closer());
        d.message = fmt::format("{} after the final `else` of a conditional", d.found);
        d.labels.push_back({context_.span(row_.token(first)), "the final `else`"});
        d.hint = is_word(first + 1, "if") ? "write `elseif`, or put brackets around the inner conditional"
                                          : "put brackets around the inner conditional";
    }

    void explain_no_operator(std::uint32_t begin, std::uint32_t end) {
        std::uint32_t next = begin + 1;
        bool call = kind(begin) == TokenKind::name && is_paren(next) && end - begin > 1;
        if (call) ++next;
        if (!fits(begin, next)) return explain(begin, next);
        std::uint32_t token = row_.token(next);
        Diagnostic& d = report_unexpected(context_, token, "an operator or " + closer());
        std::string_view text = context_.tree.text(token);
        if (context_.kind(token) == TokenKind::number && text[0] == '-')
            d.hint =
                fmt::format("`{}` is a negative number here; write `- {}` to subtract", text, text.substr(1));
        else if (text == "and" || text == "or" || text == "AND" || text == "OR")
            d.hint = text[0] == 'a' || text[0] == 'A' ? "`and` is written `&`" : "`or` is written `|`";
        else if (context_.tree.text(row_.token(begin)) == "not")
            d.hint = "`not` is written `!`";
        else if (text == "else" || text == "elseif")
            d.hint = fmt::format("no `if` belongs to this `{}`", text);
    }

    ParseContext& context_;
    Row row_;
};

}  // namespace

void explain_misfit(ParseContext& context, std::uint32_t first, std::uint32_t end) {
    Explainer(context, first, end).explain_all();
}

}  // namespace wt::lang
