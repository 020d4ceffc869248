#include "engine/state/parting.h"

#include <algorithm>

namespace wt::engine {

using model::EntityId;

namespace {

/// Marks the characters whose minds directly below the formula reads.
void mark_minds(const FormulaPool& pool, FormulaId id, std::vector<char>& marks) {
    const Formula& formula = pool[id];
    if (!formula.reads_minds) return;
    switch (formula.kind) {
        case FormulaKind::in:
        case FormulaKind::might_in:
        case FormulaKind::odds_in:
        case FormulaKind::value_in:
            marks[formula.a] = 1;
            return;
        case FormulaKind::compares:
        case FormulaKind::arithmetic:
            mark_minds(pool, FormulaId(formula.a), marks);
            mark_minds(pool, FormulaId(formula.b), marks);
            return;
        case FormulaKind::truth_of:
            mark_minds(pool, FormulaId(formula.a), marks);
            return;
        default:
            for (FormulaId child : pool.children(formula))
                mark_minds(pool, child, marks);
    }
}

/// Does the formula, or a part of a conjunction, say that the fluent has the value?
bool says(const FormulaPool& pool, FormulaId id, FluentId fluent, Code code) {
    const Formula& formula = pool[id];
    if (formula.kind == FormulaKind::all)
        return std::ranges::any_of(pool.children(formula),
                                   [&](FormulaId child) { return says(pool, child, fluent, code); });
    return formula.kind == FormulaKind::equals && formula.a == fluent.value && formula.b == code;
}

/// Does the assignment, which tells somebody something, change nothing if what they believe is true?
bool tells_what_is(const FormulaPool& pool, FormulaId precondition, const Assignment& assignment,
                   std::size_t chain_length) {
    if (chain_length != 1) return false;
    const Formula& value = pool[assignment.value];
    if (value.kind == FormulaKind::fluent) return value.a == assignment.fluent.value;
    return pool.is_constant(assignment.value) &&
           (says(pool, precondition, assignment.fluent, pool.constant_of(assignment.value)) ||
            says(pool, assignment.test, assignment.fluent, pool.constant_of(assignment.value)));
}

}  // namespace

Parting::Parting(GroundWorld& ground)
    : ground_(ground),
      triggers_(ground.character_count(), Triggers::none),
      can_part_(ground.character_count(), 0) {
    FormulaPool& pool = ground.pool();
    std::vector<char> read(ground.character_count(), 0);
    for (std::size_t i = ground.action_count(); i < ground.event_count(); ++i) {
        EventIndex trigger(i);
        FormulaId precondition = ground.event(trigger).precondition;
        mark_minds(pool, precondition, read);
        for (const Assignment& assignment : ground.assignments(trigger)) {
            mark_minds(pool, assignment.test, read);
            mark_minds(pool, assignment.value, read);
            auto chain = ground.chain(assignment.chain);
            if (chain.empty()) continue;
            Triggers& known = triggers_[chain[0].index()];
            // While the self is like the world, what the owner believes is so.
            bool changes_nothing = pool.is_false(pool.introspective(precondition, chain[0])) ||
                                   tells_what_is(pool, precondition, assignment, chain.size());
            known = std::max(known, changes_nothing ? Triggers::look : Triggers::differ);
        }
    }
    for (std::size_t i = 0; i < read.size(); ++i)
        if (read[i]) triggers_[i] = std::max(triggers_[i], Triggers::look);
}

bool Parting::tells(EventIndex event, EntityId character) const {
    return std::ranges::any_of(ground_.assignments(event), [&](const Assignment& assignment) {
        auto chain = ground_.chain(assignment.chain);
        return !chain.empty() && chain[0] == character;
    });
}

bool Parting::may_part(EntityId owner) {
    // The self of somebody who is not sure differs from each world that they imagine.
    if (ground_.has_possibilities() || triggers_of(owner) != Triggers::none) return true;
    for (std::size_t i = 0; i < ground_.action_count(); ++i) {
        EventIndex action(i);
        // Nobody imagines an action that nobody consents to.
        if (ground_.consenting(action).empty()) continue;
        if (tells(action, owner) || !ground_.pool().is_true(ground_.observing(action, owner))) return true;
    }
    return false;
}

bool Parting::can_part(EntityId owner) {
    if (!owner.valid()) return false;
    char& known = can_part_[owner.index()];
    if (known == 0) {
        bool can = may_part(owner);
        if (ground_.stopped()) return true;
        known = can ? 2 : 1;
    }
    return known == 2;
}

}  // namespace wt::engine
