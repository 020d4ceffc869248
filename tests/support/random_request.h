// This makes random constraints over the stories of a world, for property tests.
#pragma once

#include <vector>

#include <fmt/format.h>

#include "base/random.h"
#include "model/trace.h"
#include "model/world.h"

namespace wt::test {

using namespace model;

/// Adds random constraints to a world.
class Inventor {
  public:
    Inventor(World& world, Random& random) : world_(world), random_(random) {}

    TraceId constraint(int depth) {
        switch (depth == 0 ? 6 + random_.below(14) : random_.below(20)) {
            case 0:
                return add_trace(world_, TraceKind::negation, {constraint(depth - 1)});
            case 1:
            case 2:
                return add_trace(world_, TraceKind::conjunction,
                                 several([&] { return constraint(depth - 1); }));
            case 3:
                return add_trace(world_, TraceKind::disjunction,
                                 several([&] { return constraint(depth - 1); }));
            case 4:
            case 5:
                return quantified([&] { return constraint(depth - 1); });
            case 6:
                return over(TraceKind::always, 1);
            case 7:
            case 8:
                return over(TraceKind::sometime, 1);
            case 9:
                return over(TraceKind::at_end, 1);
            case 10:
            case 11:
                return over(TraceKind::at_most_once, 1);
            case 12:
                return over(TraceKind::sometime_after, 2);
            case 13:
                return over(TraceKind::sometime_before, 2);
            case 14:
                return numbered(over(TraceKind::within, 1), 6);
            case 15:
                return over(TraceKind::sequence, 2 + random_.below(2));
            case 16:
            case 17:
                return add_count(world_, comparison(), number(5), moment(2));
            case 18: {
                TraceNode node;
                node.kind = TraceKind::only_act;
                for (std::size_t i = 0; i < world_.character_count; ++i)
                    if (random_.chance(60)) node.characters.push_back(EntityId(i));
                world_.traces.push_back(node);
                return TraceId(world_.traces.size() - 1);
            }
            default:
                return add_length(world_, comparison(), number(7));
        }
    }

  private:
    Compare comparison() { return static_cast<Compare>(random_.below(6)); }
    int number(std::uint32_t bound) { return static_cast<int>(random_.below(bound)); }

    template <class Part>
    std::vector<TraceId> several(Part part) {
        std::vector<TraceId> parts;
        for (std::uint32_t i = random_.below(4); i-- > 0;)
            parts.push_back(part());
        return parts;
    }
    TraceId over(TraceKind kind, std::uint32_t count) {
        std::vector<TraceId> moments;
        for (std::uint32_t i = 0; i < count; ++i)
            moments.push_back(moment(2));
        return add_trace(world_, kind, std::move(moments));
    }
    TraceId numbered(TraceId id, std::uint32_t bound) {
        world_.traces[id.index()].number = number(bound);
        return id;
    }

    VariableId new_variable() {
        std::vector<TypeId> types{kCharacter, kBoolean};
        for (const Event& event : world_.events)
            for (const Formal& formal : event.formals)
                if (!formal.is_fixed()) types.push_back(formal.type);
        TypeId type = types[random_.below(static_cast<std::uint32_t>(types.size()))];
        world_.variables.push_back({fmt::format("v{}", world_.variables.size()), type, {}});
        return VariableId(world_.variables.size() - 1);
    }
    template <class Part>
    TraceId quantified(Part part) {
        VariableId variable = new_variable();
        bound_.push_back(variable);
        TraceId body = part();
        bound_.pop_back();
        TraceId id = add_trace(world_, random_.chance(50) ? TraceKind::forall : TraceKind::exists, {body});
        world_.traces[id.index()].variable = variable;
        return id;
    }

    TraceId moment(int depth) {
        switch (depth == 0 ? 5 + random_.below(7) : random_.below(12)) {
            case 0:
                return add_trace(world_, TraceKind::negation, {moment(depth - 1)});
            case 1:
            case 2:
                return add_trace(world_, TraceKind::conjunction, several([&] { return moment(depth - 1); }));
            case 3:
                return add_trace(world_, TraceKind::disjunction, several([&] { return moment(depth - 1); }));
            case 4:
                return quantified([&] { return moment(depth - 1); });
            case 5:
            case 6:
            case 7:
                return happening();
            default:
                return add_state(world_, condition(2));
        }
    }

    TraceId happening() {
        TraceNode node;
        node.kind = TraceKind::happens;
        for (std::uint32_t i = random_.chance(25) ? 2 : 1; i-- > 0;) {
            EventId event;
            do
                event = EventId(random_.below(static_cast<std::uint32_t>(world_.events.size())));
            while (world_[event].is_trigger);
            Pattern pattern{event, {}};
            for (const Formal& formal : std::vector<Formal>(world_[event].formals))
                pattern.arguments.push_back(random_.chance(40) ? ExprId::none() : term(formal));
            node.patterns.push_back(std::move(pattern));
        }
        world_.traces.push_back(std::move(node));
        return TraceId(world_.traces.size() - 1);
    }

    ExprId add(ExprKind kind, TypeId type, std::vector<ExprId> children = {}) {
        Expr expr;
        expr.kind = kind;
        expr.type = type;
        expr.children = std::move(children);
        world_.exprs.push_back(std::move(expr));
        return ExprId(world_.exprs.size() - 1);
    }
    ExprId constant(const Value& value, TypeId type) {
        ExprId id = add(ExprKind::constant, type);
        world_.exprs[id.index()].value = value;
        return id;
    }
    ExprId any_of(TypeId type) {
        for (VariableId variable : bound_)
            if (world_.is_subtype(world_[variable].type, type) && random_.chance(60)) {
                ExprId id = add(ExprKind::variable, type);
                world_.exprs[id.index()].variable = variable;
                return id;
            }
        if (type == kNumber) return constant(Value::number(number(4)), type);
        std::vector<Value> values = world_.values_of(type);
        if (values.empty()) return constant(Value::unknown(), type);
        return constant(values[random_.below(static_cast<std::uint32_t>(values.size()))], type);
    }
    ExprId term(const Formal& formal) {
        return formal.is_fixed() ? constant(formal.fixed, kEntity) : any_of(formal.type);
    }

    ExprId condition(int depth) {
        switch (depth == 0 ? 5 + random_.below(5) : random_.below(10)) {
            case 0:
                return add(ExprKind::negation, kBoolean, {condition(depth - 1)});
            case 1:
                return add(ExprKind::conjunction, kBoolean, {condition(depth - 1), condition(depth - 1)});
            case 2:
                return add(ExprKind::disjunction, kBoolean, {condition(depth - 1), condition(depth - 1)});
            case 3:
            case 4: {
                ExprId who = any_of(kCharacter);
                return add(ExprKind::believes, kBoolean, {who, condition(depth - 1)});
            }
            default:
                return comparison_of_fluent();
        }
    }
    ExprId comparison_of_fluent() {
        PropertyId property(random_.below(static_cast<std::uint32_t>(world_.properties.size())));
        std::vector<ExprId> arguments;
        for (const Formal& formal : std::vector<Formal>(world_[property].formals))
            arguments.push_back(term(formal));
        TypeId type = world_[property].type;
        ExprId fluent = add(ExprKind::fluent, type, std::move(arguments));
        world_.exprs[fluent.index()].property = property;
        if (type == kBoolean && random_.chance(70)) return fluent;
        bool unknown = type != kBoolean && random_.chance(15);
        ExprId other = unknown ? constant(Value::unknown(), type) : any_of(type);
        ExprId id = add(ExprKind::comparison, kBoolean, {fluent, other});
        world_.exprs[id.index()].compare = comparison();
        return id;
    }

    World& world_;
    Random& random_;
    std::vector<VariableId> bound_;
};

}  // namespace wt::test
