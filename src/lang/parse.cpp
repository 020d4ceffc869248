#include "lang/parse.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "lang/brackets.h"
#include "lang/group.h"
#include "lang/parse_constraint.h"
#include "lang/parse_event.h"
#include "lang/parse_library.h"
#include "lang/parse_telling.h"
#include "lang/parse_wants.h"

namespace wt::lang {

namespace {

class Parser : private EventParser {
  public:
    explicit Parser(ParseContext& context) : EventParser(context) { end_ = part_end(0); }

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
            if (tree_[result.back()].kind == NodeKind::without_definition) more_without(begin, result);
            finish_definition(begin);
        }
        return result;
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
        if (is_word("wants")) return parse_wants(*this);
        if (is_word("condition")) return condition();
        if (is_word("type")) return names_definition(NodeKind::type);
        if (is_word("entity")) return names_definition(NodeKind::entity);
        if (is_word("property")) return property();
        if (is_word("action")) return event(NodeKind::action);
        if (is_word("trigger")) return event(NodeKind::trigger);
        return utility();
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

    /// `condition has(who : character, what : thing): holder(what) == who`.
    NodeId condition() {
        std::uint32_t first = at_;
        std::uint32_t main = at_ + 1;
        at_ += 2;
        Nodes children = formals();
        if (kind() != TokenKind::colon) {
            expect("`:` and what it stands for");
            return give_up(first);
        }
        ++at_;
        bool head_broken = broken_;
        children.push_back(definition_expression());
        return make(head_broken ? NodeKind::error : NodeKind::condition, first, main, std::move(children));
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
                   (is_word("temper") || (is_word("wants") && kind(2) == TokenKind::colon) ||
                    (is_word("everybody") && tree_.text(at_ + 1) == "knows"));
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
        static constexpr std::array<std::string_view, 10> kWords = {
            "type",    "entity", "property",   "action",  "trigger",
            "utility", "wants",  "divergence", "request", "telling"};
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
        if (near == "divergence" || near == "request" || near == "telling" || near == "wants") {
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
        if (word == "wants") {
            if (kind(1) == TokenKind::name) ++at_;
            ++at_;
            expect(at_ == first + 1 ? "the name of a character" : "`:`");
        } else if (word == "utility") {
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

    /// Reads the other names of `without action NAME, NAME`.
    void more_without(std::uint32_t first, Nodes& result) {
        while (kind() == TokenKind::comma && !broken_) {
            ++at_;
            if (kind() == TokenKind::name) {
                ++at_;
                result.push_back(make(NodeKind::without_definition, first, at_ - 1, {}));
            } else if (kind() != TokenKind::semicolon) {
                expect("another name to leave out");
            }
        }
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
