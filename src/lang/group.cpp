#include "lang/group.h"

#include <algorithm>

namespace wt::lang {

namespace {

/// Returns the operator token of a form, or `end` for the forms that begin with a word or `!`.
constexpr TokenKind operator_of(Form form) {
    switch (form) {
        case Form::conjunction:
            return TokenKind::ampersand;
        case Form::disjunction:
            return TokenKind::bar;
        case Form::assignment:
            return TokenKind::assign;
        case Form::equal:
            return TokenKind::equal;
        case Form::not_equal:
            return TokenKind::not_equal;
        case Form::greater_equal:
            return TokenKind::greater_equal;
        case Form::less_equal:
            return TokenKind::less_equal;
        case Form::greater:
            return TokenKind::greater;
        case Form::less:
            return TokenKind::less;
        case Form::type_test:
            return TokenKind::colon;
        case Form::multiply:
            return TokenKind::star;
        case Form::divide:
            return TokenKind::slash;
        case Form::add:
            return TokenKind::plus;
        case Form::subtract:
            return TokenKind::minus;
        case Form::negation:
        case Form::conditional:
        case Form::quantifier:
        case Form::fold:
            return TokenKind::end;
    }
    return TokenKind::end;
}

std::uint32_t first_of(const std::vector<std::uint32_t>& sorted, std::uint32_t begin, std::uint32_t end) {
    auto found = std::lower_bound(sorted.begin(), sorted.end(), begin);
    return found == sorted.end() || *found > end ? end : *found;
}

/// Guards one more level of nesting.
class Level {
  public:
    Level(ParseContext& context, std::uint32_t token) : context_(context) {
        if (++context_.depth > kMaxNesting && context_.too_deep_at == kNoToken) context_.too_deep_at = token;
    }
    ~Level() { --context_.depth; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

  private:
    ParseContext& context_;
};

/// Reads the stretches of one row.
class Grouper {
  public:
    Grouper(ParseContext& context, Row& row) : context_(context), row_(row) {}

    NodeId fit(std::uint32_t begin, std::uint32_t end) {
        if (begin >= end || context_.too_deep_at != kNoToken) return NodeId::none();
        std::uint64_t key = std::uint64_t{begin} << 32 | end;
        auto [entry, is_new] = row_.readings.try_emplace(key, NodeId::none());
        if (!is_new) return entry->second;
        Level level(context_, row_.token(begin));
        NodeId reading = read(begin, end);
        row_.readings[key] = reading;
        return reading;
    }

  private:
    NodeId read(std::uint32_t begin, std::uint32_t end) {
        std::uint32_t first = row_.token(begin);
        if (end - begin == 1) return read_single(first);
        bool is_call = end - begin == 2 && context_.kind(first) == TokenKind::name && is_paren(begin + 1);
        if (is_call) return group_call(context_, first);
        if (possibilities_end(context_, row_, begin, end) == end)
            if (NodeId possibly = read_possibilities(begin, end); possibly.valid()) return possibly;
        return try_forms(begin, end, 0, kFormCount);
    }

    /// Reads `f(...) = A: 2 | B: 1`, which is known to have that shape.
    NodeId read_possibilities(std::uint32_t begin, std::uint32_t end) {
        NodeId target = fit(begin, begin + 2);
        if (!target.valid() || !is_fluent(context_.tree, target)) return NodeId::none();
        std::vector<NodeId> children = {target};
        for (std::uint32_t start = begin + 3; start < end;) {
            std::uint32_t next = row_.first_cut(Form::disjunction, start, end);
            bool has_weight = next - start > 2 && context_.kind(row_.token(next - 2)) == TokenKind::colon;
            NodeId value = fit(start, has_weight ? next - 2 : next);
            if (!value.valid()) return value;
            std::vector<NodeId> parts = {value};
            if (has_weight) parts.push_back(value_node(context_, row_.token(next - 1)));
            children.push_back(make(NodeKind::alternative, start, next, row_.token(start), std::move(parts)));
            start = next + 1;
        }
        return make(NodeKind::possibly, begin, end, row_.token(begin + 2), std::move(children));
    }

    NodeId read_single(std::uint32_t token) {
        if (context_.kind(token) != TokenKind::left_paren || !context_.opens(token))
            return value_node(context_, token);
        std::uint32_t close = context_.partner[token];
        NodeId inner = group_expression(context_, token + 1, close);
        if (!inner.valid()) return inner;
        return context_.tree.add({NodeKind::brackets, token, close + 1, token, {inner}});
    }

    NodeId try_forms(std::uint32_t begin, std::uint32_t end, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            // Texts made to be hard have many stretches that nearly fit; every honest one stays far below
            // this.
            if (++row_.work > 64 * (std::uint64_t{row_.size()} + 64) && context_.too_deep_at == kNoToken)
                context_.too_deep_at = row_.token(begin);
            NodeId reading = try_form(static_cast<Form>(i), begin, end);
            if (reading.valid() || context_.too_deep_at != kNoToken) return reading;
        }
        return NodeId::none();
    }

    NodeId try_form(Form form, std::uint32_t begin, std::uint32_t end) {
        switch (form) {
            case Form::conjunction:
                return try_list(form, NodeKind::conjunction, begin, end);
            case Form::disjunction:
                return try_list(form, NodeKind::disjunction, begin, end);
            case Form::negation:
                return try_negation(begin, end);
            case Form::conditional:
                return try_conditional(begin, end);
            case Form::quantifier:
                if (NodeId all = try_binder("forall", NodeKind::forall, begin, end); all.valid()) return all;
                return try_binder("exists", NodeKind::exists, begin, end);
            case Form::assignment:
                return try_assignment(begin, end);
            case Form::type_test:
                return try_type_test(begin, end);
            case Form::fold:
                if (NodeId product = try_binder("product", NodeKind::product, begin, end); product.valid())
                    return product;
                return try_binder("sum", NodeKind::sum, begin, end);
            case Form::equal:
            case Form::not_equal:
            case Form::greater_equal:
            case Form::less_equal:
            case Form::greater:
            case Form::less:
                return try_chain(form, NodeKind::compare, begin, end);
            case Form::multiply:
            case Form::divide:
            case Form::add:
            case Form::subtract:
                return try_chain(form, NodeKind::arithmetic, begin, end);
        }
        return NodeId::none();
    }

    bool is_word(std::uint32_t item, std::string_view word) const {
        return context_.is_word(row_.token(item), word);
    }
    bool is_paren(std::uint32_t item) const {
        std::uint32_t token = row_.token(item);
        return context_.kind(token) == TokenKind::left_paren && context_.opens(token);
    }
    NodeId make(NodeKind kind, std::uint32_t begin, std::uint32_t end, std::uint32_t main,
                std::vector<NodeId> children) {
        return context_.tree.add({kind, row_.token(begin), row_.token(end), main, std::move(children)});
    }

    /// Cuts at every occurrence; one more separator may stand at the end.
    NodeId try_list(Form form, NodeKind kind, std::uint32_t begin, std::uint32_t end) {
        std::uint32_t cut = row_.first_cut(form, begin, end);
        if (cut == end) return NodeId::none();
        std::uint32_t main = row_.token(cut);
        std::vector<NodeId> parts;
        for (std::uint32_t start = begin; start < end; start = cut + 1) {
            cut = row_.first_cut(form, start, end);
            NodeId part = fit(start, cut);
            if (!part.valid()) return part;
            parts.push_back(part);
        }
        if (parts.size() < 2) return NodeId::none();
        return make(kind, begin, end, main, std::move(parts));
    }

    NodeId try_negation(std::uint32_t begin, std::uint32_t end) {
        std::uint32_t bang = row_.token(begin);
        if (context_.kind(bang) != TokenKind::bang) return NodeId::none();
        NodeId inner = fit(begin + 1, end);
        return inner.valid() ? make(NodeKind::negation, begin, end, bang, {inner}) : inner;
    }

    /// Starts from each of its words and cuts at the next `elseif`; only if there is none, at the next `else`.
    NodeId try_conditional(std::uint32_t begin, std::uint32_t end) {
        if (!is_word(begin, "if")) return NodeId::none();
        std::vector<std::uint32_t> words = {begin};
        for (;;) {
            std::uint32_t next = row_.first_elseif(words.back() + 1, end);
            if (next == end) next = row_.first_else(words.back() + 1, end);
            if (next == end) break;
            if (is_word(words.back(), "else")) return NodeId::none();  // nothing may follow a final else
            words.push_back(next);
        }
        words.push_back(end);
        std::vector<NodeId> children;
        for (std::size_t i = 0; i + 1 < words.size(); ++i) {
            std::uint32_t body = words[i] + 1;
            if (!is_word(words[i], "else")) {
                if (body >= words[i + 1] || !is_paren(body)) return NodeId::none();
                std::uint32_t open = row_.token(body++);
                NodeId test = group_expression(context_, open + 1, context_.partner[open]);
                if (!test.valid()) return test;
                children.push_back(test);
            }
            NodeId value = fit(body, words[i + 1]);
            if (!value.valid()) return value;
            children.push_back(value);
        }
        return make(NodeKind::conditional, begin, end, row_.token(begin), std::move(children));
    }

    NodeId try_binder(std::string_view word, NodeKind kind, std::uint32_t begin, std::uint32_t end) {
        if (end - begin < 3 || !is_word(begin, word) || !is_paren(begin + 1)) return NodeId::none();
        NodeId formal = binder_node(context_, row_.token(begin + 1));
        if (!formal.valid()) return formal;
        NodeId body = fit(begin + 2, end);
        return body.valid() ? make(kind, begin, end, row_.token(begin), {formal, body}) : body;
    }

    NodeId try_assignment(std::uint32_t begin, std::uint32_t end) {
        std::uint32_t cut = row_.first_cut(Form::assignment, begin, end);
        if (cut == end || cut - begin != 2) return NodeId::none();
        NodeId target = fit(begin, cut);
        if (!target.valid() || !is_fluent(context_.tree, target)) return NodeId::none();
        NodeId value = fit(cut + 1, end);
        return value.valid() ? make(NodeKind::assign, begin, end, row_.token(cut), {target, value}) : value;
    }

    NodeId try_type_test(std::uint32_t begin, std::uint32_t end) {
        std::uint32_t cut = row_.first_cut(Form::type_test, begin, end);
        if (cut == end || cut + 2 != end) return NodeId::none();
        std::uint32_t type = row_.token(cut + 1);
        if (context_.kind(type) != TokenKind::name) return NodeId::none();
        NodeId operand = fit(begin, cut);
        if (!operand.valid()) return operand;
        NodeId name = context_.tree.add({NodeKind::name, type, type + 1, type, {}});
        return make(NodeKind::type_test, begin, end, row_.token(cut), {operand, name});
    }

    /// Cuts at the first occurrence; the right part is read as any stretch is, which for a long chain means: cut again.
    /// That recursion is a loop here, and the chain becomes one node whose operands group from the right.
    NodeId try_chain(Form form, NodeKind kind, std::uint32_t begin, std::uint32_t end) {
        std::uint32_t cut = row_.first_cut(form, begin, end);
        if (cut == end) return NodeId::none();
        std::uint32_t main = row_.token(cut);
        std::vector<NodeId> operands;
        std::vector<std::uint32_t> starts = {begin};
        while (cut != end) {
            NodeId left = fit(starts.back(), cut);
            if (!left.valid()) break;
            operands.push_back(left);
            starts.push_back(cut + 1);
            cut = row_.first_cut(form, cut + 1, end);
            NodeId last = cut == end ? fit(starts.back(), end) : try_before(form, starts.back(), end);
            if (!last.valid()) continue;
            operands.push_back(last);
            return make(kind, begin, end, main, std::move(operands));
        }
        // Cutting went on and failed, so some right part may be of a later form.
        for (; starts.size() > 1; starts.pop_back()) {
            NodeId last = try_after(form, starts.back(), end);
            if (!last.valid()) continue;
            operands.resize(starts.size() - 1);
            operands.push_back(last);
            return make(kind, begin, end, main, std::move(operands));
        }
        return NodeId::none();
    }

    /// Tries the forms that come before `form` in the list.
    NodeId try_before(Form form, std::uint32_t begin, std::uint32_t end) {
        Level level(context_, row_.token(begin));
        return try_forms(begin, end, 0, static_cast<std::size_t>(form));
    }
    NodeId try_after(Form form, std::uint32_t begin, std::uint32_t end) {
        Level level(context_, row_.token(begin));
        return try_forms(begin, end, static_cast<std::size_t>(form) + 1, kFormCount);
    }

    ParseContext& context_;
    Row& row_;
};

}  // namespace

Row::Row(const ParseContext& context, std::uint32_t first, std::uint32_t end) {
    std::array<std::uint8_t, 64> form_of{};
    for (std::size_t i = 0; i < kFormCount; ++i)
        form_of[static_cast<std::size_t>(operator_of(static_cast<Form>(i)))] =
            static_cast<std::uint8_t>(i + 1);
    form_of[static_cast<std::size_t>(TokenKind::end)] = 0;
    for (std::uint32_t token = first; token < end;) {
        auto item = static_cast<std::uint32_t>(items_.size());
        items_.push_back(token);
        if (std::uint8_t form = form_of[static_cast<std::size_t>(context.kind(token))])
            cuts_[form - 1].push_back(item);
        if (context.is_word(token, "elseif")) elseifs_.push_back(item);
        if (context.is_word(token, "else")) elses_.push_back(item);
        token = context.opens(token) ? context.partner[token] + 1 : token + 1;
    }
    items_.push_back(end);
}

std::uint32_t Row::first_cut(Form form, std::uint32_t begin, std::uint32_t end) const {
    return first_of(cuts_[static_cast<std::size_t>(form)], begin, end);
}
std::uint32_t Row::first_elseif(std::uint32_t begin, std::uint32_t end) const {
    return first_of(elseifs_, begin, end);
}
std::uint32_t Row::first_else(std::uint32_t begin, std::uint32_t end) const {
    return first_of(elses_, begin, end);
}

bool is_fluent(const SyntaxTree& tree, NodeId id) {
    while (tree[id].kind == NodeKind::believes)
        id = tree[id].children[1];
    return tree[id].kind == NodeKind::call;
}

NodeId value_node(ParseContext& context, std::uint32_t token) {
    TokenKind kind = context.kind(token);
    bool is_literal = kind == TokenKind::number || kind == TokenKind::unknown ||
                      context.is_word(token, "True") || context.is_word(token, "False");
    if (!is_literal && kind != TokenKind::name) return NodeId::none();
    return context.tree.add({is_literal ? NodeKind::literal : NodeKind::name, token, token + 1, token, {}});
}

NodeId binder_node(ParseContext& context, std::uint32_t open) {
    bool fits = context.partner[open] == open + 4 && context.kind(open + 1) == TokenKind::name &&
                context.kind(open + 2) == TokenKind::colon && context.kind(open + 3) == TokenKind::name;
    if (!fits) return NodeId::none();
    NodeId type = context.tree.add({NodeKind::name, open + 3, open + 4, open + 3, {}});
    return context.tree.add({NodeKind::formal, open + 1, open + 4, open + 1, {type}});
}

namespace {

/// Reads the arguments of a call, between its brackets. With `nested` an argument can be a call itself.
bool read_arguments(ParseContext& context, std::uint32_t first, std::uint32_t end, bool nested,
                    std::vector<NodeId>& values) {
    for (std::uint32_t token = first; token < end; ++token) {
        bool is_call = nested && context.kind(token) == TokenKind::name && token + 1 < end &&
                       context.kind(token + 1) == TokenKind::left_paren && context.opens(token + 1);
        if (is_call && ++context.depth > kMaxNesting) {
            context.too_deep_at = token;
            return false;
        }
        NodeId value = is_call ? group_call(context, token) : value_node(context, token);
        if (is_call) --context.depth;
        if (!value.valid() || (is_call && context.tree[value].kind != NodeKind::call)) return false;
        values.push_back(value);
        token = is_call ? context.partner[token + 1] + 1 : token + 1;
        if (token < end && context.kind(token) != TokenKind::comma) return false;
    }
    return true;
}

}  // namespace

bool read_values(ParseContext& context, std::uint32_t first, std::uint32_t end, std::vector<NodeId>& values) {
    return read_arguments(context, first, end, false, values);
}

MindCall mind_call(const ParseContext& context, std::uint32_t name) {
    if (context.is_word(name, "believes")) return {NodeKind::believes, 1};
    if (context.dialect != Dialect::wrongtree) return {};
    if (context.is_word(name, "mistaken")) return {NodeKind::mistaken, 1};
    if (context.is_word(name, "both_know")) return {NodeKind::both_know, 2};
    if (context.is_word(name, "might")) return {NodeKind::might, 1};
    if (context.is_word(name, "knows")) return {NodeKind::knows, 1};
    if (context.is_word(name, "odds")) return {NodeKind::odds, 1};
    if (context.is_word(name, "learns")) return {NodeKind::learns, 1};
    return {};
}

NodeId group_call(ParseContext& context, std::uint32_t name) {
    std::uint32_t open = name + 1;
    std::uint32_t close = context.partner[open];
    std::vector<NodeId> values;
    MindCall call = mind_call(context, name);
    bool nested = context.dialect == Dialect::wrongtree && call.kind == NodeKind::error;
    if (read_arguments(context, open + 1, close, nested, values))
        return context.tree.add({NodeKind::call, name, close + 1, name, std::move(values)});
    values.clear();
    std::uint32_t inner_at = open + 1 + 2 * call.characters;
    if (call.kind == NodeKind::error || close <= inner_at) return NodeId::none();
    for (std::uint32_t token = open + 1; token < inner_at; token += 2) {
        values.push_back(value_node(context, token));
        if (!values.back().valid() || context.kind(token + 1) != TokenKind::comma) return NodeId::none();
    }
    values.push_back(group_expression(context, inner_at, close));
    if (!values.back().valid()) return NodeId::none();
    return context.tree.add({call.kind, name, close + 1, name, std::move(values)});
}

std::uint32_t possibilities_end(const ParseContext& context, const Row& row, std::uint32_t begin,
                                std::uint32_t end) {
    auto kind = [&](std::uint32_t item) {
        return item < end ? context.kind(row.token(item)) : TokenKind::end;
    };
    auto is_paren = [&](std::uint32_t item) {
        return kind(item) == TokenKind::left_paren && context.opens(row.token(item));
    };
    bool has_head = context.dialect == Dialect::wrongtree && kind(begin) == TokenKind::name &&
                    is_paren(begin + 1) && kind(begin + 2) == TokenKind::assign;
    if (!has_head) return begin;
    bool has_weight = false;
    std::size_t alternatives = 0;
    std::uint32_t at = begin + 2;
    do {
        ++at;
        bool is_value = kind(at) == TokenKind::name || kind(at) == TokenKind::number ||
                        kind(at) == TokenKind::unknown || is_paren(at);
        if (!is_value) return begin;
        at += kind(at) == TokenKind::name && is_paren(at + 1) ? 2 : 1;
        ++alternatives;
        if (kind(at) == TokenKind::colon && kind(at + 1) == TokenKind::number) {
            has_weight = true;
            at += 2;
        }
    } while (kind(at) == TokenKind::bar);
    bool is_mind = context.is_word(row.token(begin), "believes");
    return has_weight || (is_mind && alternatives > 1) ? at : begin;
}

NodeId group_items(ParseContext& context, Row& row, std::uint32_t begin, std::uint32_t end) {
    return Grouper(context, row).fit(begin, end);
}

NodeId group_expression(ParseContext& context, std::uint32_t first, std::uint32_t end) {
    Row row(context, first, end);
    NodeId reading = group_items(context, row, 0, row.size());
    if (reading.valid()) compare_with_usual(context, row, reading);
    return reading;
}

}  // namespace wt::lang
