// This computes what happens in a world that somebody imagines (docs/semantics.md, 5.4): there the owner has a self,
// which observes events and is told things like any mind below the world.
#include <algorithm>
#include <vector>

#include "engine/state/dynamics.h"

namespace wt::engine {

using model::EntityId;

/// Will the world and the self of its owner be alike after the action, as far as triggers do not part them? If so, the
/// world is taken for a mind. In the real world this is always so.
bool Dynamics::keeps_self(MindId world, EventIndex action) {
    EntityId owner = store_.owner(world);
    if (!owner.valid() || !store_.has_minds_below(world)) return true;
    if (ground_.has_possibilities()) return false;
    if (store_.has_parted(world) || parting_.triggers_of(owner) == Parting::Triggers::differ) return false;
    if (!evaluator_.holds(ground_.observing(action, owner), world)) return false;
    if (ground_.event(action).only_own_values || !parting_.tells(action, owner)) return true;
    std::vector<Write> first;
    std::vector<Write> second;
    collect_writes(evaluator_.reading(world), owner, action, first, second);
    const Code* after = store_.codes(own_values_after(world, action));
    return std::ranges::all_of(
        second, [&](const Write& one) { return one.chain.empty() && after[one.fluent.index()] == one.code; });
}

/// Returns the successor of a world for which `keeps_self` holds; none if triggers may part it from its self, or never
/// rest.
MindId Dynamics::successor_as_mind(MindId world, EventIndex action) {
    EntityId owner = store_.owner(world);
    bool are_watching = owner.valid() && store_.has_minds_below(world) &&
                        parting_.triggers_of(owner) != Parting::Triggers::none;
    MindId after;
    ValuesId values;
    if (can_compose_) {
        values = own_values_after(world, action);
        after = compose_successor(world, action, values);
    }
    // While the self lags behind by some beats, triggers may notice what has changed in the world.
    if (are_watching)
        return after.valid() && !differ_visibly(store_.values(after), values) ? after : MindId::none();
    return after.valid() ? after : settle(happen(world, action));
}

MindId Dynamics::successor_imagined(MindId world, EventIndex action) {
    MindId after = can_compose_ ? compose_imagined(world, action) : MindId::none();
    return after.valid() ? after : settle_imagined(happen_imagined(world, action));
}

MindId Dynamics::happen_imagined(MindId world, EventIndex action) {
    EntityId owner = store_.owner(world);
    std::vector<std::uint32_t> below(store_.minds_below(world).begin(), store_.minds_below(world).end());
    for (std::size_t i = 0; i < below.size(); ++i) {
        EntityId observer(i);
        if (observer == owner || !evaluator_.holds(ground_.observing(action, observer), world)) continue;
        below[i] = observed(world, MindId(below[i]), action).value;
    }
    MindId after = store_.intern(store_.level(world), owner, store_.values(world), below);
    std::vector<Write> first;
    std::vector<Write> second;
    collect_writes(evaluator_.reading(world), owner, action, first, second);
    for (const Write& one : first)
        after = write(after, one.chain, one);
    MindId self = store_.mind_of(world, owner);
    if (evaluator_.holds(ground_.observing(action, owner), world)) self = observed(world, self, action);
    for (const Write& one : second)
        self = write_belief(self, one.chain, one);
    return store_.with_self(after, self);
}

MindId Dynamics::beat_imagined(MindId world) {
    EntityId owner = store_.owner(world);
    MindId self = store_.mind_of(world, owner);
    TriggersOfValues triggers = triggers_of(store_.values(world));
    for (std::uint32_t i = 0; i <= triggers.count; ++i) {
        EventIndex trigger = i < triggers.count ? lists_[triggers.first + i] : triggers.own;
        if (!trigger.valid() || !possible(trigger, world)) continue;
        std::vector<Write> first;
        std::vector<Write> second;
        collect_writes(evaluator_.reading(world), owner, trigger, first, second);
        MindId after = world;
        for (const Write& one : first)
            after = write(after, one.chain, one);
        MindId told = self;
        for (const Write& one : second)
            told = write_belief(told, one.chain, one);
        if (after != world || told != self) return store_.with_self(after, told);
    }
    std::vector<std::uint32_t> below(store_.minds_below(world).begin(), store_.minds_below(world).end());
    for (std::uint32_t& one : below)
        if (one != MindId::kNone) one = beat_belief(MindId(one)).value;
    MindId after = store_.intern(store_.level(world), owner, store_.values(world), below);
    // A self that was like the world has had the same beat.
    return store_.has_parted(after) ? store_.with_self(after, MindId(below[owner.index()])) : after;
}

}  // namespace wt::engine
