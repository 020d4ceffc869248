#include "referee/revision.h"

#include <algorithm>
#include <set>

#include "base/check.h"
#include "model/print.h"
#include "referee/evaluate.h"
#include "referee/happen.h"

namespace wt::referee {

using namespace model;

namespace {

using TermId = Id<struct TermTag>;

/// One side of a comparison after case distinction: constants and fluents joined by arithmetic.
struct Term {
    enum class Kind { constant, fluent, arithmetic } kind = Kind::constant;
    Value constant;
    Place place;
    Arithmetic op = Arithmetic::add;
    TermId left, right;
    std::string text;
};

/// This is what an atom says: a comparison of two terms.
struct Statement {
    TermId left, right;
    Compare op = Compare::equal;
    std::string text;
};

/// A statement, seen as one about one of its fluents. `op` has the fluent on the left if it stands alone on a
/// side.
struct Atom {
    Place place;
    Compare op = Compare::equal;
    Statement statement;
    bool alone = false;
    TermId other;  ///< the other side, if alone
};

using Clause = std::vector<Atom>;
using Clauses = std::vector<Clause>;

/// All clauses together may have so many atoms.
constexpr std::size_t kMostAtoms = 200'000;

/// A side of a comparison in the case that `guards` (any of them) is true.
struct Case {
    Clauses guards;
    TermId term;
};

Compare mirrored(Compare op) {
    switch (op) {
        case Compare::greater:
            return Compare::less;
        case Compare::greater_equal:
            return Compare::less_equal;
        case Compare::less:
            return Compare::greater;
        case Compare::less_equal:
            return Compare::greater_equal;
        default:
            return op;
    }
}

int rank_of(Compare op) {
    switch (op) {
        case Compare::equal:
            return 0;
        case Compare::not_equal:
            return 1;
        case Compare::greater:
            return 2;
        case Compare::greater_equal:
            return 3;
        case Compare::less:
            return 4;
        case Compare::less_equal:
            return 5;
    }
    return 6;
}

/// Makes the clauses that are true in `outer`. Clauses that are false there are dropped as soon as they show.
class NormalForm {
  public:
    NormalForm(Context& context, MindId outer, const Occurrence& event)
        : context_(context), world_(context.world), outer_(outer), event_(event) {}

    /// Returns all true clauses of what watching the event shows, sorted, without duplicates.
    Clauses sorted_clauses(const Occurrence& event) {
        const Event& declared = world_[event.ground.event];
        Bindings scope = event.scope();
        Clauses clauses = clauses_of({}, scope, declared.precondition, false);
        // With a chance, a failure says nothing of what was needed for a success.
        bool fails = event.ground.fails;
        if (declared.success.valid() && !(fails && declared.chance.valid()))
            clauses = join(true, clauses, clauses_of({}, scope, declared.success, fails));
        for (Clause& clause : clauses)
            tidy(clause);
        auto earlier = [&](const Clause& a, const Clause& b) {
            return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                                [&](const Atom& x, const Atom& y) { return before(x, y); });
        };
        sort_without_repeats(clauses, earlier);
        return clauses;
    }

    /// Is the statement true in the mind?
    bool is_true(MindId mind, const Statement& statement) const {
        return compare(statement.op, value_in(mind, statement.left), value_in(mind, statement.right));
    }

    /// Returns the value in all pictures along the chain in the mind, else `?`.
    Value value_in(MindId mind, const Place& place) const { return common(mind, place, 0); }

  private:
    Value common(MindId mind, const Place& place, std::size_t from) const {
        if (from == place.chain.size()) return context_.minds.value(mind, place.fluent);
        MindId belief = context_.believed(mind, place.chain[from]);
        if (!Minds::are_several(belief)) return common(belief, place, from + 1);
        std::optional<Value> value;
        for (const Possibility& possibility : context_.minds.possibilities(belief)) {
            Value here = common(possibility.mind, place, from + 1);
            if (value && !(*value == here)) return Value::unknown();
            value = here;
        }
        return *value;
    }

    /// Tells whether it is true in all pictures at the end of the chain in `outer`; there are no atoms.
    Clauses decided_along(const Chain& chain, const Bindings& scope, ExprId id, bool negated) {
        std::vector<MindId> minds{outer_};
        for (EntityId believer : chain) {
            std::vector<MindId> theirs;
            for (MindId mind : minds)
                for (const Possibility& possibility :
                     context_.minds.possibilities(context_.believed(mind, believer)))
                    theirs.push_back(possibility.mind);
            minds = std::move(theirs);
        }
        return decided(std::ranges::all_of(
            minds, [&](MindId mind) { return holds(context_, mind, scope, id, negated); }));
    }

    // ---- conditions ----

    Clauses clauses_of(const Chain& chain, const Bindings& scope, ExprId id, bool negated) {
        if (context_.halted()) return {};
        const Expr& expr = world_[id];
        switch (expr.kind) {
            case ExprKind::constant:
            case ExprKind::variable:
                return decided(term_value(context_, scope, id).is_true() != negated);
            case ExprKind::fluent:
                return fluent_is(place_of(chain, scope, expr), Compare::equal, Value::boolean(!negated));
            case ExprKind::believes:
                // Where somebody can be unsure, somebody who does not believe something takes it that it might not be
                // so.
                if (negated && context_.has_possibilities) return decided_along(chain, scope, id, negated);
                return clauses_of(longer(chain, believer_of(scope, expr)), scope, expr.children[1], negated);
            case ExprKind::might:
                if (!negated) return decided_along(chain, scope, id, negated);
                return clauses_of(longer(chain, believer_of(scope, expr)), scope, expr.children[1], negated);
            case ExprKind::odds:
                return decided_along(chain, scope, id, negated);
            case ExprKind::negation:
                return clauses_of(chain, scope, expr.children[0], !negated);
            case ExprKind::conjunction:
            case ExprKind::disjunction: {
                bool both = (expr.kind == ExprKind::conjunction) != negated;
                Clauses clauses = decided(both);
                for (ExprId child : expr.children)
                    clauses = join(both, clauses, clauses_of(chain, scope, child, negated));
                return clauses;
            }
            case ExprKind::forall:
            case ExprKind::exists: {
                bool both = (expr.kind == ExprKind::forall) != negated;
                Clauses clauses = decided(both);
                for (const Value& value : context_.values_of[world_[expr.variable].type.index()]) {
                    Bound bound{expr.variable, value};
                    clauses = join(both, clauses,
                                   clauses_of(chain, {{&bound, 1}, &scope}, expr.children[0], negated));
                }
                return clauses;
            }
            case ExprKind::conditional: {
                Clauses clauses;
                Clauses others_failed = decided(true);
                for (std::size_t i = 0; i < expr.children.size(); i += 2) {
                    bool is_else = i + 1 == expr.children.size();
                    Clauses taken = others_failed;
                    if (!is_else) {
                        taken = join(true, taken, clauses_of(chain, scope, expr.children[i], false));
                        others_failed =
                            join(true, others_failed, clauses_of(chain, scope, expr.children[i], true));
                    }
                    ExprId branch = expr.children[is_else ? i : i + 1];
                    clauses =
                        join(false, clauses, join(true, taken, clauses_of(chain, scope, branch, negated)));
                }
                return clauses;
            }
            case ExprKind::comparison: {
                Compare op = negated ? opposite(expr.compare) : expr.compare;
                Clauses clauses;
                for (const Case& left : cases_of(chain, scope, expr.children[0]))
                    for (const Case& right : cases_of(chain, scope, expr.children[1]))
                        clauses = join(false, clauses,
                                       join(true, join(true, left.guards, right.guards),
                                            compared(left.term, op, right.term)));
                return clauses;
            }
            case ExprKind::type_test:
                return type_test(chain, scope, expr, negated);
            case ExprKind::arithmetic:
            case ExprKind::sum:
            case ExprKind::product:
                break;
        }
        WT_CHECK(false, "a condition is a formula (MODEL-2)");
    }

    Clauses type_test(const Chain& chain, const Bindings& scope, const Expr& expr, bool negated) {
        if (std::optional<bool> known = static_type_test(world_, expr)) return decided(*known != negated);
        Clauses clauses;
        for (const Case& side : cases_of(chain, scope, expr.children[0])) {
            const Term& term = terms_[side.term.index()];
            Clauses here;
            if (term.kind == Term::Kind::fluent) {
                Place place = term.place;
                here = decided(negated);
                for (const Value& member : context_.values_of[expr.type_operand.index()])
                    here = join(negated, here,
                                fluent_is(place, negated ? Compare::not_equal : Compare::equal, member));
            } else {
                here = decided(is_member(world_, term.constant, expr.type_operand) != negated);
            }
            clauses = join(false, clauses, join(true, side.guards, here));
        }
        return clauses;
    }

    // ---- comparisons ----

    /// Makes the clauses of a comparison of two terms.
    Clauses compared(TermId left, Compare op, TermId right) {
        std::vector<Place> places;
        gather(left, places);
        gather(right, places);
        if (places.empty()) return decided(is_true(outer_, statement(left, op, right)));
        bool numeric = std::any_of(places.begin(), places.end(),
                                   [&](const Place& place) { return type_of(place) == kNumber; });
        if (numeric) return compared_numbers(statement(left, op, right), places);
        if (is_fluent(left) && is_fluent(right)) return compared_fluents(left, op, right);
        return is_fluent(left)
                   ? fluent_is(terms_[left.index()].place, op, terms_[right.index()].constant)
                   : fluent_is(terms_[right.index()].place, mirrored(op), terms_[left.index()].constant);
    }

    /// Makes one atom for every fluent of the comparison.
    Clauses compared_numbers(const Statement& whole, const std::vector<Place>& places) {
        if (!is_true(outer_, whole)) return {};
        Clause clause;
        for (const Place& place : places) {
            Atom atom{place, whole.op, whole, false, {}};
            if (is_fluent(whole.left) && terms_[whole.left.index()].place == place) {
                atom.alone = true;
                atom.other = whole.right;
            } else if (is_fluent(whole.right) && terms_[whole.right.index()].place == place) {
                atom.alone = true;
                atom.other = whole.left;
                atom.op = mirrored(whole.op);
            }
            clause.push_back(std::move(atom));
        }
        return {clause};
    }

    /// Compares two fluents of booleans or entities: the value of the right one in `outer` decides the case.
    Clauses compared_fluents(TermId left, Compare op, TermId right) {
        Place l = terms_[left.index()].place;
        Place r = terms_[right.index()].place;
        Value value = value_in(outer_, r);
        switch (op) {
            case Compare::greater:
            case Compare::less:
                return {};
            case Compare::equal:
            case Compare::greater_equal:
            case Compare::less_equal: {
                Clauses same = fluent_is(l, Compare::equal, value);
                return join(true, same, right_case(r, value));
            }
            case Compare::not_equal: {
                Clauses differ = fluent_is(l, Compare::not_equal, value);
                return join(true, differ, right_case(r, value));
            }
        }
        return {};
    }

    /// Makes the case that the right fluent has this value: `r == value`, or, for `?`, `r != e` for every other value.
    Clauses right_case(const Place& r, const Value& value) {
        if (!value.is_unknown()) return fluent_is(r, Compare::equal, value);
        Clauses clauses = decided(true);
        for (const Value& member : context_.values_of[type_of(r).index()])
            clauses = join(true, clauses, fluent_is(r, Compare::not_equal, member));
        return clauses;
    }

    /// Compares a fluent of booleans or entities with a value.
    Clauses fluent_is(Place place, Compare op, Value value) {
        if (op == Compare::greater || op == Compare::less) return {};
        Compare kept = op == Compare::not_equal ? op : Compare::equal;
        Value wanted = value;
        if (type_of(place) == kBoolean) {
            // A boolean fluent is never ?, nor an entity or number.
            if (!value.is_boolean()) return decided(kept == Compare::not_equal);
            if (kept == Compare::not_equal) wanted = Value::boolean(!value.is_true());
            kept = Compare::equal;
        }
        Statement whole = statement(fluent_term(place), kept, constant_term(wanted));
        if (!is_true(outer_, whole)) return {};
        return {{Atom{place, kept, whole, true, whole.right}}};
    }

    // ---- sides of comparisons ----

    std::vector<Case> cases_of(const Chain& chain, const Bindings& scope, ExprId id) {
        if (context_.halted()) return {};
        const Expr& expr = world_[id];
        switch (expr.kind) {
            case ExprKind::constant:
            case ExprKind::variable:
                return {{decided(true), constant_term(term_value(context_, scope, id))}};
            case ExprKind::fluent:
                return {{decided(true), fluent_term(place_of(chain, scope, expr))}};
            case ExprKind::believes:
                if (context_.has_possibilities && world_[expr.children[1]].type == kBoolean)
                    return truth_cases(chain, scope, id);
                return cases_of(longer(chain, believer_of(scope, expr)), scope, expr.children[1]);
            case ExprKind::conditional: {
                std::vector<Case> cases;
                Clauses others_failed = decided(true);
                for (std::size_t i = 0; i < expr.children.size(); i += 2) {
                    bool is_else = i + 1 == expr.children.size();
                    Clauses taken = others_failed;
                    if (!is_else) {
                        taken = join(true, taken, clauses_of(chain, scope, expr.children[i], false));
                        others_failed =
                            join(true, others_failed, clauses_of(chain, scope, expr.children[i], true));
                    }
                    for (const Case& branch : cases_of(chain, scope, expr.children[is_else ? i : i + 1]))
                        add_case(cases, join(true, taken, branch.guards), branch.term);
                }
                return cases;
            }
            case ExprKind::arithmetic:
                return calculated(cases_of(chain, scope, expr.children[0]), expr.arithmetic,
                                  cases_of(chain, scope, expr.children[1]));
            case ExprKind::sum:
            case ExprKind::product: {
                bool is_sum = expr.kind == ExprKind::sum;
                std::vector<Case> total{{decided(true), constant_term(Value::number(is_sum ? 0 : 1))}};
                for (const Value& value : context_.values_of[world_[expr.variable].type.index()]) {
                    Bound bound{expr.variable, value};
                    total = calculated(total, is_sum ? Arithmetic::add : Arithmetic::multiply,
                                       cases_of(chain, {{&bound, 1}, &scope}, expr.children[0]));
                }
                return total;
            }
            default:
                return truth_cases(chain, scope, id);
        }
    }

    /// Makes the cases of a formula: it is false, or it is true.
    std::vector<Case> truth_cases(const Chain& chain, const Bindings& scope, ExprId id) {
        std::vector<Case> cases;
        add_case(cases, clauses_of(chain, scope, id, true), constant_term(Value::boolean(false)));
        add_case(cases, clauses_of(chain, scope, id, false), constant_term(Value::boolean(true)));
        return cases;
    }

    std::vector<Case> calculated(const std::vector<Case>& lefts, Arithmetic op,
                                 const std::vector<Case>& rights) {
        std::vector<Case> cases;
        for (const Case& left : lefts)
            for (const Case& right : rights)
                add_case(cases, join(true, left.guards, right.guards),
                         arithmetic_term(left.term, op, right.term));
        return cases;
    }

    void add_case(std::vector<Case>& cases, Clauses guards, TermId term) {
        if (!guards.empty()) cases.push_back({std::move(guards), term});
    }

    // ---- terms ----

    TermId new_term(Term term) {
        terms_.push_back(std::move(term));
        return TermId(terms_.size() - 1);
    }
    TermId constant_term(const Value& value) {
        Term term;
        term.constant = value;
        term.text = to_text(world_, value);
        return new_term(std::move(term));
    }
    TermId fluent_term(const Place& place) {
        Term term;
        term.kind = Term::Kind::fluent;
        term.place = place;
        const Fluent& fluent = context_.fluents[place.fluent];
        term.text = fluent_text(world_, fluent.property, fluent.arguments);
        for (auto believer = place.chain.rbegin(); believer != place.chain.rend(); ++believer)
            term.text = "believes(" + world_[*believer].name + ", " + term.text + ")";
        return new_term(std::move(term));
    }
    TermId arithmetic_term(TermId left, Arithmetic op, TermId right) {
        Term term;
        term.kind = Term::Kind::arithmetic;
        term.op = op;
        term.left = left;
        term.right = right;
        term.text = "(" + terms_[left.index()].text + " " + std::string(symbol_of(op)) + " " +
                    terms_[right.index()].text + ")";
        return new_term(std::move(term));
    }
    Statement statement(TermId left, Compare op, TermId right) const {
        return {
            left, right, op,
            terms_[left.index()].text + " " + std::string(symbol_of(op)) + " " + terms_[right.index()].text};
    }

    bool is_fluent(TermId id) const { return terms_[id.index()].kind == Term::Kind::fluent; }
    TypeId type_of(const Place& place) const { return world_[context_.fluents[place.fluent].property].type; }
    /// Collects the distinct fluents of a term.
    void gather(TermId id, std::vector<Place>& places) const {
        const Term& term = terms_[id.index()];
        if (term.kind == Term::Kind::arithmetic) {
            gather(term.left, places);
            gather(term.right, places);
        } else if (term.kind == Term::Kind::fluent &&
                   std::find(places.begin(), places.end(), term.place) == places.end()) {
            places.push_back(term.place);
        }
    }
    Value value_in(MindId mind, TermId id) const {
        const Term& term = terms_[id.index()];
        switch (term.kind) {
            case Term::Kind::constant:
                return term.constant;
            case Term::Kind::fluent:
                return value_in(mind, term.place);
            case Term::Kind::arithmetic:
                return calculate(term.op, value_in(mind, term.left), value_in(mind, term.right));
        }
        return {};
    }

    EntityId believer_of(const Bindings& scope, const Expr& believes) const {
        return term_value(context_, scope, believes.children[0]).as_entity();
    }
    Place place_of(const Chain& chain, const Bindings& scope, const Expr& fluent) const {
        return {chain, fluent_of(context_, scope, fluent.property, fluent.children)};
    }

    // ---- sets of clauses ----

    /// True is one empty clause, False none.
    static Clauses decided(bool is) { return is ? Clauses{{}} : Clauses{}; }

    /// Asks the budget to stop if there are too many.
    bool fits(std::size_t atoms) {
        if (atoms <= kMostAtoms) return true;
        context_.budget.refuse(
            "the precondition of `" + to_text(world_, event_.ground) +
            "` can be true in too many ways at once to say what somebody would learn who took "
            "it to be false; write it with fewer alternatives (`|`, `exists`)");
        return false;
    }

    /// Returns the conjunction (`both`) or disjunction of two sets.
    Clauses join(bool both, const Clauses& a, const Clauses& b) {
        Clauses result;
        std::size_t atoms = 0;
        if (!both) {
            result = a;
            result.insert(result.end(), b.begin(), b.end());
        } else {
            for (const Clause& x : a) {
                for (const Clause& y : b) {
                    if (context_.halted()) return {};
                    result.push_back(x);
                    result.back().insert(result.back().end(), y.begin(), y.end());
                    atoms += x.size() + y.size();
                    if (atoms <= 2 * kMostAtoms) continue;
                    atoms = drop_duplicates(result);
                    if (!fits(atoms)) return {};
                }
            }
        }
        if (result.size() > 1 && !fits(drop_duplicates(result))) return {};
        return result;
    }

    /// Drops duplicates and returns how many atoms are left in all.
    std::size_t drop_duplicates(Clauses& clauses) const {
        std::set<std::vector<std::string>> met;
        std::erase_if(clauses, [&](const Clause& clause) {
            std::vector<std::string> texts;
            for (const Atom& atom : clause)
                texts.push_back(key_text(atom));
            std::sort(texts.begin(), texts.end());
            texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
            return !met.insert(std::move(texts)).second;
        });
        std::size_t atoms = 0;
        for (const Clause& clause : clauses)
            atoms += clause.size();
        return atoms;
    }

    /// Returns a text that is equal for equal atoms.
    std::string key_text(const Atom& atom) const {
        std::string text = std::to_string(atom.place.fluent.value);
        for (EntityId believer : atom.place.chain)
            text += "," + std::to_string(believer.value);
        return text + ":" + atom.statement.text;
    }

    template <typename T, typename Before>
    static void sort_without_repeats(std::vector<T>& list, Before before) {
        std::sort(list.begin(), list.end(), before);
        list.erase(std::unique(list.begin(), list.end(),
                               [&](const T& a, const T& b) { return !before(a, b) && !before(b, a); }),
                   list.end());
    }

    /// Tidies a clause: its atoms become a sorted list without repeats, in which `f >= x` and `f <= x` become `f == x`.
    void tidy(Clause& clause) {
        auto earlier = [&](const Atom& a, const Atom& b) { return before(a, b); };
        sort_without_repeats(clause, earlier);
        for (Atom& lower : clause) {
            if (!lower.alone || lower.op != Compare::greater_equal) continue;
            for (Atom& upper : clause) {
                if (!upper.alone || upper.op != Compare::less_equal || !(upper.place == lower.place))
                    continue;
                if (terms_[upper.other.index()].text != terms_[lower.other.index()].text) continue;
                TermId other = lower.other;
                lower.op = upper.op = Compare::equal;
                lower.statement = upper.statement =
                    statement(fluent_term(lower.place), Compare::equal, other);
                break;
            }
        }
        sort_without_repeats(clause, earlier);
    }

    /// Compares by believers, property, arguments, operator, text.
    bool before(const Atom& a, const Atom& b) const {
        if (a.place.chain != b.place.chain) return a.place.chain < b.place.chain;
        const Fluent& f = context_.fluents[a.place.fluent];
        const Fluent& g = context_.fluents[b.place.fluent];
        if (f.property != g.property) {
            int order = world_[f.property].name.compare(world_[g.property].name);
            if (order != 0) return order < 0;
        }
        if (f.arguments != g.arguments) return f.arguments < g.arguments;
        if (f.property != g.property) return f.property < g.property;
        if (a.op != b.op) return rank_of(a.op) < rank_of(b.op);
        return a.statement.text < b.statement.text;
    }

    Context& context_;
    const World& world_;
    MindId outer_;
    const Occurrence& event_;
    std::vector<Term> terms_;
};

}  // namespace

MindId correct(Context& context, MindId outer, MindId observer, const Occurrence& event) {
    NormalForm form(context, outer, event);
    MindId corrected = observer;
    EntityId owner = context[observer].owner;
    for (const Clause& clause : form.sorted_clauses(event)) {
        for (const Atom& atom : clause) {
            if (form.is_true(corrected, atom.statement)) continue;
            const Chain& chain = atom.place.chain;
            bool is_own = !chain.empty() && chain.front() == owner;
            Value value = atom.op == Compare::equal ? form.value_in(outer, atom.place) : Value::unknown();
            corrected =
                impose(context, corrected, {{chain, atom.place.fluent, value, {}, {}}}, is_own ? 1 : 0);
        }
    }
    return corrected;
}

std::vector<std::string> true_clauses(Context& context, MindId outer, const Occurrence& event) {
    NormalForm form(context, outer, event);
    std::vector<std::string> texts;
    for (const Clause& clause : form.sorted_clauses(event)) {
        std::string text;
        for (const Atom& atom : clause)
            text += (text.empty() ? "" : " & ") + atom.statement.text;
        texts.push_back(text);
    }
    return texts;
}

}  // namespace wt::referee
