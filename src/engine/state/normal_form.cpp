#include "engine/state/normal_form.h"

#include <algorithm>
#include <tuple>

#include "engine/ground/compile.h"
#include "engine/ground/lifted.h"
#include "model/print.h"

namespace wt::engine {

using namespace model;

namespace {

using Chain = std::vector<EntityId>;

/// All clauses together may have so many atoms; each takes some 300 bytes.
constexpr std::size_t kMostAtoms = 200'000;
/// From this many clauses on, repeated ones are looked for.
constexpr std::size_t kFewClauses = 16;

/// One way in which a value may come about: `guard` must hold.
struct Case {
    Clause guard;
    FormulaId value;         ///< read from the mind in which the event happens
    std::string text;        ///< as it is written, for the order
    bool is_fluent = false;  ///< a lone fluent, also one that has been folded to a constant
    Clause fluents;          ///< all that occur, folded ones too: believers, property and arguments alone
};

bool same_fluent(const ClauseLiteral& a, const ClauseLiteral& b) {
    return a.property == b.property && a.arguments == b.arguments && a.believers == b.believers;
}

/// Returns `believes(Nell, at(Otis))`.
std::string own_text(const World& world, const ClauseLiteral& fluent) {
    std::string text = fluent_text(world, fluent.property, fluent.arguments);
    for (auto believer = fluent.believers.rbegin(); believer != fluent.believers.rend(); ++believer)
        text = "believes(" + world[*believer].name + ", " + text + ")";
    return text;
}

std::string comparison_text(const std::string& left, Compare op, const std::string& right) {
    return left + " " + std::string(symbol_of(op)) + " " + right;
}

/// Sorts and drops what is equal.
template <typename T, typename Before>
void make_set(std::vector<T>& items, Before before) {
    std::sort(items.begin(), items.end(), before);
    auto same = [&](const T& a, const T& b) { return !before(a, b) && !before(b, a); };
    items.erase(std::unique(items.begin(), items.end(), same), items.end());
}

struct LiteralOrder {
    const World& world;

    bool operator()(const ClauseLiteral& a, const ClauseLiteral& b) const {
        if (a.believers != b.believers) return a.believers < b.believers;
        const std::string& name = world[a.property].name;
        const std::string& other = world[b.property].name;
        if (name != other) return name < other;
        return std::tie(a.arguments, a.property, a.op, a.text) <
               std::tie(b.arguments, b.property, b.op, b.text);
    }
};

struct ClauseOrder {
    LiteralOrder literals;

    bool operator()(const Clause& a, const Clause& b) const {
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), literals);
    }
};

/// This makes the clauses that are true in one mind.
class Maker {
  public:
    Maker(GroundWorld& ground, const Evaluator& evaluator, const Reading& reading, Budget& budget,
          const GroundEvent& event, Bindings bound)
        : ground_(ground),
          world_(ground.world()),
          pool_(ground.pool()),
          evaluator_(evaluator),
          reading_(reading),
          budget_(budget),
          event_(event),
          bound_(std::move(bound)) {}

    std::vector<Clause> clauses(ExprId id, const Chain& chain, bool negate) {
        const Expr& expr = world_[id];
        switch (expr.kind) {
            case ExprKind::constant:
            case ExprKind::variable:
                return truth(term_value(world_, id, bound_).is_true() != negate);
            case ExprKind::fluent: {
                Case fluent = fluent_case(expr, chain);
                return atom(fluent, Compare::equal, code_of(!negate));
            }
            case ExprKind::believes:
            case ExprKind::might: {
                // Somebody who does not hold something possible is sure that it is not so.
                bool is_sure =
                    expr.kind == ExprKind::believes ? !(negate && ground_.has_possibilities()) : negate;
                if (!is_sure) return undivided(id, chain, negate);
                EntityId believer = term_value(world_, expr.children[0], bound_).as_entity();
                return clauses(expr.children[1], extended(chain, believer), negate);
            }
            case ExprKind::odds:
                return undivided(id, chain, negate);
            case ExprKind::negation:
                return clauses(expr.children[0], chain, !negate);
            case ExprKind::conjunction:
            case ExprKind::disjunction: {
                bool is_all = (expr.kind == ExprKind::conjunction) != negate;
                std::vector<Clause> result = truth(is_all);
                for (ExprId child : expr.children)
                    combine(result, clauses(child, chain, negate), is_all);
                return result;
            }
            case ExprKind::forall:
            case ExprKind::exists: {
                bool is_all = (expr.kind == ExprKind::forall) != negate;
                std::vector<Clause> result = truth(is_all);
                for (const Value& value : world_.values_of(world_[expr.variable].type)) {
                    bound_[expr.variable.index()] = value;
                    combine(result, clauses(expr.children[0], chain, negate), is_all);
                }
                return result;
            }
            case ExprKind::conditional: {
                std::vector<Clause> result;
                std::vector<Clause> earlier = truth(true);
                for (std::size_t i = 0; i < expr.children.size(); i += 2) {
                    bool is_else = i + 1 == expr.children.size();
                    std::vector<Clause> branch = earlier;
                    if (!is_else) combine(branch, clauses(expr.children[i], chain, false), true);
                    combine(branch, clauses(expr.children[is_else ? i : i + 1], chain, negate), true);
                    combine(result, branch, false);
                    if (!is_else) combine(earlier, clauses(expr.children[i], chain, true), true);
                }
                return result;
            }
            case ExprKind::comparison:
                return comparison_clauses(expr, chain, negate);
            case ExprKind::type_test:
                return type_test(expr, chain, negate);
            default:
                return truth(false);
        }
    }

    /// Joins every clause of one with every clause of the other.
    void join(std::vector<Clause>& into, const std::vector<Clause>& other) { combine(into, other, true); }
    /// Returns what has been asked about the mind, in order.
    const std::vector<NormalForm::Answer>& answers() const { return answers_; }

  private:
    Code answer(FormulaId question) {
        Code code = evaluator_.value(question, reading_);
        if (pool_[question].kind != FormulaKind::truth && !pool_.is_constant(question))
            answers_.push_back({question, code});
        return code;
    }
    bool is_true(FormulaId comparison) { return answer(comparison) == kTrue; }

    static Chain extended(const Chain& chain, EntityId believer) {
        Chain result = chain;
        if (result.empty() || result.back() != believer) result.push_back(believer);
        return result;
    }

    /// Makes the clauses of a condition in which there is nothing to correct: what somebody holds possible.
    std::vector<Clause> undivided(ExprId id, const Chain& chain, bool negate) {
        FormulaId formula = Compiler(ground_).formula(id, bound_, negate);
        return truth(is_true(wrapped(chain, formula, false)));
    }

    static std::vector<Clause> truth(bool value) {
        return value ? std::vector<Clause>{Clause{}} : std::vector<Clause>{};
    }

    void combine(std::vector<Clause>& into, const std::vector<Clause>& other, bool is_all) {
        if (!is_all) {
            into.insert(into.end(), other.begin(), other.end());
            fits(into);
            return;
        }
        std::vector<Clause> result;
        std::size_t atoms = 0;
        for (const Clause& left : into) {
            for (const Clause& right : other) {
                if (budget_.stop() != Stop::none) return;
                atoms += left.size() + right.size();
                result.push_back(left);
                result.back().insert(result.back().end(), right.begin(), right.end());
                if (atoms <= 2 * kMostAtoms) continue;
                drop_repeated(result);
                if (!fits(result)) return;
                atoms = count_atoms(result);
            }
        }
        into = std::move(result);
        if (into.size() > kFewClauses) drop_repeated(into);
        fits(into);
    }

    static std::size_t count_atoms(const std::vector<Clause>& clauses) {
        std::size_t atoms = 0;
        for (const Clause& clause : clauses)
            atoms += clause.size();
        return atoms;
    }

    /// Asks the budget to stop if there are too many.
    bool fits(const std::vector<Clause>& clauses) {
        if (clauses.size() > 1 && count_atoms(clauses) > kMostAtoms) refuse();
        return budget_.stop() == Stop::none;
    }
    void refuse() {
        budget_.refuse(
            "the precondition of `" + to_text(world_, event_) +
            "` can be true in too many ways at once to say what somebody would learn who took it to be "
            "false; write it with fewer alternatives (`|`, `exists`)");
    }

    /// In the end they are sets anyway; where one alternative stands in many places, it must not multiply.
    void drop_repeated(std::vector<Clause>& clauses) const {
        LiteralOrder order{world_};
        for (Clause& clause : clauses)
            make_set(clause, order);
        make_set(clauses, ClauseOrder{order});
    }

    FormulaId wrapped(const Chain& chain, FormulaId id, bool is_value) {
        for (auto believer = chain.rbegin(); believer != chain.rend(); ++believer)
            id = is_value ? pool_.value_in(*believer, id) : pool_.in(*believer, id);
        return id;
    }

    // ---- values ----

    Case fluent_case(const Expr& expr, const Chain& chain) {
        std::vector<Value> arguments = term_values(world_, expr.children, bound_);
        Code constant = kUnknown;
        FluentId fluent = ground_.find_fluent(expr.property, arguments, constant);
        Case result;
        result.value = fluent.valid() ? wrapped(chain, pool_.fluent(fluent), true) : pool_.constant(constant);
        result.is_fluent = true;
        ClauseLiteral literal;
        literal.believers = chain;
        literal.fluent = fluent;
        literal.property = expr.property;
        literal.arguments = std::move(arguments);
        result.text = own_text(world_, literal);
        result.fluents.push_back(std::move(literal));
        return result;
    }

    std::vector<Case> cases(ExprId id, const Chain& chain) {
        const Expr& expr = world_[id];
        switch (expr.kind) {
            case ExprKind::constant:
            case ExprKind::variable: {
                Value value = term_value(world_, id, bound_);
                Case result;
                result.value = pool_.constant(ground_.codes().encode(value));
                result.text = to_text(world_, value);
                return {result};
            }
            case ExprKind::fluent:
                return {fluent_case(expr, chain)};
            case ExprKind::believes: {
                if (expr.type == kBoolean && ground_.has_possibilities()) return truth_cases(id, chain);
                EntityId believer = term_value(world_, expr.children[0], bound_).as_entity();
                return cases(expr.children[1], extended(chain, believer));
            }
            case ExprKind::conditional:
                return conditional_cases(expr, chain);
            case ExprKind::arithmetic:
                return calculated(expr.arithmetic, cases(expr.children[0], chain),
                                  cases(expr.children[1], chain));
            case ExprKind::sum:
            case ExprKind::product: {
                bool is_sum = expr.kind == ExprKind::sum;
                Case start;
                start.value = pool_.constant(ground_.codes().encode_number(is_sum ? 0 : 1));
                start.text = is_sum ? "0" : "1";
                std::vector<Case> result{start};
                for (const Value& value : world_.values_of(world_[expr.variable].type)) {
                    bound_[expr.variable.index()] = value;
                    result = calculated(is_sum ? Arithmetic::add : Arithmetic::multiply, result,
                                        cases(expr.children[0], chain));
                }
                return result;
            }
            default:
                return truth_cases(id, chain);
        }
    }

    std::vector<Case> truth_cases(ExprId id, const Chain& chain) {
        std::vector<Case> result;
        for (bool value : {false, true})
            for (Clause& guard : clauses(id, chain, !value)) {
                Case one;
                one.guard = std::move(guard);
                one.value = pool_.constant(code_of(value));
                one.text = value ? "True" : "False";
                result.push_back(std::move(one));
            }
        return result;
    }

    std::vector<Case> conditional_cases(const Expr& expr, const Chain& chain) {
        std::vector<Case> result;
        std::vector<Clause> earlier = truth(true);
        for (std::size_t i = 0; i < expr.children.size(); i += 2) {
            bool is_else = i + 1 == expr.children.size();
            std::vector<Clause> guards = earlier;
            if (!is_else) combine(guards, clauses(expr.children[i], chain, false), true);
            if (!guards.empty()) {
                std::vector<Case> branch = cases(expr.children[is_else ? i : i + 1], chain);
                for (const Clause& guard : guards)
                    for (Case one : branch) {
                        one.guard.insert(one.guard.begin(), guard.begin(), guard.end());
                        result.push_back(std::move(one));
                    }
            }
            if (!is_else) combine(earlier, clauses(expr.children[i], chain, true), true);
        }
        return result;
    }

    std::vector<Case> calculated(Arithmetic op, const std::vector<Case>& left,
                                 const std::vector<Case>& right) {
        std::vector<Case> result;
        for (const Case& a : left) {
            for (const Case& b : right) {
                if (result.size() > kMostAtoms) refuse();
                if (budget_.stop() != Stop::none) return {};
                Case both;
                both.guard = a.guard;
                both.guard.insert(both.guard.end(), b.guard.begin(), b.guard.end());
                both.value = pool_.arithmetic(op, a.value, b.value);
                both.text = "(" + a.text + " " + std::string(symbol_of(op)) + " " + b.text + ")";
                both.fluents = a.fluents;
                both.fluents.insert(both.fluents.end(), b.fluents.begin(), b.fluents.end());
                result.push_back(std::move(both));
            }
        }
        return result;
    }

    // ---- atoms ----

    TypeId type_of(const ClauseLiteral& fluent) const { return world_[fluent.property].type; }

    /// Makes the clauses of a lone fluent against a constant: none if that is false in the mind. A boolean is said to
    /// be true, or to be false; against anything else it is decided at once.
    std::vector<Clause> atom(const Case& fluent, Compare op, Code code) {
        if (type_of(fluent.fluents[0]) == kBoolean) {
            if (code != kTrue && code != kFalse) return truth(op == Compare::not_equal);
            if (op == Compare::not_equal) code = code_of(code == kFalse);
            op = Compare::equal;
        }
        FormulaId comparison = pool_.compares(op, fluent.value, pool_.constant(code));
        if (!is_true(comparison)) return {};
        ClauseLiteral literal = fluent.fluents[0];
        literal.op = op;
        literal.comparison = comparison;
        literal.text = comparison_text(fluent.text, op, to_text(world_, ground_.codes().decode(code)));
        return {{std::move(literal)}};
    }

    std::vector<Clause> comparison_clauses(const Expr& expr, const Chain& chain, bool negate) {
        Compare op = negate ? negated(expr.compare) : expr.compare;
        std::vector<Clause> result;
        std::vector<Case> left = cases(expr.children[0], chain);
        std::vector<Case> right = cases(expr.children[1], chain);
        for (const Case& a : left) {
            for (const Case& b : right) {
                std::vector<Clause> guards{a.guard};
                combine(guards, {b.guard}, true);
                combine(guards, compared(op, a, b), true);
                combine(result, guards, false);
            }
        }
        return result;
    }

    std::vector<Clause> compared(Compare op, const Case& a, const Case& b) {
        FormulaId comparison = pool_.compares(op, a.value, b.value);
        if (!is_true(comparison)) return {};
        Clause all = a.fluents;
        all.insert(all.end(), b.fluents.begin(), b.fluents.end());
        if (all.empty()) return truth(true);
        if (std::ranges::any_of(all, [&](const ClauseLiteral& one) { return type_of(one) == kNumber; }))
            return {numbers_compared(op, a, b, comparison, all)};
        op = op == Compare::not_equal ? op : Compare::equal;
        if (a.is_fluent && b.is_fluent) return fluents_compared(op, a, b);
        return a.is_fluent ? atom(a, op, pool_.constant_of(b.value))
                           : atom(b, op, pool_.constant_of(a.value));
    }

    /// Makes one atom for each different fluent.
    static Clause numbers_compared(Compare op, const Case& a, const Case& b, FormulaId comparison,
                                   const Clause& all) {
        Clause clause;
        for (const ClauseLiteral& fluent : all) {
            auto same = [&](const ClauseLiteral& other) { return same_fluent(fluent, other); };
            if (std::ranges::any_of(clause, same)) continue;
            bool is_left = a.is_fluent && same(a.fluents[0]);
            bool is_right = !is_left && b.is_fluent && same(b.fluents[0]);
            ClauseLiteral& literal = clause.emplace_back(fluent);
            literal.op = is_right ? mirrored(op) : op;
            literal.comparison = comparison;
            literal.alone = is_left || is_right;
            literal.other_side = is_left ? b.text : a.text;
            literal.text = comparison_text(a.text, op, b.text);
        }
        return clause;
    }

    std::vector<Clause> fluents_compared(Compare op, const Case& a, const Case& b) {
        Code value = answer(b.value);
        std::vector<Clause> result = atom(a, op, value);
        if (value != kUnknown) {
            combine(result, atom(b, Compare::equal, value), true);
        } else {
            for (const Value& member : world_.values_of(type_of(b.fluents[0])))
                combine(result, atom(b, Compare::not_equal, ground_.codes().encode(member)), true);
        }
        return result;
    }

    std::vector<Clause> type_test(const Expr& expr, const Chain& chain, bool negate) {
        if (expr.type_operand == kBoolean || expr.type_operand == kNumber)
            return truth((world_[expr.children[0]].type == expr.type_operand) != negate);
        std::vector<Clause> result;
        for (const Case& one : cases(expr.children[0], chain)) {
            if (!one.is_fluent) {
                Value value = ground_.codes().decode(pool_.constant_of(one.value));
                bool is_of =
                    !value.is_unknown() && !value.is_none() && world_.is_of_type(value, expr.type_operand);
                if (is_of != negate) result.push_back(one.guard);
                continue;
            }
            std::vector<Clause> tested = truth(negate);
            for (const Value& member : world_.values_of(expr.type_operand)) {
                Compare op = negate ? Compare::not_equal : Compare::equal;
                combine(tested, atom(one, op, ground_.codes().encode(member)), negate);
            }
            std::vector<Clause> guarded{one.guard};
            combine(guarded, tested, true);
            combine(result, guarded, false);
        }
        return result;
    }

    GroundWorld& ground_;
    const World& world_;
    FormulaPool& pool_;
    const Evaluator& evaluator_;
    const Reading& reading_;
    Budget& budget_;
    const GroundEvent& event_;
    std::vector<NormalForm::Answer> answers_;
    Bindings bound_;
};

/// Merges `f >= x` and `f <= x` into `f == x`.
void merge_bounds(GroundWorld& ground, Clause& clause) {
    for (ClauseLiteral& one : clause) {
        if (!one.alone || one.op != Compare::greater_equal) continue;
        for (ClauseLiteral& other : clause) {
            bool opposite = other.alone && other.op == Compare::less_equal && same_fluent(one, other) &&
                            other.other_side == one.other_side;
            if (!opposite) continue;
            one.op = Compare::equal;
            one.comparison = ground.pool().all({one.comparison, other.comparison});
            one.text = comparison_text(own_text(ground.world(), one), one.op, one.other_side);
            other = one;
            break;
        }
    }
}

/// Tidies and sorts. Atoms about fluents that cannot change count for the order and are then left out: nobody is ever
/// wrong about them.
void bring_in_order(GroundWorld& ground, std::vector<Clause>& clauses) {
    const World& world = ground.world();
    LiteralOrder before{world};
    for (Clause& clause : clauses) {
        make_set(clause, before);
        merge_bounds(ground, clause);
        make_set(clause, before);
    }
    make_set(clauses, ClauseOrder{before});
    for (Clause& clause : clauses)
        std::erase_if(clause, [](const ClauseLiteral& literal) { return !literal.fluent.valid(); });
}

}  // namespace

NormalForm normal_form(GroundWorld& ground, const Evaluator& evaluator, const Reading& reading,
                       Budget& budget, EventIndex event) {
    GroundEvent ground_event = ground.ground_event(event);
    Maker maker(ground, evaluator, reading, budget, ground_event, ground.bindings(event));
    const Event& schema = ground.world()[ground.event(event).schema];
    bool fails = ground_event.fails;
    NormalForm form;
    form.clauses = maker.clauses(schema.precondition, {}, false);
    // A failure shows that the action did not succeed, unless that may have been bad luck.
    if (schema.success.valid() && !(fails && schema.chance.valid()))
        maker.join(form.clauses, maker.clauses(schema.success, {}, fails));
    form.answers = maker.answers();
    bring_in_order(ground, form.clauses);
    return form;
}

}  // namespace wt::engine
