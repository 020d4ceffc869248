// This composes the successor of a mind and makes no mind that is not settled.
//
// By definition an event happens in all minds first, and then the whole settles in beats. Most often the
// minds of a state settle without regard for each other: a mind waits until those above it have come to rest,
// and then goes its own way. So the successor of a mind is put together from the settled successors of the
// minds below it, which are remembered and often asked for on their own account anyway.
//
// This is right as long as no trigger of the mind applies while the minds below it settle. Triggers read at most the
// own values of the minds directly below (otherwise no successor is composed in the world). So it is enough that none
// of the fluents that triggers look at there, the *visible* ones, changes any more, or that the mind has no trigger
// that may look. Where that cannot be told, or settling takes long, the answer is none, and the successor is computed
// from the top by the definition of `happen` and `settle`.
#include <algorithm>
#include <utility>

#include "engine/state/dynamics.h"

namespace wt::engine {

using model::EntityId;

namespace {

/// More beats of one mind than this are not composed, so that here all levels together never come near the limit of
/// beats.
constexpr int kShortBeats = 32;

bool is_shallow(const FormulaPool& pool, FormulaId id, bool is_below = false) {
    const Formula& formula = pool[id];
    if (!formula.reads_minds) return true;
    switch (formula.kind) {
        case FormulaKind::in:
        case FormulaKind::value_in:
            return !is_below && is_shallow(pool, FormulaId(formula.b), true);
        case FormulaKind::compares:
        case FormulaKind::arithmetic:
            return is_shallow(pool, FormulaId(formula.a), is_below) &&
                   is_shallow(pool, FormulaId(formula.b), is_below);
        case FormulaKind::truth_of:
            return is_shallow(pool, FormulaId(formula.a), is_below);
        default:
            return std::ranges::all_of(pool.children(formula),
                                       [&](FormulaId child) { return is_shallow(pool, child, is_below); });
    }
}

FormulaId minds_part(FormulaPool& pool, FormulaId precondition) {
    const Formula& formula = pool[precondition];
    if (!formula.reads_minds) return pool.truth(true);
    if (formula.kind != FormulaKind::all) return precondition;
    std::vector<FormulaId> parts;
    for (FormulaId child : pool.children(formula))
        if (pool[child].reads_minds) parts.push_back(child);
    return pool.all(std::move(parts));
}

}  // namespace

void Dynamics::look_at_triggers() {
    can_compose_ = !ground_.is_uncertain() && ground_.hides_nothing();
    if (!can_compose_) return;
    FormulaPool& pool = ground_.pool();
    std::vector<FormulaPool::Read> reads;
    for (std::size_t i = 0; i < ground_.event_count(); ++i) {
        EventIndex event(i);
        FormulaId part = minds_part(pool, ground_.event(event).precondition);
        looks_.push_back(look(pool, part));
        if (!ground_.is_trigger(event)) continue;
        can_compose_ &= is_shallow(pool, part);
        pool.collect_reads(part, reads);
        for (const Assignment& assignment : ground_.assignments(event)) {
            can_compose_ &= is_shallow(pool, assignment.test) && is_shallow(pool, assignment.value) &&
                            ground_.chain(assignment.chain).size() <= 1;
            pool.collect_reads(assignment.test, reads);
            pool.collect_reads(assignment.value, reads);
            if (assignment.chain != 0) reads.push_back({assignment.fluent, true});
        }
    }
    for (const FormulaPool::Read& read : reads)
        if (read.in_other_mind) visible_.push_back(read.fluent);
    std::ranges::sort(visible_);
    visible_.erase(std::ranges::unique(visible_).begin(), visible_.end());
}

/// Most triggers look at one fact in one mind, which is told without a walk through formulas.
Dynamics::Look Dynamics::look(const FormulaPool& pool, FormulaId part) {
    Look result;
    result.part = part;
    if (pool[part].kind != FormulaKind::in) return result;
    const Formula& inner = pool[FormulaId(pool[part].b)];
    if (inner.kind != FormulaKind::equals && inner.kind != FormulaKind::differs) return result;
    result.is_one_fact = true;
    result.is_equal = inner.kind == FormulaKind::equals;
    result.character = pool[part].a;
    result.fluent = inner.a;
    result.code = inner.b;
    return result;
}

/// Does the part of the trigger's precondition hold that reads other minds?
bool Dynamics::sees(EventIndex trigger, const Reading& reading) const {
    const Look& look = looks_[trigger.index()];
    if (!look.is_one_fact) return evaluator_.holds(look.part, reading);
    return (reading.below[look.character][look.fluent] == look.code) == look.is_equal;
}

bool Dynamics::differ_visibly(ValuesId a, ValuesId b) const {
    if (a == b) return false;
    const Code* one = store_.codes(a);
    const Code* other = store_.codes(b);
    return std::ranges::any_of(visible_,
                               [&](FluentId fluent) { return one[fluent.index()] != other[fluent.index()]; });
}

ValuesId Dynamics::own_values_after(MindId mind, EventIndex event) {
    ValuesId values = store_.values(mind);
    if (ground_.event(event).only_own_values) return own_values_after(values, event);
    std::vector<Write> first;
    std::vector<Write> second;
    collect_writes(evaluator_.reading(mind), store_.owner(mind), event, first, second);
    return written(values, first);
}

/// Returns the settled mind that comes of `from`, the minds below which are settled, when the event (or none) happens
/// in it and in the minds below as they observe it, while its own values become `after`. Returns none if composing does
/// not tell.
MindId Dynamics::compose_successor(MindId from, EventIndex event, ValuesId after) {
    if (!store_.has_minds_below(from)) return settled_leaf(store_.with_values(from, after));
    TripleKey step{from.value, event.value, after.value};
    if (const MindId* known = steps_.find(step)) return *known;
    std::size_t base = below_minds_.size();
    MindId result = compose_successor_anew(from, event, after);
    below_minds_.resize(base);
    below_events_.resize(base);
    below_values_.resize(base);
    if (!ground_.stopped()) steps_[step] = result;
    return result;
}

MindId Dynamics::compose_successor_anew(MindId from, EventIndex event, ValuesId after) {
    EntityId owner = store_.owner(from);
    std::size_t base = below_minds_.size();
    if (!begin_below(from, owner, event)) return MindId::none();
    ValuesId own = after;
    if (!rest_short(owner, base, own)) return MindId::none();
    if (!end_below(base, triggers_of(own).count > 0)) return MindId::none();
    return store_.intern(store_.level(from), owner, own,
                         {below_minds_.data() + base, store_.character_count()});
}

/// This does the same for an action in an imagined world, where the self of the owner is one more mind below.
MindId Dynamics::compose_imagined(MindId world, EventIndex action) {
    EntityId owner = store_.owner(world);
    std::size_t base = below_minds_.size();
    ValuesId own = own_values_after(world, action);
    MindId result;
    if (begin_below(world, EntityId::none(), action) && rest_short(EntityId::none(), base, own) &&
        end_below(base, triggers_of(own).count > 0)) {
        std::uint32_t& self = below_minds_[base + owner.index()];
        MindId after(std::exchange(self, MindId::kNone));
        std::span<const std::uint32_t> below(below_minds_.data() + base, store_.character_count());
        result = store_.intern(store_.level(world), owner, own, below);
        if (after != result) result = store_.with_self(result, after);
    }
    below_minds_.resize(base);
    below_events_.resize(base);
    below_values_.resize(base);
    return result;
}

/// Puts the minds below onto the stacks, with what they see and are told; without an owner this includes the self of an
/// imagined world.
bool Dynamics::begin_below(MindId from, EntityId owner, EventIndex event) {
    std::size_t base = below_minds_.size();
    for (std::uint32_t number : store_.minds_below(from))
        store_.prefetch(MindId(number));
    for (std::size_t i = 0; i < store_.character_count(); ++i) {
        if (ground_.stopped()) return false;
        EntityId character(below_minds_.size() - base);
        MindId below = character == owner ? MindId::none() : store_.mind_of(from, character);
        EventIndex seen;
        ValuesId values;
        if (below.valid()) {
            if (event.valid() && evaluator_.holds(ground_.observing(event, character), from)) {
                MindId observer = corrected(from, below, event);
                if (!std::ranges::equal(store_.minds_below(observer), store_.minds_below(below)))
                    return false;
                below = observer;
                seen = event;
            }
            values = seen.valid() ? own_values_after(below, event) : store_.values(below);
        }
        below_minds_.push_back(below.value);
        below_events_.push_back(seen);
        below_values_.push_back(values);
    }
    if (!event.valid() || ground_.event(event).only_own_values) return true;
    std::vector<Write> first;
    std::vector<Write> second;
    collect_writes(evaluator_.reading(from), owner, event, first, second);
    if (std::ranges::any_of(first, [](const Write& one) { return one.chain.size() > 1; })) return false;
    ValuesId own = store_.values(from);  // have been dealt with
    impose_short(first, base, own);
    return true;
}

/// Does it change a mind below?
bool Dynamics::impose_short(const std::vector<Write>& writes, std::size_t base, ValuesId& own) {
    bool is_changed = false;
    for (const Write& one : writes) {
        ValuesId& values = one.chain.empty() ? own : below_values_[base + one.chain[0].index()];
        if (store_.codes(values)[one.fluent.index()] == one.code) continue;
        values = written(values, {{{}, one.fluent, one.code}});
        is_changed |= !one.chain.empty();
    }
    return is_changed;
}

/// Returns the first trigger that applies, if any.
bool Dynamics::beat_short(EntityId owner, std::size_t base, ValuesId& own) {
    TriggersOfValues triggers = triggers_of(own);
    if (triggers.count == 0) {
        if (triggers.own.valid()) own = triggers.after_own;
        return triggers.own.valid();
    }
    Reading reading{store_.codes(own), MindId::none(), below_codes_.data()};
    for (std::size_t i = 0; i < below_codes_.size(); ++i) {
        ValuesId below = below_values_[base + i];
        below_codes_[i] = below.valid() ? store_.codes(below) : reading.codes;
    }
    for (std::uint32_t i = 0; i < triggers.count; ++i) {
        EventIndex trigger = lists_[triggers.first + i];
        if (!sees(trigger, reading)) continue;
        std::vector<Write> first;
        std::vector<Write> second;
        collect_writes(reading, owner, trigger, first, second);
        ValuesId before = own;
        if (impose_short(first, base, own) || own != before) return true;
    }
    if (triggers.own.valid()) own = triggers.after_own;
    return triggers.own.valid();
}

/// Takes the triggers of one mind until none applies. Values that a mind above may have looked at on the way and that
/// are gone afterwards are not told.
bool Dynamics::rest_short(EntityId owner, std::size_t base, ValuesId& own) {
    ValuesId start = own;
    bool has_differed = false;
    for (int beats = 0; beats < kShortBeats; ++beats) {
        if (!beat_short(owner, base, own)) return !has_differed || differ_visibly(own, start);
        has_differed = has_differed || differ_visibly(own, start);
    }
    return false;
}

/// Lets the minds on the stack settle, each for itself. Returns false if that changes what triggers may look at.
bool Dynamics::end_below(std::size_t base, bool is_listening) {
    for (std::size_t i = base; i < base + store_.character_count(); ++i)
        steps_.prefetch({below_minds_[i], below_events_[i].value, below_values_[i].value});
    for (std::size_t i = base; i < base + store_.character_count(); ++i) {
        MindId from(below_minds_[i]);
        if (!from.valid()) continue;
        ValuesId values = below_values_[i];
        if (!below_events_[i].valid() && values == store_.values(from)) continue;
        MindId settled = compose_successor(from, below_events_[i], values);
        if (!settled.valid()) return false;
        if (is_listening && differ_visibly(store_.values(settled), values)) return false;
        below_minds_[i] = settled.value;
    }
    return true;
}

MindId Dynamics::settled_leaf(MindId leaf) {
    if (triggers_of(store_.values(leaf)).are_at_rest) return leaf;
    if (const MindId* known = settled_leaves_.find(leaf.value)) return *known;
    MindId now = leaf;
    bool has_differed = false;
    int beats = 0;
    for (MindId next = beat_anew(now); next != now && beats < kShortBeats; next = beat_anew(now)) {
        now = next;
        ++beats;
        has_differed = has_differed || differ_visibly(store_.values(now), store_.values(leaf));
    }
    bool is_told =
        beats < kShortBeats && (!has_differed || differ_visibly(store_.values(now), store_.values(leaf)));
    return settled_leaves_[leaf.value] = is_told ? now : MindId::none();
}

}  // namespace wt::engine
