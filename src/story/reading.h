// Expressions of a world are read in the states of a session: their value, and the fluents that it rests on.
//
// The engine evaluates formulas of its own making; to tell about a story, one needs to know which part of an expression
// made it what it is, and so the expressions of the text are read here (docs/semantics.md, section 3).
//
//     Reader reader(session, bindings_of(world, action));
//     if (!reader.holds(mind, world[action.event].precondition)) ...
//     std::set<Fluent> fluents;
//     reader.collect(mind, world[action.event].precondition, fluents);   // those to blame
#pragma once

#include <compare>
#include <set>
#include <utility>
#include <vector>

#include "engine/inspect.h"
#include "model/plan.h"

namespace wt::story {

/// A ground fluent in the mind that a chain of believers leads to from the mind in which it is read.
struct Fluent {
    std::vector<model::EntityId> believers;
    model::PropertyId property;
    std::vector<model::Value> arguments;

    friend bool operator==(const Fluent&, const Fluent&) = default;
    /// Shorter chains come first, then the order is that of the text.
    friend bool operator<(const Fluent& a, const Fluent& b);
};

using Bindings = std::vector<std::pair<model::VariableId, model::Value>>;

/// Returns the values that the formals of a ground event stand for.
Bindings bindings_of(const model::World& world, const model::GroundEvent& event);

/// Returns the mind that a chain of believers leads to.
engine::MindId follow(engine::Session& session, engine::MindId mind,
                      std::span<const model::EntityId> believers);
/// Returns the fluent's value, read from this mind.
model::Value value_of(engine::Session& session, engine::MindId mind, const Fluent& fluent);

/// This reads expressions with some variables bound. Cost of all but `collect`: the size of the expression, with
/// quantifiers written out.
class Reader {
  public:
    Reader(engine::Session& session, Bindings bindings)
        : session_(session),
          world_(session.world()),
          bindings_(std::move(bindings)),
          is_uncertain_(engine::is_uncertain(session)) {}

    model::Value value(engine::MindId mind, model::ExprId expr);
    /// Does the formula, or its negation, hold?
    bool holds(engine::MindId mind, model::ExprId expr, bool negated = false);

    /// Adds the fluents that the value rests on: if a conjunction is false, the parts that are false; for a
    /// conditional, its tests and the branch taken, and so on. Cost: the size times the depth.
    void collect(engine::MindId mind, model::ExprId expr, std::set<Fluent>& fluents);
    /// Adds the fluents that an effect reads in this mind: its tests, and the values of what it assigns.
    void collect(engine::MindId mind, model::EffectId effect, std::set<Fluent>& fluents);

    /// Calls `visit()` with the variable bound to each of its values.
    template <class Visit>
    void for_each(model::VariableId variable, Visit visit) {
        for (const model::Value& value : world_.values_of(world_[variable].type)) {
            bindings_.emplace_back(variable, value);
            visit();
            bindings_.pop_back();
        }
    }
    engine::Session& session() { return session_; }

  private:
    model::Value bound(model::ExprId term) const;
    Fluent fluent_of(const model::Expr& expr) const;
    model::ExprId branch(engine::MindId mind, const model::Expr& expr);
    bool all_hold(engine::MindId mind, const model::Expr& expr, bool negated);
    bool any_holds(engine::MindId mind, const model::Expr& expr, bool negated);
    void collect_formula(engine::MindId mind, model::ExprId expr, bool negated, std::set<Fluent>& fluents);
    /// Returns what somebody holds possible, in the mind.
    std::vector<engine::HeldPossible> held_by(engine::MindId mind, model::ExprId who);
    bool odds_hold(engine::MindId mind, const model::Expr& expr);
    /// Returns the value that the expression has in all of them, else `?`.
    model::Value common_value(std::span<const engine::HeldPossible> held, model::ExprId expr);
    void collect_in(engine::MindId mind, model::ExprId who, std::set<Fluent>& fluents, auto collect_below);

    engine::Session& session_;
    const model::World& world_;
    Bindings bindings_;
    bool is_uncertain_;
};

}  // namespace wt::story
