#include "engine/state/dynamics.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

namespace wt::engine {

using model::EntityId;

namespace {

constexpr int kMaxBeats = 10'000;

std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) {
    return std::uint64_t{a} << 32 | b;
}

FormulaId own_part(FormulaPool& pool, FormulaId precondition) {
    const Formula& formula = pool[precondition];
    if (!formula.reads_minds) return precondition;
    if (formula.kind != FormulaKind::all) return pool.truth(true);
    std::vector<FormulaId> parts;
    for (FormulaId child : pool.children(formula))
        if (!pool[child].reads_minds) parts.push_back(child);
    return pool.all(std::move(parts));
}

}  // namespace

Dynamics::Dynamics(GroundWorld& ground, StateStore& store, Budget& budget)
    : ground_(ground),
      store_(store),
      budget_(budget),
      evaluator_(ground.pool(), store),
      revisions_(ground, evaluator_, budget),
      parting_(ground),
      action_index_(ground, 0, ground.action_count()),
      trigger_index_(ground, ground.action_count(), ground.event_count()),
      steps_(budget),
      settled_leaves_(budget),
      below_codes_(ground.character_count()),
      happened_(budget),
      observed_(budget),
      successors_(budget),
      own_after_(budget),
      beats_(budget),
      settled_(budget),
      triggers_by_values_(budget),
      actions_by_values_(budget),
      lists_(budget),
      known_lists_(budget),
      agreeing_(budget),
      utilities_(budget) {
    for (std::size_t i = 0; i < ground.event_count(); ++i)
        own_parts_.push_back(own_part(ground.pool(), ground.event(EventIndex(i)).precondition));
    look_at_triggers();
    for (std::size_t i = 0; i < ground.character_count(); ++i)
        utility_reads_minds_.push_back(ground.pool()[ground.utility(EntityId(i))].reads_minds);
    utility_reads_minds_.push_back(ground.pool()[ground.author_utility()].reads_minds);
}

// ---- the first state ----

MindId Dynamics::first_state() {
    // A statement about a chain of believers makes the minds along the chain, and nobody else's, special.
    std::set<std::vector<EntityId>> special;
    for (const auto& [fluent, value] : ground_.first_state().entries())
        for (std::size_t length = 0; length <= fluent.believers.size(); ++length)
            special.insert(
                {fluent.believers.begin(), fluent.believers.begin() + static_cast<std::ptrdiff_t>(length)});
    std::vector<EntityId> believers;
    MindId start = ground_.has_possibilities()
                       ? first_belief(EntityId::none(), MindId::none(), believers, special)
                       : first_mind(EntityId::none(), believers, special);
    return start.valid() ? settle(start) : start;
}

MindId Dynamics::first_mind(EntityId owner, std::vector<EntityId>& believers,
                            const std::set<std::vector<EntityId>>& special) {
    int level = static_cast<int>(believers.size());
    std::vector<Code> codes(store_.fluent_count());
    for (std::size_t i = 0; i < codes.size(); ++i)
        codes[i] = ground_.first_value(FluentId(i), believers);
    ValuesId values = store_.intern_values(codes.data());
    std::vector<std::uint32_t> below;
    for (std::size_t i = 0; level < store_.depth() && i < store_.character_count(); ++i) {
        EntityId character(i);
        if (character == owner) {
            below.push_back(MindId::kNone);
            continue;
        }
        believers.push_back(character);
        MindId mind = special.contains(believers) ? first_mind(character, believers, special)
                                                  : agreeing_mind(level + 1, character, values);
        believers.pop_back();
        if (!mind.valid()) return mind;
        below.push_back(mind.value);
    }
    return store_.intern(level, owner, values, below);
}

/// Returns a mind in which everybody takes everybody to believe the same; none if the budget stopped it.
MindId Dynamics::agreeing_mind(int level, EntityId owner, ValuesId values) {
    std::uint64_t key = combine(pair_key(static_cast<std::uint32_t>(level), owner.value), values.value);
    if (const MindId* known = agreeing_.find(key)) return *known;
    if (budget_.stop() != Stop::none) return MindId::none();
    std::vector<std::uint32_t> below;
    for (std::size_t i = 0; level < store_.depth() && i < store_.character_count(); ++i) {
        bool is_owner = EntityId(i) == owner;
        MindId mind = is_owner ? MindId::none() : agreeing_mind(level + 1, EntityId(i), values);
        if (!is_owner && !mind.valid()) return mind;
        below.push_back(mind.value);
    }
    MindId mind = store_.intern(level, owner, values, below);
    agreeing_[key] = mind;
    return mind;
}

// ---- events ----

MindId Dynamics::successor(MindId world, EventIndex action) {
    std::uint64_t key = pair_key(world.value, action.value);
    if (const MindId* known = successors_.find(key)) return *known;
    ++transitions_;
    bool met_before = endless_.has_value();
    MindId after = keeps_self(world, action) ? successor_as_mind(world, action) : MindId::none();
    if (!after.valid() && store_.owner(world).valid() && store_.has_minds_below(world))
        after = successor_imagined(world, action);
    if (!met_before && endless_) {
        endless_->world = world;
        endless_->action = action;
    }
    // Observing conditions are compiled on demand, which a stop cuts short: what follows is not remembered.
    if (!ground_.stopped()) successors_[key] = after;
    return after;
}

MindId Dynamics::happen(MindId mind, EventIndex event) {
    std::uint64_t key = pair_key(mind.value, event.value);
    if (const MindId* known = happened_.find(key)) return *known;
    MindId after = happen_anew(mind, event);
    if (!ground_.stopped()) happened_[key] = after;
    return after;
}

MindId Dynamics::happen_anew(MindId mind, EventIndex event) {
    MindId after = mind;
    EntityId owner = store_.owner(mind);
    if (store_.has_minds_below(mind)) {
        std::vector<std::uint32_t> below(store_.minds_below(mind).begin(), store_.minds_below(mind).end());
        bool changed = false;
        for (std::size_t i = 0; i < below.size(); ++i) {
            EntityId observer(i);
            if (observer == owner) continue;
            FormulaId observing = ground_.observing(event, observer);
            if (!evaluator_.holds(observing, mind)) continue;
            MindId seen = observed(mind, MindId(below[i]), event);
            changed |= seen.value != below[i];
            below[i] = seen.value;
        }
        if (changed) after = store_.intern(store_.level(mind), owner, store_.values(mind), below);
    }
    return impose_assignments(mind, after, event);
}

/// Returns the observer's mind, in which what stood in the way of the event has been corrected.
MindId Dynamics::corrected_anew(MindId mind, MindId observer, EventIndex event) {
    EntityId character = store_.owner(observer);
    for (const Clause& clause : revisions_.true_clauses(event, evaluator_.reading(mind))) {
        for (const ClauseLiteral& literal : clause) {
            if (evaluator_.holds(literal.comparison, observer)) continue;
            Code code = kUnknown;
            if (literal.op == model::Compare::equal) {
                code = evaluator_.common_value(mind, literal.believers, literal.fluent);
            }
            std::span<const EntityId> chain = literal.believers;
            if (!chain.empty() && chain[0] == character) chain = chain.subspan(1);
            observer = write(observer, chain, literal.fluent, code);
        }
    }
    return observer;
}

ValuesId Dynamics::own_values_after(ValuesId values, EventIndex event) {
    std::uint64_t key = pair_key(values.value, event.value);
    if (const ValuesId* known = own_after_.find(key)) return *known;
    std::vector<Write> writes;
    for (const Assignment& assignment : ground_.assignments(event))
        if (evaluator_.holds(assignment.test, values))
            writes.push_back({{}, assignment.fluent, evaluator_.value(assignment.value, values)});
    drop_collisions(writes);
    ValuesId after = written(values, writes);
    own_after_[key] = after;
    return after;
}

/// Returns the values with those writes that are the mind's own.
ValuesId Dynamics::written(ValuesId values, const std::vector<Write>& writes) {
    const Code* old = store_.codes(values);
    scratch_codes_.assign(old, old + store_.fluent_count());
    for (const Write& one : writes)
        if (one.chain.empty()) scratch_codes_[one.fluent.index()] = one.code;
    return store_.intern_values(scratch_codes_.data());
}

/// Imposes the event's own assignments, read in `original`, on `mind`, except those that tell its owner.
MindId Dynamics::impose_assignments(MindId original, MindId mind, EventIndex event) {
    if (ground_.event(event).only_own_values)
        return store_.with_values(mind, own_values_after(store_.values(original), event));
    std::vector<Write> first;
    std::vector<Write> second;
    collect_writes(evaluator_.reading(original), store_.owner(original), event, first, second);
    for (const Write& one : first)
        mind = write(mind, one.chain, one);
    return mind;
}

void Dynamics::collect_writes(const Reading& reading, EntityId owner, EventIndex event,
                              std::vector<Write>& first, std::vector<Write>& second) {
    for (const Assignment& assignment : ground_.assignments(event)) {
        if (!evaluator_.holds(assignment.test, reading)) continue;
        std::span<const EntityId> chain = ground_.chain(assignment.chain);
        bool tells_owner = !chain.empty() && chain[0] == owner;
        std::vector<Write>& writes = tells_owner ? second : first;
        writes.push_back({tells_owner ? chain.subspan(1) : chain, assignment.fluent,
                          evaluator_.value(assignment.value, reading), assignment.kind});
        if (assignment.kind != Assignment::Kind::possibly) continue;
        for (const Alternative& one : ground_.alternatives(assignment))
            writes.back().alternatives.emplace_back(evaluator_.value(one.value, reading), one.weight);
    }
    drop_collisions(first);
    drop_collisions(second);
}

/// Of several writes to one fluent, this keeps the value that is first in the order of values. Values come before
/// alternatives, and alternatives before what is found out; of these the first is kept.
void Dynamics::drop_collisions(std::vector<Write>& writes) const {
    for (std::size_t i = 0; i < writes.size(); ++i) {
        for (std::size_t j = i + 1; j < writes.size();) {
            bool same =
                writes[i].fluent == writes[j].fluent && std::ranges::equal(writes[i].chain, writes[j].chain);
            if (!same) {
                ++j;
                continue;
            }
            bool is_kind_before = writes[j].kind < writes[i].kind;
            if (is_kind_before ||
                (writes[j].kind == writes[i].kind && writes[i].kind == Assignment::Kind::assign &&
                 ground_.codes().before(writes[j].code, writes[i].code)))
                writes[i] = writes[j];
            writes.erase(writes.begin() + static_cast<std::ptrdiff_t>(j));
        }
    }
}

/// Imposes a value silently on the minds at the end of the chain. Something possible or found out has a chain here, for
/// it is about what somebody believes.
MindId Dynamics::write(MindId mind, std::span<const EntityId> chain, const Write& one) {
    if (chain.empty()) {
        const Code* old = store_.codes(mind);
        if (old[one.fluent.index()] == one.code) return mind;
        return store_.with_values(mind, written(store_.values(mind), {{{}, one.fluent, one.code}}));
    }
    if (!store_.has_minds_below(mind)) return mind;
    return with_mind_below(mind, chain[0],
                           write_belief(store_.mind_of(mind, chain[0]), chain.subspan(1), one));
}

MindId Dynamics::with_mind_below(MindId mind, EntityId character, MindId below) {
    auto old = store_.minds_below(mind);
    if (old[character.index()] == below.value) return mind;
    std::vector<std::uint32_t> minds(old.begin(), old.end());
    minds[character.index()] = below.value;
    return store_.intern(store_.level(mind), store_.owner(mind), store_.values(mind), minds);
}

// ---- triggers ----

MindId Dynamics::settle(MindId mind) {
    if (const MindId* known = settled_.find(mind.value)) return *known;
    MindId settled = settle(mind, [this](MindId now) { return beat(now); });
    if (settled.valid()) settled_[mind.value] = settled;
    return settled;
}

MindId Dynamics::settle_imagined(MindId world) {
    return settle(world, [this](MindId now) { return beat_imagined(now); });
}

template <class Beat>
MindId Dynamics::settle(MindId from, Beat beat) {
    MindId now = from;
    std::unordered_set<std::uint32_t> seen{from.value};
    int beats = 0;
    for (; beats <= kMaxBeats; ++beats) {
        MindId next = beat(now);
        if (next == now) return now;
        if (budget_.stop() != Stop::none) return MindId::none();
        now = next;
        if (!seen.insert(now.value).second) break;
    }
    if (endless_) return MindId::none();
    // The loop goes on for a while to learn which triggers take part.
    Endless endless;
    endless.beat = beats;
    for (int i = 0; i < 64; ++i) {
        endless.believers.clear();
        note_beat(now, endless);
        now = beat(now);
    }
    if (endless.triggers.empty()) endless.triggers.push_back(EventIndex(ground_.action_count()));
    endless_ = std::move(endless);
    return MindId::none();
}

/// Notes the triggers that the next beat takes, and in whose mind; of several minds the first is noted.
void Dynamics::note_beat(MindId mind, Endless& endless) {
    TriggersOfValues triggers = triggers_of(store_.values(mind));
    EventIndex taken = triggers.own;
    for (std::uint32_t i = triggers.count; i-- > 0;) {
        EventIndex trigger = lists_[triggers.first + i];
        if (possible(trigger, mind) && impose_assignments(mind, mind, trigger) != mind) taken = trigger;
    }
    if (taken.valid()) {
        if (std::ranges::find(endless.triggers, taken) == endless.triggers.end())
            endless.triggers.push_back(taken);
        return;
    }
    for (std::uint32_t below : store_.minds_below(mind)) {
        if (below == MindId::kNone) continue;
        Possibility room;
        for (const Possibility& one : store_.possibilities(MindId(below), room)) {
            if (beat(one.mind) == one.mind) continue;
            endless.believers.push_back(store_.owner(one.mind));
            return note_beat(one.mind, endless);
        }
    }
}

MindId Dynamics::beat(MindId mind) {
    if (const MindId* known = beats_.find(mind.value)) return *known;
    MindId after = beat_anew(mind);
    beats_[mind.value] = after;
    return after;
}

MindId Dynamics::beat_anew(MindId mind) {
    TriggersOfValues triggers = triggers_of(store_.values(mind));
    for (std::uint32_t i = 0; i < triggers.count; ++i) {
        EventIndex trigger = lists_[triggers.first + i];
        if (!possible(trigger, mind)) continue;
        MindId after = impose_assignments(mind, mind, trigger);
        if (after != mind) return after;
    }
    if (triggers.own.valid()) return store_.with_values(mind, triggers.after_own);
    if (!store_.has_minds_below(mind)) return mind;
    std::vector<std::uint32_t> below(store_.minds_below(mind).begin(), store_.minds_below(mind).end());
    bool changed = false;
    for (std::uint32_t& one : below) {
        if (one == MindId::kNone) continue;
        MindId after = beat_belief(MindId(one));
        changed |= after.value != one;
        one = after.value;
    }
    return changed ? store_.intern(store_.level(mind), store_.owner(mind), store_.values(mind), below) : mind;
}

const Dynamics::TriggersOfValues& Dynamics::triggers_of(ValuesId values) {
    triggers_by_values_.resize_at_least(values.index() + 1);
    if (triggers_by_values_[values.index()].known) return triggers_by_values_[values.index()];
    TriggersOfValues result;
    result.known = true;
    chosen_.clear();
    trigger_index_.candidates(store_.codes(values), candidates_);
    for (EventIndex trigger : candidates_) {
        if (!evaluator_.holds(own_parts_[trigger.index()], values)) continue;
        bool is_mindful = !ground_.event(trigger).only_own_values ||
                          own_parts_[trigger.index()] != ground_.event(trigger).precondition;
        if (is_mindful) {
            chosen_.push_back(trigger);
            continue;
        }
        ValuesId after = own_values_after(values, trigger);
        if (after == values) continue;
        result.own = trigger;
        result.after_own = after;
        break;
    }
    result.first = place_of(chosen_);
    result.count = static_cast<std::uint32_t>(chosen_.size());
    std::fill(below_codes_.begin(), below_codes_.end(), store_.codes(values));
    Reading alone{store_.codes(values), MindId::none(), below_codes_.data()};
    result.are_at_rest = can_compose_ && !result.own.valid();
    for (std::uint32_t i = 0; result.are_at_rest && i < result.count; ++i)
        result.are_at_rest = !sees(chosen_[i], alone);
    return triggers_by_values_[values.index()] = result;
}

// ---- what a mind can do and wants ----

const Dynamics::ActionsOfValues& Dynamics::actions_of(ValuesId values) {
    actions_by_values_.resize_at_least(values.index() + 1);
    ActionsOfValues& entry = actions_by_values_[values.index()];
    if (entry.known) return entry;
    entry.known = true;
    chosen_.clear();
    action_index_.candidates(store_.codes(values), candidates_);
    for (EventIndex action : candidates_) {
        if (!evaluator_.holds(own_parts_[action.index()], values)) continue;
        chosen_.push_back(action);
        entry.some_read_minds |= own_parts_[action.index()] != ground_.event(action).precondition;
    }
    entry.first = place_of(chosen_);
    entry.count = static_cast<std::uint32_t>(chosen_.size());
    return entry;
}

/// Returns where a list stands in `lists_`. The values of many minds share theirs.
std::uint32_t Dynamics::place_of(const std::vector<EventIndex>& list) {
    std::uint64_t hash = list.size();
    for (EventIndex event : list)
        hash = combine(hash, event.value);
    hash >>= 1;  // no key has all bits set
    if (const std::uint32_t* known = known_lists_.find(hash)) {
        bool is_same = *known + list.size() <= lists_.size();
        for (std::uint32_t i = 0; is_same && i < list.size(); ++i)
            is_same = lists_[*known + i] == list[i];
        if (is_same) return *known;
    }
    auto place = static_cast<std::uint32_t>(lists_.size());
    for (EventIndex event : list)
        lists_.push_back(event);
    return known_lists_[hash] = place;
}

std::span<const EventIndex> Dynamics::possible_actions(MindId mind) {
    const ActionsOfValues& actions = actions_of(store_.values(mind));
    scratch_actions_.resize(actions.count);
    for (std::uint32_t i = 0; i < actions.count; ++i)
        scratch_actions_[i] = lists_[actions.first + i];
    if (actions.some_read_minds)
        std::erase_if(scratch_actions_, [&](EventIndex action) {
            return own_parts_[action.index()] != ground_.event(action).precondition &&
                   !possible(action, mind);
        });
    return scratch_actions_;
}

double Dynamics::utility(MindId mind, EntityId character) {
    std::size_t who = character.valid() ? character.index() : store_.character_count();
    FormulaId formula = character.valid() ? ground_.utility(character) : ground_.author_utility();
    // Most utilities are functions of the mind's own values, which many minds share.
    bool reads_minds = utility_reads_minds_[who];
    std::uint64_t key = pair_key(reads_minds ? mind.value : store_.values(mind).value,
                                 static_cast<std::uint32_t>(who * 2 + reads_minds));
    if (const double* known = utilities_.find(key)) return *known;
    Code code = evaluator_.value(formula, mind);
    double utility =
        is_number(code) ? ground_.codes().number(code) : std::numeric_limits<double>::quiet_NaN();
    utilities_[key] = utility;
    return utility;
}

}  // namespace wt::engine
