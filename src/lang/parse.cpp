#include "lang/parse.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "lang/brackets.h"
#include "lang/group.h"
#include "lang/parse_constraint.h"
#include "lang/parse_library.h"
#include "lang/parse_telling.h"

namespace wt::lang {

namespace {

using Nodes = std::vector<NodeId>;

class Parser {
  public:
    explicit Parser(ParseContext& context) : context_(context), tree_(context.tree), end_(part_end(0)) {}

    void parse_file() {
        Nodes children = definitions();
        tree_.file = tree_.add({NodeKind::file, 0, at_, 0, std::move(children)});
        while (end_ + 1 < tree_.tokens.size()) {
            std::uint32_t first = at_ = end_ + 1;
            end_ = part_end(first);
            Nodes of_layer = definitions();
            tree_.layers.push_back(make(NodeKind::layer, first, first, std::move(of_layer)));
        }
    }

  private:
    /// Returns the end of the part of the source in which a token is.
    std::uint32_t part_end(std::uint32_t token) const {
        while (context_.kind(token) != TokenKind::end)
            ++token;
        return token;
    }

    /// Reads all definitions up to `end_`.
    Nodes definitions() {
        Nodes result;
        while (kind() != TokenKind::end && !context_.enough_mistakes()) {
            if (kind() == TokenKind::semicolon) {
                report_unexpected(context_, at_++, "a definition");
                continue;
            }
            std::uint32_t begin = at_;
            result.push_back(definition());
            finish_definition(begin);
        }
        return result;
    }

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

    /// Goes behind the `;` of a definition and reports if there is none.
    void finish_definition(std::uint32_t begin) {
        if (kind() == TokenKind::semicolon) {
            ++at_;
            return;
        }
        if (kind() == TokenKind::end) return;
        if (!broken_) report_unexpected(context_, at_, "`;`");
        broken_ = false;
        if (at_ > begin && begins_definition(context_, at_)) return;
        at_ = std::max(stretch_end(end_), at_);
        if (kind() == TokenKind::semicolon) ++at_;
    }

    NodeId definition() {
        broken_ = false;
        if (!begins_definition(context_, at_)) {
            if (context_.dialect == Dialect::wrongtree && kind(1) == TokenKind::colon) {
                if (is_word("goal")) return goal();
                if (is_word("limits")) return limits();
                if (is_word("whereabouts") || is_word("seen"))
                    return names_part(is_word("seen") ? NodeKind::seen : NodeKind::whereabouts,
                                      "the name of a property");
            }
            if (begins_perceives(at_)) return perceives();
            bool names_library = context_.dialect == Dialect::wrongtree && kind(1) != TokenKind::left_paren &&
                                 (is_word("use") || is_word("library"));
            if (names_library && in_divergence_) return misplaced_library();
            if (names_library) {
                std::uint32_t first = at_;
                NodeId read = parse_library(context_, at_, end_);
                return read.valid() ? read : give_up(first);
            }
            if (context_.dialect == Dialect::wrongtree && kind(1) == TokenKind::name) {
                if (is_word("observing") && tree_.text(at_ + 1) == "default") return observing_default();
                if (is_word("requires") && tree_.text(at_ + 1) == "property" && kind(2) == TokenKind::name)
                    return requires_property();
                if (is_word("temper")) return temper();
                if (is_word("everybody") && tree_.text(at_ + 1) == "knows") return everybody();
            }
            if (context_.dialect == Dialect::wrongtree && is_word("without") && kind(1) == TokenKind::name)
                return without();
            if (in_divergence_ && is_word("requires") && kind(1) == TokenKind::colon)
                return names_part(NodeKind::requires_part, "the name of a divergence");
            return statement();
        }
        if (begins_block(context_, at_)) return block();
        if (begins_telling(context_, at_)) return telling();
        if (is_word("extend")) return extend();
        if (is_word("type")) return names_definition(NodeKind::type);
        if (is_word("entity")) return names_definition(NodeKind::entity);
        if (is_word("property")) return property();
        if (is_word("action")) return event(NodeKind::action);
        if (is_word("trigger")) return event(NodeKind::trigger);
        return utility();
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

    /// Reads `type NAME [: names]` and `entity NAME : names`.
    NodeId names_definition(NodeKind node_kind) {
        std::uint32_t first = at_;
        std::uint32_t main = at_ + 1;
        at_ += 2;
        Nodes names;
        bool is_entity = node_kind == NodeKind::entity;
        if (kind() == TokenKind::colon) {
            do {
                ++at_;
                if (kind() == TokenKind::name && !begins_definition(context_, at_))
                    names.push_back(name_node());
                else if (names.empty() || kind() == TokenKind::comma)
                    expect("the name of a type");
                else
                    break;
            } while (kind() == TokenKind::comma && !broken_);
        } else if (is_entity) {
            bool is_list = kind() == TokenKind::comma && !broken_;
            if (is_list)
                report_unexpected(context_, at_, "`:` and a type").hint =
                    "every entity has a definition of its own: `entity A : t; entity B : t;`";
            else
                expect("`:` and a type");
            broken_ = true;
        }
        return make(node_kind, first, main, std::move(names));
    }

    NodeId property() {
        std::uint32_t first = at_;
        std::uint32_t main = at_ + 1;
        at_ += 2;
        Nodes children = formals();
        if (kind() != TokenKind::colon) {
            expect("`:` and the type of its values");
        } else {
            ++at_;
            if (kind() == TokenKind::name)
                children.push_back(name_node());
            else
                expect("the name of a type");
            bool or_none = context_.dialect == Dialect::wrongtree && !broken_ && is_word("or") &&
                           kind() == TokenKind::name;
            if (or_none) {
                ++at_;
                if (kind() == TokenKind::name && is_word("none")) {
                    ++at_;
                    children.push_back(make(NodeKind::or_none, at_ - 1, at_ - 1, {}));
                } else {
                    expect("`none`");
                }
            }
        }
        return make(broken_ ? NodeKind::error : NodeKind::property, first, main, std::move(children));
    }

    /// Reads from `(` to behind `)`.
    Nodes formals() {
        Nodes result;
        std::uint32_t open = at_;
        if (!context_.opens(open)) {  // the brackets have been complained about
            broken_ = true;
            return result;
        }
        std::uint32_t close = context_.partner[open];
        for (++at_; at_ < close;) {
            std::uint32_t first = at_;
            if (kind() == TokenKind::name && kind(1) == TokenKind::colon) {
                at_ += 2;
                if (kind() != TokenKind::name) {
                    expect("the name of a type");
                    break;
                }
                NodeId type = name_node();
                result.push_back(make(NodeKind::formal, first, first, {type}));
            } else if (NodeId value = value_node(context_, at_); value.valid()) {
                ++at_;
                result.push_back(make(NodeKind::fixed, first, first, {value}));
            } else {
                expect("a parameter such as `who : character`, or a fixed value");
                break;
            }
            if (at_ == close) break;
            if (kind() != TokenKind::comma) {
                expect("`,` or `)`");
                break;
            }
            ++at_;
        }
        at_ = close + 1;
        return result;
    }

    NodeId event(NodeKind node_kind) {
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

    /// Reads the parts of an event, from `{` to behind `}`.
    NodeId body(NodeKind node_kind, std::uint32_t first, std::uint32_t main, Nodes children,
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

    static constexpr std::array<std::string_view, 8> kParts = {
        "precondition", "effect", "consenting", "observing", "success", "chance", "failure", "noticed"};
    static constexpr std::array<NodeKind, 8> kPartKinds = {
        NodeKind::precondition, NodeKind::effect, NodeKind::consenting, NodeKind::observing,
        NodeKind::success,      NodeKind::chance, NodeKind::failure,    NodeKind::noticed};

    /// Returns the words that may begin a part: Sabre has the first four.
    std::span<const std::string_view> part_words() const {
        return std::span(kParts).first(context_.dialect == Dialect::wrongtree ? kParts.size() : 4);
    }
    /// Does `precondition hidden:` begin here?
    bool is_hidden(std::uint32_t token) const {
        return context_.dialect == Dialect::wrongtree && context_.is_word(token, "precondition") &&
               context_.is_word(token + 1, "hidden") && context_.kind(token + 2) == TokenKind::colon;
    }

    bool begins_part(std::uint32_t token) const {
        if (context_.kind(token) != TokenKind::name) return false;
        TokenKind next = context_.kind(token + 1);
        std::string_view word = tree_.text(token);
        if (word == "observing") return next == TokenKind::left_paren || next == TokenKind::colon;
        if (is_hidden(token)) return true;
        return next == TokenKind::colon && std::ranges::find(part_words(), word) != part_words().end();
    }

    /// Reads one part of an event; it ends at the `;` behind it, at `close`, or where the next part begins.
    NodeId part(NodeKind event_kind, std::uint32_t close) {
        std::uint32_t first = at_;
        std::uint32_t end = stretch_end(close);
        std::string_view word = tree_.text(at_);
        std::span<const std::string_view> words = part_words();
        auto known = std::ranges::find(words, word);
        if (kind() != TokenKind::name || known == words.end()) {
            std::string_view near =
                kind() == TokenKind::name ? nearest_name(word, words) : std::string_view();
            Diagnostic& d = report_unexpected(context_, at_, part_names(event_kind));
            if (!near.empty()) d.hint = fmt::format("did you mean `{}`?", near);
            known = std::ranges::find(words, near);
        }
        auto which = static_cast<std::size_t>(known - words.begin());
        bool hidden = is_hidden(at_);
        bool misplaced = event_kind == NodeKind::trigger && (which >= 2 || hidden) && known != words.end();
        if (misplaced && word == *known) {
            Diagnostic& d = report_unexpected(context_, at_, part_names(event_kind));
            d.message = hidden ? "a trigger has no hidden precondition"
                               : fmt::format("a trigger has no `{}` part", word);
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
            NodeId formal = kind() == TokenKind::left_paren && context_.opens(at_)
                                ? binder_node(context_, at_)
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

    /// Reads `everybody`, `nobody`, `who is there` or `who takes part`; returns none, and reports it, if it is
    /// something else.
    NodeId observers_node() {
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

    /// Reads `observing default: KIND`.
    NodeId observing_default() {
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

    /// Does `perceives(` ... `):` begin here?
    bool begins_perceives(std::uint32_t token) const {
        return context_.dialect == Dialect::wrongtree && context_.is_word(token, "perceives") &&
               context_.kind(token + 1) == TokenKind::left_paren && context_.opens(token + 1) &&
               context_.kind(context_.partner[token + 1] + 1) == TokenKind::colon;
    }

    /// Reads `perceives(c : character): condition`.
    NodeId perceives() {
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

    /// Reads the fraction of `chance: 1/3`.
    NodeId chance(std::uint32_t first, std::uint32_t end) {
        NodeId fraction = fraction_node(context_, at_);
        bool fits = fraction.valid() && at_ == end;
        if (fraction.valid() && !fits) report_unexpected(context_, at_, "`;`");
        if (!begins_part(at_)) at_ = end;
        if (!fits) return make(NodeKind::error, first, first, {});
        return make(NodeKind::chance, first, first, {fraction});
    }

    std::string part_names(NodeKind event_kind) const {
        if (event_kind == NodeKind::trigger) return "`precondition` or `effect`";
        return context_.dialect == Dialect::wrongtree
                   ? "`precondition`, `effect`, `success`, `chance`, `failure`, `noticed`, `consenting` or "
                     "`observing`"
                   : "`precondition`, `effect`, `consenting` or `observing`";
    }

    /// Reads a list of values, in any number of brackets.
    void characters(std::uint32_t end, Nodes& values) {
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

    NodeId utility() {
        std::uint32_t first = at_;
        std::uint32_t main = at_ + 2;
        NodeId formal = kind(2) == TokenKind::name && kind(3) == TokenKind::colon
                            ? binder_node(context_, at_ + 1)
                            : NodeId::none();
        at_ += formal.valid() ? 7 : kind(2) == TokenKind::name ? 5 : 4;
        Nodes children = {definition_expression()};
        if (formal.valid()) children.push_back(formal);
        return make(NodeKind::utility, first, main, std::move(children));
    }

    NodeId statement() {
        std::uint32_t first = at_;
        if (NodeId setting = misplaced_setting(); setting.valid()) return setting;
        if (NodeId misspelt = misspelt_definition(); misspelt.valid()) return misspelt;
        NodeId value = definition_expression();
        return make(NodeKind::statement, first, first, {value});
    }

    /// Reads `goal: 3` and `limits: author 3` in a file of the other dialect.
    NodeId misplaced_setting() {
        bool setting = (is_word("goal") && kind(1) == TokenKind::colon && kind(2) == TokenKind::number) ||
                       (is_word("limits") && kind(1) == TokenKind::colon && kind(3) == TokenKind::number);
        setting |= context_.dialect == Dialect::sabre && kind(1) == TokenKind::name &&
                   (is_word("temper") || (is_word("everybody") && tree_.text(at_ + 1) == "knows"));
        if (!setting) return NodeId::none();
        std::uint32_t first = at_;
        Diagnostic& d = report_unexpected(context_, at_, "a definition");
        d.message = fmt::format("`{}` belongs to Wrongtree's language, but this file is read as Sabre's",
                                tree_.text(at_));
        d.hint = "name the file `.wt`";
        at_ = stretch_end(end_);
        return make(NodeKind::error, first, first, {});
    }

    /// Reads a definition whose keyword is misspelt or whose shape is wrong from the start.
    NodeId misspelt_definition() {
        static constexpr std::array<std::string_view, 9> kWords = {
            "type", "entity", "property", "action", "trigger", "utility", "divergence", "request", "telling"};
        if (kind() != TokenKind::name) return NodeId::none();
        std::uint32_t first = at_;
        std::string_view word = tree_.text(at_);
        bool known = std::find(kWords.begin(), kWords.end(), word) != kWords.end();
        if (known && kind(1) != TokenKind::left_paren && kind(1) != TokenKind::name &&
            kind(1) != TokenKind::number && kind(1) != TokenKind::junk && kind(1) != TokenKind::semicolon &&
            kind(1) != TokenKind::end)
            return NodeId::none();
        if (known) return misshapen_definition(word);
        if (kind(1) != TokenKind::name && kind(1) != TokenKind::left_brace) return NodeId::none();
        std::string_view near = nearest_name(word, kWords);
        if (near.empty() || (kind(1) == TokenKind::left_brace && near != "telling")) return NodeId::none();
        Diagnostic& d = report_unexpected(context_, at_, "a definition");
        d.hint = fmt::format("did you mean `{}`?", near);
        if (near == "divergence" || near == "request" || near == "telling") {
            at_ = stretch_end(end_);
            return make(NodeKind::error, first, first, {});
        }
        if (near == "type" || near == "entity")
            return names_definition(near == "type" ? NodeKind::type : NodeKind::entity);
        if (near != "utility" && kind(2) == TokenKind::left_paren) {
            if (near == "property") return property();
            return event(near == "action" ? NodeKind::action : NodeKind::trigger);
        }
        at_ = stretch_end(end_);
        return make(NodeKind::error, first, first, {});
    }

    NodeId misshapen_definition(std::string_view word) {
        std::uint32_t first = at_;
        bool is_block = word == "divergence" || word == "request" || word == "telling";
        bool has_brackets = word != "type" && word != "entity" && !is_block;
        if (word == "utility" || kind(1) == TokenKind::left_paren) {
            // It may still be a statement about a fluent of that name.
            std::uint32_t end = stretch_end(end_);
            context_.too_deep_at = kNoToken;
            if (group_expression(context_, at_, end).valid()) return NodeId::none();
        }
        if (word == "utility") {
            ++at_;
            if (kind() != TokenKind::left_paren) {
                expect("`(`");
            } else {
                ++at_;
                if (kind() == TokenKind::name) ++at_;
                if (kind() != TokenKind::right_paren) {
                    expect(kind(0) == TokenKind::name ? "`)`" : "a character or `)`");
                } else {
                    ++at_;
                    expect("`:`");
                }
            }
        } else {
            ++at_;
            if (kind() != TokenKind::name)
                expect("a name");
            else if (++at_; has_brackets || is_block)
                expect(word == "telling" ? "`{`" : is_block ? "a title in quotes or `{`" : "`(`");
        }
        at_ = stretch_end(end_);
        return make(NodeKind::error, first, first, {});
    }

    NodeId definition_expression() {
        NodeId value = expression(stretch_end(end_),
                                  [&](std::uint32_t token) { return begins_definition(context_, token); });
        return value;
    }

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

    NodeId try_expression(std::uint32_t first, std::uint32_t end) {
        context_.too_deep_at = kNoToken;
        context_.depth = 0;
        return group_expression(context_, first, end);
    }

    bool report_if_too_deep() {
        if (context_.too_deep_at == kNoToken) return false;
        Diagnostic& d = context_.diagnostics.add(
            DiagnosticCode::nesting_too_deep, context_.span(context_.too_deep_at),
            fmt::format("brackets and operators are nested more than {} deep here", kMaxNesting));
        d.hint = "split the expression, for example with a property and a trigger";
        return true;
    }

    void explain(std::uint32_t first, std::uint32_t end) {
        std::size_t before = context_.diagnostics.size();
        context_.too_deep_at = kNoToken;
        explain_misfit(context_, first, end);
        if (context_.diagnostics.size() == before && !report_if_too_deep() && !has_broken_bracket(first, end))
            report_unexpected(context_, first, "an expression");
    }
    bool has_broken_bracket(std::uint32_t first, std::uint32_t end) const {
        for (std::uint32_t token = first; token < end; ++token) {
            TokenKind k = context_.kind(token);
            bool bracket = k >= TokenKind::left_paren && k <= TokenKind::right_bracket;
            if (bracket && (context_.partner[token] == kNoToken || k == TokenKind::left_brace)) return true;
        }
        return false;
    }

    NodeId goal() {
        std::uint32_t first = at_;
        at_ += 2;
        if (kind() != TokenKind::number) {
            expect("a number");
            at_ = stretch_end(end_);
            return make(NodeKind::error, first, first, {});
        }
        NodeId number = value_node(context_, at_++);
        return make(NodeKind::goal, first, first, {number});
    }

    NodeId limits() {
        std::uint32_t first = at_;
        at_ += 1;
        Nodes items;
        do {
            ++at_;
            if (kind() != TokenKind::name || kind(1) != TokenKind::number) {
                if (kind() == TokenKind::name) ++at_;
                expect(kind() == TokenKind::number || items.empty()
                           ? "`author`, `character`, `belief`, `depth`, `foresight` or `possibilities`"
                           : "a limit such as `author 7`");
                at_ = stretch_end(end_);
                return make(NodeKind::error, first, first, std::move(items));
            }
            std::uint32_t name = at_;
            NodeId number = value_node(context_, at_ + 1);
            at_ += 2;
            items.push_back(make(NodeKind::limit, name, name, {number}));
        } while (kind() == TokenKind::comma && kind(1) != TokenKind::semicolon);
        if (kind() == TokenKind::comma) ++at_;
        return make(NodeKind::limits, first, first, std::move(items));
    }

    /// Reads `temper NAME: words`.
    NodeId temper() {
        std::uint32_t main = ++at_;
        if (kind(1) != TokenKind::colon) {
            ++at_;
            expect("`:` and a word such as `prudent`");
            at_ = std::max(stretch_end(end_), at_);
            return make(NodeKind::error, main - 1, main, {});
        }
        NodeId part = names_part(NodeKind::temper, "a word such as `prudent`");
        tree_.nodes[part.index()].first = main - 1;
        tree_.nodes[part.index()].main = main;
        return part;
    }

    /// Reads `everybody knows statement`.
    NodeId everybody() {
        std::uint32_t first = at_;
        at_ += 2;
        NodeId inner = definition_expression();
        NodeId node = make(NodeKind::everybody, first, first, {inner});
        return make(NodeKind::statement, first, first, {node});
    }

    // ---- libraries ----

    /// Gives the definition up: goes behind it.
    NodeId give_up(std::uint32_t first) {
        broken_ = true;
        at_ = std::max(stretch_end(end_), at_);
        return make(NodeKind::error, first, first, {});
    }

    NodeId misplaced_library() {
        Diagnostic& d = report_unexpected(context_, at_, "a definition");
        d.message = fmt::format("`{}` cannot stand inside a divergence", tree_.text(at_));
        d.hint = "write it before all divergences, for all of the world";
        return give_up(at_);
    }

    /// Reads `requires property at(who : character) : place`, perhaps with `= value`.
    NodeId requires_property() {
        std::uint32_t first = at_++;
        NodeId declared = property();
        if (tree_[declared].kind == NodeKind::error) return declared;
        Nodes parts = {declared};
        if (kind() == TokenKind::assign) {
            NodeId value = value_node(context_, at_ + 1);
            if (!value.valid()) {
                ++at_;
                expect("a value");
                return give_up(first);
            }
            at_ += 2;
            parts.push_back(value);
        }
        return make(NodeKind::requires_property, first, first, std::move(parts));
    }

    /// Reads `extend action NAME { parts }`.
    NodeId extend() {
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

    // ---- divergences and requests ----

    /// Reads `divergence NAME ["title"] { definitions }` and `request NAME ["title"] { parts }`.
    NodeId block() {
        std::uint32_t first = at_;
        std::uint32_t main = at_ + 1;
        NodeKind node_kind = is_word("divergence") ? NodeKind::divergence : NodeKind::request;
        Nodes children;
        at_ += 2;
        if (kind() == TokenKind::string) {
            ++at_;
            children.push_back(make(NodeKind::title, at_ - 1, at_ - 1, {}));
        }
        if (kind() != TokenKind::left_brace || !context_.opens(at_)) {
            expect("`{`");
            at_ = std::max(stretch_end(end_), at_);
            return make(NodeKind::error, first, main, std::move(children));
        }
        if (in_divergence_) {
            Diagnostic& d = report_unexpected(context_, first, "a definition");
            d.message = fmt::format("a {} cannot stand inside a divergence", tree_.text(first));
            d.hint = "close the divergence before it with `};`";
        }
        std::uint32_t open = at_++;
        std::uint32_t close = context_.partner[open];
        std::uint32_t outer_end = std::exchange(end_, close);
        bool outer = std::exchange(in_divergence_, true);
        Nodes parts = node_kind == NodeKind::divergence ? definitions() : request_parts();
        children.insert(children.end(), parts.begin(), parts.end());
        end_ = outer_end;
        in_divergence_ = outer;
        at_ = behind(open);
        broken_ = at_ == close;  // a stand-in for the brace
        return make(node_kind, first, main, std::move(children));
    }

    /// Reads `telling [LANGUAGE] { ... }`.
    NodeId telling() {
        std::uint32_t first = at_++;
        std::uint32_t main = kind() == TokenKind::name ? at_++ : first;
        std::uint32_t open = at_;
        if (!context_.opens(open)) {
            broken_ = true;  // the brackets have been complained about
            at_ = std::max(stretch_end(end_), at_);
            return make(NodeKind::error, first, main, {});
        }
        Nodes items = parse_told_items(context_, open + 1, context_.partner[open]);
        at_ = behind(open);
        broken_ = at_ == context_.partner[open];  // a stand-in for the brace
        return make(NodeKind::telling, first, main, std::move(items));
    }

    Nodes request_parts() {
        Nodes result;
        while (kind() != TokenKind::end && !context_.enough_mistakes()) {
            if (kind() == TokenKind::semicolon) {
                report_unexpected(context_, at_++, "a constraint or another part of the request");
                continue;
            }
            broken_ = false;
            result.push_back(request_part());
            if (kind() == TokenKind::semicolon) {
                ++at_;
            } else if (kind() != TokenKind::end) {
                if (!broken_) report_unexpected(context_, at_, "`;`");
                at_ = std::max(stretch_end(end_), at_);
                if (kind() == TokenKind::semicolon) ++at_;
            }
        }
        return result;
    }

    NodeId request_part() {
        std::uint32_t first = at_;
        if (kind(1) == TokenKind::colon) {
            if (is_word("goal")) return goal();
            if (is_word("limits")) return limits();
            if (is_word("under")) return names_part(NodeKind::under, "the name of a divergence");
            if (is_word("teller")) return names_part(NodeKind::teller, "the name of a character");
        }
        bool ends = is_word("ends") && kind(1) == TokenKind::colon;
        if (ends) at_ += 2;
        std::uint32_t from = at_;
        at_ = stretch_end(end_);
        NodeId inner = ends ? parse_moment(context_, from, at_) : parse_constraint(context_, from, at_);
        return make(ends ? NodeKind::ends : NodeKind::constraint, first, first, {inner});
    }

    /// Reads `word: NAME, NAME`.
    NodeId names_part(NodeKind node_kind, const char* expected) {
        std::uint32_t first = at_;
        Nodes names;
        at_ += 1;
        do {
            ++at_;
            if (kind() == TokenKind::name)
                names.push_back(name_node());
            else
                expect(expected);
        } while (kind() == TokenKind::comma && !broken_);
        return make(node_kind, first, first, std::move(names));
    }

    /// Reads `without action NAME`, `without trigger NAME`, `without entity NAME`, `without fluent`.
    NodeId without() {
        std::uint32_t first = at_;
        static constexpr std::array<std::string_view, 4> kKinds = {"action", "trigger", "entity", "temper"};
        if (kind(2) == TokenKind::name && std::ranges::find(kKinds, tree_.text(at_ + 1)) != kKinds.end()) {
            at_ += 3;
            return make(NodeKind::without_definition, first, at_ - 1, {});
        }
        std::uint32_t from = ++at_;
        NodeId fluent = definition_expression();
        bool fits = tree_[fluent].kind == NodeKind::error || is_fluent(tree_, fluent);
        if (!fits) {
            Diagnostic& d = report_unexpected(
                context_, from, "`action NAME`, `trigger NAME`, `entity NAME`, `temper NAME` or a fluent");
            d.hint = "to say something else instead, leave `without` out";
        }
        return make(fits ? NodeKind::without_fluent : NodeKind::error, first, first, {fluent});
    }

    ParseContext& context_;
    SyntaxTree& tree_;
    std::uint32_t at_ = 0;
    std::uint32_t end_;    ///< of the file or of the block that is being read
    bool broken_ = false;  ///< the definition that is being read has been complained about
    bool in_divergence_ = false;
};

}  // namespace

SyntaxTree parse(const Source& source, Dialect dialect, Diagnostics& diagnostics) {
    SyntaxTree tree;
    TokenList list = lex(source, diagnostics);
    tree.source = &source;
    tree.tokens = std::move(list.tokens);
    tree.comments = std::move(list.comments);
    ParseContext context{tree, diagnostics, dialect};
    match_brackets(context);
    Parser(context).parse_file();
    return tree;
}

}  // namespace wt::lang
