#include "story/tell/focus.h"

#include <algorithm>

namespace wt::story {

using engine::MindId;
using model::EntityId;
using model::GroundEvent;
using model::Value;

namespace {

/// Adds the fluents that an effect assigns in the mind in which it happens, or, if there is an `owner`, in
/// theirs.
void add_assigned(Reader& reader, MindId mind, const model::World& world, model::EffectId id,
                  std::set<Fluent>& assigned, EntityId owner = {}) {
    const model::Effect& effect = world[id];
    auto add = [&](model::EffectId child) { add_assigned(reader, mind, world, child, assigned, owner); };
    auto is_in_their_mind = [&] {
        return effect.believers.size() == 1 &&
               reader.value(mind, effect.believers[0]) == Value::entity(owner);
    };
    switch (effect.kind) {
        case model::EffectKind::all:
            std::ranges::for_each(effect.children, add);
            return;
        case model::EffectKind::assign: {
            if (owner.valid() ? !is_in_their_mind() : !effect.believers.empty()) return;
            Fluent fluent{{}, effect.property, {}};
            for (model::ExprId argument : effect.arguments)
                fluent.arguments.push_back(reader.value(mind, argument));
            assigned.insert(std::move(fluent));
            return;
        }
        case model::EffectKind::choose: {
            std::size_t i = 0;
            while (i < effect.tests.size() && !reader.holds(mind, effect.tests[i]))
                ++i;
            return add(effect.children[i]);
        }
        case model::EffectKind::forall:
            return reader.for_each(effect.variable, [&] { add(effect.children[0]); });
        case model::EffectKind::believes:
            if (owner.valid() && is_in_their_mind())
                add_assigned(reader, mind, world, effect.children[0], assigned);
            return;
        case model::EffectKind::possibly:
        case model::EffectKind::learn:
        case model::EffectKind::everybody:
            return;
    }
}

/// Returns a constant, or what a variable stands for.
std::optional<Value> term_value(Reader& reader, MindId mind, const model::Expr& expr, model::ExprId id) {
    bool is_term = expr.kind == model::ExprKind::constant || expr.kind == model::ExprKind::variable;
    return is_term ? std::optional(reader.value(mind, id)) : std::nullopt;
}

std::optional<Fluent> fluent_at(Reader& reader, MindId mind, const model::World& world, model::ExprId id) {
    const model::Expr& expr = world[id];
    if (expr.kind != model::ExprKind::fluent) return std::nullopt;
    Fluent fluent{{}, expr.property, {}};
    for (model::ExprId argument : expr.children)
        fluent.arguments.push_back(reader.value(mind, argument));
    return fluent;
}

void add_implied(Reader& reader, MindId mind, const model::World& world, model::ExprId id,
                 std::vector<Implied>& implied) {
    const model::Expr& expr = world[id];
    if (expr.kind == model::ExprKind::conjunction) {
        for (model::ExprId child : expr.children)
            add_implied(reader, mind, world, child, implied);
    } else if (auto fluent = fluent_at(reader, mind, world, id)) {
        implied.push_back({std::move(*fluent), Value::boolean(true)});
    } else if (expr.kind == model::ExprKind::negation) {
        if (auto inner = fluent_at(reader, mind, world, expr.children[0]))
            implied.push_back({std::move(*inner), Value::boolean(false)});
    } else if (expr.kind == model::ExprKind::comparison && expr.compare == model::Compare::equal) {
        for (std::size_t side : {0u, 1u}) {
            auto left = fluent_at(reader, mind, world, expr.children[side]);
            auto right = term_value(reader, mind, world[expr.children[1 - side]], expr.children[1 - side]);
            if (left && right) implied.push_back({std::move(*left), *right});
        }
    }
}

}  // namespace

Focus::Focus(const Story& story, EntityId teller)
    : story_(story), teller_(teller), fluents_(story.session.ground_fluents()) {
    for (MindId state : story.states)
        views_.push_back(is_narrator() ? state : engine::mind_of(story.session, state, teller));
    for (std::size_t i = 0; i < events(); ++i)
        perceptions_.push_back(perceive(i));
}

MindId Focus::mind_of(std::size_t moment, EntityId who) const {
    return who == teller_ || !who.valid() ? views_[moment]
                                          : engine::mind_of(story_.session, views_[moment], who);
}

Value Focus::value(std::size_t moment, const Fluent& fluent) const {
    return value_of(story_.session, views_[moment], fluent);
}

bool Focus::observes(std::size_t place, EntityId who) const {
    const model::Event& declared = world()[event(place).event];
    if (!declared.observer.valid()) return true;
    Bindings bindings = bindings_of(world(), event(place));
    bindings.emplace_back(declared.observer, Value::entity(who));
    // The world settles whether the teller observes; whether others do, the teller judges for themselves.
    MindId judge = who == teller_ ? story_.states[place] : views_[place];
    return Reader(story_.session, std::move(bindings)).holds(judge, declared.observing);
}

Perception Focus::perceive(std::size_t place) const {
    if (is_narrator() || observes(place, teller_)) return Perception::full;
    std::vector<EntityId> consenting = model::consenting_characters(world(), event(place));
    if (std::ranges::find(consenting, teller_) != consenting.end()) return Perception::full;
    return views_[place] == views_[place + 1] ? Perception::none : Perception::noticed;
}

std::vector<Revision> Focus::revisions(std::size_t place, EntityId who) const {
    MindId before = mind_of(place, who);
    MindId after = mind_of(place + 1, who);
    if (before == after) return {};
    std::set<Fluent> assigned, imposed;
    if (who == teller_ ? perceptions_[place] == Perception::full : observes(place, who)) {
        Reader reader(story_.session, bindings_of(world(), event(place)));
        const model::Event& declared = world()[event(place).event];
        model::EffectId effect = event(place).fails ? declared.failure : declared.effect;
        if (effect.valid()) {
            add_assigned(reader, before, world(), effect, assigned);
            add_assigned(reader, before, world(), effect, imposed, who);
        }
    }
    std::vector<Revision> revisions;
    for (const engine::Session::GroundFluent& ground : fluents_) {
        Fluent fluent{{}, ground.property, ground.arguments};
        Value was = value_of(story_.session, before, fluent);
        Value is = value_of(story_.session, after, fluent);
        if (was == is) continue;
        if (is_open(story_.session, after, fluent)) continue;  // that is no new belief
        bool is_revealed = !assigned.contains(fluent);
        bool is_forgotten = is.is_unknown() && imposed.contains(fluent);
        revisions.push_back({std::move(fluent), was, is, is_revealed, is_forgotten});
    }
    return revisions;
}

std::vector<Implied> Focus::implied(std::size_t place) const {
    std::vector<Implied> implied;
    Reader reader(story_.session, bindings_of(world(), event(place)));
    add_implied(reader, views_[place], world(), world()[event(place).event].precondition, implied);
    return implied;
}

std::vector<EntityId> cast_of(const model::World& world, const GroundEvent& event) {
    std::vector<EntityId> cast;
    for (const Value& value : event.arguments)
        if (value.is_entity() && world.is_character(value.as_entity()) &&
            std::ranges::find(cast, value.as_entity()) == cast.end())
            cast.push_back(value.as_entity());
    return cast;
}

}  // namespace wt::story
