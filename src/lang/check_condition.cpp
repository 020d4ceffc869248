// Conditions that have a name: `condition has(who : character, what : thing): holder(what) == who;`. A call of one is
// what it stands for, with the arguments in the place of its variables.

#include <utility>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

/// Named conditions that stand for others cannot become larger than this.
constexpr std::size_t kMostExpressions = 1'000'000;

/// One that a layer below says gives way; what the two cannot both be is reported.
void hold(CheckContext& context, NodeId node, std::uint32_t origin) {
    auto [known, is_new] = context.named.emplace(context.tree.name(node), NamedNode{node, origin});
    if (is_new) return;
    NamedNode& earlier = known->second;
    Span span = context.tree.main_span(node);
    std::string what = fmt::format("the condition `{}`", context.tree.name(node));
    if (earlier.origin == origin)
        report_repeated(context, span, context.tree.main_span(earlier.node), what);
    else if (!context.divergences.builds_on(origin, earlier.origin))
        report_conflict(context, span, context.tree.main_span(earlier.node), what);
    earlier = {node, origin};
}

/// A property takes the name of a condition of a layer below it; in one layer there cannot be both. True if the condition
/// remains.
bool stands_beside_properties(CheckContext& context, std::string_view name, const NamedNode& named) {
    auto overloads = context.properties.find(name);
    if (overloads == context.properties.end()) return true;
    for (PropertyId property : overloads->second) {
        if (context.divergences.builds_on(context.property_origins[property.index()], named.origin))
            return false;
        Diagnostic& d = context.report(DiagnosticCode::ambiguous_overload, context.tree.main_span(named.node),
                                       fmt::format("`{}` is a property, too", name));
        d.labels.push_back({context.world[property].span, "the property"});
        d.hint = "give the condition another name";
        break;
    }
    return false;
}

/// The parameters, which come into scope; false, and reported, if one is wrong.
bool read_formals(CheckContext& context, NodeId node, NamedCondition& condition) {
    const std::vector<NodeId> children = context.tree[node].children;
    bool fine = true;
    for (std::size_t i = 0; i + 1 < children.size(); ++i) {
        Formal formal;
        if (!check_formal(context, children[i], formal)) {
            fine = false;
            continue;
        }
        if (formal.is_fixed()) {
            Diagnostic& d = context.report(DiagnosticCode::bad_formal, formal.span,
                                           "a parameter of a condition is a variable");
            d.expected = "a parameter such as `who : character`";
            fine = false;
            continue;
        }
        context.scope.push_back({context.tree.name(children[i]), formal.variable, {}});
        condition.formals.push_back(formal);
    }
    return fine;
}

void read(CheckContext& context, NamedNode& named) {
    named.state = NamedNode::State::being_read;
    std::vector<ScopeEntry> outer = std::exchange(context.scope, {});
    NamedCondition condition;
    condition.name = std::string(context.tree.name(named.node));
    condition.span = context.tree.main_span(named.node);
    bool fine = read_formals(context, named.node, condition);
    if (fine) condition.value = check_condition(context, context.tree[named.node].children.back());
    context.scope = std::move(outer);
    fine = fine && condition.value.valid() && check_size(context, condition.value);
    named.state = fine ? NamedNode::State::read : NamedNode::State::wrong;
    if (!fine) return;
    named.number = static_cast<std::uint32_t>(context.world.conditions.size());
    context.world.conditions.push_back(std::move(condition));
}

void report_cycle(CheckContext& context, NodeId call, const NamedNode& named) {
    Diagnostic& d = context.report(
        DiagnosticCode::condition_cycle, context.tree.main_span(call),
        fmt::format("`{}` would stand for something in which it stands itself", context.tree.name(call)));
    d.labels.push_back({context.tree.main_span(named.node), "it is said here"});
    d.hint = "write out what it stands for, or use a property and a trigger";
}

/// Do the arguments fit the parameters? Else it is reported.
bool fits(CheckContext& context, NodeId call, const NamedCondition& condition,
          const std::vector<ExprId>& arguments) {
    if (condition.formals.size() != arguments.size()) {
        Diagnostic& d = context.report(DiagnosticCode::wrong_arity, context.tree.span(call),
                                       fmt::format("`{}` takes {} arguments, but here are {}", condition.name,
                                                   condition.formals.size(), arguments.size()));
        if (condition.span != Span{}) d.labels.push_back({condition.span, "said here"});
        return false;
    }
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const Formal& formal = condition.formals[i];
        if (!arguments[i].valid()) return false;
        if (accepts(context.world, formal, arguments[i])) continue;
        std::string wanted = describe_type(context, formal.type);
        Diagnostic& d = context.report(
            DiagnosticCode::type_mismatch, context.world[arguments[i]].span,
            fmt::format("`{}` is {}, but `{}` takes {} here", to_text(context.world, arguments[i]),
                        describe_type(context, arguments[i]), condition.name, wanted));
        d.found = describe_type(context, arguments[i]);
        d.expected = wanted;
        d.labels.push_back({formal.span, "the parameter"});
        return false;
    }
    return true;
}

}  // namespace

void check_conditions(CheckContext& context) {
    for (auto [node, origin] : context.held_definitions(NodeKind::condition))
        hold(context, node, origin);
    std::vector<std::string_view> names;
    for (auto [node, origin] : context.held_definitions(NodeKind::condition)) {
        auto named = context.named.find(context.tree.name(node));
        if (named == context.named.end() || named->second.node != node) continue;
        if (stands_beside_properties(context, named->first, named->second))
            names.push_back(named->first);
        else
            context.named.erase(named);
    }
    for (std::string_view name : names) {
        NamedNode& named = context.named.at(name);
        if (named.state == NamedNode::State::unread && !context.enough_mistakes()) read(context, named);
    }
}

ExprId stands_for(CheckContext& context, NodeId call, const std::vector<ExprId>& arguments) {
    NamedNode& named = context.named.at(context.tree.name(call));
    if (named.state == NamedNode::State::being_read) {
        report_cycle(context, call, named);
        return ExprId::none();
    }
    if (named.state == NamedNode::State::unread) read(context, named);
    if (named.state == NamedNode::State::wrong) return ExprId::none();
    const NamedCondition condition = context.world.conditions[named.number];
    if (named.node.valid()) context.note_use(context.tree.main_span(call), condition.span);
    if (!fits(context, call, condition, arguments)) return ExprId::none();
    ExprId result = condition.value;
    for (std::size_t i = 0; i < arguments.size(); ++i)
        result = with_constant(context, result, condition.formals[i].variable, arguments[i]);
    if (context.world.exprs.size() - context.first_own_expr > kMostExpressions) {
        context.report(DiagnosticCode::too_large, context.tree.span(call),
                       "conditions stand for more than anybody could look at");
        return ExprId::none();
    }
    Expr expr = context.world[result];
    expr.span = context.tree.span(call);
    return add_expr(context, std::move(expr));
}

}  // namespace wt::lang
