// These are formulas of linear temporal logic over finite traces (LTLf; De Giacomo & Vardi, IJCAI 2013).
//
// A trace is a sequence of letters, at least one; a letter says of every atom whether it is true. Formulas
// are hash-consed: negation stands at atoms only, conjunctions and disjunctions are flat, sorted, without
// duplicates and without parts that another part makes superfluous, so that most equal formulas have equal
// ids.
//
// What is left to be satisfied after some letters is a formula, too (progression, Bacchus & Kabanza 1998),
// about a rest that may be empty. On an empty rest no atom holds, whether negated or not; strong next, until
// and eventually are false, the others true. So `eventually(truth)` says that a letter follows,
// `always(falsehood)` that none does, and neither is simplified.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/ids.h"

namespace wt::engine {

using LtlfId = Id<struct LtlfTag>;
using AtomId = std::uint32_t;

enum class LtlfKind : std::uint8_t {
    truth,       ///< a: 0 or 1
    atom,        ///< a: the atom
    not_atom,    ///< a: the atom
    all,         ///< children
    any,         ///< children
    next,        ///< a: there is a next letter, and from it on this holds
    weak_next,   ///< a: there is no next letter, or from it on this holds
    eventually,  ///< a
    always,      ///< a
    until,       ///< a, b: b holds now or later, and a until then
    release,     ///< a, b: b holds up to the first letter where a does, which may never come
};

struct Ltlf {
    LtlfKind kind;
    std::uint32_t a = 0;  ///< or the first child's place in the pool's list of children
    std::uint32_t b = 0;  ///< or the number of children
};

class LtlfPool {
  public:
    const Ltlf& operator[](LtlfId id) const { return nodes_[id.index()]; }
    std::span<const LtlfId> children(const Ltlf& formula) const {
        return {children_.data() + formula.a, formula.b};
    }
    std::size_t size() const { return nodes_.size(); }

    LtlfId truth(bool value);
    LtlfId atom(AtomId atom, bool value = true);
    LtlfId all(std::vector<LtlfId> parts);
    LtlfId any(std::vector<LtlfId> parts);
    LtlfId next(LtlfId part);
    LtlfId weak_next(LtlfId part);
    LtlfId eventually(LtlfId part);
    LtlfId always(LtlfId part);
    LtlfId until(LtlfId hold, LtlfId goal);
    LtlfId release(LtlfId free, LtlfId hold);
    /// Returns the negation, pushed inwards to the atoms. It is right for traces of a letter or more. Cost: the size of
    /// the formula, once.
    LtlfId negation(LtlfId formula);

    /// Does the formula hold on the empty rest?
    bool holds_at_end(LtlfId formula) const { return at_end_[formula.index()] != 0; }

  private:
    LtlfId intern(Ltlf formula, std::span<const LtlfId> children);
    LtlfId junction(LtlfKind kind, std::vector<LtlfId> parts);
    bool holds_at_end(const Ltlf& formula, std::span<const LtlfId> children) const;
    LtlfId compute_negation(LtlfId formula);

    std::vector<Ltlf> nodes_;
    std::vector<LtlfId> children_;
    std::vector<std::uint8_t> at_end_;
    std::unordered_multimap<std::uint64_t, LtlfId> index_;
    std::unordered_map<LtlfId, LtlfId> negations_;
};

}  // namespace wt::engine
