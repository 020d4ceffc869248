// Tests of this layer alone build small worlds by hand, because it does not see the reader of texts.
//
//     TestWorld w;
//     auto ada = w.character("Ada");
//     auto met = w.property("met", kBoolean);
//     w.action("greet", {.effect = w.set(w.read(met)), .consenting = {w.of(ada)}});
//     w.utility({}, w.if_else(w.read(met), w.number(1), w.number(0)));
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "model/world.h"

namespace wt::referee {

class TestWorld {
  public:
    using Value = model::Value;
    using ExprId = model::ExprId;
    using EffectId = model::EffectId;

    model::World world;

    TestWorld() {
        for (const char* name : {"boolean", "number", "entity", "character"})
            world.types.push_back({name, {}, {}, {}, {}});
        world.types[3].parents = {model::kEntity};
        world.author_utility = {{}, number(0), {}};
    }

    model::TypeId type(const char* name, model::TypeId parent = model::kEntity) {
        world.types.push_back({name, {parent}, {}, {}, {}});
        return model::TypeId(world.types.size() - 1);
    }
    /// Declare characters first, then the other entities; all types come before all entities.
    model::EntityId entity(const char* name, model::TypeId type) {
        close_types();
        model::EntityId id(world.entities.size());
        model::Entity entity{name, world[type].ancestors, {}};
        for (model::TypeId ancestor : entity.types)
            world.types[ancestor.index()].members.push_back(id);
        world.entities.push_back(std::move(entity));
        if (world[type].name == "character") {
            ++world.character_count;
            world.utilities.push_back({id, number(0), {}});
            world.tempers.emplace_back();
        }
        return id;
    }
    model::EntityId character(const char* name) { return entity(name, model::kCharacter); }

    model::PropertyId property(const char* name, model::TypeId result,
                               std::initializer_list<model::TypeId> formals = {}) {
        model::Property property{name, {}, result, false, {}};
        for (model::TypeId formal : formals)
            property.formals.push_back({variable("x", formal), formal, {}, {}});
        world.properties.push_back(std::move(property));
        return model::PropertyId(world.properties.size() - 1);
    }
    model::VariableId variable(const char* name, model::TypeId type) {
        world.variables.push_back({name, type, {}});
        return model::VariableId(world.variables.size() - 1);
    }

    // ---- expressions ----

    ExprId constant(Value value) {
        model::Expr e;
        e.value = value;
        e.type = value.is_boolean() ? model::kBoolean : value.is_number() ? model::kNumber : model::kEntity;
        return add(e);
    }
    ExprId number(double n) { return constant(Value::number(n)); }
    ExprId truth(bool b) { return constant(Value::boolean(b)); }
    ExprId unknown() { return constant(Value::unknown()); }
    ExprId of(model::EntityId e) { return constant(Value::entity(e)); }
    ExprId of(model::VariableId v) {
        model::Expr e;
        e.kind = model::ExprKind::variable;
        e.variable = v;
        e.type = world[v].type;
        return add(e);
    }
    ExprId read(model::PropertyId property, std::vector<ExprId> arguments = {}) {
        model::Expr e;
        e.kind = model::ExprKind::fluent;
        e.property = property;
        e.type = world[property].type;
        e.children = std::move(arguments);
        return add(e);
    }
    ExprId read(model::PropertyId property, model::EntityId argument) {
        return read(property, {of(argument)});
    }
    ExprId believes(ExprId who, ExprId what) {
        return node(model::ExprKind::believes, world[what].type, {who, what});
    }
    ExprId believes(model::EntityId who, ExprId what) { return believes(of(who), what); }
    ExprId might(model::EntityId who, ExprId what) {
        return node(model::ExprKind::might, model::kBoolean, {of(who), what});
    }
    ExprId odds(model::EntityId who, ExprId what, model::Compare op, model::Fraction fraction) {
        ExprId id = node(model::ExprKind::odds, model::kBoolean, {of(who), what});
        world.exprs[id.index()].compare = op;
        world.exprs[id.index()].fraction = share(fraction);
        return id;
    }
    model::FractionId share(model::Fraction fraction) {
        world.fractions.push_back(fraction);
        return model::FractionId(world.fractions.size() - 1);
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
    ExprId compare(ExprId a, model::Compare op, ExprId b) {
        ExprId id = node(model::ExprKind::comparison, model::kBoolean, {a, b});
        world.exprs[id.index()].compare = op;
        return id;
    }
    ExprId equal(ExprId a, ExprId b) { return compare(a, model::Compare::equal, b); }
    ExprId calculate(ExprId a, model::Arithmetic op, ExprId b) {
        ExprId id = node(model::ExprKind::arithmetic, model::kNumber, {a, b});
        world.exprs[id.index()].arithmetic = op;
        return id;
    }
    ExprId type_test(ExprId a, model::TypeId type) {
        ExprId id = node(model::ExprKind::type_test, model::kBoolean, {a});
        world.exprs[id.index()].type_operand = type;
        return id;
    }
    ExprId over(model::ExprKind kind, model::VariableId variable, ExprId body) {
        bool is_formula = kind == model::ExprKind::forall || kind == model::ExprKind::exists;
        ExprId id = node(kind, is_formula ? model::kBoolean : model::kNumber, {body});
        world.exprs[id.index()].variable = variable;
        return id;
    }

    // ---- effects ----

    EffectId nothing() { return all({}); }
    EffectId all(std::vector<EffectId> parts) {
        model::Effect e;
        e.children = std::move(parts);
        return add(e);
    }
    /// Makes the effect `fluent = value`; the fluent may be inside `believes`.
    EffectId set(ExprId fluent, ExprId value) {
        model::Effect e;
        e.kind = model::EffectKind::assign;
        while (world[fluent].kind == model::ExprKind::believes) {
            e.believers.push_back(world[fluent].children[0]);
            fluent = world[fluent].children[1];
        }
        e.property = world[fluent].property;
        e.arguments = world[fluent].children;
        e.value = value;
        return add(e);
    }
    EffectId set(ExprId fluent, bool value = true) { return set(fluent, truth(value)); }
    struct Option {
        ExprId value;
        std::int64_t weight = 1;
    };
    /// The fluent is inside `believes`.
    EffectId possibly(ExprId fluent, std::vector<Option> options) {
        EffectId id = set(fluent, {});
        model::Effect& e = world.effects[id.index()];
        e.kind = model::EffectKind::possibly;
        for (const Option& option : options) {
            e.alternatives.push_back(option.value);
            e.weights.push_back(option.weight);
        }
        return id;
    }
    EffectId learn(ExprId fluent, ExprId value) {
        EffectId id = set(fluent, value);
        world.effects[id.index()].kind = model::EffectKind::learn;
        return id;
    }
    EffectId everybody(EffectId body) {
        model::Effect e;
        e.kind = model::EffectKind::everybody;
        e.children = {body};
        return add(e);
    }
    EffectId when(ExprId test, EffectId yes) {
        EffectId otherwise = nothing();
        model::Effect e;
        e.kind = model::EffectKind::choose;
        e.tests = {test};
        e.children = {yes, otherwise};
        return add(e);
    }
    EffectId believed(model::EntityId who, EffectId body) {
        ExprId believer = of(who);
        model::Effect e;
        e.kind = model::EffectKind::believes;
        e.believers = {believer};
        e.children = {body};
        return add(e);
    }

    // ---- events ----

    struct Parts {
        std::vector<model::VariableId> formals = {};
        ExprId precondition = {};
        EffectId effect = {};
        std::vector<ExprId> consenting = {};
        model::VariableId observer = {};
        ExprId observing = {};
        ExprId hidden = {};
        ExprId success = {};
        std::optional<model::Fraction> chance = {};
        EffectId failure = {};
    };
    model::EventId action(const char* name, Parts parts) { return event(name, parts, false); }
    model::EventId trigger(const char* name, Parts parts) { return event(name, parts, true); }
    /// Returns parts with an observing condition that is false for everybody.
    Parts unseen(Parts parts) {
        parts.observer = variable("c", model::kCharacter);
        parts.observing = truth(false);
        return parts;
    }

    void utility(model::EntityId who, ExprId value) {
        (who.valid() ? world.utilities[who.index()] : world.author_utility).value = value;
    }
    model::Temper& temper(model::EntityId who) { return world.tempers[who.index()]; }
    void first(EffectId statement) { world.first_state.push_back(statement); }

  private:
    ExprId add(model::Expr e) {
        world.exprs.push_back(std::move(e));
        return ExprId(world.exprs.size() - 1);
    }
    EffectId add(model::Effect e) {
        world.effects.push_back(std::move(e));
        return EffectId(world.effects.size() - 1);
    }
    ExprId node(model::ExprKind kind, model::TypeId type, std::vector<ExprId> children) {
        model::Expr e;
        e.kind = kind;
        e.type = type;
        e.children = std::move(children);
        return add(std::move(e));
    }
    model::EventId event(const char* name, const Parts& parts, bool is_trigger) {
        model::Event event;
        event.name = name;
        event.is_trigger = is_trigger;
        for (model::VariableId v : parts.formals)
            event.formals.push_back({v, world[v].type, {}, {}});
        event.precondition = parts.precondition.valid() ? parts.precondition : truth(true);
        event.effect = parts.effect.valid() ? parts.effect : nothing();
        event.consenting = parts.consenting;
        event.observer = parts.observer;
        event.observing = parts.observing;
        event.hidden = parts.hidden;
        event.success = parts.success;
        if (parts.chance) event.chance = share(*parts.chance);
        event.failure = parts.failure;
        world.events.push_back(std::move(event));
        return model::EventId(world.events.size() - 1);
    }
    void close_types() {
        for (std::size_t i = 0; i < world.types.size(); ++i) {
            model::Type& type = world.types[i];
            type.ancestors = {model::TypeId(i)};
            for (model::TypeId parent : type.parents)
                for (model::TypeId ancestor : world[parent].ancestors)
                    type.ancestors.push_back(ancestor);
            std::sort(type.ancestors.begin(), type.ancestors.end());
        }
    }
};

}  // namespace wt::referee
