#include "story/utility_changes.h"

#include <algorithm>

namespace wt::story {

using engine::MindId;
using model::Expr;
using model::ExprId;
using model::ExprKind;
using model::Value;

namespace {

class Comparison {
  public:
    Comparison(engine::Session& session, MindId before, MindId after)
        : reader_(session, {}), world_(session.world()), before_(before), after_(after) {}

    /// Finds what changed in a term that counts `sign` times.
    void term(ExprId id, int sign) {
        if (same(id)) return;
        const Expr& expr = world_[id];
        bool adds = expr.kind == ExprKind::arithmetic && (expr.arithmetic == model::Arithmetic::add ||
                                                          expr.arithmetic == model::Arithmetic::subtract);
        if (adds) {
            term(expr.children[0], sign);
            return term(expr.children[1], expr.arithmetic == model::Arithmetic::add ? sign : -sign);
        }
        if (expr.kind == ExprKind::sum)
            return reader_.for_each(expr.variable, [&] { term(expr.children[0], sign); });
        if (expr.kind == ExprKind::conditional && branch(before_, expr) == branch(after_, expr))
            return term(branch_value(expr, branch(after_, expr)), sign);
        add_change(id, sign);
    }

    std::vector<UtilityChange> take() { return std::move(changes_); }

  private:
    bool same(ExprId id) { return reader_.value(before_, id) == reader_.value(after_, id); }

    /// Returns the number of the first test that is true; the number of tests if none is.
    std::size_t branch(MindId mind, const Expr& expr) {
        std::size_t i = 0;
        while (2 * i + 1 < expr.children.size() && !reader_.holds(mind, expr.children[2 * i]))
            ++i;
        return i;
    }
    static ExprId branch_value(const Expr& expr, std::size_t branch) {
        return expr.children[std::min(2 * branch + 1, expr.children.size() - 1)];
    }

    void add_change(ExprId id, int sign) {
        UtilityChange change;
        Value was = reader_.value(before_, id);
        Value is = reader_.value(after_, id);
        if (was.is_number() && is.is_number()) change.difference = sign * (is.as_number() - was.as_number());
        const Expr& expr = world_[id];
        if (expr.kind == ExprKind::conditional) turned_tests(expr, change.changes);
        if (change.changes.empty()) changed_fluents(id, change.changes);
        changes_.push_back(std::move(change));
    }

    /// Finds the tests that lead to another branch: one before the old branch that is true now, or the old one's that
    /// is false now, and the new one's if it was false.
    void turned_tests(const Expr& expr, std::vector<ValueChange>& changes) {
        std::size_t was = branch(before_, expr);
        std::size_t is = branch(after_, expr);
        for (std::size_t one : {was, is})
            if (one <= std::max(was, is) && 2 * one + 1 < expr.children.size())
                turned(expr.children[2 * one], false, changes);
    }

    /// Finds the parts of a formula that turned the way in which the whole did.
    void turned(ExprId id, bool negated, std::vector<ValueChange>& changes) {
        bool is = reader_.holds(after_, id, negated);
        if (reader_.holds(before_, id, negated) == is) return;
        const Expr& expr = world_[id];
        switch (expr.kind) {
            case ExprKind::negation:
                return turned(expr.children[0], !negated, changes);
            case ExprKind::conjunction:
            case ExprKind::disjunction:
                for (ExprId child : expr.children)
                    if (reader_.holds(after_, child, negated) == is) turned(child, negated, changes);
                return;
            case ExprKind::forall:
            case ExprKind::exists:
                return reader_.for_each(expr.variable, [&] {
                    if (reader_.holds(after_, expr.children[0], negated) == is)
                        turned(expr.children[0], negated, changes);
                });
            default:
                return changed_fluents(id, changes);
        }
    }

    void changed_fluents(ExprId id, std::vector<ValueChange>& changes) {
        std::set<Fluent> fluents;
        reader_.collect(before_, id, fluents);
        reader_.collect(after_, id, fluents);
        for (const Fluent& fluent : fluents) {
            ValueChange change{fluent, value_of(reader_.session(), before_, fluent),
                               value_of(reader_.session(), after_, fluent)};
            bool told = std::ranges::find(changes, change) != changes.end();
            if (!(change.before == change.after) && !told) changes.push_back(std::move(change));
        }
    }

    Reader reader_;
    const model::World& world_;
    MindId before_;
    MindId after_;
    std::vector<UtilityChange> changes_;
};

}  // namespace

std::vector<UtilityChange> utility_changes(engine::Session& session, ExprId utility, MindId before,
                                           MindId after) {
    Comparison comparison(session, before, after);
    comparison.term(utility, 1);
    return comparison.take();
}

}  // namespace wt::story
