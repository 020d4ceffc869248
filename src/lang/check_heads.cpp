// This checks the heads of properties and events, and which of them could be mistaken for each other.

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

bool check_formal(CheckContext& context, NodeId id, Formal& formal) {
    const SyntaxTree& tree = context.tree;
    formal.span = tree.span(id);
    if (tree[id].kind == NodeKind::formal) {
        formal.variable = declare_variable(context, id);
        if (formal.variable.valid()) formal.type = context.world[formal.variable].type;
        return formal.variable.valid();
    }
    NodeId value = tree[id].children[0];
    if (tree[value].kind == NodeKind::name) {
        EntityId entity = find_entity(context, value);
        formal.fixed = Value::entity(entity);
        return entity.valid();
    }
    std::string_view text = tree.name(value);
    if (text == "?") {
        context.report(DiagnosticCode::bad_formal, tree.span(id), "`?` cannot be a fixed value");
        return false;
    }
    bool is_boolean = text == "True" || text == "False";
    formal.fixed = is_boolean ? Value::boolean(text == "True") : Value::number(number_value(text));
    if (!is_boolean && formal.fixed.is_unknown()) {
        context.report(DiagnosticCode::bad_number, tree.span(id), "this number is too large");
        return false;
    }
    return true;
}

namespace {

/// Returns false, and reports it, if there are more parameters than anybody could look at.
template <class Declaration>
bool few_formals(CheckContext& context, const Declaration& declared) {
    if (declared.formals.size() <= kMaxParameters) return true;
    Diagnostic& d = context.report(DiagnosticCode::too_large, declared.span,
                                   fmt::format("`{}` has {} parameters, and there can be at most {}",
                                               declared.name, declared.formals.size(), kMaxParameters));
    d.hint = "say with properties what belongs together";
    return false;
}

/// Could one use mean both, as far as the types show?
bool may_overlap(const World& world, const Formal& a, const Formal& b) {
    if (a.is_fixed() && b.is_fixed()) return a.fixed == b.fixed;
    if (a.is_fixed()) return world.is_of_type(a.fixed, b.type);
    if (b.is_fixed()) return world.is_of_type(b.fixed, a.type);
    return world.is_subtype(a.type, b.type) || world.is_subtype(b.type, a.type);
}

bool may_overlap(const World& world, const std::vector<Formal>& a, const std::vector<Formal>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!may_overlap(world, a[i], b[i])) return false;
    return true;
}

/// Reports if the declaration `late` cannot be told apart from an earlier one. Returns true if it can. `what` is
/// "property" or "event".
template <class Declaration, class DeclarationId>
bool check_overloads(CheckContext& context, const std::vector<Declaration>& all, const Declaration& late,
                     const std::vector<DeclarationId>& earlier, std::string_view what) {
    if (earlier.size() >= kMaxOverloads) {
        context.report(DiagnosticCode::too_large, late.span,
                       fmt::format("there can be at most {} declarations of one name", kMaxOverloads));
        return false;
    }
    for (DeclarationId id : earlier) {
        const Declaration& early = all[id.index()];
        if (!may_overlap(context.world, early.formals, late.formals)) continue;
        Diagnostic& d =
            context.report(DiagnosticCode::ambiguous_overload, late.span,
                           fmt::format("`{}` cannot be told apart from `{}`", head_text(context.world, late),
                                       head_text(context.world, early)));
        d.labels.push_back({early.span, "the other one"});
        d.hint = fmt::format("give one {} another name", what);
        return false;
    }
    return true;
}

void report_repeated_formals(CheckContext& context, const Event& event) {
    NameMap<Span> seen;
    for (const Formal& formal : event.formals) {
        if (formal.is_fixed()) continue;
        auto [first, is_new] = seen.emplace(context.world[formal.variable].name, formal.span);
        if (is_new) continue;
        Diagnostic& d = context.report(
            DiagnosticCode::repeated_parameter, formal.span,
            fmt::format("a second parameter `{}` hides the first", context.world[formal.variable].name));
        d.labels.push_back({first->second, "the first one, which the body cannot mention"});
        d.hint = "give it another name";
    }
}

/// Reports that two libraries, neither of which uses the other, define one thing.
void report_library_conflict(CheckContext& context, Span span, Span earlier, const std::string& name) {
    auto file = [&](Span place) { return context.tree.source->part_at(place.begin).name; };
    Diagnostic& d = context.report(
        DiagnosticCode::library_conflict, span,
        fmt::format("`{}` is defined in `{}` and, differently, in `{}`", name, file(earlier), file(span)));
    d.labels.push_back({earlier, "the other one"});
    d.hint = fmt::format("give one of them another name where you use it: `use LIBRARY ({} as {}_2);`", name,
                         name);
}

/// An event of a divergence that could not stand beside an earlier one takes its place, if the divergence may change
/// it. Returns false if there is no such earlier event.
bool replaces(CheckContext& context, Event& event, const std::vector<EventId>& overloads, NodeId node,
              std::uint32_t origin) {
    for (EventId id : overloads) {
        std::uint32_t earlier = context.event_origins[id.index()];
        if (earlier == origin || !may_overlap(context.world, context.world[id].formals, event.formals))
            continue;
        if (!context.divergences.builds_on(origin, earlier)) {
            if (is_layer(origin) && is_layer(earlier))
                report_library_conflict(context, event.span, context.world[id].span, event.name);
            else
                report_conflict(context, event.span, context.world[id].span,
                                fmt::format("the event `{}`", event.name));
            return true;
        }
        report_repeated_formals(context, event);
        context.world.events[id.index()] = std::move(event);
        context.event_nodes[id.index()] = node;
        context.event_origins[id.index()] = origin;
        return true;
    }
    return false;
}

/// Checks `or none` behind the type of a property.
void check_none(CheckContext& context, NodeId id, Property& property) {
    property.or_none = true;
    auto entity = context.entities.find("none");
    if (property.type == kBoolean || property.type == kNumber) {
        property.or_none = false;
        Diagnostic& d = context.report(
            DiagnosticCode::type_mismatch, context.tree.span(id),
            fmt::format("{} is never `none`", property.type == kBoolean ? "a `boolean`" : "a `number`"));
        d.expected = "a property whose values are entities";
    } else if (entity != context.entities.end()) {
        Diagnostic& d = context.report(DiagnosticCode::ambiguous_overload, context.tree.span(id),
                                       "`none` is also the name of an entity here");
        d.labels.push_back({context.world[entity->second].span, "declared here"});
        d.hint = "give the entity another name";
    }
}

}  // namespace

namespace {

/// Returns a property as a node declares it; nothing, and reported, if something is wrong with it.
std::optional<Property> check_property(CheckContext& context, NodeId id) {
    const Node& node = context.tree[id];
    Property property;
    property.name = context.tree.name(id);
    property.span = context.tree.main_span(id);
    bool fine = true;
    std::size_t formals = node.children.size() - 1;
    if (context.tree[node.children.back()].kind == NodeKind::or_none) --formals;
    for (std::size_t i = 0; i < formals; ++i)
        fine &= check_formal(context, node.children[i], property.formals.emplace_back());
    property.type = find_type(context, node.children[formals]);
    if (formals + 1 < node.children.size()) check_none(context, node.children.back(), property);
    if (fine && few_formals(context, property) && property.type.valid()) return property;
    context.broken.insert(context.tree.name(id));
    return std::nullopt;
}

void add_property(CheckContext& context, NodeId id, Property property, std::uint32_t origin) {
    context.properties[context.tree.name(id)].push_back(PropertyId(context.world.properties.size()));
    context.world.properties.push_back(std::move(property));
    context.property_origins.push_back(origin);
    context.property_read.push_back(false);
    context.property_written.push_back(false);
}

bool is_same(const Property& a, const Property& b) {
    auto same_formal = [](const Formal& x, const Formal& y) {
        return x.type == y.type && x.fixed == y.fixed;
    };
    return a.type == b.type && a.or_none == b.or_none &&
           std::ranges::equal(a.formals, b.formals, same_formal);
}

/// If a property of a library could not stand beside a later one, the later one takes its place, provided that it
/// builds on the library. Returns false if there is none.
bool replaces(CheckContext& context, Property& property, const std::vector<PropertyId>& overloads,
              std::uint32_t origin) {
    for (PropertyId id : overloads) {
        std::uint32_t earlier = context.property_origins[id.index()];
        Property& old = context.world.properties[id.index()];
        bool concerns = is_layer(earlier) && earlier != origin &&
                        may_overlap(context.world, old.formals, property.formals);
        if (!concerns) continue;
        if (!context.divergences.builds_on(origin, earlier)) {
            if (!is_same(old, property))
                report_library_conflict(context, property.span, old.span, property.name);
            return true;
        }
        old = std::move(property);
        context.property_origins[id.index()] = origin;
        return true;
    }
    return false;
}

}  // namespace

void check_properties(CheckContext& context) {
    for (NodeId id : context.definitions(NodeKind::error))
        context.broken.insert(context.tree.name(id));
    for (auto [id, origin] : context.held_definitions(NodeKind::property)) {
        if (context.enough_mistakes()) return;
        std::optional<Property> property = check_property(context, id);
        if (!property) continue;
        auto& overloads = context.properties[context.tree.name(id)];
        if (replaces(context, *property, overloads, origin)) continue;
        if (check_overloads(context, context.world.properties, *property, overloads, "property"))
            add_property(context, id, std::move(*property), origin);
    }
}

namespace {

/// Returns a text like `at(who : character) : place`.
std::string declaration_text(const CheckContext& context, const Property& property) {
    return fmt::format("{} : {}", head_text(context.world, property), context.world[property.type].name);
}

/// Adds `f(x, y) = value` for all arguments, as a statement about the first state.
void state_default(CheckContext& context, PropertyId id, NodeId node) {
    const Property property = context.world[id];
    Span span = context.tree.span(node);
    context.scope.clear();
    bool is_entity = property.type != kBoolean && property.type != kNumber;
    if (is_entity && context.tree.name(node) == "?") return;  // it is that anyway
    ExprId value = check_value(context, node);
    if (!value.valid()) return;
    if (!is_assignable(context.world, value, property.type)) {
        Diagnostic& d = context.report(DiagnosticCode::type_mismatch, span,
                                       fmt::format("`{}` cannot be {}", head_text(context.world, property),
                                                   describe_type(context, value)));
        d.expected = describe_type(context, property.type);
        return;
    }
    Effect assign;
    assign.kind = EffectKind::assign;
    assign.property = id;
    assign.value = value;
    assign.span = span;
    std::vector<VariableId> variables;
    for (const Formal& formal : property.formals) {
        if (formal.is_fixed()) {
            TypeId type = formal.fixed.is_boolean() ? kBoolean : formal.fixed.is_number() ? kNumber : kEntity;
            assign.arguments.push_back(add_constant(context, formal.fixed, type, span));
            continue;
        }
        variables.push_back(VariableId(context.world.variables.size()));
        context.world.variables.push_back({context.world[formal.variable].name, formal.type, span});
        context.variable_used.push_back(true);
        Expr variable;
        variable.kind = ExprKind::variable;
        variable.variable = variables.back();
        variable.type = formal.type;
        variable.span = span;
        assign.arguments.push_back(add_expr(context, std::move(variable)));
    }
    EffectId effect = add_effect(context, std::move(assign));
    for (auto variable = variables.rbegin(); variable != variables.rend(); ++variable) {
        Effect forall;
        forall.kind = EffectKind::forall;
        forall.variable = *variable;
        forall.children = {effect};
        forall.span = span;
        effect = add_effect(context, std::move(forall));
    }
    context.defaults.push_back(effect);
}

}  // namespace

void check_requirements(CheckContext& context) {
    bool is_library = !context.definitions(NodeKind::library).empty() && context.divergences.layers.empty();
    for (auto [id, origin] : context.held_definitions(NodeKind::requires_property)) {
        NodeId head = context.tree[id].children[0];
        bool has_default = context.tree[id].children.size() > 1;
        std::optional<Property> property = check_property(context, head);
        if (!property) continue;
        const auto& overloads = context.properties[context.tree.name(head)];
        auto fitting = std::ranges::find_if(overloads, [&](PropertyId other) {
            return may_overlap(context.world, context.world[other].formals, property->formals);
        });
        if (fitting != overloads.end()) {
            const Property& there = context.world[*fitting];
            if (there.type == property->type || context.world.is_subtype(there.type, property->type))
                continue;
            Diagnostic& d = context.report(
                DiagnosticCode::type_mismatch, there.span,
                fmt::format("a library needs `{}`, but here it is `{}`", declaration_text(context, *property),
                            declaration_text(context, there)));
            d.labels.push_back({property->span, "required here"});
            continue;
        }
        if (!has_default && !is_library) {
            Diagnostic& d = context.report(DiagnosticCode::missing_requirement, property->span,
                                           fmt::format("nothing declares `{}`, which this library needs",
                                                       head_text(context.world, *property)));
            d.hint = fmt::format("write `property {};` in your world", declaration_text(context, *property));
            context.broken.insert(context.tree.name(head));
            continue;
        }
        PropertyId number(context.world.properties.size());
        add_property(context, head, std::move(*property), origin);
        if (has_default) state_default(context, number, context.tree[id].children[1]);
    }
}

/// Does a later layer leave out the event that an extension of `origin` is about?
bool is_left_out(const CheckContext& context, std::string_view name, bool is_trigger, std::uint32_t origin) {
    return std::ranges::any_of(context.held_definitions(NodeKind::without_definition), [&](const auto& held) {
        const auto& [id, later] = held;
        return context.tree.name(id) == name && context.divergences.builds_on(later, origin) &&
               (left_out_kind(context.tree, id) == "trigger") == is_trigger;
    });
}

void find_extensions(CheckContext& context) {
    context.extensions.resize(context.world.events.size());
    for (auto [id, origin] : context.held_definitions(NodeKind::extend)) {
        std::string_view name = context.tree.name(id);
        bool is_trigger = context.tree.text(context.tree[id].main - 1) == "trigger";
        std::vector<EventId> meant;
        bool is_replaced = is_left_out(context, name, is_trigger, origin);
        for (EventId event : context.events[name]) {
            std::uint32_t of_event = context.event_origins[event.index()];
            if (context.world[event].is_trigger != is_trigger) continue;
            bool is_below = of_event == origin || context.divergences.builds_on(origin, of_event);
            is_replaced |= !is_below && context.divergences.builds_on(of_event, origin);
            if (is_below) meant.push_back(event);
        }
        if (meant.size() == 1) {
            context.extensions[meant[0].index()].push_back(id);
        } else if (!is_replaced || meant.size() > 1) {
            Diagnostic& d = context.report(
                meant.empty() ? DiagnosticCode::nothing_extended : DiagnosticCode::ambiguous_overload,
                context.tree.main_span(id),
                fmt::format("there {} {} `{}` to extend", meant.empty() ? "is no" : "are several",
                            meant.empty() ? (is_trigger ? "trigger" : "action")
                                          : (is_trigger ? "triggers" : "actions"),
                            name));
            for (EventId event : meant)
                d.labels.push_back({context.world[event].span, "one of them"});
            std::vector<std::string_view> names;
            for (NodeId node : context.definitions(is_trigger ? NodeKind::trigger : NodeKind::action))
                names.push_back(context.tree.name(node));
            if (meant.empty()) d.hint = suggestion(context, name, names);
        }
    }
}

void check_event_heads(CheckContext& context) {
    for (auto [id, origin] : context.held) {
        const Node& node = context.tree[id];
        if (node.kind != NodeKind::action && node.kind != NodeKind::trigger) continue;
        Event event;
        event.name = context.tree.name(id);
        event.is_trigger = node.kind == NodeKind::trigger;
        event.span = context.tree.main_span(id);
        event.whole = context.tree.span(id);
        bool fine = true;
        for (NodeId child : node.children) {
            NodeKind kind = context.tree[child].kind;
            if (kind != NodeKind::formal && kind != NodeKind::fixed) continue;
            fine &= check_formal(context, child, event.formals.emplace_back());
        }
        fine = fine && few_formals(context, event);
        auto& overloads = context.events[context.tree.name(id)];
        if (fine && replaces(context, event, overloads, id, origin)) continue;
        context.event_head_fine.push_back(fine);
        context.event_origins.push_back(origin);
        if (fine) {
            check_overloads(context, context.world.events, event, overloads, "event");
            report_repeated_formals(context, event);
            overloads.push_back(EventId(context.world.events.size()));
        }
        context.world.events.push_back(std::move(event));
        context.event_nodes.push_back(id);
    }
}

}  // namespace wt::lang
