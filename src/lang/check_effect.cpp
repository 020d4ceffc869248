// This turns effect expressions into assignments.

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

EffectId add_effect(CheckContext& context, Effect effect) {
    context.world.effects.push_back(std::move(effect));
    return EffectId(context.world.effects.size() - 1);
}

namespace {

/// This is what a fluent node names: who believes it, and the fluent itself.
struct Target {
    std::vector<ExprId> believers;
    PropertyId property;
    std::vector<ExprId> arguments;

    bool valid() const { return property.valid(); }
};

Target check_target(CheckContext& context, NodeId node) {
    Target target;
    bool fine = true;
    while (context.tree[node].kind == NodeKind::believes) {
        target.believers.push_back(check_character(context, context.tree[node].children[0]));
        fine &= target.believers.back().valid();
        node = context.tree[node].children[1];
    }
    for (NodeId child : context.tree[node].children)
        target.arguments.push_back(check_value(context, child));
    target.property = resolve_call(context, node, target.arguments);
    if (!fine) target.property = PropertyId::none();
    if (target.valid()) context.property_written[target.property.index()] = true;
    return target;
}

/// Returns the node behind `believes(c, ...)` around it, any number of times.
NodeId behind_believers(const SyntaxTree& tree, NodeId id) {
    while (tree[id].kind == NodeKind::believes)
        id = without_brackets(tree, tree[id].children[1]);
    return id;
}

/// Is it `might(c, f)` or `learns(c, f)`, perhaps as `believes(a, might(c, f))`?
bool is_mind_effect(const SyntaxTree& tree, NodeId id) {
    NodeKind kind = tree[behind_believers(tree, id)].kind;
    return kind == NodeKind::might || kind == NodeKind::learns;
}

bool is_fluent_node(const SyntaxTree& tree, NodeId id) {
    while (tree[id].kind == NodeKind::believes)
        id = tree[id].children[1];
    return tree[id].kind == NodeKind::call;
}

EffectId add_assignment(CheckContext& context, Target target, ExprId value, Span span) {
    if (!target.valid() || !value.valid()) return EffectId::none();
    Effect effect;
    effect.kind = EffectKind::assign;
    effect.property = target.property;
    effect.believers = std::move(target.believers);
    effect.arguments = std::move(target.arguments);
    effect.value = value;
    effect.span = span;
    return add_effect(context, std::move(effect));
}

bool is_boolean_target(const CheckContext& context, const Target& target) {
    return target.valid() && context.world[target.property].type == kBoolean;
}

/// Checks `f` or `!f`, which only a boolean fluent can be.
EffectId check_fact(CheckContext& context, NodeId fluent, bool truth, Span span) {
    Target target = check_target(context, fluent);
    if (!target.valid()) return EffectId::none();
    if (!is_boolean_target(context, target)) {
        const Property& property = context.world[target.property];
        Diagnostic& d = context.report(DiagnosticCode::not_an_effect, context.tree.span(fluent),
                                       fmt::format("`{}` is {}, so an effect must say what it becomes",
                                                   property.name, describe_type(context, property.type)));
        d.labels.push_back({property.span, "declared here"});
        d.hint = "assign a value with `=`";
        return EffectId::none();
    }
    ExprId value = add_constant(context, Value::boolean(truth), kBoolean, span);
    return add_assignment(context, std::move(target), value, span);
}

EffectId not_an_effect(CheckContext& context, Span span, std::string message, std::string hint = {}) {
    Diagnostic& d = context.report(DiagnosticCode::not_an_effect, span, std::move(message));
    d.hint = std::move(hint);
    return EffectId::none();
}

/// Reports `none`, or something that may be `none`, for a property that never is.
bool report_unwanted_none(CheckContext& context, const Target& target, ExprId value) {
    const Property& property = context.world[target.property];
    if (property.or_none || !may_be_none(context.world, value)) return false;
    std::string text = to_text(context.world, value);
    bool is_none = context.world[value].kind == ExprKind::constant;
    Diagnostic& d = context.report(
        DiagnosticCode::type_mismatch, context.world[value].span,
        is_none            ? fmt::format("`{}` is never `none`", property.name)
        : text.size() > 40 ? fmt::format("this may be `none`, but `{}` never is", property.name)
                           : fmt::format("`{}` may be `none`, but `{}` never is", text, property.name));
    d.labels.push_back({property.span, fmt::format("`{}` is declared here", property.name)});
    d.hint = fmt::format("declare it with `: {} or none`", context.world[property.type].name);
    if (is_none) d.hint += "; not known is `?`";
    return true;
}

bool report_unassignable(CheckContext& context, const Target& target, ExprId value) {
    const Property& property = context.world[target.property];
    if (is_assignable(context.world, value, property.type))
        return report_unwanted_none(context, target, value);
    std::string wanted = describe_type(context, property.type);
    std::string text = to_text(context.world, value);
    std::string what = text.size() > 40 ? "this" : fmt::format("`{}`", text);
    Diagnostic& d = context.report(
        DiagnosticCode::type_mismatch, context.world[value].span,
        fmt::format("{} is {}, but `{}` is {}", what, describe_type(context, value), property.name, wanted));
    d.found = describe_type(context, value);
    d.expected = wanted;
    d.labels.push_back({property.span, fmt::format("`{}` is declared here", property.name)});
    bool is_unknown =
        context.world[value].kind == ExprKind::constant && context.world[value].value.is_unknown();
    if (is_unknown && property.type == kBoolean && context.dialect == Dialect::wrongtree)
        d.hint = fmt::format("who does not know whether it is so holds both possible: `might({}, {}(...))`",
                             target.believers.empty() ? "c" : to_text(context.world, target.believers.back()),
                             property.name);
    return true;
}

/// Checks `f = e` and `f == e`.
EffectId check_assignment(CheckContext& context, NodeId node) {
    Target target = check_target(context, context.tree[node].children[0]);
    ExprId value = check_expression(context, context.tree[node].children[1]);
    if (!target.valid() || !value.valid() || report_unassignable(context, target, value))
        return EffectId::none();
    return add_assignment(context, std::move(target), value, context.tree.span(node));
}

/// Checks `f != e` of a boolean fluent, which means `f = !e`.
EffectId check_opposite(CheckContext& context, NodeId node) {
    Target target = check_target(context, context.tree[node].children[0]);
    ExprId value = check_expression(context, context.tree[node].children[1]);
    if (!target.valid() || !value.valid()) return EffectId::none();
    Span span = context.tree.span(node);
    if (!is_boolean_target(context, target))
        return not_an_effect(context, span, "`!=` does not say what the value becomes",
                             "assign a value with `=`");
    if (report_unassignable(context, target, value)) return EffectId::none();
    Expr opposite;
    opposite.type = kBoolean;
    opposite.span = context.world[value].span;
    if (context.world[value].kind == ExprKind::constant) {
        opposite.value = Value::boolean(!context.world[value].value.is_true());
    } else {
        opposite.kind = ExprKind::negation;
        opposite.children = {value};
    }
    return add_assignment(context, std::move(target), add_expr(context, std::move(opposite)), span);
}

EffectId check_compare(CheckContext& context, NodeId node) {
    const Node& syntax = context.tree[node];
    std::string_view symbol = context.tree.name(node);
    bool fluent = syntax.children.size() == 2 && is_fluent_node(context.tree, syntax.children[0]);
    if (fluent && symbol == "==") return check_assignment(context, node);
    if (fluent && symbol == "!=") return check_opposite(context, node);
    return not_an_effect(context, context.tree.span(node), "an effect cannot make a comparison true",
                         "assign a value to a fluent with `=`");
}

/// Decides a condition on constants alone, without a message; nothing if it is none.
std::optional<bool> decide(const CheckContext& context, NodeId node);

std::optional<Value> constant_of(const CheckContext& context, NodeId node) {
    node = without_brackets(context.tree, node);
    std::string_view text = context.tree.name(node);
    if (context.tree[node].kind == NodeKind::literal) {
        if (text == "?") return Value::unknown();
        if (text == "True" || text == "False") return Value::boolean(text == "True");
        return Value::number(number_value(text));
    }
    if (context.tree[node].kind != NodeKind::name) return {};
    if (const ScopeEntry* entry = find_in_scope(context, text))
        return entry->variable.valid() || entry->broken ? std::optional<Value>() : entry->value;
    auto entity = context.entities.find(text);
    if (entity == context.entities.end()) return {};
    return Value::entity(entity->second);
}

/// Decides `&` (decisive: false) or `|` (decisive: true) as far as the parts can be decided.
std::optional<bool> decide_list(const CheckContext& context, NodeId node, bool decisive) {
    bool all = true;
    for (NodeId child : context.tree[node].children) {
        std::optional<bool> part = decide(context, child);
        if (part == decisive) return decisive;
        all &= part.has_value();
    }
    return all ? std::optional<bool>(!decisive) : std::nullopt;
}

std::optional<bool> decide(const CheckContext& context, NodeId node) {
    const Node& syntax = context.tree[node];
    switch (syntax.kind) {
        case NodeKind::brackets:
            return decide(context, syntax.children[0]);
        case NodeKind::name:
        case NodeKind::literal: {
            std::optional<Value> value = constant_of(context, node);
            return value && value->is_boolean() ? std::optional<bool>(value->is_true()) : std::nullopt;
        }
        case NodeKind::negation: {
            std::optional<bool> inner = decide(context, syntax.children[0]);
            return inner ? std::optional<bool>(!*inner) : std::nullopt;
        }
        case NodeKind::conjunction:
            return decide_list(context, node, false);
        case NodeKind::disjunction:
            return decide_list(context, node, true);
        case NodeKind::compare: {
            std::string_view symbol = context.tree.name(node);
            if (syntax.children.size() != 2 || (symbol != "==" && symbol != "!=")) return {};
            std::optional<Value> left = constant_of(context, syntax.children[0]);
            std::optional<Value> right = constant_of(context, syntax.children[1]);
            if (!left || !right) return {};
            return (*left == *right) == (symbol == "==");
        }
        case NodeKind::type_test: {
            std::optional<Value> operand = constant_of(context, syntax.children[0]);
            auto type = context.types.find(context.tree.name(syntax.children[1]));
            if (!operand || operand->is_unknown() || type == context.types.end()) return {};
            return context.world.is_of_type(*operand, type->second);
        }
        default:
            return {};
    }
}

/// Checks a weight: a positive whole number that fits.
std::optional<std::int64_t> check_weight(CheckContext& context, NodeId node) {
    double weight = number_value(context.tree.name(node));
    constexpr double kLargest = 1e9;
    if (weight >= 1 && weight <= kLargest && weight == std::floor(weight))
        return static_cast<std::int64_t>(weight);
    Diagnostic& d = context.report(DiagnosticCode::bad_number, context.tree.span(node),
                                   "a weight is a whole number from 1 to 1000000000");
    d.found = fmt::format("`{}`", context.tree.name(node));
    d.hint = "weights say how likely the possibilities are beside each other: `A: 2 | B: 1`";
    return std::nullopt;
}

/// `f = a() | b()` of a boolean without weights looks like one formula, which is reported.
bool report_ambiguous_alternatives(CheckContext& context, NodeId node, const Target& target) {
    if (!is_boolean_target(context, target)) return false;
    const std::vector<NodeId>& parts = context.tree[node].children;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const Node& part = context.tree[parts[i]];
        if (part.children.size() > 1) return false;
        if (context.tree[part.children[0]].kind == NodeKind::literal) continue;
        Diagnostic& d = context.report(DiagnosticCode::ambiguous_grouping, context.tree.span(node),
                                       "this could be a formula with `|`, or several possibilities");
        d.hint = "put brackets around the formula, or write weights: `True: 1 | False: 1`";
        return true;
    }
    return false;
}

/// Checks `believes(c, f) = A: 2 | B: 1`; `holder` believes it if there is no believer.
EffectId check_possibly(CheckContext& context, NodeId node, ExprId holder) {
    const std::vector<NodeId>& parts = context.tree[node].children;
    Target target = check_target(context, parts[0]);
    Effect effect;
    effect.kind = EffectKind::possibly;
    effect.span = context.tree.span(node);
    bool fine = target.valid();
    if (fine && report_ambiguous_alternatives(context, node, target)) fine = false;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::vector<NodeId> part = context.tree[parts[i]].children;
        ExprId value = check_expression(context, part[0]);
        std::optional<std::int64_t> weight = 1;
        if (part.size() > 1) weight = check_weight(context, part[1]);
        bool fits = value.valid() && weight && target.valid() && !report_unassignable(context, target, value);
        fine &= fits;
        effect.alternatives.push_back(value);
        effect.weights.push_back(weight.value_or(1));
    }
    if (!fine) return EffectId::none();
    if (target.believers.empty() && holder.valid()) target.believers = {holder};
    if (target.believers.empty()) {
        return not_an_effect(
            context, effect.span, "only what somebody believes can have several possibilities",
            fmt::format("write `believes(c, {}(...)) = ...`", context.world[target.property].name));
    }
    if (effect.alternatives.size() == 1)
        return add_assignment(context, std::move(target), effect.alternatives[0], effect.span);
    effect.property = target.property;
    effect.believers = std::move(target.believers);
    effect.arguments = std::move(target.arguments);
    return add_effect(context, std::move(effect));
}

/// Returns who believes it, in `believes(a, might(c, f))` and `believes(a, learns(c, f))`; then `node` is `f`.
std::vector<ExprId> check_believers(CheckContext& context, NodeId& node) {
    std::vector<ExprId> believers;
    for (bool is_last = false; !is_last; node = without_brackets(context.tree, node)) {
        is_last = context.tree[node].kind != NodeKind::believes;
        believers.push_back(check_character(context, context.tree[node].children[0]));
        node = context.tree[node].children[1];
    }
    return believers;
}

/// Checks `might(c, f)` and `learns(c, f)`, perhaps in `believes`.
EffectId check_mind_effect(CheckContext& context, NodeId node) {
    NodeId inner = behind_believers(context.tree, node);
    bool learns = context.tree[inner].kind == NodeKind::learns;
    Effect effect;
    effect.kind = learns ? EffectKind::learn : EffectKind::possibly;
    effect.span = context.tree.span(node);
    effect.believers = check_believers(context, node);
    bool fine = std::ranges::all_of(effect.believers, [](ExprId id) { return id.valid(); });
    if (!is_fluent_node(context.tree, node))
        return not_an_effect(
            context, context.tree.span(node),
            learns ? "only what a fluent is can be learnt" : "only a boolean fluent can be made possible",
            learns ? "" : "for other values write `believes(c, f(x)) = A | B`");
    Target target = check_target(context, node);
    if (!fine || !target.valid()) return EffectId::none();
    if (learns && context.in_first_state)
        return not_an_effect(context, effect.span, "nobody learns anything before the story begins",
                             "say what they believe at the start: `believes(c, f(x)) = ...`");
    const Property& property = context.world[target.property];
    if (!learns && property.type != kBoolean) {
        Diagnostic& d = context.report(DiagnosticCode::not_an_effect, context.tree.span(node),
                                       fmt::format("`{}` is {}, so it must be said which values are possible",
                                                   property.name, describe_type(context, property.type)));
        d.labels.push_back({property.span, "declared here"});
        d.hint = fmt::format("write `believes(c, {}(...)) = A | B`", property.name);
        return EffectId::none();
    }
    if (learns) {
        effect.value = check_expression(context, node);
        if (!effect.value.valid()) return EffectId::none();
    } else {
        for (bool truth : {true, false})
            effect.alternatives.push_back(
                add_constant(context, Value::boolean(truth), kBoolean, effect.span));
        effect.weights = {1, 1};
    }
    effect.property = target.property;
    effect.believers.insert(effect.believers.end(), target.believers.begin(), target.believers.end());
    effect.arguments = std::move(target.arguments);
    return add_effect(context, std::move(effect));
}

EffectId nothing(CheckContext& context, Span span) {
    Effect effect;
    effect.span = span;
    return add_effect(context, std::move(effect));
}

class EffectChecker {
  public:
    explicit EffectChecker(CheckContext& context) : context_(context), tree_(context.tree) {}

    EffectId check(NodeId node) {
        if (narrowing_ > 0 && decide(context_, node) == true) return nothing(context_, tree_.span(node));
        switch (tree_[node].kind) {
            case NodeKind::brackets:
                return check(tree_[node].children[0]);
            case NodeKind::call:
                return check_fact(context_, node, true, tree_.span(node));
            case NodeKind::believes:
                if (is_fluent_node(tree_, node)) return check_fact(context_, node, true, tree_.span(node));
                return is_mind_effect(tree_, node) ? check_mind_effect(context_, node) : check_believes(node);
            case NodeKind::might:
            case NodeKind::learns:
                return check_mind_effect(context_, node);
            case NodeKind::possibly:
                return check_possibly(context_, node, holder_);
            case NodeKind::negation: {
                NodeId inner = without_brackets(tree_, tree_[node].children[0]);
                if (is_fluent_node(tree_, inner)) return check_fact(context_, inner, false, tree_.span(node));
                return not_an_effect(context_, tree_.span(node), "only a fluent can be negated in an effect",
                                     is_mind_effect(tree_, inner)
                                         ? "say what they take to be so: `believes(c, f(x)) = ...`"
                                         : "");
            }
            case NodeKind::assign:
                return check_assignment(context_, node);
            case NodeKind::compare:
                return check_compare(context_, node);
            case NodeKind::conjunction:
                return check_all(node);
            case NodeKind::conditional:
                return check_conditional(node);
            case NodeKind::forall:
                return check_forall(node);
            case NodeKind::disjunction:
                return check_disjunction(node);
            case NodeKind::exists:
                return check_exists(node);
            case NodeKind::literal:
                if (tree_.name(node) == "True") return nothing(context_, tree_.span(node));
                return not_an_effect(context_, tree_.span(node),
                                     fmt::format("`{}` is no effect", tree_.name(node)));
            case NodeKind::error:
                return EffectId::none();
            default:
                return not_an_effect(context_, tree_.span(node), "an effect cannot make this so",
                                     "assign a value to a fluent with `=`");
        }
    }

  private:
    EffectId check_all(NodeId node) {
        Effect effect;
        effect.span = tree_.span(node);
        bool fine = true;
        for (NodeId child : tree_[node].children) {
            if (context_.dropped.contains(child.index())) continue;
            EffectId part = check(child);
            fine &= part.valid();
            if (part.valid() && !is_nothing(part)) effect.children.push_back(part);
        }
        if (!fine) return EffectId::none();
        return effect.children.size() == 1 ? effect.children[0] : add_effect(context_, std::move(effect));
    }
    bool is_nothing(EffectId id) const {
        return context_.world[id].kind == EffectKind::all && context_.world[id].children.empty();
    }

    EffectId check_believes(NodeId node) {
        Effect effect;
        effect.kind = EffectKind::believes;
        effect.span = tree_.span(node);
        effect.believers = {check_character(context_, tree_[node].children[0])};
        ExprId outer = std::exchange(holder_, effect.believers[0]);
        effect.children = {check(tree_[node].children[1])};
        holder_ = outer;
        bool fine = effect.believers[0].valid() && effect.children[0].valid();
        return fine ? add_effect(context_, std::move(effect)) : EffectId::none();
    }

    EffectId check_conditional(NodeId node) {
        const auto& parts = tree_[node].children;
        Effect effect;
        effect.kind = EffectKind::choose;
        effect.span = tree_.span(node);
        bool fine = true;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            bool is_test = i % 2 == 0 && i + 1 < parts.size();
            if (is_test) {
                effect.tests.push_back(check_condition(context_, parts[i]));
                fine &= effect.tests.back().valid();
            } else {
                effect.children.push_back(check(parts[i]));
                fine &= effect.children.back().valid();
            }
        }
        if (parts.size() % 2 == 0) effect.children.push_back(nothing(context_, effect.span));
        return fine ? add_effect(context_, std::move(effect)) : EffectId::none();
    }

    EffectId check_forall(NodeId node) {
        NodeId formal = tree_[node].children[0];
        Effect effect;
        effect.kind = EffectKind::forall;
        effect.span = tree_.span(node);
        effect.variable = declare_variable(context_, formal);
        context_.scope.push_back({tree_.name(formal), effect.variable, {}, !effect.variable.valid()});
        effect.children = {check(tree_[node].children[1])};
        context_.scope.pop_back();
        return effect.variable.valid() && effect.children[0].valid() ? add_effect(context_, std::move(effect))
                                                                     : EffectId::none();
    }

    /// Checks the alternatives. Those that constants make impossible are dropped; one must remain.
    EffectId check_disjunction(NodeId node) {
        std::vector<NodeId> possible;
        for (NodeId child : tree_[node].children)
            if (decide(context_, child) != false) possible.push_back(child);
        if (possible.size() != 1) return report_alternatives(node, possible.size());
        ++narrowing_;
        EffectId result = check(possible[0]);
        --narrowing_;
        return result;
    }

    EffectId check_exists(NodeId node) {
        NodeId formal = tree_[node].children[0];
        NodeId body = tree_[node].children[1];
        VariableId variable = declare_variable(context_, formal);
        if (!variable.valid()) return EffectId::none();
        std::vector<Value> possible;
        context_.scope.push_back({tree_.name(formal), VariableId::none(), {}});
        for (const Value& value : context_.world.values_of(context_.world[variable].type)) {
            context_.scope.back().value = value;
            if (decide(context_, body) != false) possible.push_back(value);
        }
        EffectId result;
        if (possible.size() == 1) {
            context_.scope.back().value = possible[0];
            ++narrowing_;
            result = check(body);
            --narrowing_;
        }
        context_.scope.pop_back();
        return possible.size() == 1 ? result : report_alternatives(node, possible.size());
    }

    EffectId report_alternatives(NodeId node, std::size_t possible) {
        return not_an_effect(context_, tree_.span(node),
                             possible == 0 ? "no alternative of this effect is possible"
                                           : "an effect cannot leave open which alternative happens",
                             possible == 0 ? "" : "say which one, or use `if`");
    }

    CheckContext& context_;
    const SyntaxTree& tree_;
    ExprId holder_;      ///< in whose mind the innermost `believes(c, effect)` happens; none
    int narrowing_ = 0;  ///< within the one alternative that remained
};

/// Collects the assignments of constants that happen whenever the effect does.
class Contradictions {
  public:
    explicit Contradictions(CheckContext& context) : context_(context) {}

    void visit(EffectId id) {
        const Effect& effect = context_.world[id];
        if (effect.kind == EffectKind::choose) return;
        if (effect.kind == EffectKind::assign) return visit_assignment(effect);
        if (effect.kind == EffectKind::believes) believers_.push_back(term(effect.believers[0]));
        for (EffectId child : effect.children)
            visit(child);
        if (effect.kind == EffectKind::believes) believers_.pop_back();
    }

  private:
    using Term = std::pair<Value, VariableId>;
    struct Key {
        std::vector<Term> believers;
        PropertyId property;
        std::vector<Term> arguments;
        auto operator<=>(const Key&) const = default;
    };

    Term term(ExprId id) const {
        const Expr& expr = context_.world[id];
        return {expr.value, expr.variable};
    }

    void visit_assignment(const Effect& effect) {
        const Expr& value = context_.world[effect.value];
        if (value.kind != ExprKind::constant) return;
        Key key{believers_, effect.property, {}};
        for (ExprId believer : effect.believers)
            key.believers.push_back(term(believer));
        key.believers.erase(std::unique(key.believers.begin(), key.believers.end()), key.believers.end());
        for (ExprId argument : effect.arguments)
            key.arguments.push_back(term(argument));
        auto [first, is_new] = assigned_.emplace(std::move(key), std::pair(value.value, effect.span));
        if (is_new || first->second.first == value.value) return;
        Diagnostic& d = context_.report(
            DiagnosticCode::contradictory_effect, effect.span,
            fmt::format("`{}` is also made `{}` by this effect", context_.world[effect.property].name,
                        to_text(context_.world, first->second.first)));
        d.labels.push_back({first->second.second, "here"});
        d.hint = "an effect gives a fluent one value; put the two under an `if`, or drop one";
    }

    CheckContext& context_;
    std::vector<Term> believers_;
    std::map<Key, std::pair<Value, Span>> assigned_;
};

}  // namespace

EffectId check_effect(CheckContext& context, NodeId node) {
    return EffectChecker(context).check(node);
}

namespace {

/// Returns where an effect says what somebody believes; nowhere if it does not.
Span about_mind(const World& world, EffectId id) {
    const Effect& effect = world[id];
    if (!effect.believers.empty()) return effect.span;
    for (EffectId child : effect.children)
        if (Span span = about_mind(world, child); span != Span{}) return span;
    return {};
}

}  // namespace

EffectId check_known(CheckContext& context, NodeId node) {
    Effect effect;
    effect.kind = EffectKind::everybody;
    effect.span = context.tree.span(node);
    effect.children = {check_effect(context, node)};
    if (!effect.children[0].valid()) return EffectId::none();
    Span span = about_mind(context.world, effect.children[0]);
    if (span != Span{})
        return not_an_effect(context, span, "what everybody knows is about the world, not about a mind",
                             "say `believes(c, ...) = ...` for what somebody believes");
    return add_effect(context, std::move(effect));
}

void check_contradictions(CheckContext& context, EffectId effect) {
    Contradictions(context).visit(effect);
}

}  // namespace wt::lang
