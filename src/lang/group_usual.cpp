// This makes the usual reading of a row, by precedences as in C and the languages after it, and finds how it differs
// from Sabre's.
//
// The levels are, from loosest: `|`; `&`; `!`, conditionals and quantifiers; `=`; `==` and `!=`; `<` and its kin; `:`;
// `+` and `-`; `*` and `/`. Operators of one level group from the left. The body of a quantifier and the branches of a
// conditional reach as far to the right as they can, but not over `&` and `|` where they have brackets or belong to an
// operand.

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "lang/group.h"

namespace wt::lang {

namespace {

/// An operand that is innermost, or has sums within it, is a unit, too, and no nesting.
constexpr int kMostUnits = kMaxNesting + 1;

/// Nodes of the usual reading. They are not part of the tree.
struct Reading {
    std::vector<Node> nodes;
    bool too_deep = false;
};

/// This is a recursive descent over the items of a row. None means that there is no usual reading.
class UsualReader {
  public:
    UsualReader(const ParseContext& context, const Row& row, Reading& reading)
        : context_(context), row_(row), reading_(reading) {}

    NodeId read_all() {
        NodeId all = disjunction();
        return at_ == row_.size() ? all : NodeId::none();
    }

  private:
    std::uint32_t token() const { return row_.token(at_); }
    bool done() const { return at_ >= row_.size(); }
    bool next_is(TokenKind kind) const { return !done() && context_.kind(token()) == kind; }
    bool next_is(std::string_view word) const { return !done() && context_.is_word(token(), word); }
    bool paren_at(std::uint32_t item) const {
        return item < row_.size() && context_.kind(row_.token(item)) == TokenKind::left_paren &&
               context_.opens(row_.token(item));
    }

    NodeId make(NodeKind kind, std::uint32_t begin, std::uint32_t main, std::vector<NodeId> children) {
        for (NodeId child : children)
            if (!child.valid()) return NodeId::none();
        reading_.nodes.push_back({kind, row_.token(begin), row_.token(at_), main, std::move(children)});
        return NodeId(reading_.nodes.size() - 1);
    }

    /// Reads a list with a separator, which may also stand at the very end.
    template <class Part>
    NodeId list(NodeKind kind, TokenKind separator, Part part) {
        std::uint32_t begin = at_;
        std::vector<NodeId> parts = {part()};
        std::uint32_t main = done() ? 0 : token();
        while (parts.back().valid() && next_is(separator)) {
            ++at_;
            if (done()) break;
            parts.push_back(part());
        }
        return parts.size() == 1 ? parts[0] : make(kind, begin, main, std::move(parts));
    }
    NodeId disjunction() {
        return list(NodeKind::disjunction, TokenKind::bar, [&] { return conjunction(); });
    }
    NodeId conjunction() {
        return list(NodeKind::conjunction, TokenKind::ampersand, [&] { return unit(true); });
    }

    /// Reads a unit whose bodies reach over `&` and `|` if it is `wide`.
    NodeId unit(bool wide) {
        if (done() || reading_.too_deep) return NodeId::none();
        if (++depth_ > kMostUnits) reading_.too_deep = true;
        NodeId result = inner_unit(wide);
        --depth_;
        return result;
    }
    NodeId inner_unit(bool wide) {
        std::uint32_t begin = at_;
        if (next_is(TokenKind::bang)) {
            ++at_;
            return make(NodeKind::negation, begin, row_.token(begin), {unit(wide)});
        }
        if (next_is("if") && paren_at(at_ + 1) && !is_whole_call()) return conditional(wide);
        for (auto [word, kind] :
             {std::pair("forall", NodeKind::forall), std::pair("exists", NodeKind::exists)})
            if (next_is(word) && paren_at(at_ + 1)) return binder(kind, wide);
        bool assigns = paren_at(at_ + 1) && at_ + 2 < row_.size() &&
                       context_.kind(row_.token(at_ + 2)) == TokenKind::assign;
        std::uint32_t possibilities = possibilities_end(context_, row_, at_, row_.size());
        if (possibilities != at_) {
            std::uint32_t main = row_.token(begin + 2);
            at_ = possibilities;
            return make(NodeKind::possibly, begin, main, {});
        }
        return assigns ? assignment() : equality();
    }
    /// `if(...)` with nothing behind it is a fluent called `if`.
    bool is_whole_call() const { return at_ + 2 >= row_.size(); }

    /// Reads a body. A body in brackets of its own ends with them: nobody takes `forall(c : t) (p(c)) & q` for one big
    /// body.
    NodeId body(bool wide) {
        TokenKind next = at_ + 1 < row_.size() ? context_.kind(row_.token(at_ + 1)) : TokenKind::end;
        bool delimited = paren_at(at_) && (next == TokenKind::ampersand || next == TokenKind::bar);
        return wide && !delimited ? disjunction() : unit(false);
    }

    NodeId conditional(bool wide) {
        std::uint32_t begin = at_;
        std::vector<NodeId> children;
        do {
            ++at_;
            if (!paren_at(at_)) return NodeId::none();
            std::uint32_t test = at_++;
            children.push_back(make(NodeKind::brackets, test, row_.token(test), {}));
            children.push_back(body(wide));
        } while (children.back().valid() && next_is("elseif"));
        if (children.back().valid() && next_is("else")) {
            ++at_;
            children.push_back(body(wide));
        }
        return make(NodeKind::conditional, begin, row_.token(begin), std::move(children));
    }
    NodeId binder(NodeKind kind, bool wide) {
        std::uint32_t begin = at_;
        at_ += 2;
        return make(kind, begin, row_.token(begin), {body(wide)});
    }
    NodeId assignment() {
        std::uint32_t begin = at_;
        at_ += 2;
        NodeId target = make(NodeKind::call, begin, row_.token(begin), {});
        std::uint32_t main = token();
        ++at_;
        NodeId value = list(NodeKind::disjunction, TokenKind::bar, [&] { return unit(false); });
        return make(NodeKind::assign, begin, main, {target, value});
    }

    template <class Operand>
    NodeId from_left(NodeKind kind, std::initializer_list<TokenKind> operators, Operand operand) {
        std::uint32_t begin = at_;
        NodeId left = operand();
        auto is_operator = [&] {
            return std::any_of(operators.begin(), operators.end(), [&](TokenKind k) { return next_is(k); });
        };
        while (left.valid() && is_operator()) {
            std::uint32_t main = token();
            ++at_;
            left = make(kind, begin, main, {left, operand()});
        }
        return left;
    }
    NodeId equality() {
        return from_left(NodeKind::compare, {TokenKind::equal, TokenKind::not_equal},
                         [&] { return order(); });
    }
    NodeId order() {
        return from_left(
            NodeKind::compare,
            {TokenKind::less, TokenKind::less_equal, TokenKind::greater, TokenKind::greater_equal},
            [&] { return type_test(); });
    }
    NodeId type_test() {
        std::uint32_t begin = at_;
        NodeId operand = additive();
        if (!operand.valid() || !next_is(TokenKind::colon)) return operand;
        std::uint32_t main = token();
        at_ = std::min(at_ + 2, row_.size());
        return make(NodeKind::type_test, begin, main, {operand});
    }
    NodeId additive() {
        return from_left(NodeKind::arithmetic, {TokenKind::plus, TokenKind::minus},
                         [&] { return multiplicative(); });
    }
    NodeId multiplicative() {
        return from_left(NodeKind::arithmetic, {TokenKind::star, TokenKind::slash},
                         [&] { return operand(); });
    }
    NodeId operand() {
        if (done()) return NodeId::none();
        std::uint32_t begin = at_;
        for (auto [word, kind] : {std::pair("sum", NodeKind::sum), std::pair("product", NodeKind::product)}) {
            if (!next_is(word) || !paren_at(at_ + 1) || !begins_operand(at_ + 2)) continue;
            if (++depth_ > kMostUnits) reading_.too_deep = true;
            at_ += 2;
            NodeId inner = reading_.too_deep ? NodeId::none() : additive();
            --depth_;
            return make(kind, begin, row_.token(begin), {inner});
        }
        bool prefix =
            next_is(TokenKind::bang) || ((next_is("if") || next_is("forall") || next_is("exists")) &&
                                         paren_at(at_ + 1) && begins_operand(at_ + 2));
        if (prefix) return unit(false);
        at_ += context_.kind(token()) == TokenKind::name && paren_at(at_ + 1) ? 2 : 1;
        return make(NodeKind::call, begin, row_.token(begin), {});
    }
    bool begins_operand(std::uint32_t item) const {
        if (item >= row_.size()) return false;
        TokenKind kind = context_.kind(row_.token(item));
        return kind == TokenKind::name || kind == TokenKind::number || kind == TokenKind::unknown ||
               kind == TokenKind::bang || paren_at(item);
    }

    const ParseContext& context_;
    const Row& row_;
    Reading& reading_;
    std::uint32_t at_ = 0;
    int depth_ = 0;
};

using Nodes = std::vector<Node>;

/// An operand of so many bytes or more is abbreviated in a message.
constexpr std::size_t kLongText = 30;
/// A message shows so many operands of a chain.
constexpr std::size_t kMostOperands = 5;

bool is_atom(NodeKind kind) {
    return kind == NodeKind::call || kind == NodeKind::name || kind == NodeKind::literal ||
           kind == NodeKind::brackets || kind == NodeKind::believes || kind == NodeKind::mistaken ||
           kind == NodeKind::both_know || kind == NodeKind::might || kind == NodeKind::knows ||
           kind == NodeKind::odds || kind == NodeKind::learns || kind == NodeKind::possibly;
}

/// Returns the parts of a node that a grouping decides about: not the tests of a conditional or the head of a
/// quantifier.
std::vector<NodeId> parts_of(const Nodes& nodes, NodeId id) {
    const Node& node = nodes[id.index()];
    std::vector<NodeId> parts = node.children;
    if (node.kind == NodeKind::type_test) parts.resize(1);
    if (node.kind == NodeKind::conditional) {
        std::vector<NodeId> values;
        for (std::size_t i = 1; i < parts.size(); i += 2)
            values.push_back(parts[i]);
        if (parts.size() % 2 == 1) values.push_back(parts.back());
        return values;
    }
    bool binds = node.kind == NodeKind::forall || node.kind == NodeKind::exists ||
                 node.kind == NodeKind::sum || node.kind == NodeKind::product;
    if (binds) return {parts.back()};
    return parts;
}

class Comparison {
  public:
    Comparison(ParseContext& context, const Nodes& usual) : context_(context), usual_(usual) {}

    bool same(NodeId sabre_id, NodeId usual_id) const {
        const Node& a = sabre(sabre_id);
        const Node& b = usual_[usual_id.index()];
        if (a.first != b.first || a.end != b.end) return false;
        if (is_atom(a.kind) || is_atom(b.kind)) return is_atom(a.kind) && is_atom(b.kind);
        if (a.kind != b.kind) return false;
        if (a.kind == NodeKind::arithmetic) return same_arithmetic(sabre_id, usual_id);
        if (a.kind == NodeKind::compare && a.main != b.main) return false;
        std::vector<NodeId> x = parts_of(context_.tree.nodes, sabre_id);
        std::vector<NodeId> y = parts_of(usual_, usual_id);
        return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                          [&](NodeId p, NodeId q) { return same(p, q); });
    }

    /// Reports the smallest stretches in which the two differ.
    void report(NodeId sabre_id, NodeId usual_id) {
        std::vector<NodeId> x = parts_of(context_.tree.nodes, sabre_id);
        std::vector<NodeId> y = parts_of(usual_, usual_id);
        NodeKind kind = sabre(sabre_id).kind;
        bool alike = kind == usual_[usual_id.index()].kind && kind != NodeKind::arithmetic && !is_atom(kind);
        auto same_place = [&](NodeId p, NodeId q) {
            return sabre(p).first == usual_[q.index()].first && sabre(p).end == usual_[q.index()].end;
        };
        if (alike && std::equal(x.begin(), x.end(), y.begin(), y.end(), same_place)) {
            for (std::size_t i = 0; i < x.size(); ++i)
                if (!same(x[i], y[i])) report(x[i], y[i]);
            return;
        }
        bool list = kind == NodeKind::conjunction || kind == NodeKind::disjunction;
        while (alike && list && x.size() > 1 && y.size() > 1 && same(x[0], y[0])) {
            x.erase(x.begin());
            y.erase(y.begin());
        }
        while (alike && list && x.size() > 1 && y.size() > 1 && same(x.back(), y.back())) {
            x.pop_back();
            y.pop_back();
        }
        if (kind == NodeKind::arithmetic && report_one_way_chains(sabre_id, usual_id)) return;
        if (!alike || !list) {
            x = {sabre_id};
            y = {usual_id};
        }
        add(joined(context_.tree.nodes, x, kind), joined(usual_, y, kind),
            {sabre(x[0]).first, sabre(x.back()).end});
    }

    void report_too_deep(NodeId sabre_id) {
        add(text(context_.tree.nodes, sabre_id), "", {sabre(sabre_id).first, sabre(sabre_id).end});
    }

  private:
    struct Term {
        bool inverse;
        NodeId operand;
    };

    const Node& sabre(NodeId id) const { return context_.tree[id]; }

    static bool is_product(TokenKind kind) { return kind == TokenKind::star || kind == TokenKind::slash; }
    static bool inverts(TokenKind kind) { return kind == TokenKind::minus || kind == TokenKind::slash; }

    /// Collects the operands of a node and of nodes of the same level within it, and for each whether it is subtracted
    /// (or divided by) in the end. Equal lists mean the same but for rounding.
    void flatten(const Nodes& nodes, NodeId id, bool product, bool inverse, std::vector<Term>& terms) const {
        struct Open {
            NodeId id;
            bool inverse;
        };
        std::vector<Open> open = {{id, inverse}};
        while (!open.empty()) {
            auto [next, inverted] = open.back();
            open.pop_back();
            const Node& node = nodes[next.index()];
            TokenKind kind = context_.kind(node.main);
            if (node.kind != NodeKind::arithmetic || is_product(kind) != product) {
                terms.push_back({inverted, next});
                continue;
            }
            // The operands group from the right: a - (b - (c - d)).
            std::vector<Open> parts;
            bool sign = inverted;
            for (NodeId child : node.children) {
                parts.push_back({child, sign});
                if (inverts(kind)) sign = !sign;
            }
            open.insert(open.end(), parts.rbegin(), parts.rend());
        }
    }

    bool same_arithmetic(NodeId sabre_id, NodeId usual_id) const {
        bool product = is_product(context_.kind(sabre(sabre_id).main));
        if (product != is_product(context_.kind(usual_[usual_id.index()].main))) return false;
        std::vector<Term> x, y;
        flatten(context_.tree.nodes, sabre_id, product, false, x);
        flatten(usual_, usual_id, product, false, y);
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), [&](const Term& p, const Term& q) {
            return p.inverse == q.inverse && same(p.operand, q.operand);
        });
    }

    /// If the two differ only in which operands are subtracted (or divided by), the chains of `-` (or `/`)
    /// are the reason: reports those and returns true.
    bool report_one_way_chains(NodeId sabre_id, NodeId usual_id) {
        const Nodes& nodes = context_.tree.nodes;
        bool product = is_product(context_.kind(sabre(sabre_id).main));
        if (usual_[usual_id.index()].kind != NodeKind::arithmetic) return false;
        std::vector<Term> x, y;
        flatten(nodes, sabre_id, product, false, x);
        flatten(usual_, usual_id, product, false, y);
        auto same_operand = [&](const Term& p, const Term& q) { return same(p.operand, q.operand); };
        if (!std::equal(x.begin(), x.end(), y.begin(), y.end(), same_operand)) return false;
        std::vector<NodeId> open = {sabre_id};
        while (!open.empty()) {
            NodeId id = open.back();
            open.pop_back();
            const Node& node = sabre(id);
            TokenKind op = context_.kind(node.main);
            if (node.kind != NodeKind::arithmetic || is_product(op) != product) continue;
            if (inverts(op) && node.children.size() > 2)
                add(text(nodes, id), from_left(nodes, node), {node.first, node.end});
            open.insert(open.end(), node.children.begin(), node.children.end());
        }
        return true;
    }

    /// Returns a chain as if it grouped from the left: `(a - b) - c`.
    std::string from_left(const Nodes& nodes, const Node& node) const {
        std::string op(context_.tree.text(node.main));
        std::string result = bracketed(nodes, node.children[0]);
        std::size_t shown = std::min(node.children.size(), kMostOperands);
        for (std::size_t i = 1; i < shown; ++i) {
            if (i > 1) result = "(" + result + ")";
            result += " " + op + " " + bracketed(nodes, node.children[i]);
        }
        return shown == node.children.size() ? result : "(" + result + ") " + op + " …";
    }

    /// Returns the source text of some tokens on one line; long stretches lose their middle.
    std::string source_text(std::uint32_t first, std::uint32_t end) const {
        const SyntaxTree& tree = context_.tree;
        std::string result;
        for (std::uint32_t token = first; token < end; ++token) {
            if (token > first && tree.tokens[token].span.begin > tree.tokens[token - 1].span.end)
                result += ' ';
            if (result.size() > kLongText && token + 2 < end)
                return result + "…" + std::string(tree.text(end - 1));
            result += tree.text(token);
        }
        return result;
    }

    std::string bracketed(const Nodes& nodes, NodeId id) const {
        std::string inner = text(nodes, id);
        return is_atom(nodes[id.index()].kind) ? inner : "(" + inner + ")";
    }

    std::string joined(const Nodes& nodes, const std::vector<NodeId>& ids, NodeKind kind) const {
        if (ids.size() == 1) return text(nodes, ids[0]);
        std::string result;
        for (NodeId id : ids) {
            if (!result.empty()) result += kind == NodeKind::conjunction ? " & " : " | ";
            if (result.size() > 300) return result + "…";
            result += bracketed(nodes, id);
        }
        return result;
    }

    /// Returns a chain with brackets: `a - b - c` of one node is `a - (b - c)`.
    std::string chain(const Nodes& nodes, const Node& node) const {
        std::size_t shown = std::min(node.children.size(), kMostOperands);
        bool all = shown == node.children.size();
        std::string result = all ? bracketed(nodes, node.children.back()) : "…";
        std::string op(context_.tree.text(node.main));
        for (std::size_t i = all ? shown - 1 : shown; i-- > 0;) {
            if (i + 2 < shown || (!all && i + 1 < shown)) result = "(" + result + ")";
            result = bracketed(nodes, node.children[i]) + " " + op + " " + result;
            if (result.size() > 600) return "…";
        }
        return result;
    }

    /// Returns a reading with brackets around every operator but the outermost.
    std::string text(const Nodes& nodes, NodeId id) const {
        if (depth_ > 20) return "…";
        ++depth_;
        std::string result = inner_text(nodes, id);
        --depth_;
        return result;
    }
    std::string inner_text(const Nodes& nodes, NodeId id) const {
        const Node& node = nodes[id.index()];
        std::vector<NodeId> parts = parts_of(nodes, id);
        switch (node.kind) {
            case NodeKind::conjunction:
            case NodeKind::disjunction:
                return joined(nodes, parts, node.kind);
            case NodeKind::compare:
            case NodeKind::arithmetic:
                return chain(nodes, node);
            case NodeKind::negation:
            case NodeKind::forall:
            case NodeKind::exists:
            case NodeKind::sum:
            case NodeKind::product: {
                const char* space = node.kind == NodeKind::negation ? "" : " ";
                return source_text(node.first, nodes[parts[0].index()].first) + space +
                       bracketed(nodes, parts[0]);
            }
            case NodeKind::type_test:
                return bracketed(nodes, parts[0]) + " " + source_text(nodes[parts[0].index()].end, node.end);
            case NodeKind::assign:
                return bracketed(nodes, parts[0]) + " = " + bracketed(nodes, parts[1]);
            case NodeKind::conditional: {
                std::string result;
                std::uint32_t from = node.first;
                for (NodeId part : parts) {
                    const Node& value = nodes[part.index()];
                    result += source_text(from, value.first) + " " + bracketed(nodes, part) + " ";
                    from = value.end;
                    if (result.size() > 300) return result + "…";
                }
                result.pop_back();
                return result;
            }
            default:
                return source_text(node.first, node.end);
        }
    }

    void add(const std::string& sabre_text, const std::string& usual_text,
             std::pair<std::uint32_t, std::uint32_t> at) {
        Span span = context_.tree.span(at.first, at.second);
        if (context_.dialect == Dialect::sabre) {
            Diagnostic& d = context_.diagnostics.add(DiagnosticCode::surprising_grouping, span,
                                                     fmt::format("this is read as `{}`", sabre_text));
            if (!usual_text.empty()) d.message += fmt::format(", not as `{}`", usual_text);
            d.hint = "write brackets to make it plain";
            return;
        }
        Diagnostic& d = context_.diagnostics.add(
            DiagnosticCode::ambiguous_grouping, span,
            usual_text.empty() ? "this can be grouped in several ways"
                               : fmt::format("this could be `{}` or `{}`", sabre_text, usual_text));
        d.hint = "write brackets to say which";
    }

    ParseContext& context_;
    const Nodes& usual_;
    mutable int depth_ = 0;
};

}  // namespace

void compare_with_usual(ParseContext& context, const Row& row, NodeId sabre) {
    if (row.size() < 4) return;
    Reading reading;
    NodeId usual = UsualReader(context, row, reading).read_all();
    Comparison comparison(context, reading.nodes);
    if (reading.too_deep) return comparison.report_too_deep(sabre);
    if (!usual.valid() || comparison.same(sabre, usual)) return;
    comparison.report(sabre, usual);
}

}  // namespace wt::lang
