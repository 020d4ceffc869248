// This computes the truth and the value of ground formulas in a mind.
#pragma once

#include <span>

#include "engine/ground/formula.h"
#include "engine/state/state_store.h"

namespace wt::engine {

/// This says where a formula is read: the values of a mind, and where the minds below it are found. So a mind can be
/// read that is still in the making and has no id.
struct Reading {
    const Code* codes;
    MindId mind;  ///< whose minds below are read; without it, and without `below`, formulas must not read any
    const Code* const* below = nullptr;  ///< if given, by character: the values of the minds below (for the
                                         ///< owner `codes`), of which nothing deeper may be read
};

class Evaluator {
  public:
    Evaluator(FormulaPool& pool, const StateStore& store) : pool_(pool), store_(store) {}

    /// Cost: the size of the formula. Its depth is bounded by the parser.
    bool holds(FormulaId formula, const Reading& reading) const;
    Code value(FormulaId value, const Reading& reading) const;

    bool holds(FormulaId formula, MindId mind) const { return holds(formula, reading(mind)); }
    Code value(FormulaId id, MindId mind) const { return value(id, reading(mind)); }
    /// These are for formulas that read no minds but this one.
    bool holds(FormulaId formula, ValuesId values) const {
        return holds(formula, {store_.codes(values), MindId::none()});
    }
    Code value(FormulaId id, ValuesId values) const {
        return value(id, {store_.codes(values), MindId::none()});
    }

    Reading reading(MindId mind) const { return {store_.codes(mind), mind}; }
    /// Returns the mind of a character, as this one takes it to be.
    Reading below(const Reading& reading, model::EntityId character) const;

    /// Returns the value of a fluent in a belief: the one that all possibilities agree on, else `?`.
    Code common_value(MindId belief, FluentId fluent) const;
    /// Returns the same, read along a chain of believers.
    Code common_value(MindId belief, std::span<const model::EntityId> chain, FluentId fluent) const;

  private:
    bool holds_in(const Formula& formula, FormulaId inner, const Reading& reading) const;
    bool odds_hold(const Formula& formula, const Reading& reading) const;
    Code value_in(const Formula& formula, const Reading& reading) const;
    /// Returns the belief of a character where it is one of several possibilities, else none.
    MindId belief_below(const Reading& reading, std::uint32_t character) const {
        if (reading.below || !reading.mind.valid()) return MindId::none();
        MindId below = store_.mind_of(reading.mind, model::EntityId(character));
        return StateStore::is_belief(below) ? below : MindId::none();
    }

    FormulaPool& pool_;
    const StateStore& store_;
};

}  // namespace wt::engine
