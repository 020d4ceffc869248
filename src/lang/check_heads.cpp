// The heads of properties and events, and which of them could be mistaken for each other.

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

/// A formal; false if it is wrong.
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

/// False, and reported, if there are more parameters than anybody could look at.
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

/// Reports if the declaration `late` cannot be told apart from an earlier one; true if it can. `what` is
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

/// An event of a divergence that could not stand beside an earlier one takes its place, if the divergence may
/// change it. False if there is no such earlier event.
bool replaces(CheckContext& context, Event& event, const std::vector<EventId>& overloads, NodeId node,
              std::uint32_t origin) {
    if (origin == kCanon) return false;
    for (EventId id : overloads) {
        std::uint32_t earlier = context.event_origins[id.index()];
        if (earlier == origin || !may_overlap(context.world, context.world[id].formals, event.formals))
            continue;
        if (!context.divergences.builds_on(origin, earlier)) {
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

/// `or none` behind the type of a property.
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

void check_properties(CheckContext& context) {
    for (NodeId id : context.definitions(NodeKind::error))
        context.broken.insert(context.tree.name(id));
    for (NodeId id : context.definitions(NodeKind::property)) {
        if (context.enough_mistakes()) return;
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
        if (!fine || !few_formals(context, property) || !property.type.valid()) {
            context.broken.insert(context.tree.name(id));
            continue;
        }
        auto& overloads = context.properties[context.tree.name(id)];
        if (!check_overloads(context, context.world.properties, property, overloads, "property")) continue;
        overloads.push_back(PropertyId(context.world.properties.size()));
        context.world.properties.push_back(std::move(property));
        context.property_read.push_back(false);
        context.property_written.push_back(false);
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
