#include "referee/happen.h"

#include <algorithm>
#include <set>

#include "referee/evaluate.h"
#include "referee/surprise.h"

namespace wt::referee {

using namespace model;

namespace {

/// More beats than this count as endless.
constexpr int kMostBeats = 10'000;

struct Assignment {
    Chain chain;
    FluentId fluent;
    Value value;
};

/// Collects the assignments of an effect that happen. `mind` is where tests and values are read, `chain` the
/// `believes(...)` blocks around.
void collect(const Context& context, MindId mind, const Chain& chain, const Scope& scope, EffectId id,
             std::vector<Assignment>& out) {
    const Effect& effect = context.world[id];
    switch (effect.kind) {
        case EffectKind::all:
            for (EffectId child : effect.children)
                collect(context, mind, chain, scope, child, out);
            return;
        case EffectKind::assign: {
            Chain believers = chain;
            for (ExprId term : effect.believers)
                believers = longer(believers, term_value(context, scope, term).as_entity());
            out.push_back({believers, fluent_of(context, scope, effect.property, effect.arguments),
                           value_of(context, mind, scope, effect.value)});
            return;
        }
        case EffectKind::choose: {
            std::size_t i = 0;
            while (i < effect.tests.size() && !holds(context, mind, scope, effect.tests[i]))
                ++i;
            collect(context, mind, chain, scope, effect.children[i], out);
            return;
        }
        case EffectKind::forall:
            for (const Value& value : context.values_of[context.world[effect.variable].type.index()]) {
                Bound bound{effect.variable, value};
                collect(context, mind, chain, {{&bound, 1}, &scope}, effect.children[0], out);
            }
            return;
        case EffectKind::believes: {
            EntityId believer = term_value(context, scope, effect.believers[0]).as_entity();
            collect(context, context.believed(mind, believer), longer(chain, believer), scope,
                    effect.children[0], out);
            return;
        }
    }
}

/// Of several values for the same fluent the one that is first in the order of values counts.
void add(Changes& changes, Chain chain, FluentId fluent, const Value& value) {
    auto [place, is_new] = changes.try_emplace({std::move(chain), fluent}, value);
    if (!is_new && value < place->second) place->second = value;
}

}  // namespace

Chain longer(const Chain& chain, EntityId believer) {
    Chain result = chain;
    if (result.empty() || result.back() != believer) result.push_back(believer);
    return result;
}

EffectChanges read_effect(const Context& context, MindId mind, const Scope& scope, EffectId effect) {
    std::vector<Assignment> assignments;
    collect(context, mind, {}, scope, effect, assignments);
    EffectChanges changes;
    EntityId owner = context[mind].owner;
    for (Assignment& assignment : assignments) {
        Chain& chain = assignment.chain;
        if (!chain.empty() && chain.front() == owner) {
            add(changes.second, Chain(chain.begin() + 1, chain.end()), assignment.fluent, assignment.value);
        } else {
            add(changes.first, chain, assignment.fluent, assignment.value);
        }
    }
    return changes;
}

MindId impose(Context& context, MindId id, const Changes& changes) {
    if (changes.empty()) return id;
    Mind mind = context[id];
    std::vector<Value> values = context.minds.values(mind.values);
    std::map<EntityId, Changes> below;
    for (const auto& [place, value] : changes) {
        const auto& [chain, fluent] = place;
        if (chain.empty())
            values[fluent.index()] = value;
        else
            below[chain.front()][{Chain(chain.begin() + 1, chain.end()), fluent}] = value;
    }
    mind.values = context.minds.intern(std::move(values));
    if (mind.level < context.depth)
        for (const auto& [character, rest] : below)
            mind.children[character.index()] = impose(context, mind.children[character.index()], rest);
    return context.minds.intern(std::move(mind));
}

namespace {

bool observes(const Context& context, MindId mind, const Occurrence& event, EntityId character) {
    const Event& declared = context.world[event.ground.event];
    if (!declared.observer.valid()) return true;
    Bound bound{declared.observer, Value::entity(character)};
    Scope outer = event.scope();
    return holds(context, mind, {{&bound, 1}, &outer}, declared.observing);
}

}  // namespace

namespace {

/// Whether an event happens in a world, the real one or one that somebody imagines, or in a mind below it. A
/// world has a self beside it, which takes what tells its owner something.
enum class Level : bool { world, mind };

/// Does somebody imagine the world, and has it minds below?
bool is_imagined(const Context& context, MindId world) {
    return context[world].owner.valid() && context[world].level < context.depth;
}

/// The self of a world that somebody imagines.
MindId self_of(const Context& context, MindId world) {
    return context.believed(world, context[world].owner);
}

/// The world with this self. A world whose self is like itself has none.
MindId with_self(Context& context, MindId world, MindId self) {
    Mind mind = context[world];
    mind.children[mind.owner.index()] = MindId();
    MindId plain = context.minds.intern(mind);
    if (plain == self) return plain;
    mind.children[mind.owner.index()] = self;
    return context.minds.intern(std::move(mind));
}

MindId apply_at(Context& context, MindId id, ActionId action, Level level);

/// What the action makes of a mind that observes it in `outer`.
MindId observed(Context& context, MindId outer, MindId mind, ActionId action) {
    const Occurrence& event = context[action];
    if (!possible(context, mind, event)) mind = correct(context, outer, mind, event);
    return apply_at(context, mind, action, Level::mind);
}

MindId apply_at(Context& context, MindId id, ActionId action, Level level) {
    auto& memo = level == Level::world ? context.applied : context.applied_in_mind;
    auto known = memo.find(pair_key(id.value, action.value));
    if (known != memo.end()) return known->second;
    const Occurrence& event = context[action];
    EffectChanges changes = read_effect(context, id, event.scope(), context.world[event.ground.event].effect);
    Mind after = context[id];
    for (std::size_t i = 0; i < after.children.size(); ++i) {
        EntityId character(i);
        if (character == after.owner || context.halted()) continue;
        if (observes(context, id, event, character))
            after.children[i] = observed(context, id, after.children[i], action);
    }
    MindId result = impose(context, context.minds.intern(std::move(after)), changes.first);
    if (level == Level::world && is_imagined(context, id)) {
        MindId self = self_of(context, id);
        if (observes(context, id, event, context[id].owner)) self = observed(context, id, self, action);
        result = with_self(context, result, impose(context, self, changes.second));
    }
    memo.emplace(pair_key(id.value, action.value), result);
    context.budget.charge_bytes(32);
    return result;
}

}  // namespace

MindId apply(Context& context, MindId world, ActionId action) {
    return apply_at(context, world, action, Level::world);
}

namespace {

/// What the first trigger that applies makes of the world or mind; none if no trigger applies.
std::optional<MindId> trigger(Context& context, MindId mind, Level level,
                              const GroundEvent** which = nullptr) {
    for (const Occurrence& event : context.triggers) {
        if (context.halted()) return std::nullopt;
        if (!possible(context, mind, event)) continue;
        EffectChanges changes =
            read_effect(context, mind, event.scope(), context.world[event.ground.event].effect);
        MindId after = impose(context, mind, changes.first);
        bool changes_something = after != mind;
        if (level == Level::world && is_imagined(context, mind)) {
            MindId self = self_of(context, mind);
            MindId told = impose(context, self, changes.second);
            changes_something = changes_something || told != self;
            after = with_self(context, after, told);
        }
        if (!changes_something) continue;
        if (which != nullptr) *which = &event.ground;
        return after;
    }
    return std::nullopt;
}

MindId beat_at(Context& context, MindId id, Level level);

/// Adds the triggers that happen in the next beat.
void name_triggers(Context& context, MindId mind, Level level, std::vector<GroundEvent>& names) {
    const GroundEvent* which = nullptr;
    if (trigger(context, mind, level, &which)) {
        if (std::find(names.begin(), names.end(), *which) == names.end()) names.push_back(*which);
        return;
    }
    std::set<MindId> below;
    for (MindId child : context[mind].children)
        if (child.valid() && beat_at(context, child, Level::mind) != child) below.insert(child);
    for (MindId child : below)
        name_triggers(context, child, Level::mind, names);
}

/// The triggers of the beats that follow, until a state comes back or many have passed.
std::vector<GroundEvent> endless_triggers(Context& context, MindId world) {
    std::vector<GroundEvent> names;
    std::set<MindId> met;
    for (int i = 0; i < 100 && met.insert(world).second; ++i) {
        name_triggers(context, world, Level::world, names);
        world = beat(context, world);
    }
    return names;
}

MindId beat_at(Context& context, MindId id, Level level) {
    auto& memo = level == Level::world ? context.beats : context.beats_in_mind;
    auto known = memo.find(id);
    if (known != memo.end()) return known->second;
    MindId result = id;
    if (std::optional<MindId> after = trigger(context, id, level)) {
        result = *after;
    } else {
        Mind mind = context[id];
        for (MindId& child : mind.children)
            if (child.valid() && !context.halted()) child = beat_at(context, child, Level::mind);
        // A world without a self of its own is its own self, and the beat is the same for both.
        bool has_parted = is_imagined(context, id) && self_of(context, id) != id;
        result = context.minds.intern(std::move(mind));
        if (has_parted) result = with_self(context, result, self_of(context, result));
    }
    if (!context.halted()) memo.emplace(id, result);
    context.budget.charge_bytes(32);
    return result;
}

}  // namespace

MindId beat(Context& context, MindId world) {
    return beat_at(context, world, Level::world);
}

MindId settle(Context& context, MindId root) {
    auto known = context.settled.find(root);
    if (known != context.settled.end()) return known->second;
    std::set<MindId> met;
    MindId mind = root;
    for (int beats = 0;; ++beats) {
        if (context.halted()) return mind;
        MindId next = beat(context, mind);
        if (next == mind) break;
        if (!met.insert(mind).second || beats >= kMostBeats) {
            context.endless = endless_triggers(context, mind);
            return mind;
        }
        mind = next;
    }
    context.settled.emplace(root, mind);
    context.budget.charge_bytes(32);
    return mind;
}

MindId successor(Context& context, MindId mind, ActionId action) {
    auto known = context.successors.find(pair_key(mind.value, action.value));
    if (known != context.successors.end()) return known->second;
    MindId result = settle(context, apply(context, mind, action));
    if (!context.halted()) context.successors.emplace(pair_key(mind.value, action.value), result);
    context.budget.charge_bytes(32);
    return result;
}

namespace {

/// Builds the tree of minds from what the statements say so far. `values` are those of the mind above; `said`
/// what is said about this mind and those below. Minds about which nothing is said are shared.
struct Filler {
    Context& context;
    std::map<std::tuple<EntityId, int, ValuesId>, MindId> silent;

    MindId fill(EntityId owner, int level, ValuesId above, const Changes& said) {
        if (said.empty()) {
            auto known = silent.find({owner, level, above});
            if (known != silent.end()) return known->second;
        }
        std::vector<Value> values = context.minds.values(above);
        std::map<EntityId, Changes> below;
        for (const auto& [place, value] : said) {
            const auto& [chain, fluent] = place;
            if (chain.empty())
                values[fluent.index()] = value;
            else
                below[chain.front()][{Chain(chain.begin() + 1, chain.end()), fluent}] = value;
        }
        Mind mind{owner, level, context.minds.intern(std::move(values)), {}};
        if (level < context.depth) {
            for (std::size_t i = 0; i < context.world.character_count && !context.halted(); ++i) {
                bool is_owner = EntityId(i) == owner;
                mind.children.push_back(
                    is_owner ? MindId() : fill(EntityId(i), level + 1, mind.values, below[EntityId(i)]));
            }
        }
        MindId result = context.minds.intern(std::move(mind));
        if (said.empty()) silent.emplace(std::tuple(owner, level, above), result);
        return result;
    }
};

}  // namespace

MindId first_state(Context& context) {
    const World& world = context.world;
    if (context.halted()) return {};
    std::vector<Value> defaults;
    for (std::size_t i = 0; i < context.fluents.size(); ++i)
        defaults.push_back(world.default_of(world[context.fluents[FluentId(i)].property].type));
    ValuesId above = context.minds.intern(std::move(defaults));
    Filler filler{context, {}};
    Changes said;
    MindId state = filler.fill({}, 0, above, said);
    for (EffectId statement : world.first_state) {
        if (context.halted()) return state;
        // In the real world, which nobody owns, all changes are in the first pass.
        for (const auto& [place, value] : read_effect(context, state, {}, statement).first)
            said[place] = value;
        state = filler.fill({}, 0, above, said);
    }
    return settle(context, state);
}

}  // namespace wt::referee
