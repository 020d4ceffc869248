#include "engine/state/surprise.h"

#include <algorithm>
#include <tuple>

#include "engine/ground/lifted.h"
#include "model/print.h"

namespace wt::engine {

using namespace model;

namespace {

using Chain = std::vector<EntityId>;

/// More clauses than this are not looked at; the precondition would have to be true in thousands of ways at
/// once.
constexpr std::size_t kMaxClauses = 4096;

/// One way in which a value may come about: `guard` must hold.
struct Case {
    Clause guard;
    FormulaId value;   ///< read from the mind in which the event happens
    std::string text;  ///< to tell equal sides of comparisons
    bool is_numeric = false;
    bool is_fluent = false;  ///< a lone fluent, also one that has been folded to a constant
    TypeId type;             ///< of the fluent
    Clause fluents;          ///< all that occur, folded ones too: believers, property and arguments alone
};

class NormalForm {
  public:
    NormalForm(GroundWorld& ground, const Evaluator& evaluator, const Reading& reading, Environment bound)
        : ground_(ground),
          world_(ground.world()),
          pool_(ground.pool()),
          evaluator_(evaluator),
          reading_(reading),
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
            case ExprKind::believes: {
                EntityId believer = term_value(world_, expr.children[0], bound_).as_entity();
                return clauses(expr.children[1], extended(chain, believer), negate);
            }
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

    /// What has been asked about the mind, in order.
    const std::vector<Surprises::Answer>& answers() const { return answers_; }

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

    static std::vector<Clause> truth(bool value) {
        return value ? std::vector<Clause>{Clause{}} : std::vector<Clause>{};
    }

    static void combine(std::vector<Clause>& into, const std::vector<Clause>& other, bool is_all) {
        if (!is_all) {
            into.insert(into.end(), other.begin(), other.end());
            return;
        }
        std::vector<Clause> result;
        for (const Clause& left : into) {
            for (const Clause& right : other) {
                if (result.size() >= kMaxClauses) break;
                result.push_back(left);
                result.back().insert(result.back().end(), right.begin(), right.end());
            }
        }
        into = std::move(result);
    }

    FormulaId wrapped(const Chain& chain, FormulaId id, bool is_value) {
        for (auto believer = chain.rbegin(); believer != chain.rend(); ++believer)
            id = is_value ? pool_.value_in(*believer, id) : pool_.in(*believer, id);
        return id;
    }

    std::string chain_text(const Chain& chain) {
        std::string text;
        for (EntityId believer : chain)
            text += world_[believer].name + "'s ";
        return text;
    }

    // ---- values ----

    Case fluent_case(const Expr& expr, const Chain& chain) {
        std::vector<Value> arguments = term_values(world_, expr.children, bound_);
        Code constant = kUnknown;
        FluentId fluent = ground_.find_fluent(expr.property, arguments, constant);
        Case result;
        result.value = fluent.valid() ? wrapped(chain, pool_.fluent(fluent), true) : pool_.constant(constant);
        result.text = chain_text(chain) + fluent_text(world_, expr.property, arguments);
        result.is_numeric = expr.type == kNumber;
        result.is_fluent = true;
        result.type = expr.type;
        Literal literal;
        literal.believers = chain;
        literal.fluent = fluent;
        literal.property = expr.property;
        literal.arguments = std::move(arguments);
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
                result.is_numeric = value.is_number();
                return {result};
            }
            case ExprKind::fluent:
                return {fluent_case(expr, chain)};
            case ExprKind::believes: {
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
                start.is_numeric = true;
                std::vector<Case> result{start};
                for (const Value& value : world_.values_of(world_[expr.variable].type)) {
                    bound_[expr.variable.index()] = value;
                    result = calculated(is_sum ? Arithmetic::add : Arithmetic::multiply, result,
                                        cases(expr.children[0], chain));
                }
                return result;
            }
            default: {
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
        }
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
                if (result.size() >= kMaxClauses) break;
                Case both;
                both.guard = a.guard;
                both.guard.insert(both.guard.end(), b.guard.begin(), b.guard.end());
                both.value = pool_.arithmetic(op, a.value, b.value);
                both.text = "(" + a.text + " " + std::string(symbol_of(op)) + " " + b.text + ")";
                both.is_numeric = true;
                both.fluents = a.fluents;
                both.fluents.insert(both.fluents.end(), b.fluents.begin(), b.fluents.end());
                result.push_back(std::move(both));
            }
        }
        return result;
    }

    // ---- atoms ----

    /// A lone fluent against a constant. No clause if that is false in the mind, an empty one if the fluent
    /// is constant.
    std::vector<Clause> atom(const Case& fluent, Compare op, Code code) {
        FormulaId comparison = pool_.compares(op, fluent.value, pool_.constant(code));
        if (!is_true(comparison)) return {};
        Clause clause = fluent.guard;
        add_literal(clause, fluent.fluents[0], op, comparison, true,
                    to_text(world_, ground_.codes().decode(code)));
        return {clause};
    }

    static void add_literal(Clause& clause, Literal literal, Compare op, FormulaId comparison, bool alone,
                            std::string other) {
        literal.op = op;
        literal.comparison = comparison;
        literal.alone = alone;
        literal.other_side = std::move(other);
        clause.push_back(std::move(literal));
    }

    static bool same_fluent(const Literal& a, const Literal& b) {
        return a.property == b.property && a.arguments == b.arguments && a.believers == b.believers;
    }

    std::vector<Clause> comparison_clauses(const Expr& expr, const Chain& chain, bool negate) {
        Compare op = negate ? negated(expr.compare) : expr.compare;
        std::vector<Clause> result;
        std::vector<Case> left = cases(expr.children[0], chain);
        std::vector<Case> right = cases(expr.children[1], chain);
        for (const Case& a : left) {
            for (const Case& b : right) {
                if (result.size() >= kMaxClauses) return result;
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
        if (a.is_numeric || b.is_numeric) {
            Clause clause;
            Clause all = a.fluents;
            all.insert(all.end(), b.fluents.begin(), b.fluents.end());
            for (std::size_t i = 0; i < all.size(); ++i) {
                auto same = [&](const Literal& other) { return same_fluent(all[i], other); };
                if (std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), same)) continue;
                bool is_left = a.is_fluent && same(a.fluents[0]);
                bool alone = is_left || (b.is_fluent && same(b.fluents[0]));
                Compare own = !is_left && alone ? mirrored(op) : op;
                add_literal(clause, all[i], own, comparison, alone, is_left ? b.text : a.text);
            }
            return {clause};
        }
        bool is_equal = op != Compare::not_equal;
        if (a.is_fluent && b.is_fluent) return fluents_compared(is_equal, a, b);
        if (!a.is_fluent && !b.is_fluent) return truth(true);
        const Case& fluent = a.is_fluent ? a : b;
        Code code = pool_.constant_of(a.is_fluent ? b.value : a.value);
        if (!is_equal && fluent.type == kBoolean && code <= kTrue)
            return bare(fluent, Compare::equal, code_of(code == kFalse));
        return bare(fluent, is_equal ? Compare::equal : Compare::not_equal, code);
    }

    /// An atom without the guard of the case, which the caller adds.
    std::vector<Clause> bare(const Case& fluent, Compare op, Code code) {
        Case unguarded = fluent;
        unguarded.guard.clear();
        return atom(unguarded, op, code);
    }

    std::vector<Clause> fluents_compared(bool is_equal, const Case& a, const Case& b) {
        Code value = answer(b.value);
        Compare op = is_equal ? Compare::equal : Compare::not_equal;
        std::vector<Clause> result;
        if (!is_equal && a.type == kBoolean && value <= kTrue) {
            result = bare(a, Compare::equal, code_of(value == kFalse));
        } else {
            result = bare(a, op, value);
        }
        if (value != kUnknown) {
            combine(result, bare(b, Compare::equal, value), true);
        } else {
            for (const Value& member : world_.values_of(b.type))
                combine(result, bare(b, Compare::not_equal, ground_.codes().encode(member)), true);
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
                bool is_of = !value.is_unknown() && world_.is_of_type(value, expr.type_operand);
                if (is_of != negate) result.push_back(one.guard);
                continue;
            }
            std::vector<Clause> tested = truth(negate);
            for (const Value& member : world_.values_of(expr.type_operand)) {
                Compare op = negate ? Compare::not_equal : Compare::equal;
                combine(tested, bare(one, op, ground_.codes().encode(member)), negate);
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
    std::vector<Surprises::Answer> answers_;
    Environment bound_;
};

/// `f >= x` and `f <= x` become `f == x`.
void merge_bounds(FormulaPool& pool, Clause& clause) {
    for (Literal& one : clause) {
        if (!one.alone || one.op != Compare::greater_equal) continue;
        for (Literal& other : clause) {
            bool opposite = other.alone && other.op == Compare::less_equal &&
                            other.property == one.property && other.arguments == one.arguments &&
                            other.believers == one.believers && other.other_side == one.other_side;
            if (!opposite) continue;
            FormulaId comparison = pool.all({one.comparison, other.comparison});
            one.op = other.op = Compare::equal;
            one.comparison = other.comparison = comparison;
            break;
        }
    }
}

/// Tidies and sorts. What is said of fluents that cannot change counts for the order and is then left out:
/// nobody is ever wrong about it.
void bring_in_order(GroundWorld& ground, std::vector<Clause>& clauses) {
    const World& world = ground.world();
    auto before = [&](const Literal& a, const Literal& b) {
        if (a.believers != b.believers) return a.believers < b.believers;
        const std::string& name = world[a.property].name;
        const std::string& other = world[b.property].name;
        if (name != other) return name < other;
        if (a.arguments != b.arguments) return a.arguments < b.arguments;
        return std::tie(a.op, a.other_side) < std::tie(b.op, b.other_side);
    };
    for (Clause& clause : clauses) {
        merge_bounds(ground.pool(), clause);
        std::stable_sort(clause.begin(), clause.end(), before);
    }
    std::stable_sort(clauses.begin(), clauses.end(), [&](const Clause& a, const Clause& b) {
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), before);
    });
    for (Clause& clause : clauses)
        std::erase_if(clause, [](const Literal& literal) { return !literal.fluent.valid(); });
}

}  // namespace

const std::vector<Clause>& Surprises::true_clauses(EventIndex event, const Reading& reading) {
    roots_.resize(std::max(roots_.size(), event.index() + 1), kNone);
    std::uint32_t* place = &roots_[event.index()];
    while (*place != kNone) {
        Node& node = nodes_[*place];
        if (!node.question.valid()) return node.clauses;
        Code code = evaluator_.value(node.question, reading);
        auto next = std::ranges::find(node.next, code, &std::pair<Code, std::uint32_t>::first);
        if (next == node.next.end()) next = node.next.insert(next, {code, kNone});
        place = &next->second;
    }
    return add(event, reading);
}

const std::vector<Clause>& Surprises::add(EventIndex event, const Reading& reading) {
    NormalForm form(ground_, evaluator_, reading, ground_.bindings(event));
    ExprId precondition = ground_.world()[ground_.event(event).schema].precondition;
    std::vector<Clause> clauses = form.clauses(precondition, {}, false);
    bring_in_order(ground_, clauses);
    std::size_t bytes = 0;
    std::uint32_t* place = &roots_[event.index()];
    auto enter = [&](FormulaId question) -> Node& {
        if (*place == kNone) {
            *place = static_cast<std::uint32_t>(nodes_.size());
            nodes_.push_back({question, {}, {}});
            bytes += sizeof(Node) + sizeof(std::pair<Code, std::uint32_t>);
        }
        return nodes_[*place];
    };
    for (const Answer& answer : form.answers()) {
        Node& node = enter(answer.question);
        auto next = std::ranges::find(node.next, answer.code, &std::pair<Code, std::uint32_t>::first);
        if (next == node.next.end()) next = node.next.insert(next, {answer.code, kNone});
        place = &next->second;
    }
    Node& node = enter(FormulaId::none());
    for (const Clause& clause : clauses)
        bytes += sizeof(Clause) + clause.size() * sizeof(Literal);
    node.clauses = std::move(clauses);
    budget_.charge_bytes(static_cast<std::int64_t>(bytes));
    return node.clauses;
}

}  // namespace wt::engine
