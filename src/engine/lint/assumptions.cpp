#include "engine/lint/assumptions.h"

#include <algorithm>

#include "engine/ground/lifted.h"

namespace wt::engine {

using model::Compare;
using model::EntityId;

namespace {

std::vector<EntityId> extended(std::vector<EntityId> chain, EntityId believer) {
    if (chain.empty() || chain.back() != believer) chain.push_back(believer);
    return chain;
}

/// Can both hold of the same two values? (`<` is false, and `<=` means identity, where one is no number.)
bool compatible(Compare a, Compare b) {
    auto excludes = [](Compare one, Compare other) {
        switch (one) {
            case Compare::equal:
                return other == Compare::not_equal || other == Compare::less || other == Compare::greater;
            case Compare::less:
                return other == Compare::greater || other == Compare::greater_equal;
            case Compare::greater:
                return other == Compare::less || other == Compare::less_equal;
            default:
                return false;
        }
    };
    return !excludes(a, b) && !excludes(b, a);
}

}  // namespace

void Assumptions::assume(FormulaId condition, bool holds) {
    assume_in({}, condition, holds);
}

void Assumptions::assume_in(const Chain& chain, FormulaId id, bool holds) {
    const Formula formula = pool_[id];
    if (formula.kind == FormulaKind::in)
        return assume_in(extended(chain, EntityId(formula.a)), FormulaId(formula.b), holds);
    auto [entry, is_new] = assumed_.try_emplace({chain, id.value}, holds);
    if (!is_new) {
        contradictory_ |= entry->second != holds;
        return;
    }
    changed_ = true;
    Place place{chain, formula.a};
    switch (formula.kind) {
        case FormulaKind::truth:
            contradictory_ |= (formula.a != 0) != holds;
            return;
        case FormulaKind::equals:
            return holds ? set_is(place, formula.b) : set_is_not(place, formula.b);
        case FormulaKind::differs:
            return holds ? set_is_not(place, formula.b) : set_is(place, formula.b);
        case FormulaKind::compares:
            if (holds) add_comparison(chain, formula);
            break;
        case FormulaKind::all:
        case FormulaKind::any:
            if (holds == (formula.kind == FormulaKind::all))
                for (FormulaId child : pool_.children(formula))
                    assume_in(chain, child, holds);
            break;
        default:
            break;
    }
    pending_.push_back({chain, id, holds});
}

void Assumptions::set_is(const Place& place, Code code) {
    Known& known = known_[place];
    contradictory_ |= (known.is && *known.is != code) || known.is_not.contains(code);
    changed_ |= !known.is;
    known.is = code;
}

void Assumptions::set_is_not(const Place& place, Code code) {
    Known& known = known_[place];
    contradictory_ |= known.is == code;
    changed_ |= known.is_not.insert(code).second;
}

void Assumptions::add_comparison(const Chain& chain, const Formula& formula) {
    auto op = static_cast<Compare>(formula.op);
    std::uint32_t left = formula.a;
    std::uint32_t right = formula.b;
    if (pool_.is_constant(FormulaId(right)) && is_number(pool_.constant_of(FormulaId(right))))
        add_bound(chain, op, FormulaId(left), ground_.codes().number(pool_.constant_of(FormulaId(right))));
    if (right < left) {
        std::swap(left, right);
        op = mirrored(op);
    }
    std::vector<Compare>& others = relations_[{chain, {left, right}}];
    for (Compare other : others)
        contradictory_ |= !compatible(op, other);
    others.push_back(op);
}

void Assumptions::add_bound(const Chain& chain, Compare op, FormulaId value, double number) {
    Bounds& bounds = bounds_[{chain, value.value}];
    bool strict = op == Compare::less || op == Compare::greater;
    if (op == Compare::equal || op == Compare::greater || op == Compare::greater_equal) {
        if (!bounds.least || number > *bounds.least) {
            bounds.least = number;
            bounds.above_least = strict;
        } else if (number == *bounds.least) {
            bounds.above_least |= strict;
        }
    }
    if (op == Compare::equal || op == Compare::less || op == Compare::less_equal) {
        if (!bounds.most || number < *bounds.most) {
            bounds.most = number;
            bounds.below_most = strict;
        } else if (number == *bounds.most) {
            bounds.below_most |= strict;
        }
    }
    if (!bounds.least || !bounds.most) return;
    bool one_point = *bounds.least == *bounds.most;
    contradictory_ |=
        *bounds.least > *bounds.most || (one_point && (bounds.above_least || bounds.below_most));
}

bool Assumptions::contradictory() {
    while (!contradictory_ && changed_) {
        changed_ = false;
        // This loop goes by index because conclusions may add conditions.
        for (std::size_t i = 0; i < pending_.size() && !contradictory_; ++i)
            draw_conclusions(Condition(pending_[i]));
        look_at_domains();
    }
    return contradictory_;
}

void Assumptions::draw_conclusions(const Condition& condition) {
    if (auto truth = structural_truth(condition.chain, condition.formula)) {
        contradictory_ |= *truth != condition.holds;
        return;
    }
    switch (pool_[condition.formula].kind) {
        case FormulaKind::all:
        case FormulaKind::any:
            return conclude_from_junction(condition);
        case FormulaKind::choice:
            return conclude_from_choice(condition);
        default:
            return;
    }
}

/// If all children but one leave it open, the last decides.
void Assumptions::conclude_from_junction(const Condition& condition) {
    FormulaId open;
    for (FormulaId child : pool_.children(pool_[condition.formula])) {
        if (truth_in(condition.chain, child)) continue;
        if (open.valid()) return;
        open = child;
    }
    if (open.valid()) assume_in(condition.chain, open, condition.holds);
}

void Assumptions::conclude_from_choice(const Condition& condition) {
    auto parts = pool_.children(pool_[condition.formula]);
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
        std::optional<bool> test = truth_in(condition.chain, parts[i]);
        if (test == true) return assume_in(condition.chain, parts[i + 1], condition.holds);
        if (test == false) continue;
        if (truth_in(condition.chain, parts[i + 1]) == !condition.holds) {
            assume_in(condition.chain, parts[i], false);
            continue;
        }
        bool others_fail = true;
        for (std::size_t j = i + 2; j < parts.size() && others_fail; ++j)
            if (j % 2 == 1 || j + 1 == parts.size())
                others_fail = truth_in(condition.chain, parts[j]) == !condition.holds;
        if (!others_fail) return;
        assume_in(condition.chain, parts[i], true);
        return assume_in(condition.chain, parts[i + 1], condition.holds);
    }
    assume_in(condition.chain, parts.back(), condition.holds);
}

/// A fluent has one of the values of its domain.
void Assumptions::look_at_domains() {
    for (auto& [place, known] : known_) {
        const Domain& domain = ground_.domain(FluentId(place.second));
        if (known.is || domain.any_number) continue;
        std::vector<Code> left;
        for (Code code : domain.values)
            if (!known.is_not.contains(code)) left.push_back(code);
        contradictory_ |= left.empty();
        if (left.size() != 1) continue;
        known.is = left[0];
        changed_ = true;
    }
}

std::optional<bool> Assumptions::truth_in(const Chain& chain, FormulaId id) {
    if (auto truth = structural_truth(chain, id)) return truth;
    auto assumed = assumed_.find({chain, id.value});
    return assumed == assumed_.end() ? std::nullopt : std::optional<bool>(assumed->second);
}

std::optional<bool> Assumptions::structural_truth(const Chain& chain, FormulaId id) {
    const Formula formula = pool_[id];
    switch (formula.kind) {
        case FormulaKind::truth:
            return formula.a != 0;
        case FormulaKind::equals:
        case FormulaKind::differs: {
            auto found = known_.find({chain, formula.a});
            if (found == known_.end()) return std::nullopt;
            bool is_equal = formula.kind == FormulaKind::equals;
            if (found->second.is) return (*found->second.is == formula.b) == is_equal;
            if (found->second.is_not.contains(formula.b)) return !is_equal;
            return std::nullopt;
        }
        case FormulaKind::in:
            return truth_in(extended(chain, EntityId(formula.a)), FormulaId(formula.b));
        case FormulaKind::all:
        case FormulaKind::any: {
            bool decisive = formula.kind == FormulaKind::any;
            bool all_known = true;
            for (FormulaId child : pool_.children(formula)) {
                std::optional<bool> truth = truth_in(chain, child);
                if (truth == decisive) return decisive;
                all_known &= truth.has_value();
            }
            return all_known ? std::optional<bool>(!decisive) : std::nullopt;
        }
        case FormulaKind::choice: {
            auto parts = pool_.children(formula);
            for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
                std::optional<bool> test = truth_in(chain, parts[i]);
                if (!test) return std::nullopt;
                if (*test) return truth_in(chain, parts[i + 1]);
            }
            return truth_in(chain, parts.back());
        }
        case FormulaKind::compares: {
            std::optional<Code> left = value_in(chain, FormulaId(formula.a));
            std::optional<Code> right = value_in(chain, FormulaId(formula.b));
            if (!left || !right) return std::nullopt;
            return pool_.compare_codes(static_cast<Compare>(formula.op), *left, *right);
        }
        default:
            return std::nullopt;
    }
}

std::optional<Code> Assumptions::value_in(const Chain& chain, FormulaId id) {
    const Formula formula = pool_[id];
    switch (formula.kind) {
        case FormulaKind::constant:
            return formula.a;
        case FormulaKind::fluent: {
            auto found = known_.find({chain, formula.a});
            return found == known_.end() ? std::nullopt : found->second.is;
        }
        case FormulaKind::value_in:
            return value_in(extended(chain, EntityId(formula.a)), FormulaId(formula.b));
        case FormulaKind::arithmetic: {
            std::optional<Code> left = value_in(chain, FormulaId(formula.a));
            std::optional<Code> right = value_in(chain, FormulaId(formula.b));
            if (!left || !right) return std::nullopt;
            return pool_.calculate_codes(static_cast<model::Arithmetic>(formula.op), *left, *right);
        }
        case FormulaKind::value_choice: {
            auto parts = pool_.children(formula);
            for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
                std::optional<bool> test = truth_in(chain, parts[i]);
                if (!test) return std::nullopt;
                if (*test) return value_in(chain, parts[i + 1]);
            }
            return value_in(chain, parts.back());
        }
        case FormulaKind::truth_of: {
            std::optional<bool> truth = truth_in(chain, FormulaId(formula.a));
            return truth ? std::optional<Code>(code_of(*truth)) : std::nullopt;
        }
        default:
            return std::nullopt;
    }
}

}  // namespace wt::engine
