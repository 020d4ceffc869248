#include "referee/happen.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include "referee/candidates.h"
#include "referee/evaluate.h"
#include "referee/revision.h"

namespace wt::referee {

using namespace model;

namespace {

/// More beats than this count as endless.
constexpr int kMostBeats = 10'000;

/// Collects the writes of an effect that happen, in the order of the text. Tests and values are read as what is
/// true of all of `minds`: one, or all pictures of the believers of `chain`, the `believes(...)` blocks around.
struct Collector {
    const Context& context;
    Writes& out;

    void collect(std::span<const MindId> minds, const Chain& chain, const Bindings& scope, EffectId id) {
        const Effect& effect = context.world[id];
        switch (effect.kind) {
            case EffectKind::all:
            case EffectKind::everybody: {
                std::size_t first = out.size();
                for (EffectId child : effect.children)
                    collect(minds, chain, scope, child);
                if (effect.kind == EffectKind::everybody)
                    for (std::size_t i = first; i < out.size(); ++i)
                        out[i].kind = Write::Kind::everybody;
                return;
            }
            case EffectKind::assign:
            case EffectKind::possibly:
            case EffectKind::learn:
                return write(minds, chain, scope, effect);
            case EffectKind::choose: {
                // If different branches are taken in the minds, none of them is.
                std::size_t branch = branch_in(minds[0], scope, effect);
                for (MindId mind : minds.subspan(1))
                    if (branch_in(mind, scope, effect) != branch) return;
                collect(minds, chain, scope, effect.children[branch]);
                return;
            }
            case EffectKind::forall:
                for (const Value& value : context.values_of[context.world[effect.variable].type.index()]) {
                    Bound bound{effect.variable, value};
                    collect(minds, chain, {{&bound, 1}, &scope}, effect.children[0]);
                }
                return;
            case EffectKind::believes: {
                EntityId believer = term_value(context, scope, effect.believers[0]).as_entity();
                std::vector<MindId> theirs;
                for (MindId mind : minds)
                    for (const Possibility& possibility :
                         context.minds.possibilities(context.believed(mind, believer)))
                        theirs.push_back(possibility.mind);
                collect(theirs, longer(chain, believer), scope, effect.children[0]);
                return;
            }
        }
    }

  private:
    std::size_t branch_in(MindId mind, const Bindings& scope, const Effect& effect) const {
        std::size_t i = 0;
        while (i < effect.tests.size() && !holds(context, mind, scope, effect.tests[i]))
            ++i;
        return i;
    }

    void write(std::span<const MindId> minds, const Chain& chain, const Bindings& scope,
               const Effect& effect) {
        Write write{chain, fluent_of(context, scope, effect.property, effect.arguments), {}, {}, {}};
        for (ExprId term : effect.believers)
            write.chain = longer(write.chain, term_value(context, scope, term).as_entity());
        if (effect.kind == EffectKind::possibly) {
            write.kind = Write::Kind::possibly;
            write.alternatives = alternatives(minds, scope, effect);
            if (write.alternatives.size() == 1) write.value = write.alternatives[0].value;
        } else {
            if (effect.kind == EffectKind::learn) write.kind = Write::Kind::learn;
            write.value = common_value(context, minds, scope, effect.value);
        }
        out.push_back(std::move(write));
    }

    /// Returns the alternatives in the order of values; equal ones are one, and the weights have no common factor.
    std::vector<Alternative> alternatives(std::span<const MindId> minds, const Bindings& scope,
                                          const Effect& effect) const {
        std::map<Value, Wide> weights;
        for (std::size_t i = 0; i < effect.alternatives.size(); ++i)
            weights[common_value(context, minds, scope, effect.alternatives[i])] += effect.weights[i];
        std::vector<WideShare> shares;
        for (const auto& [value, weight] : weights)
            shares.push_back({{}, weight});
        if (!reduce_weights(shares)) context.budget.request_stop(Stop::weights);
        std::vector<Alternative> result;
        for (const auto& [value, weight] : weights)
            result.push_back({value, static_cast<std::int64_t>(shares[result.size()].weight)});
        return result;
    }
};

/// Of several writes to one fluent along one chain: does `a`, which comes later, count and not `b`?
bool goes_before(const Write& a, const Write& b) {
    auto rank = [](const Write& write) {
        return write.kind == Write::Kind::learn ? 2 : write.kind == Write::Kind::possibly ? 1 : 0;
    };
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return rank(a) == 0 && a.value < b.value;
}

/// Keeps the one that counts of the writes to the same fluent along the same chain.
void settle_collisions(Writes& writes) {
    if (writes.size() < 2) return;
    auto same = [](const Write& a, const Write& b) { return a.fluent == b.fluent && a.chain == b.chain; };
    if (writes.size() == 2 && !same(writes[0], writes[1])) return;
    std::map<std::pair<Chain, FluentId>, std::size_t> counts;
    for (std::size_t i = 0; i < writes.size(); ++i) {
        auto [place, is_new] = counts.try_emplace({writes[i].chain, writes[i].fluent}, i);
        if (!is_new && goes_before(writes[i], writes[place->second])) place->second = i;
    }
    if (counts.size() == writes.size()) return;
    std::vector<bool> keep(writes.size());
    for (const auto& [place, index] : counts)
        keep[index] = true;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < writes.size(); ++i)
        if (keep[i] && kept++ != i) writes[kept - 1] = std::move(writes[i]);
    writes.resize(kept);
}

}  // namespace

Chain longer(const Chain& chain, EntityId believer) {
    Chain result = chain;
    if (result.empty() || result.back() != believer) result.push_back(believer);
    return result;
}

EffectChanges read_effect(const Context& context, MindId mind, const Bindings& scope, EffectId effect) {
    EffectChanges changes;
    if (!effect.valid()) return changes;
    changes.first.reserve(4);
    Collector{context, changes.first}.collect({&mind, 1}, {}, scope, effect);
    EntityId owner = context[mind].owner;
    auto tells_owner = [&](const Write& write) { return !write.chain.empty() && write.chain[0] == owner; };
    if (std::ranges::any_of(changes.first, tells_owner)) {
        std::ranges::copy_if(changes.first, std::back_inserter(changes.second), tells_owner);
        std::erase_if(changes.first, tells_owner);
    }
    settle_collisions(changes.first);
    settle_collisions(changes.second);
    return changes;
}

namespace {

using WriteList = std::vector<const Write*>;

/// This imposes writes whose chains lead on from their place `from`.
struct Imposer {
    Context& context;

    MindId on_belief(MindId belief, const WriteList& writes, std::size_t from) {
        // Assignments do not come into each other's way; other writes go one by one.
        bool assigns = std::ranges::all_of(
            writes, [](const Write* write) { return write->kind == Write::Kind::assign; });
        if (assigns) return in_each(belief, writes, from);
        for (const Write* write : writes) {
            if (context.halted()) return belief;
            bool is_here = write->chain.size() == from;
            if (is_here && write->kind == Write::Kind::possibly)
                belief = split(belief, *write);
            else if (is_here && write->kind == Write::Kind::learn)
                belief = learn(belief, *write);
            else
                belief = in_each(belief, {write}, from);
        }
        return belief;
    }

    MindId in_mind(MindId id, const WriteList& writes, std::size_t from) {
        Mind mind = context[id];
        std::vector<Value> values = context.minds.values(mind.values);
        std::map<EntityId, WriteList> below;
        for (const Write* write : writes) {
            if (write->chain.size() == from)
                values[write->fluent.index()] = write->value;
            else
                below[write->chain[from]].push_back(write);
        }
        mind.values = context.minds.intern(std::move(values));
        if (mind.level < context.depth)
            for (const auto& [character, rest] : below) {
                MindId& child = mind.children[character.index()];
                child = on_belief(child, rest, from + 1);
            }
        return context.minds.intern(std::move(mind));
    }

  private:
    MindId in_each(MindId belief, const WriteList& writes, std::size_t from) {
        if (!Minds::are_several(belief)) return in_mind(belief, writes, from);
        std::vector<WideShare> shares;
        for (const Possibility& possibility : context.minds.possibilities(belief))
            shares.push_back({in_mind(possibility.mind, writes, from), possibility.weight});
        return context.minds.intern(std::move(shares));
    }

    MindId with_value(MindId id, FluentId fluent, const Value& value) {
        Mind mind = context[id];
        std::vector<Value> values = context.minds.values(mind.values);
        values[fluent.index()] = value;
        mind.values = context.minds.intern(std::move(values));
        return context.minds.intern(std::move(mind));
    }

    MindId split(MindId belief, const Write& write) {
        std::vector<WideShare> shares;
        for (const Possibility& possibility : context.minds.possibilities(belief))
            for (const Alternative& alternative : write.alternatives)
                shares.push_back({with_value(possibility.mind, write.fluent, alternative.value),
                                  Wide{possibility.weight} * alternative.weight});
        return context.minds.intern(std::move(shares));
    }

    MindId learn(MindId belief, const Write& write) {
        std::vector<WideShare> right;
        std::vector<WideShare> set;
        for (const Possibility& possibility : context.minds.possibilities(belief)) {
            if (context.minds.value(possibility.mind, write.fluent) == write.value)
                right.push_back({possibility.mind, possibility.weight});
            set.push_back({with_value(possibility.mind, write.fluent, write.value), possibility.weight});
        }
        return context.minds.intern(right.empty() ? std::move(set) : std::move(right));
    }
};

}  // namespace

MindId impose(Context& context, MindId belief, const Writes& writes, std::size_t from) {
    if (writes.empty()) return belief;
    WriteList list;
    list.reserve(writes.size());
    for (const Write& write : writes)
        list.push_back(&write);
    return Imposer{context}.on_belief(belief, list, from);
}

namespace {

bool observes(const Context& context, MindId mind, const Occurrence& event, EntityId character) {
    const Event& declared = context.world[event.ground.event];
    if (!declared.observer.valid()) return true;
    Bound bound{declared.observer, Value::entity(character)};
    Bindings outer = event.scope();
    return holds(context, mind, {{&bound, 1}, &outer}, declared.observing);
}

}  // namespace

namespace {

/// An event happens in a world, the real one or one that somebody imagines, or in a mind below it. A world has a self
/// beside it, which takes what tells its owner something.
enum class Level : bool { world, mind };

/// Does somebody imagine the world, and has it minds below?
bool is_imagined(const Context& context, MindId world) {
    return context[world].owner.valid() && context[world].level < context.depth;
}

/// Returns the self of a world that somebody imagines: a belief.
MindId self_of(const Context& context, MindId world) {
    return context.believed(world, context[world].owner);
}

}  // namespace

MindId with_self(Context& context, MindId world, MindId self) {
    Mind mind = context[world];
    if (mind.children.empty()) return world;  // nobody has a self at the greatest depth
    mind.children[mind.owner.index()] = MindId();
    MindId plain = context.minds.intern(mind);
    if (plain == self) return plain;
    mind.children[mind.owner.index()] = self;
    return context.minds.intern(std::move(mind));
}

namespace {

MindId apply_at(Context& context, MindId id, ActionId action, Level level);

/// Returns what the action makes of a belief whose owner observes it in `outer`.
MindId observed(Context& context, MindId outer, MindId belief, ActionId action) {
    const Occurrence& event = context[action];
    if (!Minds::are_several(belief)) {
        if (!could_be_seen(context, belief, event)) belief = correct(context, outer, belief, event);
        return apply_at(context, belief, action, Level::mind);
    }
    Possibilities possibilities = context.minds.possibilities(belief);
    // Possibilities that cannot be seen like this are ruled out; if none is left, all are corrected. What the owner is
    // sure of is said of the whole belief.
    std::vector<bool> could_be;
    for (const Possibility& possibility : possibilities)
        could_be.push_back(could_be_seen(context, with_self(context, possibility.mind, belief), event));
    bool is_surprised = std::ranges::none_of(could_be, std::identity());
    std::vector<WideShare> shares;
    std::size_t place = 0;
    for (const auto& [mind, weight] : possibilities) {
        if (context.halted()) return belief;
        if (!could_be[place++] && !is_surprised) continue;
        MindId before = is_surprised ? correct(context, outer, mind, event) : mind;
        shares.push_back({apply_at(context, before, action, Level::mind), weight});
    }
    return context.minds.intern(std::move(shares));
}

MindId apply_at(Context& context, MindId id, ActionId action, Level level) {
    auto& memo = level == Level::world ? context.applied : context.applied_in_mind;
    if (const MindId* known = memo.find(pair_key(id.value, action.value))) return *known;
    const Occurrence& event = context[action];
    const Event& declared = context.world[event.ground.event];
    EffectChanges changes =
        read_effect(context, id, event.scope(), event.ground.fails ? declared.failure : declared.effect);
    Mind after = context[id];
    for (std::size_t i = 0; i < after.children.size(); ++i) {
        EntityId character(i);
        if (character == after.owner || context.halted()) continue;
        if (observes(context, id, event, character))
            after.children[i] = observed(context, id, after.children[i], action);
    }
    MindId result = impose(context, context.minds.intern(std::move(after)), changes.first);
    if (context.former.no_self && context[id].owner.valid()) {
        result = impose(context, result, changes.second, 1);
    } else if (level == Level::world && is_imagined(context, id)) {
        MindId self = self_of(context, id);
        if (observes(context, id, event, context[id].owner)) self = observed(context, id, self, action);
        result = with_self(context, result, impose(context, self, changes.second, 1));
    }
    memo[pair_key(id.value, action.value)] = result;
    return result;
}

}  // namespace

MindId apply(Context& context, MindId world, ActionId action) {
    return apply_at(context, world, action, Level::world);
}

namespace {

/// Returns what the first trigger that applies makes of the world or mind; none if no trigger applies.
std::optional<MindId> trigger(Context& context, MindId mind, Level level,
                              const GroundEvent** which = nullptr) {
    for (std::uint32_t index : context.candidates->triggers(mind)) {
        const Occurrence& event = context.triggers[index];
        if (context.halted()) return std::nullopt;
        if (!context.candidates->is_possible_trigger(mind, index)) continue;
        EffectChanges changes =
            read_effect(context, mind, event.scope(), context.world[event.ground.event].effect);
        MindId after = impose(context, mind, changes.first);
        if (context.former.no_self && context[mind].owner.valid())
            after = impose(context, after, changes.second, 1);
        bool changes_something = after != mind;
        if (!context.former.no_self && level == Level::world && is_imagined(context, mind)) {
            MindId self = self_of(context, mind);
            MindId told = impose(context, self, changes.second, 1);
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
    for (MindId child : context[mind].children) {
        if (!child.valid()) continue;
        for (const Possibility& possibility : context.minds.possibilities(child))
            if (beat_at(context, possibility.mind, Level::mind) != possibility.mind)
                below.insert(possibility.mind);
    }
    for (MindId child : below)
        name_triggers(context, child, Level::mind, names);
}

/// Returns in whose mind the next beat is, outermost first; the first one, if there are several.
std::vector<EntityId> believers_of_beat(Context& context, MindId mind) {
    std::vector<EntityId> believers;
    if (EntityId owner = context[mind].owner; owner.valid()) believers.push_back(owner);
    for (Level level = Level::world; !trigger(context, mind, level); level = Level::mind) {
        MindId moved;
        for (MindId child : context[mind].children) {
            if (!child.valid() || moved.valid()) continue;
            for (const Possibility& possibility : context.minds.possibilities(child))
                if (!moved.valid() && beat_at(context, possibility.mind, Level::mind) != possibility.mind)
                    moved = possibility.mind;
        }
        if (!moved.valid()) break;
        mind = moved;
        believers.push_back(context[mind].owner);
    }
    return believers;
}

/// Returns the triggers of the beats that follow, until a state comes back or many have passed.
EndlessTriggers endless_triggers(Context& context, MindId world, int beats) {
    EndlessTriggers endless;
    std::set<MindId> met;
    for (int i = 0; i < 100 && met.insert(world).second; ++i) {
        name_triggers(context, world, Level::world, endless.triggers);
        endless.believers = believers_of_beat(context, world);
        world = beat(context, world);
    }
    endless.beat = beats;
    return endless;
}

/// Takes the beat of a belief: that of each of its possibilities.
MindId beat_below(Context& context, MindId belief) {
    if (!Minds::are_several(belief)) return beat_at(context, belief, Level::mind);
    std::vector<WideShare> shares;
    for (const auto& [mind, weight] : context.minds.possibilities(belief))
        shares.push_back({beat_at(context, mind, Level::mind), weight});
    return context.minds.intern(std::move(shares));
}

MindId beat_at(Context& context, MindId id, Level level) {
    auto& memo = level == Level::world ? context.beats : context.beats_in_mind;
    if (const MindId* known = memo.find(id.value)) return *known;
    MindId result = id;
    if (std::optional<MindId> after = trigger(context, id, level)) {
        result = *after;
    } else {
        Mind mind = context[id];
        for (MindId& child : mind.children)
            if (child.valid() && !context.halted()) child = beat_below(context, child);
        // A world without a self of its own is its own self, and the beat is the same for both.
        bool has_parted = level == Level::world && is_imagined(context, id) && self_of(context, id) != id;
        result = context.minds.intern(std::move(mind));
        if (has_parted) result = with_self(context, result, self_of(context, result));
    }
    if (!context.halted()) memo[id.value] = result;
    return result;
}

}  // namespace

MindId beat(Context& context, MindId world) {
    return beat_at(context, world, Level::world);
}

MindId settle(Context& context, MindId root) {
    if (const MindId* known = context.settled.find(root.value)) return *known;
    std::set<MindId> met;
    MindId mind = root;
    for (int beats = 0;; ++beats) {
        if (context.halted()) return mind;
        MindId next = beat(context, mind);
        if (next == mind) break;
        if (!met.insert(mind).second || beats >= kMostBeats) {
            if (!context.unrest) {
                // The beat before led to a state that had been there already.
                context.unrest = endless_triggers(context, mind, std::max(0, beats - 1));
                context.stage_of_unrest = context.stage;
            }
            return MindId();
        }
        mind = next;
    }
    context.settled[root.value] = mind;
    return mind;
}

MindId successor(Context& context, MindId mind, ActionId action) {
    if (const MindId* known = context.successors.find(pair_key(mind.value, action.value))) return *known;
    // Where triggers never come to rest, the action is impossible.
    bool met_before = context.unrest.has_value();
    MindId result = settle(context, apply(context, mind, action));
    if (!met_before && context.unrest) context.unrest->action = context[action].ground;
    if (!context.halted()) context.successors[pair_key(mind.value, action.value)] = result;
    return result;
}

namespace {

/// This is what has been said at the start, by chain and fluent: one alternative for a value.
using Said = std::map<std::pair<Chain, FluentId>, std::vector<Alternative>>;

/// Builds the tree of minds from what the statements say so far. `values` are those of the picture above; `said`
/// what is said about this belief and those below. Minds about which nothing is said are shared.
struct Filler {
    Context& context;
    std::map<std::tuple<EntityId, int, ValuesId>, MindId> silent;

    MindId fill(EntityId owner, int level, ValuesId above, const Said& said) {
        if (said.empty()) {
            auto known = silent.find({owner, level, above});
            if (known != silent.end()) return known->second;
        }
        Said here;
        std::map<EntityId, Said> below;
        for (const auto& [place, alternatives] : said) {
            const auto& [chain, fluent] = place;
            if (chain.empty())
                here[place] = alternatives;
            else
                below[chain.front()][{Chain(chain.begin() + 1, chain.end()), fluent}] = alternatives;
        }
        std::vector<WideShare> shares;
        for (auto& [values, weight] : product(context.minds.values(above), here)) {
            Mind mind{owner, level, context.minds.intern(std::move(values)), {}};
            if (level < context.depth) {
                mind.children.reserve(context.world.character_count);
                for (std::size_t i = 0; i < context.world.character_count && !context.halted(); ++i) {
                    bool is_owner = EntityId(i) == owner;
                    mind.children.push_back(
                        is_owner ? MindId() : fill(EntityId(i), level + 1, mind.values, below[EntityId(i)]));
                }
            }
            shares.push_back({context.minds.intern(std::move(mind)), weight});
        }
        MindId result = shares.size() == 1 ? shares[0].mind : context.minds.intern(std::move(shares));
        if (said.empty()) silent.emplace(std::tuple(owner, level, above), result);
        return result;
    }

  private:
    /// Returns all combinations of what is said of the fluents, with their weights.
    std::vector<std::pair<std::vector<Value>, Wide>> product(const std::vector<Value>& above,
                                                             const Said& here) {
        std::vector<std::pair<std::vector<Value>, Wide>> pictures;
        pictures.emplace_back(above, 1);
        for (const auto& [place, alternatives] : here) {
            if (alternatives.size() == 1) {
                for (auto& [values, weight] : pictures)
                    values[place.second.index()] = alternatives[0].value;
                continue;
            }
            if (pictures.size() * alternatives.size() > static_cast<std::size_t>(limit()))
                context.budget.request_stop(Stop::possibilities);
            if (context.halted()) break;
            std::vector<std::pair<std::vector<Value>, Wide>> more;
            std::vector<WideShare> weights;
            for (const auto& [values, weight] : pictures) {
                for (const Alternative& alternative : alternatives) {
                    more.emplace_back(values, 1);
                    more.back().first[place.second.index()] = alternative.value;
                    weights.push_back({{}, weight * alternative.weight});
                }
            }
            if (!reduce_weights(weights)) context.budget.request_stop(Stop::weights);
            for (std::size_t i = 0; i < more.size(); ++i)
                more[i].second = weights[i].weight;
            pictures = std::move(more);
        }
        return pictures;
    }

    int limit() const { return std::max(1, context.limits.possibilities); }
};

/// Takes what a statement says into what has been said before.
void say(Said& said, const Write& write) {
    if (write.kind == Write::Kind::everybody)
        std::erase_if(said, [&](const auto& entry) { return entry.first.second == write.fluent; });
    said[{write.chain, write.fluent}] =
        write.kind == Write::Kind::possibly ? write.alternatives : std::vector<Alternative>{{write.value, 1}};
}

}  // namespace

MindId first_state(Context& context) {
    const World& world = context.world;
    if (context.halted()) return {};
    std::vector<Value> defaults;
    for (std::size_t i = 0; i < context.fluents.size(); ++i)
        defaults.push_back(world.default_of(context.fluents[FluentId(i)].property));
    ValuesId above = context.minds.intern(std::move(defaults));
    Filler filler{context, {}};
    Said said;
    MindId state = filler.fill({}, 0, above, said);
    for (EffectId statement : world.first_state) {
        if (context.halted()) return state;
        // In the real world, which nobody owns, all changes are in the first pass.
        for (const Write& write : read_effect(context, state, {}, statement).first)
            say(said, write);
        state = filler.fill({}, 0, above, said);
    }
    MindId settled = settle(context, state);
    context.is_endless = !settled.valid();
    return settled.valid() ? settled : state;
}

}  // namespace wt::referee
