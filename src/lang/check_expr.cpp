#include <algorithm>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

ExprId add_expr(CheckContext& context, Expr expr) {
    context.world.exprs.push_back(std::move(expr));
    return ExprId(context.world.exprs.size() - 1);
}

ExprId add_constant(CheckContext& context, Value value, TypeId type, Span span) {
    Expr expr;
    expr.value = value;
    expr.type = type;
    expr.span = span;
    return add_expr(context, std::move(expr));
}

namespace {

/// An entity whose definition went wrong has no type. That has been reported, and its uses are no further
/// mistakes.
bool is_broken_entity(const World& world, ExprId id) {
    const Expr& expr = world[id];
    return expr.kind == ExprKind::constant && expr.value.is_entity() &&
           world[expr.value.as_entity()].types.empty();
}

/// The most specific type of an entity is not one type; `entity` says enough for all uses but assignability.
TypeId type_of_entity(const World& world, EntityId entity) {
    const auto& types = world[entity].types;
    TypeId best = kEntity;
    for (TypeId type : types)
        if (world.is_subtype(type, best)) best = type;
    return best;
}

ExprId check_literal(CheckContext& context, NodeId id) {
    std::string_view text = context.tree.name(id);
    Span span = context.tree.span(id);
    if (text == "?") return add_constant(context, Value::unknown(), kEntity, span);
    if (text == "True" || text == "False")
        return add_constant(context, Value::boolean(text == "True"), kBoolean, span);
    Value value = Value::number(number_value(text));
    if (!value.is_unknown()) return add_constant(context, value, kNumber, span);
    context.report(DiagnosticCode::bad_number, span, "this number is too large");
    return ExprId::none();
}

void report_undefined_value(CheckContext& context, NodeId id) {
    std::string_view text = context.tree.name(id);
    Diagnostic& d = context.report(DiagnosticCode::undefined_name, context.tree.span(id),
                                   fmt::format("there is no variable or entity `{}`", text));
    d.found = fmt::format("`{}`", text);
    d.expected = "a variable or an entity";
    if (explain_left_out(context, text, d)) return;
    if (context.properties.contains(text)) {
        d.hint = fmt::format("`{}` is a property; write `{}(...)`", text, text);
        return;
    }
    std::vector<std::string_view> names = {"True", "False"};
    for (const ScopeEntry& entry : context.scope)
        names.push_back(entry.name);
    for (const Entity& entity : context.world.entities)
        names.push_back(entity.name);
    d.hint = suggestion(context, text, names);
}

ExprId check_name(CheckContext& context, NodeId id) {
    std::string_view text = context.tree.name(id);
    Span span = context.tree.span(id);
    if (const ScopeEntry* entry = find_in_scope(context, text)) {
        if (entry->broken) return ExprId::none();
        if (!entry->variable.valid()) {
            if (entry->value.is_entity())
                return add_constant(context, entry->value,
                                    type_of_entity(context.world, entry->value.as_entity()), span);
            return add_constant(context, entry->value, entry->value.is_boolean() ? kBoolean : kEntity, span);
        }
        context.variable_used[entry->variable.index()] = true;
        Expr expr;
        expr.kind = ExprKind::variable;
        expr.variable = entry->variable;
        expr.type = context.world[entry->variable].type;
        expr.span = span;
        return add_expr(context, std::move(expr));
    }
    auto entity = context.entities.find(text);
    if (entity != context.entities.end())
        return add_constant(context, Value::entity(entity->second),
                            type_of_entity(context.world, entity->second), span);
    bool is_none = text == "none" && context.dialect == Dialect::wrongtree && !context.broken.contains(text);
    if (is_none) return add_constant(context, Value::none(), kEntity, span);
    if (!context.broken.contains(text)) report_undefined_value(context, id);
    return ExprId::none();
}

bool is_valid(const std::vector<ExprId>& ids) {
    return std::all_of(ids.begin(), ids.end(), [](ExprId id) { return id.valid(); });
}

bool accepts_all(const World& world, const Property& property, const std::vector<ExprId>& arguments) {
    if (property.formals.size() != arguments.size()) return false;
    for (std::size_t i = 0; i < arguments.size(); ++i)
        if (!accepts(world, property.formals[i], arguments[i])) return false;
    return true;
}

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

void report_undefined_property(CheckContext& context, NodeId call) {
    std::string_view name = context.tree.name(call);
    if (context.broken.contains(name)) return;
    Diagnostic& d = context.report(DiagnosticCode::undefined_name, context.tree.main_span(call),
                                   fmt::format("there is no property `{}`", name));
    d.found = fmt::format("`{}`", name);
    d.expected = "a property";
    if (name == "believes") {
        d.message =
            "`believes` needs a character and a fluent or a formula, such as `believes(c, at(x) == y)`";
        d.expected = "a fluent or a formula";
        d.hint = "a single name or value cannot be believed";
        return;
    }
    if (context.named.contains(name)) {
        d.message = fmt::format("`{}` is a condition and cannot be made so", name);
        d.hint = "say what it stands for";
        return;
    }
    if (context.events.contains(name)) {
        d.hint = fmt::format("`{}` is an event", name);
        return;
    }
    for (std::string_view word : {"might", "odds", "learns", "knows"}) {
        if (name != word || context.dialect != Dialect::wrongtree) continue;
        bool about_value = word == "learns" || word == "knows";
        d.message =
            fmt::format("`{}` needs a character and a {}, such as `{}(c, {})`", word,
                        about_value ? "fluent" : "condition", word, about_value ? "at(x)" : "at(x) == y");
        d.expected = about_value ? "a fluent" : "a condition";
        return;
    }
    std::vector<std::string_view> names = {"believes"};
    for (const Property& property : context.world.properties)
        names.push_back(property.name);
    for (const NamedCondition& condition : context.world.conditions)
        names.push_back(condition.name);
    d.hint = suggestion(context, name, names);
}

/// No overload fits: too few arguments, or one of the wrong type.
void report_misfit(CheckContext& context, NodeId call, const std::vector<PropertyId>& overloads,
                   const std::vector<ExprId>& arguments) {
    const World& world = context.world;
    std::string_view name = context.tree.name(call);
    std::vector<PropertyId> same_arity;
    for (PropertyId id : overloads)
        if (world[id].formals.size() == arguments.size()) same_arity.push_back(id);
    constexpr std::size_t kMostLabels = 3;
    if (same_arity.empty()) {
        Diagnostic& d = context.report(
            DiagnosticCode::wrong_arity, context.tree.span(call),
            fmt::format("`{}` takes {}, but here are {}", name,
                        counted(world[overloads[0]].formals.size(), "argument"), arguments.size()));
        if (overloads.size() > 1)
            d.message = fmt::format("no property `{}` takes {}", name, counted(arguments.size(), "argument"));
        for (std::size_t i = 0; i < std::min(overloads.size(), kMostLabels); ++i)
            d.labels.push_back(
                {world[overloads[i]].span, fmt::format("`{}`", head_text(world, world[overloads[i]]))});
        return;
    }
    if (same_arity.size() == 1) {
        const Property& property = world[same_arity[0]];
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            const Formal& formal = property.formals[i];
            if (accepts(world, formal, arguments[i])) continue;
            if (is_broken_entity(world, arguments[i])) return;
            std::string wanted = formal.is_fixed() ? fmt::format("only `{}`", to_text(world, formal.fixed))
                                                   : describe_type(context, formal.type);
            Diagnostic& d =
                context.report(DiagnosticCode::type_mismatch, world[arguments[i]].span,
                               fmt::format("`{}` is {}, but `{}` takes {} here", to_text(world, arguments[i]),
                                           describe_type(context, arguments[i]), name, wanted));
            d.found = describe_type(context, arguments[i]);
            d.expected = wanted;
            d.labels.push_back({formal.span, "the parameter"});
            return;
        }
    }
    Diagnostic& d = context.report(DiagnosticCode::type_mismatch, context.tree.span(call),
                                   fmt::format("no property `{}` takes these arguments", name));
    for (ExprId argument : arguments)
        d.found += fmt::format("{}`{}`, {}", d.found.empty() ? "" : "; ", to_text(world, argument),
                               describe_type(context, argument));
    for (std::size_t i = 0; i < std::min(same_arity.size(), kMostLabels); ++i)
        d.labels.push_back(
            {world[same_arity[i]].span, fmt::format("`{}`", head_text(world, world[same_arity[i]]))});
}

ExprId check_call(CheckContext& context, NodeId id);

/// More combinations of what stands as arguments of one value are refused.
constexpr std::size_t kMostReadings = 10'000;

/// This is a property that stands as an argument of another: what it is, and the variable that stands for its value.
struct InnerCall {
    ExprId value;
    VariableId variable;
};

/// Makes the variable for the value of a call that stands as an argument. Returns none, and reports it, if it is wrong.
ExprId check_inner_call(CheckContext& context, NodeId id, std::vector<InnerCall>& inner) {
    ExprId value = check_call(context, id);
    if (!value.valid()) return ExprId::none();
    TypeId type = context.world[value].type;
    Span span = context.tree.span(id);
    if (type == kBoolean || type == kNumber) {
        Diagnostic& d = context.report(
            DiagnosticCode::type_mismatch, span,
            fmt::format("only an entity can be an argument, but this is {}", describe_type(context, value)));
        d.found = describe_type(context, value);
        d.expected = "a fluent whose value is an entity";
        return ExprId::none();
    }
    VariableId variable(context.world.variables.size());
    context.world.variables.push_back({std::string(context.tree.name(id)), type, span});
    context.variable_used.push_back(true);
    inner.push_back({value, variable});
    Expr expr;
    expr.kind = ExprKind::variable;
    expr.variable = variable;
    expr.type = type;
    expr.span = span;
    return add_expr(context, std::move(expr));
}

ExprId add_equal(CheckContext& context, ExprId left, ExprId right, Span span) {
    Expr expr;
    expr.kind = ExprKind::comparison;
    expr.compare = Compare::equal;
    expr.type = kBoolean;
    expr.children = {left, right};
    expr.span = span;
    return add_expr(context, std::move(expr));
}

/// Returns false, and reports it, if a value would have to be written out for more combinations than anybody could look
/// at.
bool few_readings(CheckContext& context, const std::vector<InnerCall>& inner, ExprId outer) {
    if (context.world[outer].type == kBoolean) return true;
    double combinations = 1;
    for (const InnerCall& one : inner)
        combinations *= static_cast<double>(context.world.values_of(context.world[one.variable].type).size());
    if (combinations <= static_cast<double>(kMostReadings)) return true;
    Diagnostic& d = context.report(
        DiagnosticCode::too_large, context.world[outer].span,
        fmt::format("the arguments of this value can have more than {} combinations", kMostReadings));
    d.hint = "use variables and compare them";
    return false;
}

/// Reads `outer`, which mentions the variable of `inner`, for the value that `inner` has: a condition is false where
/// there is none, and a value is `?`.
ExprId read_through(CheckContext& context, const InnerCall& inner, ExprId outer, Span span) {
    TypeId type = context.world[inner.variable].type;
    if (context.world[outer].type == kBoolean) {
        Expr variable;
        variable.kind = ExprKind::variable;
        variable.variable = inner.variable;
        variable.type = type;
        variable.span = span;
        ExprId is_it = add_equal(context, inner.value, add_expr(context, std::move(variable)), span);
        Expr both;
        both.kind = ExprKind::conjunction;
        both.type = kBoolean;
        both.children = {is_it, outer};
        both.span = span;
        Expr exists;
        exists.kind = ExprKind::exists;
        exists.type = kBoolean;
        exists.variable = inner.variable;
        exists.children = {add_expr(context, std::move(both))};
        exists.span = span;
        return add_expr(context, std::move(exists));
    }
    Expr choice;
    choice.kind = ExprKind::conditional;
    choice.type = context.world[outer].type;
    choice.span = span;
    for (const Value& value : context.world.values_of(type)) {
        ExprId constant = add_constant(context, value, type, span);
        choice.children.push_back(add_equal(context, inner.value, constant, span));
        choice.children.push_back(with_constant(context, outer, inner.variable, constant));
    }
    choice.children.push_back(add_constant(context, Value::unknown(), choice.type, span));
    return choice.children.size() == 1 ? choice.children[0] : add_expr(context, std::move(choice));
}

/// The fluent that a call means; none, and reported, if it is wrong.
ExprId fluent_of(CheckContext& context, NodeId call, std::vector<ExprId> arguments) {
    PropertyId property = resolve_call(context, call, arguments);
    if (!property.valid()) return ExprId::none();
    context.property_read[property.index()] = true;
    Expr expr;
    expr.kind = ExprKind::fluent;
    expr.property = property;
    expr.type = context.world[property].type;
    expr.children = std::move(arguments);
    expr.span = context.tree.span(call);
    return add_expr(context, std::move(expr));
}

ExprId check_call(CheckContext& context, NodeId id) {
    bool is_mistaken = context.tree.name(id) == "mistaken" && context.tree[id].children.size() == 1 &&
                       !context.properties.contains("mistaken") && context.dialect == Dialect::wrongtree;
    if (is_mistaken) return check_mistaken(context, id);
    const std::vector<NodeId> nodes = context.tree[id].children;
    std::vector<ExprId> arguments;
    std::vector<InnerCall> inner;
    for (NodeId child : nodes) {
        bool is_call = context.tree[child].kind == NodeKind::call;
        arguments.push_back(is_call ? check_inner_call(context, child, inner) : check_value(context, child));
    }
    bool is_named = context.named.contains(context.tree.name(id));
    ExprId result =
        is_named ? stands_for(context, id, arguments) : fluent_of(context, id, std::move(arguments));
    if (!result.valid()) return result;
    if (!few_readings(context, inner, result)) return ExprId::none();
    for (auto one = inner.rbegin(); one != inner.rend() && result.valid(); ++one)
        result = read_through(context, *one, result, context.tree.span(id));
    return result;
}

ExprId check_believes(CheckContext& context, NodeId id) {
    ExprId character = check_character(context, context.tree[id].children[0]);
    ExprId inner = check_expression(context, context.tree[id].children[1]);
    if (!character.valid() || !inner.valid()) return ExprId::none();
    Expr expr;
    expr.kind = ExprKind::believes;
    expr.type = context.world[inner].type;
    expr.children = {character, inner};
    expr.span = context.tree.span(id);
    return add_expr(context, std::move(expr));
}

/// Checks `&`, `|` and `!`.
ExprId check_connective(CheckContext& context, NodeId id, ExprKind kind) {
    Expr expr;
    expr.kind = kind;
    expr.type = kBoolean;
    expr.span = context.tree.span(id);
    for (NodeId child : context.tree[id].children)
        expr.children.push_back(check_condition(context, child));
    return is_valid(expr.children) ? add_expr(context, std::move(expr)) : ExprId::none();
}

/// Returns the type of all values of a conditional; none if they have none in common.
TypeId common_type(const World& world, const std::vector<ExprId>& values) {
    auto all = [&](TypeId type) {
        return std::all_of(values.begin(), values.end(),
                           [&](ExprId e) { return is_assignable(world, e, type); });
    };
    if (all(kBoolean)) return kBoolean;
    if (all(kEntity)) {
        TypeId first = world[values[0]].type;
        bool same =
            std::all_of(values.begin(), values.end(), [&](ExprId e) { return world[e].type == first; });
        return same ? first : kEntity;
    }
    return all(kNumber) ? kNumber : TypeId::none();
}

ExprId check_conditional(CheckContext& context, NodeId id) {
    const auto& parts = context.tree[id].children;
    Expr expr;
    expr.kind = ExprKind::conditional;
    expr.span = context.tree.span(id);
    std::vector<ExprId> values;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        bool is_test = i % 2 == 0 && i + 1 < parts.size();
        expr.children.push_back(is_test ? check_condition(context, parts[i])
                                        : check_expression(context, parts[i]));
        if (!is_test) values.push_back(expr.children.back());
    }
    if (!is_valid(expr.children)) return ExprId::none();
    const World& world = context.world;
    if (parts.size() % 2 == 0) {
        auto other =
            std::find_if(values.begin(), values.end(), [&](ExprId e) { return world[e].type != kBoolean; });
        if (other != values.end()) {
            Diagnostic& d =
                context.report(DiagnosticCode::missing_else, context.tree.main_span(id),
                               "a conditional needs an `else` unless all its values are conditions");
            d.labels.push_back(
                {world[*other].span, fmt::format("this is {}", describe_type(context, *other))});
            return ExprId::none();
        }
        values.push_back(add_constant(context, Value::boolean(true), kBoolean, expr.span));
        expr.children.push_back(values.back());
    }
    expr.type = common_type(world, values);
    if (!expr.type.valid()) {
        auto other = std::find_if(values.begin(), values.end(),
                                  [&](ExprId e) { return !common_type(world, {values[0], e}).valid(); });
        if (other == values.end()) other = values.end() - 1;
        Diagnostic& d =
            context.report(DiagnosticCode::type_mismatch, world[*other].span,
                           fmt::format("the values of a conditional are of one kind, but this is {}",
                                       describe_type(context, *other)));
        d.labels.push_back(
            {world[values[0]].span, fmt::format("this is {}", describe_type(context, values[0]))});
        return ExprId::none();
    }
    return add_expr(context, std::move(expr));
}

ExprId check_number(CheckContext& context, NodeId id);

ExprId check_binder(CheckContext& context, NodeId id, ExprKind kind) {
    bool quantifies = kind == ExprKind::forall || kind == ExprKind::exists;
    NodeId formal = context.tree[id].children[0];
    Expr expr;
    expr.kind = kind;
    expr.type = quantifies ? kBoolean : kNumber;
    expr.variable = declare_variable(context, formal);
    expr.span = context.tree.span(id);
    context.scope.push_back({context.tree.name(formal), expr.variable, {}, !expr.variable.valid()});
    NodeId body = context.tree[id].children[1];
    expr.children = {quantifies ? check_condition(context, body) : check_number(context, body)};
    context.scope.pop_back();
    return expr.variable.valid() && is_valid(expr.children) ? add_expr(context, std::move(expr))
                                                            : ExprId::none();
}

Compare compare_of(std::string_view symbol) {
    if (symbol == "==") return Compare::equal;
    if (symbol == "!=") return Compare::not_equal;
    if (symbol == ">=") return Compare::greater_equal;
    if (symbol == "<=") return Compare::less_equal;
    return symbol == ">" ? Compare::greater : Compare::less;
}

/// Reports a chain of an operator that must group from the right and therefore would nest too deeply.
bool is_too_long(CheckContext& context, NodeId id) {
    if (context.tree[id].children.size() <= kLongChain) return false;
    context.report(
        DiagnosticCode::nesting_too_deep, context.tree.span(id),
        fmt::format("more than {} operands in one chain of `{}`", kLongChain, context.tree.name(id)));
    return true;
}

/// Reports a comparison with `none` of something that can never be that. Returns true if it is one.
bool report_never_none(CheckContext& context, ExprId left, ExprId right) {
    const World& world = context.world;
    auto is_none = [&](ExprId id) {
        return world[id].kind == ExprKind::constant && world[id].value.is_none();
    };
    if (!is_none(left)) std::swap(left, right);
    if (!is_none(left) || may_be_none(world, right)) return false;
    std::string text = to_text(world, right);
    Diagnostic& d = context.report(DiagnosticCode::type_mismatch, world[left].span,
                                   text.size() > 40 ? "what is compared here is never `none`"
                                                    : fmt::format("`{}` is never `none`", text));
    ExprId fluent = right;
    while (world[fluent].kind == ExprKind::believes)
        fluent = world[fluent].children[1];
    if (world[fluent].kind == ExprKind::fluent) {
        const Property& property = world[world[fluent].property];
        d.labels.push_back({property.span, "declared here"});
        if (property.type != kBoolean && property.type != kNumber)
            d.hint = fmt::format("declare it with `: {} or none`, or compare with `?`, not known",
                                 world[property.type].name);
    }
    return true;
}

ExprId check_comparison(CheckContext& context, NodeId id) {
    if (compares_odds(context, id)) return check_odds(context, id);
    std::vector<ExprId> operands;
    for (NodeId child : context.tree[id].children)
        operands.push_back(check_expression(context, child));
    if (!is_valid(operands) || is_too_long(context, id)) return ExprId::none();
    for (std::size_t i = 0; i + 1 < operands.size(); ++i)
        if (report_never_none(context, operands[i], operands[i + 1])) return ExprId::none();
    ExprId right = operands.back();
    for (std::size_t i = operands.size() - 1; i-- > 0;) {
        Expr expr;
        expr.kind = ExprKind::comparison;
        expr.compare = compare_of(context.tree.name(id));
        expr.type = kBoolean;
        expr.children = {operands[i], right};
        expr.span = join(context.world[operands[i]].span, context.world[right].span);
        right = add_expr(context, std::move(expr));
    }
    return right;
}

ExprId check_type_test(CheckContext& context, NodeId id) {
    Expr expr;
    expr.kind = ExprKind::type_test;
    expr.type = kBoolean;
    expr.children = {check_expression(context, context.tree[id].children[0])};
    expr.type_operand = find_type(context, context.tree[id].children[1]);
    expr.span = context.tree.span(id);
    if (!is_valid(expr.children) || !expr.type_operand.valid()) return ExprId::none();
    ExprKind operand = context.world[expr.children[0]].kind;
    bool decided = operand == ExprKind::constant || operand == ExprKind::variable;
    if (expr.type_operand == kNumber && !decided) {
        context.report(DiagnosticCode::type_mismatch, context.tree.main_span(context.tree[id].children[1]),
                       "whether something is a `number` cannot be tested");
        return ExprId::none();
    }
    return add_expr(context, std::move(expr));
}

/// Checks an expression that must be a number.
ExprId check_number(CheckContext& context, NodeId id) {
    ExprId expr = check_expression(context, id);
    if (!expr.valid() || is_assignable(context.world, expr, kNumber)) return expr;
    Diagnostic& d =
        context.report(DiagnosticCode::type_mismatch, context.tree.span(id),
                       fmt::format("a number is needed here, but this is {}", describe_type(context, expr)));
    d.found = describe_type(context, expr);
    d.expected = "a number";
    if (context.world[expr].type == kBoolean) d.hint = "write `if(...) 1 else 0` to count a condition";
    return ExprId::none();
}

Arithmetic arithmetic_of(std::string_view symbol) {
    if (symbol == "+") return Arithmetic::add;
    if (symbol == "-") return Arithmetic::subtract;
    return symbol == "*" ? Arithmetic::multiply : Arithmetic::divide;
}

/// Joins the operands `begin` to `end` of a chain, grouped from the right; long ones are halved first.
ExprId add_chain(CheckContext& context, Arithmetic op, const std::vector<ExprId>& operands, std::size_t begin,
                 std::size_t end) {
    auto pair = [&](ExprId left, ExprId right) {
        Expr expr;
        expr.kind = ExprKind::arithmetic;
        expr.arithmetic = op;
        expr.type = kNumber;
        expr.children = {left, right};
        expr.span = join(context.world[left].span, context.world[right].span);
        return add_expr(context, std::move(expr));
    };
    if (end - begin > kLongChain) {
        std::size_t middle = begin + (end - begin) / 2;
        ExprId left = add_chain(context, op, operands, begin, middle);
        return pair(left, add_chain(context, op, operands, middle, end));
    }
    ExprId right = operands[end - 1];
    for (std::size_t i = end - 1; i-- > begin;)
        right = pair(operands[i], right);
    return right;
}

ExprId check_arithmetic(CheckContext& context, NodeId id) {
    Arithmetic op = arithmetic_of(context.tree.name(id));
    std::vector<ExprId> operands;
    for (NodeId child : context.tree[id].children)
        operands.push_back(check_number(context, child));
    if (!is_valid(operands)) return ExprId::none();
    bool one_way = op == Arithmetic::subtract || op == Arithmetic::divide;
    if (one_way && is_too_long(context, id)) return ExprId::none();
    return add_chain(context, op, operands, 0, operands.size());
}

}  // namespace

bool accepts(const World& world, const Formal& formal, ExprId argument) {
    const Expr& expr = world[argument];
    if (formal.is_fixed()) return expr.kind == ExprKind::constant && expr.value == formal.fixed;
    if (expr.kind == ExprKind::constant)
        return !expr.value.is_unknown() && !expr.value.is_none() && world.is_of_type(expr.value, formal.type);
    return world.is_subtype(expr.type, formal.type);
}

ExprId add_sum(CheckContext& context, const std::vector<ExprId>& numbers) {
    return add_chain(context, Arithmetic::add, numbers, 0, numbers.size());
}

bool may_be_none(const World& world, ExprId id) {
    const Expr& expr = world[id];
    switch (expr.kind) {
        case ExprKind::constant:
            return expr.value.is_none();
        case ExprKind::fluent:
            return world[expr.property].or_none;
        case ExprKind::believes:
            return may_be_none(world, expr.children[1]);
        case ExprKind::conditional:
            for (std::size_t i = 1; i < expr.children.size(); i += 2)
                if (may_be_none(world, expr.children[i])) return true;
            return may_be_none(world, expr.children.back());
        default:
            return false;
    }
}

bool is_assignable(const World& world, ExprId id, TypeId type) {
    const Expr& expr = world[id];
    switch (expr.kind) {
        case ExprKind::constant:
            return world.is_of_type(expr.value, type);
        case ExprKind::believes:
            return is_assignable(world, expr.children[1], type);
        case ExprKind::conditional:
            for (std::size_t i = 1; i < expr.children.size(); i += 2)
                if (!is_assignable(world, expr.children[i], type)) return false;
            return is_assignable(world, expr.children.back(), type);
        default:
            return world.is_subtype(expr.type, type);
    }
}

PropertyId resolve_call(CheckContext& context, NodeId call, const std::vector<ExprId>& arguments) {
    auto overloads = context.properties.find(context.tree.name(call));
    if (overloads == context.properties.end()) {
        report_undefined_property(context, call);
        return PropertyId::none();
    }
    if (!is_valid(arguments)) return PropertyId::none();
    std::vector<PropertyId> fitting;
    for (PropertyId id : overloads->second)
        if (accepts_all(context.world, context.world[id], arguments)) fitting.push_back(id);
    if (fitting.size() == 1) {
        context.note_use(context.tree.main_span(call), context.world[fitting[0]].span);
        return fitting[0];
    }
    if (fitting.empty()) {
        if (!context.broken.contains(context.tree.name(call)))
            report_misfit(context, call, overloads->second, arguments);
        return PropertyId::none();
    }
    const Property& first = context.world[fitting[0]];
    const Property& second = context.world[fitting[1]];
    Diagnostic& d = context.report(DiagnosticCode::ambiguous_overload, context.tree.span(call),
                                   fmt::format("this could be `{}` or `{}`", head_text(context.world, first),
                                               head_text(context.world, second)));
    d.labels = {{first.span, "one"}, {second.span, "the other"}};
    d.hint = "give one of them another name";
    return PropertyId::none();
}

ExprId with_constant(CheckContext& context, ExprId id, VariableId from, ExprId constant) {
    Expr expr = context.world[id];
    if (expr.kind == ExprKind::variable) return expr.variable == from ? constant : id;
    bool is_same = true;
    for (ExprId& child : expr.children) {
        ExprId other = with_constant(context, child, from, constant);
        is_same = is_same && other == child;
        child = other;
    }
    return is_same ? id : add_expr(context, std::move(expr));
}

ExprId check_value(CheckContext& context, NodeId node) {
    if (context.tree[node].kind == NodeKind::call) {
        Diagnostic& d = context.report(DiagnosticCode::type_mismatch, context.tree.span(node),
                                       "a fluent can be an argument in conditions and values only");
        d.expected = "a variable or an entity";
        d.hint = fmt::format("write `forall(x : t) (if({} == x) (...))`",
                             context.tree.source->text(context.tree.span(node)));
        return ExprId::none();
    }
    if (context.tree[node].kind == NodeKind::name) {
        ExprId value = check_name(context, node);
        if (!value.valid() || !context.world[value].value.is_none()) return value;
        context.report(DiagnosticCode::type_mismatch, context.tree.span(node),
                       "`none` cannot be an argument");
        return ExprId::none();
    }
    if (context.tree.name(node) != "?") return check_literal(context, node);
    context.report(DiagnosticCode::type_mismatch, context.tree.span(node), "`?` cannot be an argument");
    return ExprId::none();
}

ExprId check_character(CheckContext& context, NodeId node) {
    ExprId value = check_value(context, node);
    if (!value.valid()) return value;
    const Expr& expr = context.world[value];
    bool constant = expr.kind == ExprKind::constant;
    bool fits = constant ? expr.value.is_entity() && context.world.is_of_type(expr.value, kCharacter)
                         : context.world.is_subtype(expr.type, kCharacter);
    if (fits || is_broken_entity(context.world, value)) return value;
    Diagnostic& d = context.report(DiagnosticCode::not_a_character, context.tree.span(node),
                                   fmt::format("`{}` is {}, but a character is needed here",
                                               to_text(context.world, value), describe_type(context, value)));
    d.found = describe_type(context, value);
    d.expected = "a `character`";
    if (!constant) d.labels.push_back({context.world[expr.variable].span, "declared here"});
    return ExprId::none();
}

ExprId check_condition(CheckContext& context, NodeId node) {
    ExprId expr = check_expression(context, node);
    if (!expr.valid() || context.world[expr].type == kBoolean) return expr;
    Diagnostic& d = context.report(
        DiagnosticCode::not_a_condition, context.tree.span(node),
        fmt::format("a condition is needed here, but this is {}",
                    context.world[expr].kind == ExprKind::constant && context.world[expr].value.is_unknown()
                        ? "`?`"
                    : context.world[expr].kind == ExprKind::constant && context.world[expr].value.is_none()
                        ? "`none`"
                        : describe_type(context, expr)));
    d.found = describe_type(context, expr);
    d.expected = "a condition";
    if (context.world[expr].kind == ExprKind::fluent) {
        d.labels.push_back({context.world[context.world[expr].property].span, "declared here"});
        d.hint = "compare it with something, e.g. with `==`";
    }
    return ExprId::none();
}

ExprId check_expression(CheckContext& context, NodeId node) {
    switch (context.tree[node].kind) {
        case NodeKind::name:
            return check_name(context, node);
        case NodeKind::literal:
            return check_literal(context, node);
        case NodeKind::brackets:
            return check_expression(context, context.tree[node].children[0]);
        case NodeKind::call:
            return check_call(context, node);
        case NodeKind::believes:
            return check_believes(context, node);
        case NodeKind::mistaken:
            return check_mistaken(context, node);
        case NodeKind::both_know:
            return check_both_know(context, node);
        case NodeKind::might:
            return check_might(context, node);
        case NodeKind::knows:
            return check_knows(context, node);
        case NodeKind::odds: {
            Diagnostic& d = context.report(DiagnosticCode::not_a_condition, context.tree.span(node),
                                           "odds can only be compared with a constant fraction");
            d.hint = "write `odds(c, e) > 1/2`";
            return ExprId::none();
        }
        case NodeKind::learns: {
            Diagnostic& d = context.report(DiagnosticCode::not_a_condition, context.tree.main_span(node),
                                           "`learns` can only stand in an effect");
            d.hint = "whether somebody knows it is `knows(c, ...)`";
            return ExprId::none();
        }
        case NodeKind::possibly:
            context
                .report(DiagnosticCode::not_a_condition, context.tree.main_span(node),
                        "possibilities can only stand in an effect or a statement")
                .hint = "write `might(c, ...)` or `odds(c, ...) > 1/2` to ask about them";
            return ExprId::none();
        case NodeKind::conjunction:
            return check_connective(context, node, ExprKind::conjunction);
        case NodeKind::disjunction:
            return check_connective(context, node, ExprKind::disjunction);
        case NodeKind::negation:
            return check_connective(context, node, ExprKind::negation);
        case NodeKind::conditional:
            return check_conditional(context, node);
        case NodeKind::forall:
            return check_binder(context, node, ExprKind::forall);
        case NodeKind::exists:
            return check_binder(context, node, ExprKind::exists);
        case NodeKind::sum:
            return check_binder(context, node, ExprKind::sum);
        case NodeKind::product:
            return check_binder(context, node, ExprKind::product);
        case NodeKind::compare:
            return check_comparison(context, node);
        case NodeKind::type_test:
            return check_type_test(context, node);
        case NodeKind::arithmetic:
            return check_arithmetic(context, node);
        case NodeKind::assign: {
            Diagnostic& d = context.report(DiagnosticCode::not_a_condition, context.tree.main_span(node),
                                           "an assignment can only stand in an effect");
            d.found = "`=`";
            d.expected = "`==`";
            d.hint = "write `==` to compare";
            return ExprId::none();
        }
        default:
            return ExprId::none();  // complained about by the parser
    }
}

}  // namespace wt::lang
