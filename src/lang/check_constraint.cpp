// This checks requests: constraints over stories, and what else a request says.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

/// The numbers in constraints are at most this.
constexpr int kLargestNumber = 1000;

TraceId add_trace(CheckContext& context, TraceNode node) {
    context.world.traces.push_back(std::move(node));
    return TraceId(context.world.traces.size() - 1);
}

TraceId add_over(CheckContext& context, NodeId id, TraceKind kind, std::vector<TraceId> children) {
    bool broken = std::ranges::any_of(children, [](TraceId child) { return !child.valid(); });
    if (broken) return TraceId::none();
    TraceNode node;
    node.kind = kind;
    node.children = std::move(children);
    node.span = context.tree.span(id);
    return add_trace(context, std::move(node));
}

/// Checks what joins constraints and moments alike; `check` checks the parts.
template <class Check>
TraceId check_joined(CheckContext& context, NodeId id, Check check) {
    const Node& node = context.tree[id];
    switch (node.kind) {
        case NodeKind::brackets:
            return check(node.children[0]);
        case NodeKind::conjunction:
        case NodeKind::disjunction:
        case NodeKind::negation: {
            std::vector<TraceId> parts;
            for (NodeId child : node.children)
                parts.push_back(check(child));
            TraceKind kind = node.kind == NodeKind::conjunction   ? TraceKind::conjunction
                             : node.kind == NodeKind::disjunction ? TraceKind::disjunction
                                                                  : TraceKind::negation;
            return add_over(context, id, kind, std::move(parts));
        }
        default: {  // forall, exists
            NodeId formal = node.children[0];
            VariableId variable = declare_variable(context, formal);
            context.scope.push_back({context.tree.name(formal), variable, {}, !variable.valid()});
            TraceId body = check(node.children[1]);
            context.scope.pop_back();
            if (!variable.valid()) return TraceId::none();
            TraceId result = add_over(
                context, id, node.kind == NodeKind::forall ? TraceKind::forall : TraceKind::exists, {body});
            if (result.valid()) context.world.traces.back().variable = variable;
            return result;
        }
    }
}

// ---- moments ----

/// Could the argument be this formal's value?
bool may_match(const World& world, const Formal& formal, ExprId argument) {
    if (!argument.valid()) return true;
    const Expr& expr = world[argument];
    if (expr.kind == ExprKind::constant)
        return formal.is_fixed() ? expr.value == formal.fixed
                                 : !expr.value.is_unknown() && world.is_of_type(expr.value, formal.type);
    if (formal.is_fixed()) return world.is_of_type(formal.fixed, expr.type);
    return world.is_subtype(expr.type, formal.type) || world.is_subtype(formal.type, expr.type);
}

bool may_match(const World& world, const Event& event, const std::vector<ExprId>& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i)
        if (!may_match(world, event.formals[i], arguments[i])) return false;
    return true;
}

void report_no_action(CheckContext& context, NodeId id, const std::vector<EventId>& named,
                      const std::vector<ExprId>& arguments, bool has_arity) {
    std::string_view name = context.tree.name(id);
    const World& world = context.world;
    if (named.empty()) {
        Diagnostic& d = context.report(DiagnosticCode::undefined_name, context.tree.main_span(id),
                                       fmt::format("there is no action `{}`", name));
        d.found = fmt::format("`{}`", name);
        d.expected = "an action";
        std::vector<std::string_view> names;
        for (const Event& event : world.events)
            if (!event.is_trigger) names.push_back(event.name);
        d.hint = suggestion(context, name, names);
        return;
    }
    const Event& first = world[named[0]];
    if (first.is_trigger) {
        Diagnostic& d =
            context.report(DiagnosticCode::not_an_action, context.tree.main_span(id),
                           fmt::format("`{}` is a trigger, and only actions happen in a plan", name));
        d.labels.push_back({first.span, "declared here"});
        d.hint = "ask for what it brings about, such as `sometime ...`";
        return;
    }
    DiagnosticCode code = has_arity ? DiagnosticCode::type_mismatch : DiagnosticCode::wrong_arity;
    Diagnostic& d =
        context.report(code, context.tree.span(id),
                       has_arity ? fmt::format("no action `{}` takes these arguments", name)
                                 : fmt::format("no action `{}` takes {} argument{}", name, arguments.size(),
                                               arguments.size() == 1 ? "" : "s"));
    for (ExprId argument : arguments)
        if (has_arity && argument.valid())
            d.found += fmt::format("{}`{}`, {}", d.found.empty() ? "" : "; ", to_text(world, argument),
                                   describe_type(context, argument));
    constexpr std::size_t kMostLabels = 3;
    for (std::size_t i = 0; i < std::min(named.size(), kMostLabels); ++i)
        d.labels.push_back({world[named[i]].span, fmt::format("`{}`", head_text(world, world[named[i]]))});
    d.hint = "`_` stands for any argument";
}

TraceId check_happens(CheckContext& context, NodeId id) {
    const Node& node = context.tree[id];
    const SyntaxTree& tree = context.tree;
    bool has_brackets = node.end > node.main + 1 && tree.tokens[node.main + 1].kind == TokenKind::left_paren;
    bool fails = node.end > node.main + 1 && tree.text(node.end - 1) == "fails";
    std::vector<ExprId> arguments;
    for (NodeId child : node.children) {
        bool any = context.tree[child].kind == NodeKind::anything;
        arguments.push_back(any ? ExprId::none() : check_value(context, child));
        if (!any && !arguments.back().valid()) return TraceId::none();
    }
    auto found = context.events.find(context.tree.name(id));
    std::vector<EventId> named = found == context.events.end() ? std::vector<EventId>{} : found->second;
    TraceNode happens;
    happens.kind = TraceKind::happens;
    happens.span = context.tree.span(id);
    bool has_arity = false;
    EventId unfailing;
    for (EventId event : named) {
        const Event& candidate = context.world[event];
        if (candidate.is_trigger) continue;
        if (has_brackets && candidate.formals.size() != arguments.size()) continue;
        has_arity |= has_brackets;
        if (has_brackets && !may_match(context.world, candidate, arguments)) continue;
        if (fails && !candidate.can_fail()) {
            unfailing = event;
            continue;
        }
        happens.patterns.push_back(
            {event, has_brackets ? arguments : std::vector<ExprId>(candidate.formals.size()), fails});
    }
    if (happens.patterns.empty() && unfailing.valid()) {
        Diagnostic& d = context.report(DiagnosticCode::cannot_fail, tree.tokens[node.end - 1].span,
                                       fmt::format("`{}` cannot fail", context.world[unfailing].name));
        d.labels.push_back({context.world[unfailing].span, "declared here"});
        d.hint = "only an action with `success` or `chance` can";
        return TraceId::none();
    }
    if (happens.patterns.empty()) {
        if (!context.broken.contains(context.tree.name(id)))
            report_no_action(context, id, named, arguments, has_arity);
        return TraceId::none();
    }
    context.note_use(tree.main_span(id), context.world[happens.patterns[0].event].span);
    return add_trace(context, std::move(happens));
}

bool mentions_happening(const CheckContext& context, NodeId id) {
    const Node& node = context.tree[id];
    return node.kind == NodeKind::happens || std::ranges::any_of(node.children, [&](NodeId child) {
               return mentions_happening(context, child);
           });
}

TraceId check_moment(CheckContext& context, NodeId id) {
    if (context.tree[id].kind == NodeKind::error) return TraceId::none();
    if (context.tree[id].kind == NodeKind::happens) return check_happens(context, id);
    if (mentions_happening(context, id))
        return check_joined(context, id, [&](NodeId child) { return check_moment(context, child); });
    TraceNode state;
    state.kind = TraceKind::state;
    state.condition = check_condition(context, id);
    state.span = context.tree.span(id);
    return state.condition.valid() ? add_trace(context, std::move(state)) : TraceId::none();
}

// ---- constraints ----

/// Returns a whole number from 0 on; nothing, and reported, if it is none.
std::optional<int> check_whole(CheckContext& context, NodeId id) {
    double value = number_value(context.tree.name(id));
    if (value >= 0 && value <= kLargestNumber && value == std::floor(value)) return static_cast<int>(value);
    Diagnostic& d = context.report(DiagnosticCode::bad_setting, context.tree.span(id),
                                   fmt::format("a whole number from 0 to {} is needed here", kLargestNumber));
    d.found = fmt::format("`{}`", context.tree.name(id));
    return std::nullopt;
}

TraceId check_numbered(CheckContext& context, NodeId id, TraceKind kind) {
    const Node& node = context.tree[id];
    std::optional<int> number = check_whole(context, node.children[0]);
    std::vector<TraceId> children;
    if (node.children.size() > 1) children.push_back(check_moment(context, node.children[1]));
    if (!number) return TraceId::none();
    TraceId result = add_over(context, id, kind, std::move(children));
    if (!result.valid()) return result;
    std::string_view word = context.tree.name(id);
    TraceNode& added = context.world.traces.back();
    added.number = *number;
    added.compare = word == "least"  ? Compare::greater_equal
                    : word == "most" ? Compare::less_equal
                                     : Compare::equal;
    return result;
}

TraceId check_luck(CheckContext& context, NodeId id) {
    NodeId number = context.tree[id].children[0];
    std::optional<Fraction> fraction = check_fraction(context, number);
    if (!fraction) return TraceId::none();
    if (fraction->numerator < 0 || fraction->numerator > fraction->denominator) {
        context.report(DiagnosticCode::bad_number, context.tree.span(number), "luck is a number from 0 to 1");
        return TraceId::none();
    }
    std::string_view word = context.tree.name(id);
    TraceNode node;
    node.kind = TraceKind::luck;
    node.fraction = add_fraction(context, *fraction);
    node.compare = word == "least"  ? Compare::greater_equal
                   : word == "most" ? Compare::less_equal
                                    : Compare::equal;
    node.span = context.tree.span(id);
    return add_trace(context, std::move(node));
}

TraceId check_only_act(CheckContext& context, NodeId id) {
    TraceNode node;
    node.kind = TraceKind::only_act;
    node.span = context.tree.span(id);
    for (NodeId name : context.tree[id].children) {
        ExprId character = check_character(context, name);
        if (!character.valid()) return TraceId::none();
        const Expr& expr = context.world[character];
        if (expr.kind != ExprKind::constant) {
            Diagnostic& d = context.report(DiagnosticCode::not_a_character, context.tree.span(name),
                                           "only characters that are named can stand here, not variables");
            d.expected = "the name of a character";
            return TraceId::none();
        }
        node.characters.push_back(expr.value.as_entity());
    }
    std::ranges::sort(node.characters);
    return add_trace(context, std::move(node));
}

std::optional<TraceKind> kind_of(NodeKind kind) {
    switch (kind) {
        case NodeKind::always:
            return TraceKind::always;
        case NodeKind::sometime:
            return TraceKind::sometime;
        case NodeKind::at_end:
            return TraceKind::at_end;
        case NodeKind::at_most_once:
            return TraceKind::at_most_once;
        case NodeKind::sometime_after:
            return TraceKind::sometime_after;
        case NodeKind::sometime_before:
            return TraceKind::sometime_before;
        case NodeKind::sequence:
            return TraceKind::sequence;
        default:
            return std::nullopt;
    }
}

// ---- requests ----

/// Checks that the name is that of a divergence, or reports it.
void check_under(CheckContext& context, NodeId part, Request& request) {
    for (NodeId name : context.tree[part].children)
        request.under.emplace_back(context.tree.name(name));
}

void check_teller(CheckContext& context, NodeId part, Request& request) {
    for (NodeId name : context.tree[part].children) {
        std::string_view text = context.tree.name(name);
        bool is_narrator = text == "narrator" && !context.entities.contains(text);
        if (is_narrator) continue;  // who tells if nobody does
        ExprId character = check_character(context, name);
        if (character.valid() && context.world[character].kind == ExprKind::constant)
            request.teller = context.world[character].value.as_entity();
    }
}

void check_part(CheckContext& context, NodeId part, Request& request, Settings& settings) {
    const Node& node = context.tree[part];
    switch (node.kind) {
        case NodeKind::under:
            return check_under(context, part, request);
        case NodeKind::teller:
            return check_teller(context, part, request);
        case NodeKind::goal:
        case NodeKind::limits:
            return check_setting(context, part, settings);
        case NodeKind::ends: {
            TraceId moment = check_moment(context, node.children[0]);
            request.constraints.push_back(add_over(context, part, TraceKind::at_end, {moment}));
            check_size(context, request.constraints.back());
            return;
        }
        case NodeKind::constraint:
            request.constraints.push_back(check_constraint(context, node.children[0]));
            check_size(context, request.constraints.back());
            return;
        default:
            return;
    }
}

}  // namespace

TraceId check_constraint(CheckContext& context, NodeId id) {
    const Node& node = context.tree[id];
    switch (node.kind) {
        case NodeKind::error:
            return TraceId::none();
        case NodeKind::within:
            return check_numbered(context, id, TraceKind::within);
        case NodeKind::count:
            return check_numbered(context, id, TraceKind::count);
        case NodeKind::length:
            return check_numbered(context, id, TraceKind::length);
        case NodeKind::only_act:
            return check_only_act(context, id);
        case NodeKind::luck:
            return check_luck(context, id);
        case NodeKind::never: {
            TraceId moment = check_moment(context, node.children[0]);
            return add_over(context, id, TraceKind::negation,
                            {add_over(context, id, TraceKind::sometime, {moment})});
        }
        default:
            break;
    }
    std::optional<TraceKind> kind = kind_of(node.kind);
    if (!kind)
        return check_joined(context, id, [&](NodeId child) { return check_constraint(context, child); });
    std::vector<TraceId> moments;
    for (NodeId child : node.children)
        moments.push_back(check_moment(context, child));
    return add_over(context, id, *kind, std::move(moments));
}

bool check_request(CheckContext& context, NodeId id) {
    std::size_t before = context.mistakes;
    Request request;
    request.name = context.tree.name(id);
    request.title = title_of(context.tree, id);
    request.span = context.tree.main_span(id);
    Settings settings;
    for (NodeId part : context.tree[id].children)
        check_part(context, part, request, settings);
    request.goal = settings.goal;
    request.author_limit = settings.author_limit;
    request.character_limit = settings.character_limit;
    request.belief_limit = settings.belief_limit;
    request.belief_depth = settings.belief_depth;
    bool fine =
        before == context.mistakes &&
        std::ranges::all_of(request.constraints, [](TraceId constraint) { return constraint.valid(); });
    if (fine) context.world.requests.push_back(std::move(request));
    return fine;
}

}  // namespace wt::lang
