// This checks perception that is said once for a whole world: where everybody and everything is, what is seen of what
// is where one is, and who observes what others do. It becomes triggers and `observing` conditions such as one would
// write by hand, so that nothing behind the checker knows of it (docs/semantics.md, section 6.6).

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "lang/check_context.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

/// Builds expressions and effects of a generated rule, all with the span of what they stand for.
class Builder {
  public:
    Builder(CheckContext& context, Span span) : context_(context), span_(span) {}

    ExprId variable(VariableId id) {
        Expr expr;
        expr.kind = ExprKind::variable;
        expr.variable = id;
        expr.type = context_.world[id].type;
        return add(std::move(expr));
    }
    ExprId constant(const Value& value, TypeId type) { return add_constant(context_, value, type, span_); }
    ExprId fluent(PropertyId property, std::vector<ExprId> arguments) {
        Expr expr;
        expr.kind = ExprKind::fluent;
        expr.property = property;
        expr.type = context_.world[property].type;
        expr.children = std::move(arguments);
        return add(std::move(expr));
    }
    ExprId believes(ExprId who, ExprId what) {
        Expr expr;
        expr.kind = ExprKind::believes;
        expr.type = context_.world[what].type;
        expr.children = {who, what};
        return add(std::move(expr));
    }
    ExprId negation(ExprId what) {
        Expr expr;
        expr.kind = ExprKind::negation;
        expr.type = kBoolean;
        expr.children = {what};
        return add(std::move(expr));
    }
    ExprId compare(Compare compare, ExprId left, ExprId right) {
        Expr expr;
        expr.kind = ExprKind::comparison;
        expr.compare = compare;
        expr.type = kBoolean;
        expr.children = {left, right};
        return add(std::move(expr));
    }
    ExprId equal(ExprId left, ExprId right) { return compare(Compare::equal, left, right); }
    ExprId differs(ExprId left, ExprId right) { return compare(Compare::not_equal, left, right); }
    ExprId all(const std::vector<ExprId>& parts) { return joined(ExprKind::conjunction, parts); }
    ExprId any(const std::vector<ExprId>& parts) { return joined(ExprKind::disjunction, parts); }
    ExprId exists(VariableId id, ExprId body) {
        Expr expr;
        expr.kind = ExprKind::exists;
        expr.type = kBoolean;
        expr.variable = id;
        expr.children = {body};
        return add(std::move(expr));
    }
    VariableId declare(std::string name, TypeId type) {
        context_.world.variables.push_back({std::move(name), type, span_});
        context_.variable_used.push_back(true);
        return VariableId(context_.world.variables.size() - 1);
    }
    Formal formal(VariableId id) { return {id, context_.world[id].type, {}, span_}; }
    /// Makes `believes(who, property(arguments)) = value`.
    EffectId make_believe(ExprId who, PropertyId property, std::vector<ExprId> arguments, ExprId value) {
        Effect effect;
        effect.kind = EffectKind::assign;
        effect.property = property;
        effect.value = value;
        effect.believers = {who};
        effect.arguments = std::move(arguments);
        effect.span = span_;
        return add_effect(context_, std::move(effect));
    }

  private:
    ExprId joined(ExprKind kind, const std::vector<ExprId>& parts) {
        if (parts.size() == 1) return parts[0];
        Expr expr;
        expr.kind = kind;
        expr.type = kBoolean;
        for (ExprId part : parts) {
            const Expr& inner = context_.world[part];
            if (inner.kind == kind)
                expr.children.insert(expr.children.end(), inner.children.begin(), inner.children.end());
            else
                expr.children.push_back(part);
        }
        return add(std::move(expr));
    }
    ExprId add(Expr expr) {
        expr.span = span_;
        return add_expr(context_, std::move(expr));
    }

    CheckContext& context_;
    Span span_;
};

/// Could a value of one type be one of the other?
bool may_meet(const World& world, TypeId a, TypeId b) {
    return world.is_subtype(a, b) || world.is_subtype(b, a);
}

/// Properties in a row lead from something to a place: `owner`, `at` is where the owner is.
using Path = std::vector<PropertyId>;

/// Returns the type of places: that of the values of the first property that says where something is.
TypeId place_type(const CheckContext& context) {
    return context.world[context.perception.whereabouts[0]].type;
}

bool is_place(const CheckContext& context, TypeId type) {
    return context.world.is_subtype(type, place_type(context));
}

void add_paths(const CheckContext& context, TypeId type, Path& begun, std::vector<Path>& paths) {
    for (PropertyId id : context.perception.whereabouts) {
        const Property& property = context.world[id];
        bool applies = may_meet(context.world, type, property.formals[0].type) &&
                       std::ranges::find(begun, id) == begun.end();
        if (!applies || paths.size() >= kMostPaths) continue;
        begun.push_back(id);
        if (is_place(context, property.type))
            paths.push_back(begun);
        else
            add_paths(context, property.type, begun, paths);
        begun.pop_back();
    }
}

/// Returns how something of the type can be somewhere; nothing if nothing says so. A place is where it is itself: an
/// empty path. No property occurs twice in a path.
std::vector<Path> paths_from(const CheckContext& context, TypeId type) {
    if (is_place(context, type)) return {{}};
    std::vector<Path> paths;
    Path begun;
    add_paths(context, type, begun, paths);
    return paths;
}

bool has_place(const CheckContext& context, TypeId type) {
    return is_place(context, type) || !paths_from(context, type).empty();
}

/// Returns the property that says where characters are: the first one that says where something is. It applies to all
/// of them.
PropertyId own_place(const CheckContext& context) {
    return context.perception.whereabouts[0];
}

/// Returns what `perceives` says of somebody, read anew with the variable for them; none without it.
ExprId perceiving(CheckContext& context, VariableId who) {
    NodeId node = context.perception.perceives;
    if (!node.valid()) return ExprId::none();
    NodeId formal = context.tree[node].children[0];
    std::vector<ScopeEntry> outer = std::exchange(context.scope, {});
    context.scope.push_back({context.tree.name(formal), who, {}});
    ExprId condition = check_condition(context, context.tree[node].children[1]);
    context.scope = std::move(outer);
    return condition;
}

// ---- what is declared ----

/// Returns the overloads of a property that a name node names; nothing, and reported, if there are none.
std::vector<PropertyId> properties_named(CheckContext& context, NodeId name) {
    auto found = context.properties.find(context.tree.name(name));
    if (found != context.properties.end()) return found->second;
    if (context.broken.contains(context.tree.name(name))) return {};
    Diagnostic& d = context.report(DiagnosticCode::undefined_name, context.tree.span(name),
                                   fmt::format("there is no property `{}`", context.tree.name(name)));
    d.found = fmt::format("`{}`", context.tree.name(name));
    d.expected = "a property";
    std::vector<std::string_view> names;
    for (const Property& property : context.world.properties)
        names.push_back(property.name);
    d.hint = suggestion(context, context.tree.name(name), names);
    return {};
}

void add_whereabouts(CheckContext& context, NodeId name) {
    for (PropertyId id : properties_named(context, name)) {
        const Property& property = context.world[id];
        bool fits = property.formals.size() == 1 && !property.formals[0].is_fixed() &&
                    property.type != kBoolean && property.type != kNumber;
        bool is_first = context.perception.whereabouts.empty();
        bool for_all = !is_first || (fits && context.world.is_subtype(kCharacter, property.formals[0].type));
        if (fits && for_all) {
            if (std::ranges::find(context.perception.whereabouts, id) == context.perception.whereabouts.end())
                context.perception.whereabouts.push_back(id);
            continue;
        }
        Diagnostic& d = context.report(
            DiagnosticCode::no_whereabouts, context.tree.span(name),
            fits ? fmt::format("`{}` does not say where every character is",
                               head_text(context.world, property))
                 : fmt::format("`{}` does not say where something is", head_text(context.world, property)));
        d.expected =
            fits
                ? "first a property such as `at(who : character) : place`"
                : "a property of one thing whose value is where it is, such as `at(who : character) : place`";
        d.labels.push_back({property.span, "declared here"});
        if (is_first) context.perception.is_broken = true;
    }
}

void add_seen(CheckContext& context, NodeId name) {
    if (context.perception.whereabouts.empty()) {
        if (context.perception.is_broken) return;
        Diagnostic& d = context.report(DiagnosticCode::no_whereabouts, context.tree.span(name),
                                       "nothing says where anybody is, so nobody can see anything");
        d.hint = "write `whereabouts: at;` with the property that says where somebody is";
        context.perception.is_broken = true;
        return;
    }
    for (PropertyId id : properties_named(context, name)) {
        const Property& property = context.world[id];
        bool can_be_seen = std::ranges::any_of(property.formals, [&](const Formal& formal) {
            return !formal.is_fixed() && has_place(context, formal.type);
        });
        auto& seen = context.perception.seen;
        if (!can_be_seen) {
            Diagnostic& d = context.report(
                DiagnosticCode::no_whereabouts, context.tree.span(name),
                fmt::format("`{}` is nowhere, so nobody can see it", head_text(context.world, property)));
            d.expected = "a property of something that is somewhere";
            d.hint = "what is said by `whereabouts` gives none of its parameters a place";
            d.labels.push_back({property.span, "declared here"});
        } else if (std::ranges::find(seen, id, &Perception::Seen::property) == seen.end()) {
            seen.push_back({id, context.tree.span(name)});
        }
    }
}

/// The last of several counts, as with other settings.
void set_once(CheckContext& context, NodeId& which, std::uint32_t& origin, const CheckContext::Held& held,
              const char* what) {
    if (which.valid() && origin != held.origin && !context.divergences.builds_on(held.origin, origin))
        report_conflict(context, context.tree.main_span(held.node), context.tree.main_span(which), what);
    if (which.valid() && origin == held.origin) {
        Diagnostic& d =
            context.report(DiagnosticCode::repeated_definition, context.tree.main_span(which),
                           fmt::format("{} is given again below, and only the last one counts", what));
        d.labels.push_back({context.tree.main_span(held.node), "the one that counts"});
    }
    which = held.node;
    origin = held.origin;
}

// ---- who observes ----

/// Collects the values that the effect gives to what says where something is: the places to which something goes.
void add_targets(const CheckContext& context, EffectId id, std::vector<ExprId>& targets) {
    const Effect& effect = context.world[id];
    if (effect.kind == EffectKind::all)
        for (EffectId child : effect.children)
            add_targets(context, child, targets);
    bool moves = effect.kind == EffectKind::assign && effect.believers.empty() &&
                 std::ranges::find(context.perception.whereabouts, effect.property) !=
                     context.perception.whereabouts.end();
    if (!moves) return;
    const Expr& value = context.world[effect.value];
    bool is_known = value.kind != ExprKind::constant || value.value.is_entity();
    if (is_known && is_place(context, value.type) && value.kind != ExprKind::conditional)
        targets.push_back(effect.value);
}

/// Makes `here == where` for everything that the path may lead to.
ExprId meets(Builder& build, CheckContext& context, ExprId here, ExprId from, const Path& path,
             std::size_t done) {
    if (done == path.size()) return build.equal(here, from);
    ExprId next = build.fluent(path[done], {from});
    if (done + 1 == path.size()) return build.equal(here, next);
    VariableId carrier = build.declare("carrier", context.world[path[done]].type);
    ExprId who = build.variable(carrier);
    return build.exists(
        carrier, build.all({build.equal(next, who), meets(build, context, here, who, path, done + 1)}));
}

/// Returns what a parameter stands for, if that is an entity; a fixed character has the type `character`.
ExprId argument(CheckContext& context, Builder& build, const Formal& formal) {
    if (!formal.is_fixed()) {
        bool is_entity = formal.type != kBoolean && formal.type != kNumber;
        return is_entity ? build.variable(formal.variable) : ExprId::none();
    }
    if (!formal.fixed.is_entity()) return ExprId::none();
    EntityId entity = formal.fixed.as_entity();
    TypeId type = context.world.is_character(entity) ? kCharacter : context.world[entity].types.back();
    return build.constant(formal.fixed, type);
}

/// Adds conditions under which `who` is where somebody or something is that the expression names.
void add_meetings(Builder& build, CheckContext& context, ExprId here, ExprId what, std::vector<ExprId>& any) {
    for (const Path& path : paths_from(context, context.world[what].type))
        any.push_back(meets(build, context, here, what, path, 0));
}

/// Is `who` where the action happens: where those who consent are or, without any, its arguments, or where something
/// goes by it, and perceiving? Returns none if that is nowhere.
ExprId someone_there(CheckContext& context, const Event& event, VariableId who, Span span);

}  // namespace

void check_perception(CheckContext& context) {
    Perception& perception = context.perception;
    std::uint32_t perceives_origin = kCanon;
    std::uint32_t default_origin = kCanon;
    NodeId by_default;
    for (const CheckContext::Held& held : context.held_definitions(NodeKind::whereabouts))
        for (NodeId name : context.tree[held.node].children)
            add_whereabouts(context, name);
    if (!perception.whereabouts.empty()) context.world.whereabouts = perception.whereabouts[0];
    for (const CheckContext::Held& held : context.held_definitions(NodeKind::perceives))
        set_once(context, perception.perceives, perceives_origin, held, "who perceives");
    for (const CheckContext::Held& held : context.held_definitions(NodeKind::observing_default))
        set_once(context, by_default, default_origin, held, "`observing default`");
    if (by_default.valid()) perception.by_default = context.tree[by_default].children[0];
    if (perception.perceives.valid()) {
        NodeId formal = context.tree[perception.perceives].children[0];
        VariableId who = declare_variable(context, formal);
        bool fits = who.valid() && context.world.is_subtype(kCharacter, context.world[who].type);
        if (who.valid() && !fits) {
            Diagnostic& d = context.report(DiagnosticCode::not_a_character,
                                           context.tree.main_span(context.tree[formal].children[0]),
                                           fmt::format("only characters perceive, but this is {}",
                                                       describe_type(context, context.world[who].type)));
            d.expected = "`character` or an ancestor of it";
        }
        if (!fits || !perceiving(context, who).valid()) perception.perceives = NodeId::none();
    }
    for (const CheckContext::Held& held : context.held_definitions(NodeKind::seen))
        for (NodeId name : context.tree[held.node].children)
            add_seen(context, name);
}

void observe_by_kind(CheckContext& context, NodeId observers, Event& event) {
    std::string_view kind = context.tree.name(observers);
    if (kind == "everybody") return;
    Span span = context.tree.span(observers);
    Builder build(context, span);
    event.observer = build.declare("observer", kCharacter);
    ExprId observer = build.variable(event.observer);
    if (kind == "nobody") {
        event.observing = build.constant(Value::boolean(false), kBoolean);
        return;
    }
    std::vector<ExprId> any;
    for (ExprId who : event.consenting)
        any.push_back(build.equal(observer, who));
    for (const Formal& formal : event.formals) {
        ExprId what = argument(context, build, formal);
        bool takes_part =
            kind == "part" && what.valid() && context.world.is_subtype(context.world[what].type, kCharacter);
        bool consents = std::ranges::any_of(event.consenting, [&](ExprId who) {
            const Expr& one = context.world[who];
            return one.variable == context.world[what].variable && one.value == context.world[what].value;
        });
        if (takes_part && !consents) any.push_back(build.equal(observer, what));
    }
    if (kind == "part") {
        if (any.empty()) any.push_back(build.constant(Value::boolean(false), kBoolean));
        event.observing = build.any(any);
        return;
    }
    if (context.perception.whereabouts.empty()) {
        event.observer = VariableId::none();
        if (context.perception.is_broken) return;
        context.perception.is_broken = true;
        Diagnostic& d = context.report(DiagnosticCode::no_whereabouts, span,
                                       "nothing says where anybody is, so nobody is there");
        d.hint = "write `whereabouts: at;` with the property that says where somebody is";
        return;
    }
    ExprId there = someone_there(context, event, event.observer, span);
    if (!there.valid()) {  // it is nowhere, so everybody notices
        event.observer = VariableId::none();
        return;
    }
    any.push_back(there);
    event.observing = build.any(any);
}

namespace {

ExprId someone_there(CheckContext& context, const Event& event, VariableId who, Span span) {
    Builder build(context, span);
    ExprId here = build.fluent(own_place(context), {build.variable(who)});
    std::vector<ExprId> places;
    for (ExprId actor : event.consenting)
        add_meetings(build, context, here, actor, places);
    for (const Formal& formal : event.formals) {
        ExprId what = event.consenting.empty() ? argument(context, build, formal) : ExprId::none();
        if (what.valid()) add_meetings(build, context, here, what, places);
    }
    std::vector<ExprId> targets;
    add_targets(context, event.effect, targets);
    for (ExprId target : targets)
        places.push_back(build.equal(here, target));
    if (places.empty()) return ExprId::none();
    ExprId there = build.any(places);
    ExprId awake = perceiving(context, who);
    return awake.valid() ? build.all({awake, there}) : there;
}

}  // namespace

bool add_noticed(CheckContext& context, NodeId part, EffectId noticed, Event& event) {
    Span span = context.tree.main_span(part);
    if (context.perception.is_broken) return false;
    if (!event.observing.valid()) {
        Diagnostic& d = context.report(
            DiagnosticCode::misplaced_part, span,
            fmt::format("everybody observes `{}`, so nobody is left who only notices it", event.name));
        d.hint = "say who observes it, for example with `observing: who takes part;`";
        return false;
    }
    Builder build(context, span);
    VariableId who = build.declare("observer", kCharacter);
    ExprId there =
        context.perception.whereabouts.empty() ? ExprId::none() : someone_there(context, event, who, span);
    if (!there.valid()) {
        Diagnostic& d =
            context.report(DiagnosticCode::no_whereabouts, span,
                           fmt::format("`{}` is nowhere, so nobody is there to notice it", event.name));
        d.hint = "write `whereabouts: at;` with the property that says where somebody is";
        return false;
    }
    Effect inside;
    inside.kind = EffectKind::believes;
    inside.believers = {build.variable(who)};
    inside.children = {noticed};
    Effect choice;
    choice.kind = EffectKind::choose;
    choice.tests = {build.all({there, build.negation(with_constant(context, event.observing, event.observer,
                                                                   build.variable(who)))})};
    Effect everybody;
    everybody.kind = EffectKind::forall;
    everybody.variable = who;
    Effect both;
    for (Effect* effect : {&inside, &choice, &everybody, &both})
        effect->span = span;
    choice.children = {add_effect(context, std::move(inside)), add_effect(context, Effect{})};
    everybody.children = {add_effect(context, std::move(choice))};
    both.children = {event.effect, add_effect(context, std::move(everybody))};
    event.effect = add_effect(context, std::move(both));
    return check_size(context, event.effect);
}

namespace {

/// Makes the triggers of one property that can be seen.
class SeenRules {
  public:
    SeenRules(CheckContext& context, const Perception::Seen& seen)
        : context_(context), build_(context, seen.span), property_(seen.property), span_(seen.span) {}

    void add() {
        const Property property = context_.world[property_];
        is_whereabouts_ = std::ranges::find(context_.perception.whereabouts, property_) !=
                          context_.perception.whereabouts.end();
        const Formal* subject = nullptr;
        for (const Formal& formal : property.formals)
            if (subject == nullptr && !formal.is_fixed() && has_place(context_, formal.type))
                subject = &formal;
        for (const Path& path : paths_from(context_, subject->type))
            add_seeing(property, *subject, path);
        if (!is_whereabouts_) return;
        for (const Path& path : paths_from(context_, property.type))
            add_missing(property, path);
    }

  private:
    /// Begins a rule: it says who sees, and the arguments of the property.
    void begin(const Property& property) {
        formals_.clear();
        arguments_.clear();
        needs_.clear();
        VariableId who = build_.declare("observer", kCharacter);
        formals_.push_back(build_.formal(who));
        who_ = build_.variable(who);
        for (const Formal& formal : property.formals) {
            if (formal.is_fixed()) {
                TypeId type = formal.fixed.is_boolean()  ? kBoolean
                              : formal.fixed.is_number() ? kNumber
                                                         : kEntity;
                arguments_.push_back(build_.constant(formal.fixed, type));
                continue;
            }
            arguments_.push_back(parameter(context_.world[formal.variable].name, formal.type));
        }
        if (ExprId awake = perceiving(context_, who); awake.valid()) needs_.push_back(awake);
    }
    ExprId parameter(std::string name, TypeId type) {
        VariableId id = build_.declare(std::move(name), type);
        formals_.push_back(build_.formal(id));
        return build_.variable(id);
    }

    /// Needs that `from` is where the observer is. Returns the first thing on the way, a carrier or the place.
    ExprId need_meeting(ExprId from, const Path& path) {
        ExprId first = from;
        for (std::size_t i = 0; i < path.size(); ++i) {
            bool is_last = i + 1 == path.size();
            ExprId next = parameter(is_last ? "place" : "carrier", context_.world[path[i]].type);
            needs_.push_back(build_.equal(build_.fluent(path[i], {from}), next));
            if (i == 0) first = next;
            from = next;
        }
        needs_.push_back(build_.equal(build_.fluent(own_place(context_), {who_}), from));
        return first;
    }

    ExprId own_fluent() { return build_.fluent(property_, arguments_); }
    ExprId held_value() { return build_.believes(who_, own_fluent()); }

    void finish(std::string name, ExprId change, ExprId value) {
        needs_.push_back(change);
        Event event;
        event.name = std::move(name);
        event.is_trigger = true;
        event.formals = std::move(formals_);
        event.precondition = build_.all(needs_);
        event.effect = build_.make_believe(who_, property_, arguments_, value);
        event.span = span_;
        event.perceives = property_;
        add_rule(context_, std::move(event));
        formals_ = {};
        needs_ = {};
    }

    /// Adds rules by which somebody who is where the subject is comes to see the value.
    void add_seeing(const Property& property, const Formal& subject, const Path& path) {
        std::size_t place = 0;
        while (&property.formals[place] != &subject)
            ++place;
        bool is_own_path = is_whereabouts_ && !path.empty() && path[0] == property_;
        std::string by;
        for (std::size_t i = is_own_path ? 1 : 0; i + 1 < path.size(); ++i)
            by += fmt::format("_by_{}", context_.world[path[i]].name);
        auto start = [&] {
            begin(property);
            return need_meeting(arguments_[place], path);
        };
        if (is_own_path) {
            ExprId value = start();
            finish(fmt::format("see_{}{}", property.name, by), build_.differs(held_value(), value), value);
            return;
        }
        if (property.type == kBoolean) {
            start();
            needs_.push_back(own_fluent());
            finish(fmt::format("see_{}{}", property.name, by), build_.negation(held_value()),
                   build_.constant(Value::boolean(true), kBoolean));
            start();
            needs_.push_back(build_.negation(own_fluent()));
            finish(fmt::format("see_not_{}{}", property.name, by),
                   build_.negation(build_.believes(who_, build_.negation(own_fluent()))),
                   build_.constant(Value::boolean(false), kBoolean));
            return;
        }
        if (property.type == kNumber) {
            start();
            finish(fmt::format("see_{}{}", property.name, by), build_.differs(held_value(), own_fluent()),
                   own_fluent());
            return;
        }
        start();
        ExprId value = parameter("value", property.type);
        needs_.push_back(build_.equal(own_fluent(), value));
        finish(fmt::format("see_{}{}", property.name, by), build_.differs(held_value(), value), value);
        start();
        ExprId nothing = build_.constant(property.or_none ? Value::none() : Value::unknown(), property.type);
        needs_.push_back(build_.equal(own_fluent(), nothing));
        finish(fmt::format("see_no_{}{}", property.name, by), build_.differs(held_value(), nothing), nothing);
    }

    /// Adds rules by which somebody who is where they take something to be, and does not find it there, no longer knows
    /// where it is.
    void add_missing(const Property& property, const Path& path) {
        begin(property);
        ExprId value = parameter(path.empty() ? "place" : "carrier", property.type);
        need_meeting(value, path);
        needs_.push_back(build_.differs(own_fluent(), value));
        finish(fmt::format("miss_{}", property.name), build_.equal(held_value(), value),
               build_.constant(Value::unknown(), property.type));
    }

    static void add_rule(CheckContext& context, Event event) {
        if (context.events.contains(event.name)) return;  // the world has a rule of its own instead
        if (context.perception.left_out.contains(event.name)) return;
        event.consenting.clear();
        context.world.events.push_back(std::move(event));
    }

    CheckContext& context_;
    Builder build_;
    PropertyId property_;
    Span span_;
    bool is_whereabouts_ = false;
    ExprId who_;
    std::vector<Formal> formals_;
    std::vector<ExprId> arguments_;
    std::vector<ExprId> needs_;
};

}  // namespace

void add_seen_rules(CheckContext& context) {
    if (context.perception.is_broken || context.enough_mistakes()) return;
    for (const Perception::Seen& seen : context.perception.seen)
        SeenRules(context, seen).add();
}

}  // namespace wt::lang
