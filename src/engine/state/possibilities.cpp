// This computes what happens to a belief of several possibilities (docs/semantics.md, 2.9 and section 5). To each of
// them happens what happens to a mind; some are dropped, some split, and those that have become equal are made one.
#include "engine/state/dynamics.h"

namespace wt::engine {

using model::EntityId;

bool Dynamics::can_be_tried(EventIndex action, MindId belief) {
    Possibility room;
    return std::ranges::any_of(store_.possibilities(belief, room), [&](const Possibility& one) {
        return holds_for_owner(ground_.event(action).tried, one.mind, belief);
    });
}

/// Does the formula hold in a possibility of a belief, where what its owner is sure of is said of the whole belief?
bool Dynamics::holds_for_owner(FormulaId formula, MindId possibility, MindId belief) {
    bool reads_owner = ground_.pool()[formula].reads_minds && possibility != belief;
    return evaluator_.holds(formula, reads_owner ? with_self(possibility, belief) : possibility);
}

model::Fraction Dynamics::chance_of(EventIndex action, MindId world) const {
    const EventRecord& record = ground_.event(action);
    model::FractionId id = ground_.world()[record.schema].chance;
    if (!id.valid()) return {1, 1};
    const model::Fraction& chance = ground_.world()[id];
    if (!record.fails) return chance;
    // It certainly fails where it cannot succeed.
    bool may_succeed =
        record.other.valid() && evaluator_.holds(ground_.event(record.other).precondition, world);
    if (!may_succeed) return {1, 1};
    return {chance.denominator - chance.numerator, chance.denominator};
}

/// Returns the belief of somebody who observes the event. Possibilities in which it could not have happened as it did
/// are dropped; if none is left, all are corrected.
MindId Dynamics::observed(MindId world, MindId belief, EventIndex event) {
    if (!StateStore::is_belief(belief)) return happen(corrected(world, belief, event), event);
    // The possibilities that are ruled out, and what happens in the rest, depend on nothing but the belief; how it
    // would be corrected depends on the world, too.
    std::uint64_t key = std::uint64_t{belief.value} << 32 | event.value;
    if (const MindId* known = observed_.find(key)) return *known;
    Possibility room;
    std::vector<Possibility> left;
    auto list = store_.possibilities(belief, room);
    for (const Possibility& one : list)
        if (holds_for_owner(ground_.event(event).seen, one.mind, belief)) left.push_back(one);
    bool is_surprised = left.empty();
    if (is_surprised)
        for (const Possibility& one : list)
            left.push_back({corrected_anew(world, one.mind, event), one.weight});
    for (Possibility& one : left)
        one.mind = happen(one.mind, event);
    MindId after = store_.intern_belief(std::move(left), ground_.codes());
    if (!is_surprised && !ground_.stopped()) observed_[key] = after;
    return after;
}

/// Imposes a value, alternatives or what is found out on all possibilities of a belief, or on those at the end of
/// the chain that starts there.
MindId Dynamics::write_belief(MindId belief, std::span<const EntityId> chain, const Write& one) {
    Possibility room;
    auto list = store_.possibilities(belief, room);
    std::vector<Possibility> after;
    auto with_code = [&](const Possibility& possibility, Code code) {
        return Possibility{write(possibility.mind, {}, {{}, one.fluent, code}), possibility.weight};
    };
    if (!chain.empty()) {
        for (const Possibility& possibility : list)
            after.push_back({write(possibility.mind, chain, one), possibility.weight});
    } else if (one.kind == Assignment::Kind::possibly) {
        for (const Possibility& possibility : list) {
            for (const auto& [code, weight] : one.alternatives) {
                after.push_back(with_code(possibility, code));
                if (__builtin_mul_overflow(after.back().weight, weight, &after.back().weight))
                    budget_.request_stop(Stop::weights);
            }
        }
    } else {
        if (one.kind == Assignment::Kind::learn)
            for (const Possibility& possibility : list)
                if (store_.codes(possibility.mind)[one.fluent.index()] == one.code)
                    after.push_back(possibility);
        if (after.empty())
            for (const Possibility& possibility : list)
                after.push_back(with_code(possibility, one.code));
    }
    return store_.intern_belief(std::move(after), ground_.codes());
}

MindId Dynamics::beat_belief(MindId belief) {
    if (!StateStore::is_belief(belief)) return beat(belief);
    if (const MindId* known = beats_.find(belief.value)) return *known;
    Possibility room;
    std::vector<Possibility> after;
    for (const Possibility& one : store_.possibilities(belief, room))
        after.push_back({beat(one.mind), one.weight});
    return beats_[belief.value] = store_.intern_belief(std::move(after), ground_.codes());
}

// ---- the first state ----

/// Returns what the statements say of the chain of believers, as somebody believes it in whose mind `above` all else is
/// as there. Alternatives of several fluents multiply.
MindId Dynamics::first_belief(EntityId owner, MindId above, std::vector<EntityId>& believers,
                              const std::set<std::vector<EntityId>>& special) {
    std::vector<std::pair<std::vector<Code>, std::int64_t>> pictures(1);
    pictures[0].second = 1;
    for (std::size_t i = 0; i < store_.fluent_count(); ++i) {
        const FluentTable::Entry& fluent = ground_.fluent(FluentId(i));
        const FirstStateTable::Entry* entry =
            ground_.first_state().find({believers, fluent.property, fluent.arguments});
        if (!entry) {
            Code code = above.valid() ? store_.codes(above)[i] : ground_.first_value(FluentId(i), {});
            for (auto& [codes, weight] : pictures)
                codes.push_back(code);
            continue;
        }
        // Statements multiply: they are stopped before they do too often.
        if (pictures.size() * entry->size() > kMostPictures) {
            budget_.request_stop(Stop::possibilities);
            return MindId::none();
        }
        auto before = std::move(pictures);
        pictures.clear();
        for (const FirstStateTable::Alternative& one : *entry) {
            for (auto [codes, weight] : before) {
                codes.push_back(ground_.codes().encode(one.value));
                if (__builtin_mul_overflow(weight, one.weight, &weight)) budget_.request_stop(Stop::weights);
                pictures.emplace_back(std::move(codes), weight);
            }
        }
    }
    std::vector<Possibility> list;
    for (const auto& [codes, weight] : pictures) {
        MindId mind = first_picture(owner, store_.intern_values(codes.data()), believers, special);
        if (!mind.valid()) return mind;
        list.push_back({mind, weight});
    }
    return store_.intern_belief(std::move(list), ground_.codes());
}

/// Makes one mind with these values, and below it what the statements say of longer chains.
MindId Dynamics::first_picture(EntityId owner, ValuesId values, std::vector<EntityId>& believers,
                               const std::set<std::vector<EntityId>>& special) {
    auto level = static_cast<int>(believers.size());
    MindId agreeing = agreeing_mind(level, owner, values);
    if (level == store_.depth() || !agreeing.valid()) return agreeing;
    auto agreeing_below = store_.minds_below(agreeing);
    std::vector<std::uint32_t> below(agreeing_below.begin(), agreeing_below.end());
    for (std::size_t i = 0; i < below.size(); ++i) {
        EntityId character(i);
        believers.push_back(character);
        MindId mind = character != owner && special.contains(believers)
                          ? first_belief(character, agreeing, believers, special)
                          : MindId(below[i]);
        believers.pop_back();
        if (!mind.valid() && character != owner) return MindId::none();
        below[i] = mind.value;
    }
    return store_.intern(level, owner, values, below);
}

}  // namespace wt::engine
