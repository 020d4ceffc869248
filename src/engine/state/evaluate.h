// Truth and value of ground formulas in a mind.
#pragma once

#include "engine/ground/formula.h"
#include "engine/state/state_store.h"

namespace wt::engine {

class Evaluator {
  public:
    Evaluator(FormulaPool& pool, const StateStore& store) : pool_(pool), store_(store) {}

    /// Cost: the size of the formula. Its depth is bounded by the parser.
    bool holds(FormulaId formula, MindId mind) const;
    Code value(FormulaId value, MindId mind) const;
    /// The same for formulas that read no minds but this one.
    bool holds(FormulaId formula, ValuesId values) const {
        return holds(formula, store_.codes(values), MindId::none());
    }
    Code value(FormulaId id, ValuesId values) const {
        return value(id, store_.codes(values), MindId::none());
    }

  private:
    bool holds(FormulaId formula, const Code* codes, MindId mind) const;
    Code value(FormulaId value, const Code* codes, MindId mind) const;

    FormulaPool& pool_;
    const StateStore& store_;
};

}  // namespace wt::engine
