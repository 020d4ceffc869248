#include "engine/ground/formula.h"

#include <algorithm>

#include "base/hash.h"
#include "engine/ground/lifted.h"

namespace wt::engine {

using model::Arithmetic;
using model::Compare;

bool FormulaPool::equal(const Formula& stored, const Formula& formula,
                        std::span<const FormulaId> kids) const {
    if (stored.kind != formula.kind || stored.op != formula.op) return false;
    if (!has_children(formula.kind)) return stored.a == formula.a && stored.b == formula.b;
    return std::ranges::equal(children(stored), kids);
}

FormulaId FormulaPool::intern(Formula formula, std::span<const FormulaId> kids) {
    std::uint64_t hash = combine(static_cast<std::uint64_t>(formula.kind), formula.op);
    if (has_children(formula.kind)) {
        for (FormulaId kid : kids)
            hash = combine(hash, kid.value);
    } else {
        hash = combine(combine(hash, formula.a), formula.b);
    }
    auto [first, last] = index_.equal_range(hash);
    for (auto entry = first; entry != last; ++entry)
        if (equal((*this)[entry->second], formula, kids)) return entry->second;
    if (has_children(formula.kind)) {
        formula.a = static_cast<std::uint32_t>(children_.size());
        formula.b = static_cast<std::uint32_t>(kids.size());
        children_.insert(children_.end(), kids.begin(), kids.end());
        for (FormulaId kid : kids)
            formula.reads_minds |= (*this)[kid].reads_minds;
    }
    FormulaId id(nodes_.size());
    nodes_.push_back(formula);
    index_.emplace(hash, id);
    // A node takes so many bytes, with its children and its entry in the index.
    budget_.charge_bytes(static_cast<std::int64_t>(sizeof(Formula) + kids.size() * sizeof(FormulaId) + 48));
    return id;
}

FormulaId FormulaPool::truth(bool value) {
    return intern({.kind = FormulaKind::truth, .a = value ? 1u : 0u}, {});
}

FormulaId FormulaPool::equals(FluentId fluent, Code code) {
    return intern({.kind = FormulaKind::equals, .a = fluent.value, .b = code}, {});
}

FormulaId FormulaPool::differs(FluentId fluent, Code code) {
    return intern({.kind = FormulaKind::differs, .a = fluent.value, .b = code}, {});
}

/// Does a fluent have to have two values, or one that it must not have?
bool FormulaPool::contradictory(const std::vector<FormulaId>& parts) const {
    if (parts.size() > 64) return false;
    for (FormulaId part : parts) {
        const Formula& one = (*this)[part];
        if (one.kind != FormulaKind::equals) continue;
        for (FormulaId other_part : parts) {
            const Formula& other = (*this)[other_part];
            if (other.a != one.a) continue;
            if (other.kind == FormulaKind::equals && other.b != one.b) return true;
            if (other.kind == FormulaKind::differs && other.b == one.b) return true;
        }
    }
    return false;
}

FormulaId FormulaPool::junction(FormulaKind kind, std::vector<FormulaId> parts) {
    bool is_all = kind == FormulaKind::all;
    std::vector<FormulaId> flat;
    for (FormulaId part : parts) {
        if (is_all ? is_false(part) : is_true(part)) return truth(!is_all);
        if (is_all ? is_true(part) : is_false(part)) continue;
        const Formula& formula = (*this)[part];
        if (formula.kind == kind) {
            auto kids = children(formula);
            flat.insert(flat.end(), kids.begin(), kids.end());
        } else {
            flat.push_back(part);
        }
    }
    std::vector<FormulaId> unique;
    for (FormulaId part : flat)
        if (flat.size() > 64 || std::find(unique.begin(), unique.end(), part) == unique.end())
            unique.push_back(part);
    if (unique.empty()) return truth(is_all);
    if (is_all && contradictory(unique)) return truth(false);
    if (unique.size() == 1) return unique[0];
    return intern({.kind = kind}, unique);
}

FormulaId FormulaPool::all(std::vector<FormulaId> parts) {
    return junction(FormulaKind::all, std::move(parts));
}
FormulaId FormulaPool::any(std::vector<FormulaId> parts) {
    return junction(FormulaKind::any, std::move(parts));
}

bool FormulaPool::compare_codes(Compare op, Code left, Code right) const {
    if (op == Compare::equal) return left == right;
    if (op == Compare::not_equal) return left != right;
    if (!is_number(left) || !is_number(right))
        return (op == Compare::greater_equal || op == Compare::less_equal) && left == right;
    return compare_values(op, codes_.decode(left), codes_.decode(right));
}

Code FormulaPool::calculate_codes(Arithmetic op, Code left, Code right) {
    if (!is_number(left) || !is_number(right)) return kUnknown;
    return codes_.encode(calculate(op, codes_.decode(left), codes_.decode(right)));
}

FormulaId FormulaPool::compares(Compare op, FormulaId left, FormulaId right) {
    if (is_constant(left) && is_constant(right))
        return truth(compare_codes(op, constant_of(left), constant_of(right)));
    if (is_constant(left)) {
        std::swap(left, right);
        op = mirrored(op);
    }
    if (is_constant(right) && (*this)[left].kind == FormulaKind::fluent) {
        FluentId target((*this)[left].a);
        if (op == Compare::equal) return equals(target, constant_of(right));
        if (op == Compare::not_equal) return differs(target, constant_of(right));
    }
    Formula formula{.kind = FormulaKind::compares,
                    .op = static_cast<std::uint8_t>(op),
                    .a = left.value,
                    .b = right.value};
    formula.reads_minds = (*this)[left].reads_minds || (*this)[right].reads_minds;
    return intern(formula, {});
}

/// Drops branches with a false test, and everything after a true one.
std::vector<FormulaId> FormulaPool::reduced_choice(std::vector<FormulaId> parts) {
    std::vector<FormulaId> result;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
        if (is_false(parts[i])) continue;
        if (is_true(parts[i])) {
            result.push_back(parts[i + 1]);
            return result;
        }
        result.push_back(parts[i]);
        result.push_back(parts[i + 1]);
    }
    result.push_back(parts.back());
    return result;
}

FormulaId FormulaPool::choice(std::vector<FormulaId> parts) {
    parts = reduced_choice(std::move(parts));
    if (parts.size() == 1) return parts[0];
    return intern({.kind = FormulaKind::choice}, parts);
}

FormulaId FormulaPool::value_choice(std::vector<FormulaId> parts) {
    parts = reduced_choice(std::move(parts));
    if (parts.size() == 1) return parts[0];
    return intern({.kind = FormulaKind::value_choice}, parts);
}

FormulaId FormulaPool::in(model::EntityId character, FormulaId formula) {
    if ((*this)[formula].kind == FormulaKind::truth) return formula;
    return intern({.kind = FormulaKind::in, .reads_minds = true, .a = character.value, .b = formula.value},
                  {});
}

FormulaId FormulaPool::might_in(model::EntityId character, FormulaId formula) {
    if ((*this)[formula].kind == FormulaKind::truth) return formula;
    return intern(
        {.kind = FormulaKind::might_in, .reads_minds = true, .a = character.value, .b = formula.value}, {});
}

FormulaId FormulaPool::odds_in(model::EntityId character, FormulaId formula, Compare op,
                               const model::Fraction& fraction) {
    auto same = [&](const Odds& one) { return one.formula == formula && one.fraction == fraction; };
    auto known = std::ranges::find_if(odds_, same);
    auto number = static_cast<std::uint32_t>(known - odds_.begin());
    if (known == odds_.end()) odds_.push_back({formula, fraction});
    return intern({.kind = FormulaKind::odds_in,
                   .op = static_cast<std::uint8_t>(op),
                   .reads_minds = true,
                   .a = character.value,
                   .b = number},
                  {});
}

FormulaId FormulaPool::value_in(model::EntityId character, FormulaId value) {
    if (is_constant(value)) return value;
    return intern(
        {.kind = FormulaKind::value_in, .reads_minds = true, .a = character.value, .b = value.value}, {});
}

FormulaId FormulaPool::constant(Code code) {
    return intern({.kind = FormulaKind::constant, .a = code}, {});
}
FormulaId FormulaPool::fluent(FluentId id) {
    return intern({.kind = FormulaKind::fluent, .a = id.value}, {});
}

FormulaId FormulaPool::arithmetic(Arithmetic op, FormulaId left, FormulaId right) {
    if (is_constant(left) && is_constant(right))
        return constant(calculate_codes(op, constant_of(left), constant_of(right)));
    Formula formula{.kind = FormulaKind::arithmetic,
                    .op = static_cast<std::uint8_t>(op),
                    .a = left.value,
                    .b = right.value};
    formula.reads_minds = (*this)[left].reads_minds || (*this)[right].reads_minds;
    return intern(formula, {});
}

FormulaId FormulaPool::truth_of(FormulaId formula) {
    if ((*this)[formula].kind == FormulaKind::truth) return constant(code_of(is_true(formula)));
    Formula node{.kind = FormulaKind::truth_of, .a = formula.value};
    node.reads_minds = (*this)[formula].reads_minds;
    return intern(node, {});
}

FormulaId FormulaPool::introspective(FormulaId id, model::EntityId owner) {
    const Formula formula = (*this)[id];
    if (!formula.reads_minds) return id;
    std::vector<FormulaId> parts;
    if (has_children(formula.kind)) {
        auto kids = children(formula);
        parts.assign(kids.begin(), kids.end());
        for (FormulaId& part : parts)
            part = introspective(part, owner);
    }
    switch (formula.kind) {
        case FormulaKind::all:
            return all(std::move(parts));
        case FormulaKind::any:
            return any(std::move(parts));
        case FormulaKind::choice:
            return choice(std::move(parts));
        case FormulaKind::value_choice:
            return value_choice(std::move(parts));
        case FormulaKind::compares:
            return compares(static_cast<Compare>(formula.op), introspective(FormulaId(formula.a), owner),
                            introspective(FormulaId(formula.b), owner));
        case FormulaKind::arithmetic:
            return arithmetic(static_cast<model::Arithmetic>(formula.op),
                              introspective(FormulaId(formula.a), owner),
                              introspective(FormulaId(formula.b), owner));
        case FormulaKind::truth_of:
            return truth_of(introspective(FormulaId(formula.a), owner));
        case FormulaKind::in:
        case FormulaKind::might_in:
        case FormulaKind::value_in:
            if (model::EntityId(formula.a) == owner) return introspective(FormulaId(formula.b), owner);
            return id;
        default:
            return id;
    }
}

void FormulaPool::collect_reads(FormulaId id, std::vector<Read>& reads, bool in_other_mind) const {
    const Formula& formula = (*this)[id];
    switch (formula.kind) {
        case FormulaKind::truth:
        case FormulaKind::constant:
            return;
        case FormulaKind::equals:
        case FormulaKind::differs:
        case FormulaKind::fluent:
            reads.push_back({FluentId(formula.a), in_other_mind});
            return;
        case FormulaKind::compares:
        case FormulaKind::arithmetic:
            collect_reads(FormulaId(formula.a), reads, in_other_mind);
            collect_reads(FormulaId(formula.b), reads, in_other_mind);
            return;
        case FormulaKind::truth_of:
            collect_reads(FormulaId(formula.a), reads, in_other_mind);
            return;
        case FormulaKind::in:
        case FormulaKind::might_in:
        case FormulaKind::value_in:
            collect_reads(FormulaId(formula.b), reads, true);
            return;
        case FormulaKind::odds_in:
            collect_reads(odds(formula).formula, reads, true);
            return;
        default:
            for (FormulaId child : children(formula))
                collect_reads(child, reads, in_other_mind);
    }
}

}  // namespace wt::engine
