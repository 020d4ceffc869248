#include "engine/state/evaluate.h"

namespace wt::engine {

Reading Evaluator::below(const Reading& reading, model::EntityId character) const {
    if (reading.below) return {reading.below[character.index()], MindId::none()};
    MindId mind = store_.mind_of(reading.mind, character);
    return mind == reading.mind ? reading : Reading{store_.codes(mind), mind};
}

bool Evaluator::holds(FormulaId id, const Reading& reading) const {
    const Formula& formula = pool_[id];
    switch (formula.kind) {
        case FormulaKind::truth:
            return formula.a != 0;
        case FormulaKind::equals:
            return reading.codes[formula.a] == formula.b;
        case FormulaKind::differs:
            return reading.codes[formula.a] != formula.b;
        case FormulaKind::all:
            for (FormulaId child : pool_.children(formula))
                if (!holds(child, reading)) return false;
            return true;
        case FormulaKind::any:
            for (FormulaId child : pool_.children(formula))
                if (holds(child, reading)) return true;
            return false;
        case FormulaKind::compares:
            return pool_.compare_codes(static_cast<model::Compare>(formula.op),
                                       value(FormulaId(formula.a), reading),
                                       value(FormulaId(formula.b), reading));
        case FormulaKind::choice: {
            auto parts = pool_.children(formula);
            for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
                if (holds(parts[i], reading)) return holds(parts[i + 1], reading);
            return holds(parts.back(), reading);
        }
        case FormulaKind::in:
        case FormulaKind::might_in:
            return holds_in(formula, FormulaId(formula.b), reading);
        case FormulaKind::odds_in:
            return odds_hold(formula, reading);
        default:
            break;
    }
    WT_CHECK(false, "a value is not a formula");
    return false;
}

Code Evaluator::value(FormulaId id, const Reading& reading) const {
    const Formula& formula = pool_[id];
    switch (formula.kind) {
        case FormulaKind::constant:
            return formula.a;
        case FormulaKind::fluent:
            return reading.codes[formula.a];
        case FormulaKind::arithmetic: {
            Code left = value(FormulaId(formula.a), reading);
            Code right = value(FormulaId(formula.b), reading);
            return pool_.calculate_codes(static_cast<model::Arithmetic>(formula.op), left, right);
        }
        case FormulaKind::value_choice: {
            // A reference into the pool would dangle if arithmetic added a node; it adds only numbers.
            auto parts = pool_.children(formula);
            for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
                if (holds(parts[i], reading)) return value(parts[i + 1], reading);
            return value(parts.back(), reading);
        }
        case FormulaKind::truth_of:
            return code_of(holds(FormulaId(formula.a), reading));
        case FormulaKind::value_in:
            return value_in(formula, reading);
        default:
            return code_of(holds(id, reading));
    }
}

bool Evaluator::holds_in(const Formula& formula, FormulaId inner, const Reading& reading) const {
    MindId belief = belief_below(reading, formula.a);
    if (!belief.valid()) return holds(inner, below(reading, model::EntityId(formula.a)));
    bool wanted = formula.kind == FormulaKind::might_in;
    Possibility room;
    for (const Possibility& one : store_.possibilities(belief, room))
        if (holds(inner, one.mind) == wanted) return wanted;
    return !wanted;
}

bool Evaluator::odds_hold(const Formula& formula, const Reading& reading) const {
    const FormulaPool::Odds& odds = pool_.odds(formula);
    std::int64_t all = 1;
    std::int64_t favourable = 0;
    MindId belief = belief_below(reading, formula.a);
    if (!belief.valid()) {
        favourable = holds(odds.formula, below(reading, model::EntityId(formula.a)));
    } else {
        all = 0;
        Possibility room;
        for (const Possibility& one : store_.possibilities(belief, room)) {
            bool is_so = holds(odds.formula, one.mind);
            if (__builtin_add_overflow(all, one.weight, &all)) store_.stop_for_weights();
            favourable += is_so ? one.weight : 0;
        }
    }
    return model::fractions_compare(static_cast<model::Compare>(formula.op), {favourable, all},
                                    odds.fraction);
}

Code Evaluator::value_in(const Formula& formula, const Reading& reading) const {
    MindId belief = belief_below(reading, formula.a);
    FormulaId inner(formula.b);
    if (!belief.valid()) return value(inner, below(reading, model::EntityId(formula.a)));
    Possibility room;
    auto list = store_.possibilities(belief, room);
    Code common = value(inner, list[0].mind);
    for (const Possibility& one : list.subspan(1))
        if (value(inner, one.mind) != common) return kUnknown;
    return common;
}

Code Evaluator::common_value(MindId belief, FluentId fluent) const {
    return common_value(belief, {}, fluent);
}

Code Evaluator::common_value(MindId belief, std::span<const model::EntityId> chain, FluentId fluent) const {
    Possibility room;
    auto list = store_.possibilities(belief, room);
    auto value_of = [&](MindId mind) {
        return chain.empty() ? store_.codes(mind)[fluent.index()]
                             : common_value(store_.mind_of(mind, chain[0]), chain.subspan(1), fluent);
    };
    Code common = value_of(list[0].mind);
    for (const Possibility& one : list.subspan(1))
        if (value_of(one.mind) != common) return kUnknown;
    return common;
}

}  // namespace wt::engine
