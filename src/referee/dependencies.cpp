#include "referee/dependencies.h"

#include <algorithm>

#include "referee/candidates.h"
#include "referee/evaluate.h"

namespace wt::referee {

using namespace model;

namespace {

struct Reader {
    Context& context;

    static void add(std::vector<Place>& places, Place place) {
        if (std::find(places.begin(), places.end(), place) == places.end())
            places.push_back(std::move(place));
    }

    void read(const Chain& chain, const Bindings& scope, ExprId id, std::vector<Place>& out) const {
        const Expr& expr = context.world[id];
        switch (expr.kind) {
            case ExprKind::constant:
            case ExprKind::variable:
                return;
            case ExprKind::fluent:
                add(out, {chain, fluent_of(context, scope, expr.property, expr.children)});
                return;
            case ExprKind::believes:
            case ExprKind::might:
            case ExprKind::odds: {
                EntityId believer = term_value(context, scope, expr.children[0]).as_entity();
                read(longer(chain, believer), scope, expr.children[1], out);
                return;
            }
            case ExprKind::forall:
            case ExprKind::exists:
            case ExprKind::sum:
            case ExprKind::product:
                for (const Value& value : context.values_of[context.world[expr.variable].type.index()]) {
                    if (context.halted()) return;
                    Bound bound{expr.variable, value};
                    read(chain, {{&bound, 1}, &scope}, expr.children[0], out);
                }
                return;
            default:
                for (ExprId child : expr.children)
                    read(chain, scope, child, out);
                return;
        }
    }

    /// Takes apart a conjunction: parts that compare one fluent with one value, and all others.
    void take_apart(const Chain& chain, const Bindings& scope, ExprId id, EventPlaces& out) const {
        const Expr& expr = context.world[id];
        if (expr.kind == ExprKind::conjunction) {
            for (ExprId child : expr.children)
                take_apart(chain, scope, child, out);
            return;
        }
        ExprId inner = id;
        Chain believers = chain;
        while (context.world[inner].kind == ExprKind::believes) {
            const Expr& belief = context.world[inner];
            believers = longer(believers, term_value(context, scope, belief.children[0]).as_entity());
            inner = belief.children[1];
        }
        if (std::optional<Test> test = test_of(std::move(believers), scope, inner))
            out.tests.push_back(std::move(*test));
        else
            out.parts.push_back(id);
    }

    std::optional<Test> test_of(Chain believers, const Bindings& scope, ExprId id) const {
        const Expr& expr = context.world[id];
        auto place = [&](ExprId fluent) {
            const Expr& read = context.world[fluent];
            return Place{std::move(believers), fluent_of(context, scope, read.property, read.children)};
        };
        auto kind_of = [&](std::size_t child) { return context.world[expr.children[child]].kind; };
        if (expr.kind == ExprKind::fluent) return Test{place(id), Value::boolean(true), true};
        if (expr.kind == ExprKind::negation && kind_of(0) == ExprKind::fluent)
            return Test{place(expr.children[0]), Value::boolean(true), false};
        bool is_equal = expr.compare == Compare::equal;
        if (expr.kind != ExprKind::comparison || (!is_equal && expr.compare != Compare::not_equal))
            return std::nullopt;
        bool is_term = kind_of(1) == ExprKind::constant || kind_of(1) == ExprKind::variable;
        if (kind_of(0) != ExprKind::fluent || !is_term) return std::nullopt;
        return Test{place(expr.children[0]), term_value(context, scope, expr.children[1]), is_equal};
    }

    void read(const Chain& chain, const Bindings& scope, EffectId id, EventPlaces& out) const {
        const Effect& effect = context.world[id];
        for (ExprId test : effect.tests)
            read(chain, scope, test, out.values);
        switch (effect.kind) {
            case EffectKind::assign:
            case EffectKind::learn: {
                Chain believers = chain;
                for (ExprId term : effect.believers)
                    believers = longer(believers, term_value(context, scope, term).as_entity());
                add(out.targets,
                    {std::move(believers), fluent_of(context, scope, effect.property, effect.arguments)});
                read(chain, scope, effect.value, out.values);
                return;
            }
            case EffectKind::forall:
                for (const Value& value : context.values_of[context.world[effect.variable].type.index()]) {
                    if (context.halted()) return;
                    Bound bound{effect.variable, value};
                    read(chain, {{&bound, 1}, &scope}, effect.children[0], out);
                }
                return;
            case EffectKind::believes: {
                EntityId believer = term_value(context, scope, effect.believers[0]).as_entity();
                read(longer(chain, believer), scope, effect.children[0], out);
                return;
            }
            case EffectKind::possibly:  // only where nothing is asked of dependencies
            case EffectKind::all:
            case EffectKind::everybody:
            case EffectKind::choose:
                for (EffectId child : effect.children)
                    read(chain, scope, child, out);
                return;
        }
    }
};

}  // namespace

const EventPlaces& Dependencies::find(Known& known, std::size_t index,
                                      const std::vector<Occurrence>& events) {
    if (known.empty()) known.resize(events.size());
    std::unique_ptr<EventPlaces>& places = known[index];
    if (places) return *places;
    places = std::make_unique<EventPlaces>();
    const Occurrence& event = events[index];
    const Event& declared = context_.world[event.ground.event];
    Reader reader{context_};
    reader.take_apart({}, event.scope(), declared.precondition, *places);
    reader.read({}, event.scope(), declared.precondition, places->conditions);
    if (declared.hidden.valid()) reader.read({}, event.scope(), declared.hidden, places->conditions);
    reader.read({}, event.scope(), declared.effect, *places);
    if (declared.observer.valid()) {
        for (std::size_t i = 0; i < context_.world.character_count; ++i) {
            Bound bound{declared.observer, Value::entity(EntityId(i))};
            Bindings outer = event.scope();
            reader.read({}, {{&bound, 1}, &outer}, declared.observing, places->watching);
        }
    }
    std::size_t count = places->conditions.size() + places->values.size() + places->targets.size();
    context_.budget.charge_bytes(static_cast<std::int64_t>(count * sizeof(Place) + 128));
    return *places;
}

const std::vector<Place>& Dependencies::utility(EntityId character) {
    auto [place, is_new] = utilities_.try_emplace(character);
    if (is_new)
        Reader{context_}.read({}, {}, context_.world.utilities[character.index()].value, place->second);
    return place->second;
}

void Dependencies::add_to(ByFluent& lists, std::size_t index, const EventPlaces& places) {
    places.any([&](const Place& place) {
        std::vector<std::size_t>& list = lists[place.fluent.index()];
        if (!list.empty() && list.back() == index) return false;
        list.push_back(index);
        context_.budget.charge_bytes(sizeof(std::size_t));
        return false;
    });
}

const std::vector<std::size_t>& Dependencies::triggers_with(FluentId fluent) {
    if (triggers_with_.empty()) {
        triggers_with_.resize(context_.fluents.size());
        for (std::uint32_t i : context_.candidates->all_triggers())
            if (!context_.halted()) add_to(triggers_with_, i, trigger(i));
    }
    return triggers_with_[fluent.index()];
}

const std::vector<std::size_t>& Dependencies::actions_with(FluentId fluent) {
    if (actions_with_.empty()) {
        actions_with_.resize(context_.fluents.size());
        for (std::uint32_t i : context_.candidates->all_actions())
            if (!context_.halted()) add_to(actions_with_, i, action(ActionId(i)));
    }
    return actions_with_[fluent.index()];
}

const Dependencies::Facts& Dependencies::facts(EntityId character) {
    auto [place, is_new] = facts_.try_emplace(character);
    Facts& facts = place->second;
    if (!is_new) return facts;
    facts.with.resize(context_.fluents.size());
    facts.count.resize(context_.fluents.size());
    for (const Place& read : utility(character))
        if (read.is_in_mind_of(character)) facts.count[read.fluent.index()] = true;
    for (std::uint32_t i : context_.candidates->all_triggers()) {
        if (context_.halted()) break;
        OwnTrigger own{i, {}};
        for (const Place& target : trigger(i).targets)
            if (target.is_in_mind_of(character)) own.targets.push_back(target.fluent);
        if (own.targets.empty()) continue;
        const OwnTrigger& kept = facts.triggers.emplace_back(std::move(own));
        trigger(i).any([&](const Place& read) {
            std::vector<const OwnTrigger*>& list = facts.with[read.fluent.index()];
            bool is_known = !list.empty() && list.back() == &kept;
            if (read.is_in_mind_of(character) && !is_known) {
                list.push_back(&kept);
                context_.budget.charge_bytes(sizeof(OwnTrigger*));
            }
            return false;
        });
    }
    return facts;
}

const std::vector<const OwnTrigger*>& Dependencies::own_triggers(EntityId character, FluentId fluent) {
    return facts(character).with[fluent.index()];
}

bool Dependencies::counts_for(EntityId character, FluentId fluent) {
    return facts(character).count[fluent.index()];
}

bool Dependencies::minds_matter(EntityId character) {
    auto [known, is_new] = minds_matter_.try_emplace(character);
    if (!is_new) return known->second;
    auto is_own = [&](const Place& place) { return place.is_in_mind_of(character); };
    auto is_others = [&](const Place& place) { return !is_own(place); };
    const std::vector<Place>& worth = utility(character);
    bool matter = std::any_of(worth.begin(), worth.end(), is_others);
    for (std::size_t i = 0; i < context_.triggers.size() && !matter; ++i) {
        const std::vector<Place>& targets = trigger(i).targets;
        matter = trigger(i).any(is_others) && std::any_of(targets.begin(), targets.end(), is_own);
    }
    return minds_matter_[character] = matter;
}

bool Dependencies::mixes_booleans_with_numbers() {
    if (mixes_) return *mixes_;
    const World& world = context_.world;
    auto mixes = [&](const Expr& comparison) {
        bool booleans = false;
        bool numbers = false;
        std::vector<ExprId> open = comparison.children;
        while (!open.empty()) {
            const Expr& expr = world[open.back()];
            open.pop_back();
            open.insert(open.end(), expr.children.begin(), expr.children.end());
            if (expr.kind != ExprKind::fluent) continue;
            booleans |= world[expr.property].type == kBoolean;
            numbers |= world[expr.property].type == kNumber;
        }
        return booleans && numbers;
    };
    mixes_ = std::any_of(world.exprs.begin(), world.exprs.end(),
                         [&](const Expr& expr) { return expr.kind == ExprKind::comparison && mixes(expr); });
    return *mixes_;
}

}  // namespace wt::referee
