#include <algorithm>

#include "engine/relax/relaxed_builder.h"

namespace wt::engine {

namespace {

using Node = RelaxedNetwork::Node;
using Expr = RelaxedNetwork::Expr;
using Task = RelaxedNetwork::Task;
using CodedNode = RelaxedNetwork::CodedNode;

constexpr Node kAlways = RelaxedNetwork::kAlways;
constexpr Node kNever = RelaxedNetwork::kNever;

/// A comparison with more pairs of values that make it true is interpreted.
constexpr std::size_t kMaxPairs = 1024;

}  // namespace

// ---- nodes ----

Node RelaxedNetworkBuilder::add(Draft draft) {
    drafts_.push_back(std::move(draft));
    return static_cast<Node>(drafts_.size() - 1);
}

Node RelaxedNetworkBuilder::any(std::vector<Node> inputs) {
    std::erase(inputs, kNever);
    if (inputs.empty()) return kNever;
    if (std::find(inputs.begin(), inputs.end(), kAlways) != inputs.end()) return kAlways;
    if (inputs.size() == 1) return inputs[0];
    return add({.sort = Sort::alternative, .inputs = std::move(inputs)});
}

Node RelaxedNetworkBuilder::all(std::vector<Node> inputs) {
    std::erase(inputs, kAlways);
    if (inputs.empty()) return kAlways;
    if (std::find(inputs.begin(), inputs.end(), kNever) != inputs.end()) return kNever;
    if (inputs.size() == 1) return inputs[0];
    return add({.sort = Sort::joint, .inputs = std::move(inputs)});
}

Node RelaxedNetworkBuilder::task(Task task, std::vector<Node> inputs) {
    std::erase_if(inputs, [](Node node) { return node == kAlways || node == kNever; });
    sort_uniquely(inputs);
    network_.tasks.push_back(task);
    return add({.sort = Sort::task,
                .number = static_cast<std::uint32_t>(network_.tasks.size() - 1),
                .inputs = std::move(inputs)});
}

// ---- facts ----

/// Makes nodes for the values of a fluent. What leads to them is compiled later.
void RelaxedNetworkBuilder::demand(Pool pool, std::uint32_t fluent) {
    std::size_t count = domains_.is_open(fluent) ? 1 : domains_.codes(fluent).size();
    if (!first_fact_[pool].emplace(fluent, static_cast<Node>(drafts_.size())).second) return;
    for (std::size_t i = 0; i < count; ++i)
        add({.sort = Sort::alternative});
    demanded_.push_back({pool, fluent});
    if (!domains_.is_open(fluent)) return;
    demanded_.back().slot = static_cast<std::uint32_t>(network_.slots.size());
    slots_[pool].emplace(fluent, demanded_.back().slot);
    network_.slots.push_back(first_fact_[pool][fluent]);
}

/// This expects a fluent that is not open.
Node RelaxedNetworkBuilder::fact(Pool pool, std::uint32_t fluent, Code code) {
    std::uint32_t fact = domains_.fact(fluent, code);
    if (fact == RelaxedDomains::kNone) return kNever;
    demand(pool, fluent);
    return first_fact_[pool][fluent] + (fact - domains_.first_fact(fluent));
}

std::uint32_t RelaxedNetworkBuilder::slot(Pool pool, std::uint32_t fluent) {
    demand(pool, fluent);
    return slots_[pool][fluent];
}

RelaxedNetwork::Place RelaxedNetworkBuilder::place(Pool pool, std::uint32_t fluent) {
    return {pool, fluent, domains_.is_open(fluent) ? slot(pool, fluent) : RelaxedNetwork::kNoSlot};
}

// ---- formulas and values ----

Node RelaxedNetworkBuilder::formula(FormulaId id, Pool pool) {
    auto known = formulas_.find(key(id.value, pool));
    if (known != formulas_.end()) return known->second;
    Node node = formula_anew(id, pool);
    formulas_[key(id.value, pool)] = node;
    return node;
}

Node RelaxedNetworkBuilder::formula_anew(FormulaId id, Pool pool) {
    const Formula formula = pool_[id];
    switch (formula.kind) {
        case FormulaKind::truth:
            return formula.a ? kAlways : kNever;
        case FormulaKind::equals:
        case FormulaKind::differs: {
            bool equals = formula.kind == FormulaKind::equals;
            if (domains_.is_open(formula.a))
                return comparison(equals ? model::Compare::equal : model::Compare::not_equal,
                                  pool_.fluent(FluentId(formula.a)), pool_.constant(formula.b), pool);
            if (equals) return fact(pool, formula.a, formula.b);
            std::vector<Node> others;
            for (Code code : domains_.codes(formula.a))
                if (code != formula.b) others.push_back(fact(pool, formula.a, code));
            return any(std::move(others));
        }
        case FormulaKind::all:
        case FormulaKind::any: {
            std::vector<Node> nodes;
            for (std::uint32_t i = 0; i < formula.b; ++i)
                nodes.push_back(this->formula(pool_.children(formula)[i], pool));
            return formula.kind == FormulaKind::all ? all(std::move(nodes)) : any(std::move(nodes));
        }
        case FormulaKind::compares:
            return comparison(static_cast<model::Compare>(formula.op), FormulaId(formula.a),
                              FormulaId(formula.b), pool);
        case FormulaKind::choice: {
            // The tests before a branch are not asked to fail.
            std::vector<Node> branches;
            for (std::uint32_t i = 0; i + 1 < formula.b; i += 2)
                branches.push_back(all({this->formula(pool_.children(formula)[i], pool),
                                        this->formula(pool_.children(formula)[i + 1], pool)}));
            branches.push_back(this->formula(pool_.children(formula).back(), pool));
            return any(std::move(branches));
        }
        case FormulaKind::odds_in:
            return kAlways;
        case FormulaKind::in:
        case FormulaKind::might_in:
            return this->formula(FormulaId(formula.b), mind_of(formula.a, pool));
        default:
            return kNever;
    }
}

Node RelaxedNetworkBuilder::comparison(model::Compare op, FormulaId left, FormulaId right, Pool pool) {
    if (const Values& a = values(left, pool)) {
        if (const Values& b = values(right, pool)) {
            std::vector<std::pair<Node, Node>> pairs;
            for (const CodedNode& one : *a)
                for (const CodedNode& other : *b)
                    if (pool_.compare_codes(op, one.code, other.code))
                        pairs.push_back({one.node, other.node});
            if (pairs.size() <= kMaxPairs) {
                std::vector<Node> nodes;
                for (auto [one, other] : pairs)
                    nodes.push_back(all({one, other}));
                return any(std::move(nodes));
            }
        }
    }
    Node node = add({.sort = Sort::alternative});
    std::vector<Node> reads;
    Task compare{.kind = Task::Kind::compare, .op = static_cast<std::uint8_t>(op), .node = node};
    compare.a = expr(left, pool, reads);
    compare.b = expr(right, pool, reads);
    Node computed = task(compare, std::move(reads));
    drafts_[node].inputs = {computed};
    return node;
}

const RelaxedNetworkBuilder::Values& RelaxedNetworkBuilder::values(FormulaId id, Pool pool) {
    auto known = values_.find(key(id.value, pool));
    if (known != values_.end()) return known->second;
    Values values = values_anew(id, pool);
    return values_[key(id.value, pool)] = std::move(values);
}

RelaxedNetworkBuilder::Values RelaxedNetworkBuilder::values_anew(FormulaId id, Pool pool) {
    const Formula formula = pool_[id];
    std::vector<CodedNode> result;
    switch (formula.kind) {
        case FormulaKind::constant:
            return {{{formula.a, kAlways}}};
        case FormulaKind::fluent:
            if (domains_.is_open(formula.a)) return std::nullopt;
            for (Code code : domains_.codes(formula.a))
                result.push_back({code, fact(pool, formula.a, code)});
            return result;
        case FormulaKind::value_in:
            return values(FormulaId(formula.b), mind_of(formula.a, pool));
        case FormulaKind::truth_of:
            // The negation is not compiled: a formula may always be false in the relaxation.
            return {{{kTrue, this->formula(FormulaId(formula.a), pool)}, {kFalse, kAlways}}};
        default:
            break;
    }
    std::vector<std::pair<Code, std::vector<Node>>> ways;
    auto add_way = [&](Code code, Node node) {
        if (node == kNever) return;
        auto way = std::find_if(ways.begin(), ways.end(), [&](auto& known) { return known.first == code; });
        if (way == ways.end()) way = ways.insert(way, {code, {}});
        way->second.push_back(node);
    };
    if (formula.kind == FormulaKind::arithmetic) {
        auto op = static_cast<model::Arithmetic>(formula.op);
        const Values& left = values(FormulaId(formula.a), pool);
        const Values& right = values(FormulaId(formula.b), pool);
        if (!left || !right) return std::nullopt;
        for (const CodedNode& a : *left)
            for (const CodedNode& b : *right)
                add_way(pool_.calculate_codes(op, a.code, b.code), all({a.node, b.node}));
    } else if (formula.kind == FormulaKind::value_choice) {
        for (std::uint32_t i = 0; i < formula.b; i += 2) {
            bool is_else = i + 1 == formula.b;
            Node test = is_else ? kAlways : this->formula(pool_.children(formula)[i], pool);
            const Values& branch = values(pool_.children(formula)[is_else ? i : i + 1], pool);
            if (!branch) return std::nullopt;
            for (const CodedNode& value : *branch)
                add_way(value.code, all({test, value.node}));
        }
    }
    bool numbers = false;
    for (auto& [code, nodes] : ways) {
        numbers |= is_number(code);
        result.push_back({code, any(std::move(nodes))});
    }
    if (numbers && result.size() > kMaxRelaxedValues) return std::nullopt;
    return result;
}

/// Makes an expression for tasks and adds the nodes that it reads.
std::uint32_t RelaxedNetworkBuilder::expr(FormulaId id, Pool pool, std::vector<Node>& reads) {
    if (const Values& known = values(id, pool)) return listed(*known, reads);
    const Formula formula = pool_[id];
    Expr expr;
    if (formula.kind == FormulaKind::fluent) {
        expr = {.kind = Expr::Kind::open, .a = slot(pool, formula.a)};
        reads.push_back(network_.slots[expr.a]);
    } else if (formula.kind == FormulaKind::value_in) {
        return this->expr(FormulaId(formula.b), mind_of(formula.a, pool), reads);
    } else if (formula.kind == FormulaKind::arithmetic) {
        expr = {.kind = Expr::Kind::arithmetic, .op = formula.op};
        expr.a = this->expr(FormulaId(formula.a), pool, reads);
        expr.b = this->expr(FormulaId(formula.b), pool, reads);
    } else {
        expr = {.kind = Expr::Kind::choice};
        for (std::uint32_t i = 0; i < formula.b; i += 2) {
            bool is_else = i + 1 == formula.b;
            Node test = is_else ? kAlways : this->formula(pool_.children(formula)[i], pool);
            reads.push_back(test);
            std::uint32_t value = this->expr(pool_.children(formula)[is_else ? i : i + 1], pool, reads);
            expr.choices.push_back({test, value});
        }
    }
    network_.exprs.push_back(std::move(expr));
    return static_cast<std::uint32_t>(network_.exprs.size() - 1);
}

std::uint32_t RelaxedNetworkBuilder::listed(std::vector<CodedNode> values, std::vector<Node>& reads) {
    for (const CodedNode& value : values)
        reads.push_back(value.node);
    network_.exprs.push_back({.kind = Expr::Kind::listed, .values = std::move(values)});
    return static_cast<std::uint32_t>(network_.exprs.size() - 1);
}

}  // namespace wt::engine
