// This turns expressions of the world, with variables bound, into ground formulas.
#pragma once

#include <vector>

#include "engine/ground/ground_world.h"

namespace wt::engine {

class Compiler {
  public:
    explicit Compiler(GroundWorld& ground) : Compiler(ground, ground.world()) {}
    /// Compiles expressions of another world: the ground one's with more formulas.
    Compiler(GroundWorld& ground, const model::World& world)
        : ground_(ground), world_(world), pool_(ground.pool()) {}

    /// Compiles the expression (with `negate` its negation, pushed inwards) to a formula.
    FormulaId formula(model::ExprId expr, Bindings& bound, bool negate = false);
    /// Compiles the expression to a value.
    FormulaId value(model::ExprId expr, Bindings& bound);
    /// Appends the assignments of an effect to `into`, without those that can never change anything.
    void effect(model::EffectId effect, Bindings& bound, std::vector<Assignment>& into);

  private:
    FormulaId junction(const model::Expr& expr, Bindings& bound, bool negate, bool is_all);
    FormulaId quantified(const model::Expr& expr, Bindings& bound, bool negate, bool is_all);
    FormulaId comparison(model::Compare op, FormulaId left, FormulaId right);
    FormulaId type_test(const model::Expr& expr, Bindings& bound, bool negate);
    FormulaId fluent_value(const model::Expr& expr, Bindings& bound);
    void effect(model::EffectId effect, Bindings& bound, const std::vector<model::EntityId>& chain,
                FormulaId test, std::vector<Assignment>& into);
    void assign(const model::Effect& effect, Bindings& bound, const std::vector<model::EntityId>& chain,
                FormulaId test, std::vector<Assignment>& into);
    /// Returns the formula or value as it is read in the mind at the end of a chain.
    FormulaId in_chain(const std::vector<model::EntityId>& chain, FormulaId id, bool is_value);

    GroundWorld& ground_;
    const model::World& world_;
    FormulaPool& pool_;
};

}  // namespace wt::engine
