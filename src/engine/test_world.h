// Tests of this layer build small worlds by hand, because it does not see the reader of texts.
//
//     TestWorld w;
//     EntityId ada = w.character("Ada");
//     PropertyId met = w.property("met", kBoolean);
//     w.action("greet", {.effect = w.set(w.read(met)), .consenting = {ada}});
//     w.utility({}, w.one_if(w.read(met)));
//
// Declare types first, then characters, then other entities, then the rest.
#pragma once

#include <algorithm>
#include <memory>

#include "engine/ground/ground_world.h"
#include "engine/state/dynamics.h"
#include "engine/state/state_store.h"
#include "model/world.h"

namespace wt::engine {

class TestWorld {
  public:
    using ExprId = model::ExprId;
    using EffectId = model::EffectId;
    using EntityId = model::EntityId;
    using PropertyId = model::PropertyId;
    using VariableId = model::VariableId;

    model::World world;

    TestWorld() {
        for (const char* name : {"boolean", "number", "entity", "character"})
            world.types.push_back({name, {}, {}, {}, {}});
        world.types[3].parents = {model::kEntity};
        for (std::size_t i = 0; i < 4; ++i)
            world.types[i].ancestors = {model::TypeId(i)};
        world.types[3].ancestors = {model::kEntity, model::kCharacter};
        world.author_utility = {{}, number(0), {}};
    }

    model::TypeId type(const char* name) {
        model::TypeId id(world.types.size());
        world.types.push_back({name, {model::kEntity}, {model::kEntity, id}, {}, {}});
        return id;
    }
    EntityId entity(const char* name, model::TypeId type) {
        EntityId id(world.entities.size());
        world.entities.push_back({name, world[type].ancestors, {}});
        for (model::TypeId ancestor : world[type].ancestors)
            world.types[ancestor.index()].members.push_back(id);
        return id;
    }
    EntityId character(const char* name) {
        EntityId id = entity(name, model::kCharacter);
        ++world.character_count;
        world.utilities.push_back({id, number(0), {}});
        return id;
    }
    PropertyId property(const char* name, model::TypeId result, std::vector<model::TypeId> formals = {}) {
        model::Property property{name, {}, result, false, {}};
        for (model::TypeId formal : formals)
            property.formals.push_back({variable("x", formal), formal, {}, {}});
        world.properties.push_back(std::move(property));
        return PropertyId(world.properties.size() - 1);
    }
    VariableId variable(const char* name, model::TypeId type) {
        world.variables.push_back({name, type, {}});
        return VariableId(world.variables.size() - 1);
    }

    // ---- expressions ----

    ExprId constant(model::Value value) {
        model::TypeId type = value.is_boolean()  ? model::kBoolean
                             : value.is_number() ? model::kNumber
                                                 : model::kEntity;
        ExprId id = node(model::ExprKind::constant, type);
        edit(id).value = value;
        return id;
    }
    ExprId number(double n) { return constant(model::Value::number(n)); }
    ExprId truth(bool b) { return constant(model::Value::boolean(b)); }
    ExprId unknown() { return constant(model::Value::unknown()); }
    ExprId of(EntityId e) { return constant(model::Value::entity(e)); }
    ExprId of(VariableId v) {
        ExprId id = node(model::ExprKind::variable, world[v].type);
        edit(id).variable = v;
        return id;
    }
    ExprId read(PropertyId property, std::vector<ExprId> arguments = {}) {
        ExprId id = node(model::ExprKind::fluent, world[property].type, std::move(arguments));
        edit(id).property = property;
        return id;
    }
    ExprId read(PropertyId property, EntityId argument) { return read(property, {of(argument)}); }
    ExprId believes(EntityId who, ExprId what) {
        return node(model::ExprKind::believes, world[what].type, {of(who), what});
    }
    ExprId both(std::vector<ExprId> parts) {
        return node(model::ExprKind::conjunction, model::kBoolean, std::move(parts));
    }
    ExprId either(std::vector<ExprId> parts) {
        return node(model::ExprKind::disjunction, model::kBoolean, std::move(parts));
    }
    ExprId no(ExprId part) { return node(model::ExprKind::negation, model::kBoolean, {part}); }
    ExprId if_else(ExprId test, ExprId yes, ExprId otherwise) {
        return node(model::ExprKind::conditional, world[yes].type, {test, yes, otherwise});
    }
    ExprId one_if(ExprId test) { return if_else(test, number(1), number(0)); }
    ExprId compare(ExprId a, model::Compare op, ExprId b) {
        ExprId id = node(model::ExprKind::comparison, model::kBoolean, {a, b});
        edit(id).compare = op;
        return id;
    }
    ExprId equal(ExprId a, ExprId b) { return compare(a, model::Compare::equal, b); }
    ExprId calculate(ExprId a, model::Arithmetic op, ExprId b) {
        ExprId id = node(model::ExprKind::arithmetic, model::kNumber, {a, b});
        edit(id).arithmetic = op;
        return id;
    }
    ExprId plus(ExprId a, double b) { return calculate(a, model::Arithmetic::add, number(b)); }
    ExprId over(model::ExprKind kind, VariableId variable, ExprId body) {
        ExprId id = node(kind, world[body].type, {body});
        edit(id).variable = variable;
        return id;
    }

    // ---- effects ----

    EffectId all(std::vector<EffectId> parts) { return node(model::EffectKind::all, std::move(parts)); }
    /// Makes the effect `fluent = value`; the fluent may be inside `believes`.
    EffectId set(ExprId fluent, ExprId value) {
        EffectId id = node(model::EffectKind::assign, {});
        for (; world[fluent].kind == model::ExprKind::believes; fluent = world[fluent].children[1])
            edit(id).believers.push_back(world[fluent].children[0]);
        edit(id).property = world[fluent].property;
        edit(id).arguments = world[fluent].children;
        edit(id).value = value;
        return id;
    }
    EffectId set(ExprId fluent, double value) { return set(fluent, number(value)); }
    EffectId set(ExprId fluent) { return set(fluent, truth(true)); }
    EffectId unset(ExprId fluent) { return set(fluent, truth(false)); }
    EffectId when(ExprId test, EffectId yes, EffectId otherwise = {}) {
        if (!otherwise.valid()) otherwise = all({});
        EffectId id = node(model::EffectKind::choose, {yes, otherwise});
        edit(id).tests = {test};
        return id;
    }
    /// Makes the effect `believes(who, body)`: the body is read in that mind.
    EffectId in_mind(EntityId who, EffectId body) {
        ExprId believer = of(who);
        EffectId id = node(model::EffectKind::believes, {body});
        edit(id).believers = {believer};
        return id;
    }

    // ---- events ----

    struct Parts {
        std::vector<VariableId> formals = {};
        ExprId precondition = {};
        EffectId effect = {};
        std::vector<EntityId> consenting = {};
        std::optional<std::vector<EntityId>> observers = {};  ///< none: everybody
    };
    model::EventId action(const char* name, const Parts& parts) { return event(name, parts, false); }
    model::EventId trigger(const char* name, const Parts& parts) { return event(name, parts, true); }

    void utility(EntityId who, ExprId value) {
        (who.valid() ? world.utilities[who.index()] : world.author_utility).value = value;
    }
    void first(EffectId statement) { world.first_state.push_back(statement); }

  private:
    model::Expr& edit(ExprId id) { return world.exprs[id.index()]; }
    model::Effect& edit(EffectId id) { return world.effects[id.index()]; }
    ExprId node(model::ExprKind kind, model::TypeId type, std::vector<ExprId> children = {}) {
        model::Expr expr;
        expr.kind = kind;
        expr.type = type;
        expr.children = std::move(children);
        world.exprs.push_back(std::move(expr));
        return ExprId(world.exprs.size() - 1);
    }
    EffectId node(model::EffectKind kind, std::vector<EffectId> children) {
        model::Effect effect;
        effect.kind = kind;
        effect.children = std::move(children);
        world.effects.push_back(std::move(effect));
        return EffectId(world.effects.size() - 1);
    }
    model::EventId event(const char* name, const Parts& parts, bool is_trigger) {
        model::Event event;
        event.name = name;
        event.is_trigger = is_trigger;
        for (VariableId v : parts.formals)
            event.formals.push_back({v, world[v].type, {}, {}});
        event.precondition = parts.precondition.valid() ? parts.precondition : truth(true);
        event.effect = parts.effect.valid() ? parts.effect : all({});
        for (EntityId who : parts.consenting)
            event.consenting.push_back(of(who));
        if (parts.observers) {
            event.observer = variable("c", model::kCharacter);
            std::vector<ExprId> cases;
            for (EntityId who : *parts.observers)
                cases.push_back(equal(of(event.observer), of(who)));
            event.observing = either(cases);
        }
        world.events.push_back(std::move(event));
        return model::EventId(world.events.size() - 1);
    }
};

/// This is a world made ready for looking into its states, with short questions.
class Scene {
  public:
    Budget budget;
    std::unique_ptr<GroundWorld> ground;
    std::unique_ptr<StateStore> store;
    std::unique_ptr<Dynamics> dynamics;

    explicit Scene(const TestWorld& w, int depth = 2) : ground(GroundWorld::ground(w.world, budget)) {
        store =
            std::make_unique<StateStore>(ground->fluent_count(), ground->character_count(), depth, budget);
        dynamics = std::make_unique<Dynamics>(*ground, *store, budget);
    }

    MindId start() { return dynamics->first_state(); }
    EventIndex find(model::EventId event, std::vector<model::EntityId> arguments = {}) const {
        model::GroundEvent wanted{event, {}};
        for (model::EntityId argument : arguments)
            wanted.arguments.push_back(model::Value::entity(argument));
        return ground->find_event(wanted);
    }
    MindId after(MindId mind, model::EventId event) { return dynamics->successor(mind, find(event)); }
    /// Returns the mind reached through a chain of believers.
    MindId mind(MindId mind, std::vector<model::EntityId> believers) const {
        for (model::EntityId believer : believers)
            mind = store->mind_of(mind, believer);
        return mind;
    }
    /// Reads a fluent of one argument or none, also one that cannot change.
    model::Value value(MindId mind, model::PropertyId property,
                       std::vector<model::EntityId> arguments = {}) const {
        std::vector<model::Value> values;
        for (model::EntityId argument : arguments)
            values.push_back(model::Value::entity(argument));
        Code constant = kUnknown;
        FluentId fluent = ground->find_fluent(property, values, constant);
        return ground->codes().decode(fluent.valid() ? store->codes(mind)[fluent.index()] : constant);
    }
    double number(MindId mind, model::PropertyId property) const { return value(mind, property).as_number(); }
    bool holds(MindId mind, model::PropertyId property) const { return value(mind, property).is_true(); }
};

}  // namespace wt::engine
