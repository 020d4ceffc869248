#include "lang/check.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/limits.h"

namespace wt::lang {

using namespace model;

namespace {

void check_consenting(CheckContext& context, NodeId part, Event& event) {
    for (NodeId value : context.tree[part].children)
        if (ExprId character = check_character(context, value); character.valid())
            event.consenting.push_back(character);
}

void check_observing(CheckContext& context, NodeId part, Event& event) {
    NodeId formal = context.tree[part].children[0];
    VariableId variable = declare_variable(context, formal);
    event.observer = variable;
    if (!variable.valid()) return;
    TypeId type = context.world[variable].type;
    if (!context.world.is_subtype(kCharacter, type)) {
        Diagnostic& d = context.report(
            DiagnosticCode::not_a_character, context.tree.main_span(context.tree[formal].children[0]),
            fmt::format("only characters observe, but this is {}", describe_type(context, type)));
        d.found = describe_type(context, type);
        d.expected = "`character` or an ancestor of it";
        return;
    }
    context.scope.push_back({context.tree.name(formal), variable, {}});
    event.observing = check_condition(context, context.tree[part].children[1]);
    context.scope.pop_back();
}

/// These are the last parts of each kind, which count.
struct Parts {
    NodeId precondition, hidden, effect, success, chance, failure, noticed, consenting, observing;

    NodeId& operator[](NodeKind kind) {
        switch (kind) {
            case NodeKind::precondition:
                return precondition;
            case NodeKind::hidden:
                return hidden;
            case NodeKind::effect:
                return effect;
            case NodeKind::success:
                return success;
            case NodeKind::chance:
                return chance;
            case NodeKind::failure:
                return failure;
            case NodeKind::noticed:
                return noticed;
            case NodeKind::consenting:
                return consenting;
            default:
                return observing;
        }
    }
};

Parts parts_of(CheckContext& context, NodeId node) {
    Parts parts;
    for (NodeId child : context.tree[node].children) {
        NodeKind kind = context.tree[child].kind;
        if (kind < NodeKind::precondition || kind > NodeKind::observing) continue;
        NodeId& part = parts[kind];
        if (part.valid())
            report_repeated(context, context.tree.main_span(child), context.tree.main_span(part),
                            fmt::format("`{}`", name_of(kind)));
        part = child;
    }
    return parts;
}

bool has_errors_inside(const CheckContext& context, NodeId node) {
    for (NodeId child : context.tree[node].children) {
        NodeKind kind = context.tree[child].kind;
        if (kind == NodeKind::error) return true;
        bool part = kind >= NodeKind::precondition && kind <= NodeKind::observing;
        if (part && has_errors_inside(context, child)) return true;
    }
    return false;
}

void check_unused_parameters(CheckContext& context, const Event& event) {
    for (const Formal& formal : event.formals) {
        if (formal.is_fixed() || context.variable_used[formal.variable.index()]) continue;
        Diagnostic& d = context.report(
            DiagnosticCode::unused_parameter, formal.span,
            fmt::format("`{}` is not mentioned in `{}`", context.world[formal.variable].name, event.name));
        d.hint = "the event happens in the same way for every value of it";
    }
}

/// Checks `success`, `chance` and `failure`. Returns false if something in them is wrong.
bool check_outcome(CheckContext& context, const Parts& parts, Event& event) {
    bool fine = true;
    auto first_of = [&](NodeId part) { return context.tree[part].children[0]; };
    if (parts.success.valid()) {
        event.success = check_condition(context, first_of(parts.success));
        fine = event.success.valid() && check_size(context, event.success);
    }
    if (parts.chance.valid()) {
        NodeId number = first_of(parts.chance);
        std::optional<Fraction> chance = check_fraction(context, number);
        bool is_between = chance && chance->numerator > 0 && chance->numerator < chance->denominator;
        if (chance && !is_between) {
            Diagnostic& d = context.report(DiagnosticCode::bad_number, context.tree.span(number),
                                           "a chance is greater than 0 and less than 1");
            d.found = fmt::format("`{}`", context.tree.source->text(context.tree.span(number)));
            d.hint = "without `chance` the action succeeds for sure";
        }
        if (is_between) event.chance = add_fraction(context, *chance);
        fine &= is_between;
    }
    if (!parts.failure.valid()) return fine;
    if (!parts.success.valid() && !parts.chance.valid() && !has_errors_inside(context, parts.failure)) {
        Diagnostic& d =
            context.report(DiagnosticCode::misplaced_part, context.tree.main_span(parts.failure),
                           fmt::format("`{}` cannot fail, but says what happens if it does", event.name));
        d.hint = "say with `success: ...;` or `chance: ...;` when it fails";
        return false;
    }
    event.failure = check_effect(context, first_of(parts.failure));
    bool small = check_size(context, event.failure);
    if (event.failure.valid() && small) check_contradictions(context, event.failure);
    return fine && event.failure.valid() && small;
}

/// Sets who observes an action: as it says itself, or as is said for all.
void check_observers(CheckContext& context, NodeId part, Event& event) {
    if (part.valid() && context.tree[part].kind == NodeKind::observing)
        return check_observing(context, part, event);
    if (!event.effect.valid() || event.is_trigger) return;
    NodeId observers = part.valid() ? context.tree[part].children[0] : context.perception.by_default;
    if (observers.valid()) observe_by_kind(context, observers, event);
}

/// Checks `noticed`. Returns false if something in it is wrong.
bool check_noticed(CheckContext& context, NodeId part, Event& event) {
    if (!part.valid()) return true;
    EffectId noticed = check_effect(context, context.tree[part].children[0]);
    if (!noticed.valid() || !event.effect.valid() || !check_size(context, noticed)) return false;
    check_contradictions(context, noticed);
    return add_noticed(context, part, noticed, event);
}

/// Joins both conditions; either may be none.
ExprId both(CheckContext& context, ExprId one, ExprId other) {
    if (!one.valid() || !other.valid()) return one.valid() ? one : other;
    Expr expr;
    expr.kind = ExprKind::conjunction;
    expr.type = kBoolean;
    expr.children = {one, other};
    expr.span = context.world[other].span;
    return add_expr(context, std::move(expr));
}

/// Adds what `extend` says to an event. Returns false if something in it is wrong.
bool extend_event(CheckContext& context, NodeId extension, Event& event) {
    bool fine = !has_errors_inside(context, extension);
    for (NodeId part : context.tree[extension].children) {
        NodeKind kind = context.tree[part].kind;
        if (kind == NodeKind::error) continue;
        if (kind == NodeKind::consenting) {
            check_consenting(context, part, event);
        } else if (kind == NodeKind::effect) {
            EffectId effect = check_effect(context, context.tree[part].children[0]);
            fine = effect.valid() && event.effect.valid() && fine;
            if (!fine) continue;
            Effect all;
            all.children = {event.effect, effect};
            all.span = context.world[effect].span;
            event.effect = add_effect(context, std::move(all));
            fine = check_size(context, event.effect);
            if (fine) check_contradictions(context, event.effect);
        } else if (kind == NodeKind::precondition || kind == NodeKind::hidden || kind == NodeKind::success) {
            ExprId condition = check_condition(context, context.tree[part].children[0]);
            ExprId& whole = kind == NodeKind::precondition ? event.precondition
                            : kind == NodeKind::hidden     ? event.hidden
                                                           : event.success;
            fine = condition.valid() && fine;
            if (condition.valid()) whole = both(context, whole, condition);
            fine = check_size(context, whole) && fine;
        } else {
            Diagnostic& d =
                context.report(DiagnosticCode::misplaced_part, context.tree.main_span(part),
                               fmt::format("`{}` cannot be added to `{}`", name_of(kind), event.name));
            d.hint = fmt::format(
                "an extension adds conditions, effects and who consents; to change the rest, write `{}` anew",
                event.name);
            fine = false;
        }
    }
    return fine;
}

void check_event(CheckContext& context, EventId id) {
    NodeId node = context.event_nodes[id.index()];
    Event event = context.world[id];
    Parts parts = parts_of(context, node);
    for (NodeId child : context.tree[node].children)
        if (!context.event_head_fine[id.index()] && context.tree[child].kind == NodeKind::formal)
            context.scope.push_back({context.tree.name(child), VariableId::none(), {}, true});
    for (const Formal& formal : event.formals) {
        if (formal.is_fixed()) continue;
        const Variable& variable = context.world[formal.variable];
        context.scope.push_back({context.tree.source->text(variable.span), formal.variable, {}});
    }
    event.precondition = parts.precondition.valid()
                             ? check_condition(context, context.tree[parts.precondition].children[0])
                             : add_constant(context, Value::boolean(true), kBoolean, event.span);
    if (parts.effect.valid()) {
        event.effect = check_effect(context, context.tree[parts.effect].children[0]);
    } else {
        Effect nothing;
        nothing.span = event.span;
        event.effect = add_effect(context, std::move(nothing));
    }
    bool small_effect = check_size(context, event.effect);
    if (event.effect.valid() && small_effect) check_contradictions(context, event.effect);
    bool fine_outcome = check_outcome(context, parts, event);
    if (parts.hidden.valid()) {
        event.hidden = check_condition(context, context.tree[parts.hidden].children[0]);
        fine_outcome = event.hidden.valid() && check_size(context, event.hidden) && fine_outcome;
    }
    if (parts.consenting.valid()) check_consenting(context, parts.consenting, event);
    for (NodeId extension : context.extensions[id.index()])
        fine_outcome = extend_event(context, extension, event) && fine_outcome;
    check_observers(context, parts.observing, event);
    bool fine_noticed = check_noticed(context, parts.noticed, event);
    context.scope.clear();
    bool small = check_size(context, event.precondition);
    small = check_size(context, event.observing) && small;
    bool fine = small && small_effect && fine_outcome && fine_noticed && event.precondition.valid() &&
                event.effect.valid() && event.observer.valid() == event.observing.valid() &&
                !has_errors_inside(context, node);
    if (fine) check_unused_parameters(context, event);
    context.world.events[id.index()] = std::move(event);
}

/// This holds how things stand at the start, as canon and divergences say it together.
class FirstState {
  public:
    explicit FirstState(CheckContext& context)
        : context_(context), retractions_(check_retractions(context)) {}

    void check() {
        context_.world.first_state = context_.defaults;
        origins_.assign(context_.defaults.size(), kCanon);
        context_.in_first_state = true;
        for (auto [node, origin] : context_.held_definitions(NodeKind::statement))
            if (!context_.enough_mistakes()) statement(context_.tree[node].children[0], origin);
        context_.in_first_state = false;
        report_unused(context_, retractions_);
        check_conflicts(context_, origins_);
    }

  private:
    /// Imposes the parts of a top-level conjunction one after the other. `known` means: to everybody.
    void statement(NodeId node, std::uint32_t origin, bool known = false) {
        if (context_.dropped.contains(node.index())) return;
        NodeId inner = without_brackets(context_.tree, node);
        NodeKind kind = context_.tree[inner].kind;
        if (kind == NodeKind::conjunction || kind == NodeKind::everybody) {
            for (NodeId child : context_.tree[inner].children)
                statement(child, origin, known || kind == NodeKind::everybody);
            return;
        }
        EffectId effect = known ? check_known(context_, node) : check_effect(context_, node);
        if (!effect.valid() || !check_size(context_, effect)) return;
        check_contradictions(context_, effect);
        effect = take_out(context_, retractions_, effect, origin);
        if (!effect.valid()) return;
        context_.world.first_state.push_back(effect);
        origins_.push_back(origin);
    }

    CheckContext& context_;
    std::vector<Retraction> retractions_;
    std::vector<std::uint32_t> origins_;  ///< of the statements of the first state
};

/// This says where each setting was given so far.
class SettingOrigins {
  public:
    explicit SettingOrigins(CheckContext& context) : context_(context) {}

    /// Notes that a setting of the name is given (again). Is that in order? A divergence goes before canon, and before
    /// what it requires.
    void add(std::string_view name, const std::string& what, double value, Span span, std::uint32_t origin) {
        auto [first, is_new] = given_.emplace(name, Given{value, span, origin});
        if (is_new) return;
        Given& earlier = first->second;
        if (earlier.origin == origin)
            report_repeated(context_, span, earlier.span, what);
        else if (earlier.value != value && !context_.divergences.builds_on(origin, earlier.origin))
            report_conflict(context_, span, earlier.span, what);
        earlier = {value, span, origin};
    }

    /// Returns where the setting was given at last; nowhere if it was not.
    Span span_of(std::string_view name) const {
        auto found = given_.find(name);
        return found == given_.end() ? Span{} : found->second.span;
    }

  private:
    struct Given {
        double value = 0;
        Span span;
        std::uint32_t origin = kCanon;
    };

    CheckContext& context_;
    NameMap<Given> given_;
};

void check_goal(CheckContext& context, const CheckContext::Held& held, Settings& settings,
                SettingOrigins& origins) {
    NodeId number = context.tree[held.node].children[0];
    double value = number_value(context.tree.name(number));
    if (!std::isfinite(value)) {
        context.report(DiagnosticCode::bad_number, context.tree.span(number), "this number is too large");
        return;
    }
    origins.add("goal", "the goal", value, context.tree.main_span(held.node), held.origin);
    settings.goal = value == 0 ? 0 : value;
}

void check_limit(CheckContext& context, NodeId node, std::uint32_t origin, Settings& settings,
                 SettingOrigins& origins) {
    constexpr int kLargest = 1000;
    std::string_view name = context.tree.name(node);
    std::optional<int>* setting = name == "author"          ? &settings.author_limit
                                  : name == "character"     ? &settings.character_limit
                                  : name == "belief"        ? &settings.belief_limit
                                  : name == "depth"         ? &settings.belief_depth
                                  : name == "foresight"     ? &settings.foresight
                                  : name == "possibilities" ? &settings.possibilities
                                                            : nullptr;
    if (setting == nullptr) {
        Diagnostic& d = context.report(DiagnosticCode::bad_setting, context.tree.main_span(node),
                                       fmt::format("there is no limit `{}`", name));
        d.found = fmt::format("`{}`", name);
        d.expected = "`author`, `character`, `belief`, `depth`, `foresight` or `possibilities`";
        d.hint = suggestion(context, name,
                            {"author", "character", "belief", "depth", "foresight", "possibilities"});
        return;
    }
    NodeId number = context.tree[node].children[0];
    double value = number_value(context.tree.name(number));
    bool from_one = name == "depth" || name == "possibilities";
    int least = from_one ? 1 : 0;
    int most = name == "depth" ? kMostBeliefDepth : name == "possibilities" ? kMostPossibilities : kLargest;
    if (!(value >= least && value <= most) || value != std::floor(value)) {
        Diagnostic& d = context.report(DiagnosticCode::bad_setting, context.tree.span(number),
                                       fmt::format("a limit is a whole number from {} to {}", least, most));
        d.found = fmt::format("`{}`", context.tree.name(number));
        return;
    }
    origins.add(name, fmt::format("the limit `{}`", name), value, context.tree.main_span(node), origin);
    *setting = static_cast<int>(value);
}

void check_setting(CheckContext& context, const CheckContext::Held& held, Settings& settings,
                   SettingOrigins& origins) {
    if (context.tree[held.node].kind == NodeKind::goal) check_goal(context, held, settings, origins);
    if (context.tree[held.node].kind != NodeKind::limits) return;
    for (NodeId limit : context.tree[held.node].children)
        if (context.tree[limit].kind == NodeKind::limit)
            check_limit(context, limit, held.origin, settings, origins);
}

/// With a belief limit, the minds must be kept a level deeper than it, and as much more as conditions read.
void check_belief_limit(CheckContext& context, const Settings& settings, Span span) {
    // Parts that the parser could not read have left holes in the world.
    if (!settings.belief_limit || context.diagnostics.has_errors()) return;
    int most = kMostBeliefDepth - belief_depth_for(context.world, 0);
    if (*settings.belief_limit <= most) return;
    Diagnostic& d = context.report(
        DiagnosticCode::bad_setting, span,
        fmt::format("with the belief limit {} beliefs must be kept {} deep, and the greatest depth is {}",
                    *settings.belief_limit, kMostBeliefDepth - most + *settings.belief_limit,
                    kMostBeliefDepth));
    d.hint = fmt::format("lower the belief limit to {} or less", std::max(most, 0));
}

/// Collects what holds: the libraries, each behind those that it uses, canon, then each divergence that is taken.
void hold_definitions(CheckContext& context, const std::vector<std::uint32_t>& taken) {
    for (std::size_t i = 0; i < context.divergences.layers.size(); ++i)
        for (NodeId id : context.tree[context.divergences.layers[i].node].children)
            context.held.push_back({id, layer_origin(i)});
    for (NodeId id : context.tree[context.tree.file].children)
        context.held.push_back({id, kCanon});
    for (std::uint32_t number : taken)
        for (NodeId id : context.tree[context.divergences.all[number].node].children)
            context.held.push_back({id, number});
    for (const DivergenceNode& one : context.divergences.all) {
        Divergence divergence;
        divergence.name = one.name;
        divergence.title = title_of(context.tree, one.node);
        divergence.required = one.required;
        divergence.span = context.tree.main_span(one.node);
        context.world.divergences.push_back(std::move(divergence));
    }
    for (std::uint32_t number : taken)
        context.world.divergences[number].is_taken = true;
}

}  // namespace

void check_setting(CheckContext& context, NodeId node, Settings& settings) {
    SettingOrigins origins(context);
    for (NodeId limit : context.tree[node].children) {
        std::string_view name = context.tree.name(limit);
        if (name != "foresight" && name != "possibilities") continue;
        Diagnostic& d = context.report(DiagnosticCode::bad_setting, context.tree.main_span(limit),
                                       fmt::format("a request cannot set the limit `{}`", name));
        d.hint = "it belongs to the world: set it outside of the request";
    }
    check_setting(context, {node, kCanon}, settings, origins);
    check_belief_limit(context, settings, origins.span_of("belief"));
}

World check(const SyntaxTree& tree, Dialect dialect, const DivergenceTable& divergences,
            const Configuration& configuration, Diagnostics& diagnostics, UseTable* uses) {
    CheckContext context{tree, diagnostics, divergences, dialect};
    context.uses = uses;
    hold_definitions(context, configuration.taken);
    drop_definitions(context);
    check_types(context);
    check_entities(context);
    check_properties(context);
    check_requirements(context);
    check_conditions(context);
    check_perception(context);
    check_event_heads(context);
    find_extensions(context);
    for (std::size_t i = 0; i < context.world.events.size() && !context.enough_mistakes(); ++i)
        check_event(context, EventId(i));
    add_seen_rules(context);
    FirstState(context).check();
    check_utilities(context);
    check_tempers(context);
    SettingOrigins settings(context);
    for (const CheckContext::Held& held : context.held)
        check_setting(context, held, context.world.settings, settings);
    check_belief_limit(context, context.world.settings, settings.span_of("belief"));
    for (NodeId request : configuration.requests)
        check_request(context, request);
    check_tellings(context);
    check_unused(context);
    check_secrets(context);
    check_detours(context);
    check_request_limits(context);
    return std::move(context.world);
}

}  // namespace wt::lang
