#include "engine/trace/ltlf.h"

#include <algorithm>

#include "base/hash.h"

namespace wt::engine {

namespace {

bool is_junction(LtlfKind kind) {
    return kind == LtlfKind::all || kind == LtlfKind::any;
}

bool contains(std::span<const LtlfId> sorted, LtlfId id) {
    return std::ranges::binary_search(sorted, id);
}

}  // namespace

bool LtlfPool::holds_at_end(const Ltlf& formula, std::span<const LtlfId> kids) const {
    auto holds = [this](LtlfId kid) { return holds_at_end(kid); };
    switch (formula.kind) {
        case LtlfKind::truth:
            return formula.a == 1;
        case LtlfKind::all:
            return std::ranges::all_of(kids, holds);
        case LtlfKind::any:
            return std::ranges::any_of(kids, holds);
        case LtlfKind::weak_next:
        case LtlfKind::always:
        case LtlfKind::release:
            return true;
        default:
            return false;
    }
}

LtlfId LtlfPool::intern(Ltlf formula, std::span<const LtlfId> kids) {
    bool has_kids = is_junction(formula.kind);
    std::uint64_t hash = static_cast<std::uint64_t>(formula.kind);
    if (has_kids)
        for (LtlfId kid : kids)
            hash = combine(hash, kid.value);
    else
        hash = combine(combine(hash, formula.a), formula.b);
    auto [first, last] = index_.equal_range(hash);
    for (auto entry = first; entry != last; ++entry) {
        const Ltlf& stored = (*this)[entry->second];
        if (stored.kind != formula.kind) continue;
        if (has_kids ? std::ranges::equal(children(stored), kids)
                     : stored.a == formula.a && stored.b == formula.b)
            return entry->second;
    }
    at_end_.push_back(holds_at_end(formula, kids) ? 1 : 0);
    if (has_kids) {
        formula.a = static_cast<std::uint32_t>(children_.size());
        formula.b = static_cast<std::uint32_t>(kids.size());
        children_.insert(children_.end(), kids.begin(), kids.end());
    }
    LtlfId id(nodes_.size());
    nodes_.push_back(formula);
    index_.emplace(hash, id);
    return id;
}

LtlfId LtlfPool::truth(bool value) {
    return intern({.kind = LtlfKind::truth, .a = value ? 1u : 0u}, {});
}

LtlfId LtlfPool::atom(AtomId atom, bool value) {
    return intern({.kind = value ? LtlfKind::atom : LtlfKind::not_atom, .a = atom}, {});
}

/// Flattens, sorts, and drops what is superfluous: duplicates, and in `a | (a & b)` the second part. An atom
/// and its negation decide a conjunction; they do not decide a disjunction, which is false on an empty rest.
LtlfId LtlfPool::junction(LtlfKind kind, std::vector<LtlfId> parts) {
    bool is_all = kind == LtlfKind::all;
    LtlfKind other = is_all ? LtlfKind::any : LtlfKind::all;
    std::vector<LtlfId> flat;
    for (LtlfId part : parts) {
        const Ltlf& formula = (*this)[part];
        if (formula.kind == LtlfKind::truth) {
            if ((formula.a == 1) != is_all) return truth(!is_all);
        } else if (formula.kind == kind) {
            auto kids = children(formula);
            flat.insert(flat.end(), kids.begin(), kids.end());
        } else {
            flat.push_back(part);
        }
    }
    std::ranges::sort(flat);
    flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
    std::vector<LtlfId> kept;
    for (LtlfId part : flat) {
        const Ltlf& formula = (*this)[part];
        bool superfluous = formula.kind == other && std::ranges::any_of(children(formula), [&](LtlfId kid) {
                               return contains(flat, kid);
                           });
        if (!superfluous) kept.push_back(part);
    }
    if (kept.empty()) return truth(is_all);
    if (kept.size() == 1) return kept[0];
    if (is_all)
        for (LtlfId part : kept)
            if ((*this)[part].kind == LtlfKind::not_atom && contains(kept, atom((*this)[part].a)))
                return truth(false);
    return intern({.kind = kind}, kept);
}

LtlfId LtlfPool::all(std::vector<LtlfId> parts) {
    return junction(LtlfKind::all, std::move(parts));
}
LtlfId LtlfPool::any(std::vector<LtlfId> parts) {
    return junction(LtlfKind::any, std::move(parts));
}

LtlfId LtlfPool::next(LtlfId part) {
    if (part == truth(false)) return part;
    return intern({.kind = LtlfKind::next, .a = part.value}, {});
}

LtlfId LtlfPool::weak_next(LtlfId part) {
    if (part == truth(true)) return part;
    return intern({.kind = LtlfKind::weak_next, .a = part.value}, {});
}

LtlfId LtlfPool::eventually(LtlfId part) {
    if (part == truth(false) || (*this)[part].kind == LtlfKind::eventually) return part;
    return intern({.kind = LtlfKind::eventually, .a = part.value}, {});
}

LtlfId LtlfPool::always(LtlfId part) {
    if (part == truth(true) || (*this)[part].kind == LtlfKind::always) return part;
    return intern({.kind = LtlfKind::always, .a = part.value}, {});
}

LtlfId LtlfPool::until(LtlfId hold, LtlfId goal) {
    if (hold == truth(true)) return eventually(goal);
    if (goal == truth(false)) return goal;
    return intern({.kind = LtlfKind::until, .a = hold.value, .b = goal.value}, {});
}

LtlfId LtlfPool::release(LtlfId free, LtlfId hold) {
    if (free == truth(false)) return always(hold);
    if (hold == truth(true)) return hold;
    return intern({.kind = LtlfKind::release, .a = free.value, .b = hold.value}, {});
}

LtlfId LtlfPool::negation(LtlfId formula) {
    auto known = negations_.find(formula);
    if (known != negations_.end()) return known->second;
    LtlfId result = compute_negation(formula);
    negations_.emplace(formula, result);
    return result;
}

LtlfId LtlfPool::compute_negation(LtlfId id) {
    const Ltlf formula = (*this)[id];
    std::vector<LtlfId> parts;
    if (is_junction(formula.kind)) {
        auto kids = children(formula);
        parts.assign(kids.begin(), kids.end());
        for (LtlfId& part : parts)
            part = negation(part);
    }
    switch (formula.kind) {
        case LtlfKind::truth:
            return truth(formula.a == 0);
        case LtlfKind::atom:
            return atom(formula.a, false);
        case LtlfKind::not_atom:
            return atom(formula.a, true);
        case LtlfKind::all:
            return any(std::move(parts));
        case LtlfKind::any:
            return all(std::move(parts));
        case LtlfKind::next:
            return weak_next(negation(LtlfId(formula.a)));
        case LtlfKind::weak_next:
            return next(negation(LtlfId(formula.a)));
        case LtlfKind::eventually:
            return always(negation(LtlfId(formula.a)));
        case LtlfKind::always:
            return eventually(negation(LtlfId(formula.a)));
        case LtlfKind::until:
            return release(negation(LtlfId(formula.a)), negation(LtlfId(formula.b)));
        case LtlfKind::release:
            return until(negation(LtlfId(formula.a)), negation(LtlfId(formula.b)));
    }
    return id;
}

}  // namespace wt::engine
