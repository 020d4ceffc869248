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
            return holds(FormulaId(formula.b), below(reading, model::EntityId(formula.a)));
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
            return value(FormulaId(formula.b), below(reading, model::EntityId(formula.a)));
        default:
            return code_of(holds(id, reading));
    }
}

}  // namespace wt::engine
