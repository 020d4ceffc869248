#include "engine/state/evaluate.h"

namespace wt::engine {

bool Evaluator::holds(FormulaId formula, MindId mind) const {
    return holds(formula, store_.codes(mind), mind);
}
Code Evaluator::value(FormulaId id, MindId mind) const {
    return value(id, store_.codes(mind), mind);
}

bool Evaluator::holds(FormulaId id, const Code* codes, MindId mind) const {
    const Formula& formula = pool_[id];
    switch (formula.kind) {
        case FormulaKind::truth:
            return formula.a != 0;
        case FormulaKind::equals:
            return codes[formula.a] == formula.b;
        case FormulaKind::differs:
            return codes[formula.a] != formula.b;
        case FormulaKind::all:
            for (FormulaId child : pool_.children(formula))
                if (!holds(child, codes, mind)) return false;
            return true;
        case FormulaKind::any:
            for (FormulaId child : pool_.children(formula))
                if (holds(child, codes, mind)) return true;
            return false;
        case FormulaKind::compares:
            return pool_.compare_codes(static_cast<model::Compare>(formula.op),
                                       value(FormulaId(formula.a), codes, mind),
                                       value(FormulaId(formula.b), codes, mind));
        case FormulaKind::choice: {
            auto parts = pool_.children(formula);
            for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
                if (holds(parts[i], codes, mind)) return holds(parts[i + 1], codes, mind);
            return holds(parts.back(), codes, mind);
        }
        case FormulaKind::in:
            return holds(FormulaId(formula.b), store_.mind_of(mind, model::EntityId(formula.a)));
        default:
            break;
    }
    WT_CHECK(false, "a value is not a formula");
    return false;
}

Code Evaluator::value(FormulaId id, const Code* codes, MindId mind) const {
    const Formula& formula = pool_[id];
    switch (formula.kind) {
        case FormulaKind::constant:
            return formula.a;
        case FormulaKind::fluent:
            return codes[formula.a];
        case FormulaKind::arithmetic: {
            Code left = value(FormulaId(formula.a), codes, mind);
            Code right = value(FormulaId(formula.b), codes, mind);
            return pool_.calculate_codes(static_cast<model::Arithmetic>(formula.op), left, right);
        }
        case FormulaKind::value_choice: {
            // A reference into the pool would dangle if arithmetic added a node; it adds only numbers.
            auto parts = pool_.children(formula);
            for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
                if (holds(parts[i], codes, mind)) return value(parts[i + 1], codes, mind);
            return value(parts.back(), codes, mind);
        }
        case FormulaKind::truth_of:
            return code_of(holds(FormulaId(formula.a), codes, mind));
        case FormulaKind::value_in:
            return value(FormulaId(formula.b), store_.mind_of(mind, model::EntityId(formula.a)));
        default:
            return code_of(holds(id, codes, mind));
    }
}

}  // namespace wt::engine
