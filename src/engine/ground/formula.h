// This holds ground expressions in compiled form.
//
// A `FormulaPool` holds the nodes of all ground conditions and values of a world, hash-consed: equal
// expressions have equal ids. Negation has been pushed to the leaves, variables and quantifiers are expanded,
// fluents that cannot change are folded. A node is either a formula (true or false in a mind) or a value (a
// code in a mind):
//
//   formulas: constants, atoms `fluent == code` and `fluent != code`, conjunction, disjunction, comparison of
//   two
//             values, choice (the branch of the first true test), and `in`: a formula read in the mind of a
//             character, where it has to hold in all possibilities; `might_in`: in one; `odds_in`: how likely.
//   values:   constants, fluents, arithmetic, choice, the truth of a formula, and `in`.
//
// Nodes are never removed and ids stay valid. A node always comes after its children.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/budget.h"
#include "engine/ground/codes.h"
#include "model/world.h"

namespace wt::engine {

using FluentId = Id<struct FluentTag>;
using FormulaId = Id<struct FormulaTag>;

enum class FormulaKind : std::uint8_t {
    truth,         ///< a: 0 or 1
    equals,        ///< a: fluent, b: code
    differs,       ///< a: fluent, b: code
    all,           ///< children
    any,           ///< children
    compares,      ///< op; a, b: values
    choice,        ///< children: test, branch, test, branch, ..., else
    in,            ///< a: character, b: formula
    might_in,      ///< likewise
    odds_in,       ///< op; a: character, b: which of the pool's odds
    constant,      ///< a: code
    fluent,        ///< a: fluent
    arithmetic,    ///< op; a, b: values
    value_choice,  ///< children: test, value, ..., else
    truth_of,      ///< a: formula
    value_in,      ///< a: character, b: value
};

constexpr bool has_children(FormulaKind kind) {
    return kind == FormulaKind::all || kind == FormulaKind::any || kind == FormulaKind::choice ||
           kind == FormulaKind::value_choice;
}

struct Formula {
    FormulaKind kind;
    std::uint8_t op = 0;       ///< model::Compare or model::Arithmetic
    bool reads_minds = false;  ///< contains `in`: depends on more than the mind's own values
    std::uint32_t a = 0;       ///< or the first child's place in the pool's list of children
    std::uint32_t b = 0;       ///< or the number of children
};
static_assert(sizeof(Formula) == 12);

class FormulaPool {
  public:
    FormulaPool(Codes& codes, Budget& budget) : codes_(codes), budget_(budget) {}

    const Formula& operator[](FormulaId id) const { return nodes_[id.index()]; }
    std::span<const FormulaId> children(const Formula& formula) const {
        return {children_.data() + formula.a, formula.b};
    }
    std::size_t size() const { return nodes_.size(); }
    Codes& codes() { return codes_; }
    const Codes& codes() const { return codes_; }

    bool is_true(FormulaId id) const { return (*this)[id].kind == FormulaKind::truth && (*this)[id].a == 1; }
    bool is_false(FormulaId id) const { return (*this)[id].kind == FormulaKind::truth && (*this)[id].a == 0; }
    bool is_constant(FormulaId id) const { return (*this)[id].kind == FormulaKind::constant; }
    Code constant_of(FormulaId id) const { return (*this)[id].a; }

    // Every maker simplifies what constants decide and returns an existing node for an equal expression.
    FormulaId truth(bool value);
    FormulaId equals(FluentId fluent, Code code);
    FormulaId differs(FluentId fluent, Code code);
    FormulaId all(std::vector<FormulaId> children);
    FormulaId any(std::vector<FormulaId> children);
    FormulaId compares(model::Compare op, FormulaId left, FormulaId right);
    FormulaId choice(std::vector<FormulaId> tests_and_branches);
    FormulaId in(model::EntityId character, FormulaId formula);
    FormulaId constant(Code code);
    FormulaId fluent(FluentId fluent);
    FormulaId arithmetic(model::Arithmetic op, FormulaId left, FormulaId right);
    FormulaId value_choice(std::vector<FormulaId> tests_and_values);
    FormulaId truth_of(FormulaId formula);
    FormulaId might_in(model::EntityId character, FormulaId formula);
    FormulaId odds_in(model::EntityId character, FormulaId formula, model::Compare op,
                      const model::Fraction& fraction);
    FormulaId value_in(model::EntityId character, FormulaId value);

    /// This is what an `odds_in` asks: the share of the possibilities in which the formula holds is compared with the
    /// fraction.
    struct Odds {
        FormulaId formula;
        model::Fraction fraction;
    };
    const Odds& odds(const Formula& formula) const { return odds_[formula.b]; }

    /// Does `left op right` hold for codes? This agrees with compare_values.
    bool compare_codes(model::Compare op, Code left, Code right) const;
    Code calculate_codes(model::Arithmetic op, Code left, Code right);

    /// Returns all fluents that the expression reads, and how they are read: in the mind itself or in another's.
    struct Read {
        FluentId fluent;
        bool in_other_mind;
        friend auto operator<=>(const Read&, const Read&) = default;
    };
    /// Returns the expression as it is read in a mind of `owner`, whose view of itself is itself.
    FormulaId introspective(FormulaId id, model::EntityId owner);
    void collect_reads(FormulaId id, std::vector<Read>& reads, bool in_other_mind = false) const;

  private:
    FormulaId intern(Formula formula, std::span<const FormulaId> children);
    bool equal(const Formula& stored, const Formula& formula, std::span<const FormulaId> children) const;
    bool contradictory(const std::vector<FormulaId>& parts) const;
    FormulaId junction(FormulaKind kind, std::vector<FormulaId> children);
    std::vector<FormulaId> reduced_choice(std::vector<FormulaId> parts);

    Codes& codes_;
    Budget& budget_;
    std::vector<Formula> nodes_;
    std::vector<FormulaId> children_;
    std::vector<Odds> odds_;
    std::unordered_multimap<std::uint64_t, FormulaId> index_;
};

}  // namespace wt::engine
