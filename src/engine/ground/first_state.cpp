#include "engine/ground/first_state.h"

#include <algorithm>
#include <utility>

#include "engine/ground/lifted.h"

namespace wt::engine {

using namespace model;

namespace {

using Chain = std::vector<EntityId>;

Chain extended(const Chain& chain, EntityId believer) {
    Chain result = chain;
    if (result.empty() || result.back() != believer) result.push_back(believer);
    return result;
}

/// An assignment and its entry in the table take about so many bytes.
constexpr std::int64_t kBytesOfAssignment = 256;

/// Evaluates statements against the table as it stands and collects the assignments of one statement.
class Imposer {
  public:
    Imposer(const World& world, const FirstStateTable& table, Budget& budget)
        : world_(world), table_(table), budget_(budget), bound_(world.variables.size()) {}

    struct Assigned {
        BelievedFluent fluent;
        FirstStateTable::Entry entry;
        bool by_everybody = false;
    };
    std::vector<Assigned> assignments(EffectId effect) {
        collect(effect, {});
        return std::move(assignments_);
    }

  private:
    Value read(ExprId id, const Chain& chain) {
        const Expr& expr = world_[id];
        switch (expr.kind) {
            case ExprKind::constant:
            case ExprKind::variable:
                return term_value(world_, id, bound_);
            case ExprKind::fluent:
                return table_.value({chain, expr.property, term_values(world_, expr.children, bound_)});
            case ExprKind::believes:
                return read(expr.children[1],
                            extended(chain, term_value(world_, expr.children[0], bound_).as_entity()));
            case ExprKind::conditional:
                for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2)
                    if (holds(expr.children[i], chain, false)) return read(expr.children[i + 1], chain);
                return read(expr.children.back(), chain);
            case ExprKind::arithmetic:
                return calculate(expr.arithmetic, read(expr.children[0], chain),
                                 read(expr.children[1], chain));
            case ExprKind::sum:
            case ExprKind::product:
                return read_fold(expr, chain);
            default:
                return Value::boolean(holds(id, chain, false));
        }
    }

    Value read_fold(const Expr& expr, const Chain& chain) {
        bool is_sum = expr.kind == ExprKind::sum;
        Value total = Value::number(is_sum ? 0 : 1);
        for (const Value& value : world_.values_of(world_[expr.variable].type)) {
            if (budget_.stop() != Stop::none) break;
            bound_[expr.variable.index()] = value;
            total = calculate(is_sum ? Arithmetic::add : Arithmetic::multiply, total,
                              read(expr.children[0], chain));
        }
        return total;
    }

    bool any_of(const Expr& expr, const Chain& chain, bool negate, bool wanted) {
        return std::any_of(expr.children.begin(), expr.children.end(),
                           [&](ExprId child) { return holds(child, chain, negate) == wanted; });
    }

    bool holds_for_some(const Expr& expr, const Chain& chain, bool negate, bool wanted) {
        for (const Value& value : world_.values_of(world_[expr.variable].type)) {
            if (budget_.stop() != Stop::none) break;
            bound_[expr.variable.index()] = value;
            if (holds(expr.children[0], chain, negate) == wanted) return true;
        }
        return false;
    }

    bool holds(ExprId id, const Chain& chain, bool negate) {
        const Expr& expr = world_[id];
        switch (expr.kind) {
            case ExprKind::conjunction:
                return negate ? any_of(expr, chain, true, true) : !any_of(expr, chain, false, false);
            case ExprKind::disjunction:
                return negate ? !any_of(expr, chain, true, false) : any_of(expr, chain, false, true);
            case ExprKind::negation:
                return holds(expr.children[0], chain, !negate);
            case ExprKind::forall:
                return negate ? holds_for_some(expr, chain, true, true)
                              : !holds_for_some(expr, chain, false, false);
            case ExprKind::exists:
                return negate ? !holds_for_some(expr, chain, true, false)
                              : holds_for_some(expr, chain, false, true);
            case ExprKind::conditional:
                for (std::size_t i = 0; i + 1 < expr.children.size(); i += 2)
                    if (holds(expr.children[i], chain, false))
                        return holds(expr.children[i + 1], chain, negate);
                return holds(expr.children.back(), chain, negate);
            case ExprKind::odds: {
                bool is_so =
                    holds(expr.children[1],
                          extended(chain, term_value(world_, expr.children[0], bound_).as_entity()), false);
                return fractions_compare(negate ? negated(expr.compare) : expr.compare, {is_so ? 1 : 0, 1},
                                         world_[expr.fraction]);
            }
            case ExprKind::believes:
            case ExprKind::might:
                return holds(expr.children[1],
                             extended(chain, term_value(world_, expr.children[0], bound_).as_entity()),
                             negate);
            case ExprKind::comparison: {
                Compare op = negate ? negated(expr.compare) : expr.compare;
                return compare_values(op, read(expr.children[0], chain), read(expr.children[1], chain));
            }
            case ExprKind::type_test: {
                Value value = read(expr.children[0], chain);
                bool is_of =
                    !value.is_unknown() && !value.is_none() && world_.is_of_type(value, expr.type_operand);
                return is_of != negate;
            }
            default:
                return read(id, chain).is_true() != negate;
        }
    }

    void collect(EffectId id, const Chain& chain) {
        const Effect& effect = world_[id];
        switch (effect.kind) {
            case EffectKind::all:
                for (EffectId child : effect.children)
                    collect(child, chain);
                return;
            case EffectKind::assign:
            case EffectKind::possibly: {
                Chain target = chain;
                for (ExprId believer : effect.believers)
                    target = extended(target, term_value(world_, believer, bound_).as_entity());
                BelievedFluent fluent{target, effect.property, term_values(world_, effect.arguments, bound_)};
                budget_.charge_bytes(kBytesOfAssignment);
                FirstStateTable::Entry entry;
                if (effect.kind == EffectKind::assign) entry.push_back({read(effect.value, chain)});
                for (std::size_t i = 0; i < effect.alternatives.size(); ++i)
                    entry.push_back({read(effect.alternatives[i], chain), effect.weights[i]});
                unite(entry);
                assignments_.push_back({std::move(fluent), std::move(entry), by_everybody_});
                return;
            }
            case EffectKind::everybody:
                by_everybody_ = true;
                collect(effect.children[0], chain);
                by_everybody_ = false;
                return;
            case EffectKind::learn:
                break;
            case EffectKind::choose:
                for (std::size_t i = 0; i < effect.tests.size(); ++i)
                    if (holds(effect.tests[i], chain, false)) return collect(effect.children[i], chain);
                return collect(effect.children.back(), chain);
            case EffectKind::forall:
                for (const Value& value : world_.values_of(world_[effect.variable].type)) {
                    if (budget_.stop() != Stop::none) break;
                    bound_[effect.variable.index()] = value;
                    collect(effect.children[0], chain);
                }
                return;
            case EffectKind::believes:
                return collect(effect.children[0],
                               extended(chain, term_value(world_, effect.believers[0], bound_).as_entity()));
        }
    }

    /// Sorts the alternatives and makes equal ones one.
    void unite(FirstStateTable::Entry& entry) {
        std::ranges::sort(entry, {}, &FirstStateTable::Alternative::value);
        std::size_t count = 0;
        for (const FirstStateTable::Alternative& one : entry) {
            if (count == 0 || !(entry[count - 1].value == one.value)) {
                entry[count++] = one;
            } else if (__builtin_add_overflow(entry[count - 1].weight, one.weight,
                                              &entry[count - 1].weight)) {
                budget_.request_stop(Stop::weights);
            }
        }
        entry.resize(count);
    }

    const World& world_;
    const FirstStateTable& table_;
    Budget& budget_;
    Bindings bound_;
    bool by_everybody_ = false;
    std::vector<Assigned> assignments_;
};

}  // namespace

FirstStateTable::FirstStateTable(const World& world, Budget& budget) : world_(world) {
    // This holds who has been said to believe something of a fluent, for what everybody knows.
    std::map<std::pair<PropertyId, std::vector<Value>>, std::vector<Chain>> believers;
    for (EffectId statement : world.first_state) {
        auto assignments = Imposer(world, *this, budget).assignments(statement);
        if (budget.stop() != Stop::none) return;
        // If one statement gives several values to one fluent, the first in the order of values counts. Any value
        // counts before alternatives, of which the first in the text count. What counts comes last.
        std::ranges::reverse(assignments);
        std::ranges::stable_sort(assignments, [](const auto& a, const auto& b) {
            bool is_one_a = a.entry.size() == 1;
            bool is_one_b = b.entry.size() == 1;
            if (is_one_a != is_one_b) return is_one_b;
            return is_one_a && b.entry[0].value < a.entry[0].value;
        });
        for (auto& [fluent, entry, by_everybody] : assignments) {
            std::vector<Chain>* chains = nullptr;
            if (by_everybody || !fluent.believers.empty())
                chains = &believers[{fluent.property, fluent.arguments}];
            if (by_everybody) {
                for (Chain& chain : *chains)
                    entries_.erase({std::move(chain), fluent.property, fluent.arguments});
                entries_.erase({{}, fluent.property, fluent.arguments});
                chains->clear();
            }
            auto [place, is_new] = entries_.insert_or_assign(fluent, std::move(entry));
            if (is_new && !fluent.believers.empty()) chains->push_back(fluent.believers);
        }
    }
}

const FirstStateTable::Entry* FirstStateTable::find(const BelievedFluent& fluent) const {
    auto entry = entries_.find(fluent);
    return entry == entries_.end() ? nullptr : &entry->second;
}

Value FirstStateTable::value(BelievedFluent fluent) const {
    for (;;) {
        if (const Entry* entry = find(fluent)) {
            if (entry->size() == 1) return (*entry)[0].value;
            return world_[fluent.property].type == kBoolean ? Value::boolean(false) : Value::unknown();
        }
        if (fluent.believers.empty()) return world_.default_of(fluent.property);
        fluent.believers.pop_back();
    }
}

}  // namespace wt::engine
