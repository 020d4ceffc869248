#include "story/series.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.h"
#include "base/text.h"
#include "engine/inspect.h"
#include "model/print.h"
#include "model/trace.h"

namespace wt::story {

namespace {

using model::EntityId;
using model::EventId;
using model::ExprId;
using model::ExprKind;
using model::TraceId;
using model::TraceKind;
using model::Value;
using model::World;

/// There are so many mixtures by chance among the wishes.
constexpr int kMixtures = 40;

/// Collects the numbers that the expression can be, as far as its text says them. Returns false if it calculates.
bool collect_values(const World& world, ExprId id, std::vector<double>& values) {
    const model::Expr& expr = world[id];
    if (expr.kind == ExprKind::constant) {
        if (expr.value.is_number()) values.push_back(expr.value.as_number());
        return true;
    }
    if (expr.kind != ExprKind::conditional) return false;
    bool all = true;
    for (std::size_t i = 0; i < expr.children.size(); ++i) {
        bool is_test = i % 2 == 0 && i + 1 < expr.children.size();
        if (!is_test) all = collect_values(world, expr.children[i], values) && all;
    }
    return all;
}

void set_endings(const World& world, double start, Material& material) {
    bool all = collect_values(world, world.author_utility.value, material.endings);
    std::erase_if(material.endings, [&](double value) { return value <= start; });
    std::ranges::sort(material.endings);
    material.endings.erase(std::ranges::unique(material.endings).begin(), material.endings.end());
    if (!all)
        material.goal = std::nextafter(start, std::numeric_limits<double>::infinity());
    else if (!material.endings.empty())
        material.goal = material.endings.front();
}

}  // namespace

Material material_of(engine::Session& session) {
    Material material;
    material.actions = session.ground_events(false);
    for (const model::GroundEvent& action : material.actions)
        material.names.push_back(action.event);
    std::ranges::sort(material.names);
    material.names.erase(std::ranges::unique(material.names).begin(), material.names.end());
    engine::MindId first = engine::first_state(session);
    for (const engine::Session::GroundFluent& fluent : session.ground_fluents())
        material.fluents.push_back({fluent.property, fluent.arguments,
                                    engine::value(session, first, fluent.property, fluent.arguments)});
    if (auto start = engine::utility(session, first, EntityId::none()))
        set_endings(session.world(), *start, material);
    return material;
}

namespace {

/// Makes the wishes, one rung of the ladder after the other.
class WishMaker {
  public:
    WishMaker(const World& world, const Material& material, std::span<const Told> told, std::uint64_t seed)
        : world_(world), material_(material), told_(told), random_(combine(seed, told.size())) {
        for (EventId name : material.names)
            (is_used(name) ? used_ : unused_).push_back(name);
    }

    std::vector<Wish> make() {
        if (!material_.goal) return {};
        add_afresh();
        add_endings();
        add_names();
        add_changes();
        add_omissions();
        add_casts();
        add_names_with_endings();
        for (int i = 0; i < kMixtures; ++i)
            wishes_.push_back(mixture());
        return std::move(wishes_);
    }

  private:
    bool is_used(EventId name) const {
        return std::ranges::any_of(told_, [&](const Told& told) {
            return std::ranges::find(told.actions, name, &model::GroundEvent::event) != told.actions.end();
        });
    }

    bool is_changed(const Material::Fluent& fluent) const {
        std::string text = model::fluent_text(world_, fluent.property, fluent.arguments) + " = ";
        return std::ranges::any_of(told_, [&](const Told& told) {
            return std::ranges::any_of(told.features.facts,
                                       [&](const std::string& fact) { return fact.starts_with(text); });
        });
    }

    std::size_t below(std::size_t bound) { return random_.below(static_cast<std::uint32_t>(bound)); }

    /// Adds a rung: its wishes in an order by chance.
    void add(std::vector<Wish> rung) {
        for (std::size_t i = rung.size(); i > 1; --i)
            std::swap(rung[i - 1], rung[below(i)]);
        std::ranges::move(rung, std::back_inserter(wishes_));
    }

    static Part happens(EventId name) { return {.kind = Part::Kind::happens, .event = name}; }
    static Part never(EventId name) { return {.kind = Part::Kind::never, .event = name}; }
    static Part ending(double value) { return {.kind = Part::Kind::utility, .value = Value::number(value)}; }

    /// Wishes that nothing of what has happened happens again; to begin with, this asks for anything.
    void add_afresh() {
        Wish wish;
        for (EventId name : used_)
            wish.push_back(never(name));
        wishes_.push_back(std::move(wish));
    }

    void add_endings() {
        std::vector<Wish> rung;
        for (double value : material_.endings)
            if (std::ranges::find(told_, value, &Told::utility) == told_.end())
                rung.push_back({ending(value)});
        add(std::move(rung));
        Wish other;
        for (const Told& told : told_)
            other.push_back({.kind = Part::Kind::not_utility, .value = Value::number(told.utility)});
        if (!other.empty()) wishes_.push_back(std::move(other));
    }

    void add_names() {
        std::vector<Wish> rung;
        for (EventId name : unused_)
            rung.push_back({happens(name)});
        add(std::move(rung));
    }

    void add_changes() {
        std::vector<Wish> rung;
        for (std::size_t i = 0; i < material_.fluents.size(); ++i)
            if (!is_changed(material_.fluents[i])) rung.push_back({change(i)});
        add(std::move(rung));
    }

    Part change(std::size_t fluent) const {
        return {.kind = Part::Kind::changes, .fluent = fluent, .value = material_.fluents[fluent].start};
    }

    void add_omissions() {
        std::vector<Wish> rung;
        for (EventId name : used_)
            rung.push_back({never(name)});
        add(std::move(rung));
    }

    /// Wishes for one character alone, and for two.
    void add_casts() {
        std::vector<Wish> rung;
        for (std::size_t i = 0; i < world_.character_count; ++i)
            for (std::size_t j = i; j < world_.character_count; ++j) {
                Part part{.kind = Part::Kind::only_act, .characters = {EntityId(i)}};
                if (j > i) part.characters.push_back(EntityId(j));
                rung.push_back({std::move(part)});
            }
        add(std::move(rung));
    }

    void add_names_with_endings() {
        std::vector<Wish> rung;
        for (EventId name : material_.names)
            for (double value : material_.endings)
                rung.push_back({happens(name), ending(value)});
        add(std::move(rung));
    }

    /// Mixes one or two things that shall be, and up to three of what has been that shall not.
    Wish mixture() {
        Wish wish;
        for (std::size_t count = 1 + below(2); count > 0; --count)
            if (std::optional<Part> part = positive()) wish.push_back(std::move(*part));
        for (std::size_t count = used_.empty() ? 0 : below(4); count > 0; --count)
            wish.push_back(never(used_[below(used_.size())]));
        return wish;
    }

    std::optional<Part> positive() {
        std::size_t kind = below(4);
        if (kind == 0 && !material_.endings.empty())
            return ending(material_.endings[below(material_.endings.size())]);
        if (kind == 1 && !material_.fluents.empty()) return change(below(material_.fluents.size()));
        if (kind == 2 && !material_.fluents.empty()) return end_value(below(material_.fluents.size()));
        if (material_.actions.empty()) return std::nullopt;
        const model::GroundEvent& action = material_.actions[below(material_.actions.size())];
        return Part{.kind = Part::Kind::happens, .event = action.event, .action = action};
    }

    /// Asks for a value other than at the start; for a number, that it has changed.
    Part end_value(std::size_t fluent) {
        model::TypeId type = world_[material_.fluents[fluent].property].type;
        if (type == model::kNumber || type == model::kBoolean) return change(fluent);
        std::vector<Value> values = world_.values_of(type);
        std::erase(values, material_.fluents[fluent].start);
        if (values.empty()) return change(fluent);
        return {.kind = Part::Kind::ends_with, .fluent = fluent, .value = values[below(values.size())]};
    }

    const World& world_;
    const Material& material_;
    std::span<const Told> told_;
    Random random_;
    std::vector<EventId> used_;
    std::vector<EventId> unused_;
    std::vector<Wish> wishes_;
};

}  // namespace

std::vector<Wish> wishes(const World& world, const Material& material, std::span<const Told> told,
                         std::uint64_t seed) {
    return WishMaker(world, material, told, seed).make();
}

namespace {

std::string part_text(const World& world, const Material& material, const Part& part) {
    auto fluent = [&] {
        const Material::Fluent& meant = material.fluents[part.fluent];
        return model::fluent_text(world, meant.property, meant.arguments);
    };
    switch (part.kind) {
        case Part::Kind::happens:
            return "sometime happens " +
                   (part.action ? model::to_text(world, *part.action) : world[part.event].name);
        case Part::Kind::never:
            return "never happens " + world[part.event].name;
        case Part::Kind::ends_with:
            return "at end " + fluent() + " == " + model::to_text(world, part.value);
        case Part::Kind::changes:
            return "at end " + fluent() + " != " + model::to_text(world, part.value);
        case Part::Kind::utility:
            return "at end utility() == " + model::to_text(world, part.value);
        case Part::Kind::not_utility:
            return "at end utility() != " + model::to_text(world, part.value);
        case Part::Kind::only_act:
            break;
    }
    std::string text;
    for (EntityId character : part.characters)
        text += (text.empty() ? "only " : ", ") + world[character].name;
    return text + " act";
}

ExprId add_expr(World& world, model::Expr expr) {
    world.exprs.push_back(std::move(expr));
    return ExprId(world.exprs.size() - 1);
}

ExprId add_constant(World& world, const Value& value) {
    model::Expr expr;
    expr.type = value.is_boolean() ? model::kBoolean : value.is_number() ? model::kNumber : model::kEntity;
    expr.value = value;
    return add_expr(world, std::move(expr));
}

ExprId add_comparison(World& world, model::Compare compare, ExprId left, const Value& right) {
    model::Expr expr;
    expr.kind = ExprKind::comparison;
    expr.type = model::kBoolean;
    expr.compare = compare;
    expr.children = {left, add_constant(world, right)};
    return add_expr(world, std::move(expr));
}

ExprId add_fluent(World& world, const Material::Fluent& fluent) {
    model::Expr expr;
    expr.kind = ExprKind::fluent;
    expr.type = world[fluent.property].type;
    expr.property = fluent.property;
    for (const Value& argument : fluent.arguments)
        expr.children.push_back(add_constant(world, argument));
    return add_expr(world, std::move(expr));
}

/// Adds `fluent == value`, or `!=`; a boolean one is written as the language has it, alone or negated.
ExprId add_fluent_test(World& world, const Material::Fluent& fluent, model::Compare compare,
                       const Value& value) {
    ExprId read = add_fluent(world, fluent);
    if (!value.is_boolean()) return add_comparison(world, compare, read, value);
    if (value.is_true() == (compare == model::Compare::equal)) return read;
    model::Expr expr;
    expr.kind = ExprKind::negation;
    expr.type = model::kBoolean;
    expr.children = {read};
    return add_expr(world, std::move(expr));
}

TraceId add_at_end(World& world, ExprId condition) {
    return model::add_trace(world, TraceKind::at_end, {model::add_state(world, condition)});
}

TraceId add_part(World& world, const Material& material, const Part& part) {
    switch (part.kind) {
        case Part::Kind::happens: {
            TraceId moment =
                part.action ? model::add_happens(world, *part.action) : model::add_happens(world, part.event);
            return model::add_trace(world, TraceKind::sometime, {moment});
        }
        case Part::Kind::never: {
            TraceId sometime =
                model::add_trace(world, TraceKind::sometime, {model::add_happens(world, part.event)});
            return model::add_trace(world, TraceKind::negation, {sometime});
        }
        case Part::Kind::ends_with:
            return add_at_end(world, add_fluent_test(world, material.fluents[part.fluent],
                                                     model::Compare::equal, part.value));
        case Part::Kind::changes:
            return add_at_end(world, add_fluent_test(world, material.fluents[part.fluent],
                                                     model::Compare::not_equal, part.value));
        case Part::Kind::utility:
            return add_at_end(
                world, add_comparison(world, model::Compare::equal, world.author_utility.value, part.value));
        case Part::Kind::not_utility:
            return add_at_end(world, add_comparison(world, model::Compare::not_equal,
                                                    world.author_utility.value, part.value));
        case Part::Kind::only_act:
            break;
    }
    TraceId only = model::add_trace(world, TraceKind::only_act, {});
    world.traces[only.index()].characters = part.characters;
    return only;
}

}  // namespace

std::string wish_text(const World& world, const Material& material, const Wish& wish) {
    std::string text;
    for (const Part& part : wish)
        text += (text.empty() ? "" : " & ") + part_text(world, material, part);
    return text.empty() ? "any story" : text;
}

model::Request request_for(World& world, const Material& material, const Wish& wish) {
    model::Request request;
    request.goal = material.goal;
    for (const Part& part : wish)
        request.constraints.push_back(add_part(world, material, part));
    return request;
}

std::string constraint_text(const World& world, const model::Request& request) {
    std::string text;
    for (TraceId constraint : request.constraints)
        text += (text.empty() ? "(" : " & (") + model::to_text(world, constraint) + ")";
    return text;
}

}  // namespace wt::story
