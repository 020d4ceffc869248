// An expression is grouped by Sabre's rule, which is not one of precedences.
//
// To read a stretch of tokens a fixed list of forms is tried; an operator form cuts the stretch at the first
// occurrence of its operator outside brackets; the first form all of whose parts fit wins. A `Row` is the
// preparation that makes this cheap: the tokens of one bracket level, with every bracket group as a single
// item, and for every operator the sorted list of the items where it stands. Chains of one operator are read
// in a loop and make one flat node; readings of stretches are remembered, so that nothing is tried twice.
#pragma once

#include <array>
#include <unordered_map>

#include "lang/parse_context.h"

namespace wt::lang {

/// The forms that a stretch of two items or more is tried as, in order.
enum class Form : std::uint8_t {
    conjunction,
    disjunction,
    negation,
    conditional,
    quantifier,
    assignment,
    equal,
    not_equal,
    greater_equal,
    less_equal,
    greater,
    less,
    type_test,
    fold,
    multiply,
    divide,
    add,
    subtract,
};
inline constexpr std::size_t kFormCount = 18;

class Row {
  public:
    /// Prepares the items of the tokens `first` to `end` (exclusive).
    Row(const ParseContext& context, std::uint32_t first, std::uint32_t end);

    std::uint32_t size() const { return static_cast<std::uint32_t>(items_.size() - 1); }
    /// Returns the first token of an item; behind the last item, the end of the stretch.
    std::uint32_t token(std::uint32_t item) const { return items_[item]; }
    /// Returns the first item from `begin` to `end` (exclusive) with the operator of a form; `end` if there is none.
    std::uint32_t first_cut(Form form, std::uint32_t begin, std::uint32_t end) const;
    std::uint32_t first_elseif(std::uint32_t begin, std::uint32_t end) const;
    std::uint32_t first_else(std::uint32_t begin, std::uint32_t end) const;

    std::unordered_map<std::uint64_t, NodeId>
        readings;  ///< of stretches, by begin and end; none: does not fit
    std::uint64_t work = 0;

  private:
    std::vector<std::uint32_t> items_;
    std::array<std::vector<std::uint32_t>, kFormCount> cuts_;
    std::vector<std::uint32_t> elseifs_;
    std::vector<std::uint32_t> elses_;
};

/// Reads the tokens `first` to `end` as one expression. Returns none if they do not fit; nothing is reported about
/// that, but groupings that surprise are. Sets `too_deep_at` when it gives up.
NodeId group_expression(ParseContext& context, std::uint32_t first, std::uint32_t end);

/// Reads a stretch of a row. Returns none if it does not fit.
NodeId group_items(ParseContext& context, Row& row, std::uint32_t begin, std::uint32_t end);

/// `believes` and its kin: calls whose last argument is an expression, behind so many characters.
struct MindCall {
    NodeKind kind = NodeKind::error;  ///< none of them
    std::uint32_t characters = 0;
};
MindCall mind_call(const ParseContext& context, std::uint32_t name);

/// Finds the end of `f(...) = A: 2 | B: 1` in a row, or returns `begin` if there is none. Its head is two items, and
/// each alternative is a single value, a fluent, or an expression in brackets, perhaps with a weight. It has two
/// alternatives or a weight; the weights may be missing if the head is `believes(...)`. Sabre's dialect has nothing
/// like it.
std::uint32_t possibilities_end(const ParseContext& context, const Row& row, std::uint32_t begin,
                                std::uint32_t end);

/// Reads `NAME ( ... )` as a fluent or as `believes` and its kin. Returns none if the arguments do not fit.
NodeId group_call(ParseContext& context, std::uint32_t name);

/// Returns the node of a single token that is a value, or none.
NodeId value_node(ParseContext& context, std::uint32_t token);

/// Returns the formal of `( NAME : NAME )` that opens at a token, or none.
NodeId binder_node(ParseContext& context, std::uint32_t open);

/// Reads values with commas between them and perhaps one behind; there may be none. Returns false if they do not fit.
bool read_values(ParseContext& context, std::uint32_t first, std::uint32_t end, std::vector<NodeId>& values);

/// Is it `f(...)` or `believes(c, fluent)`, which can be assigned?
bool is_fluent(const SyntaxTree& tree, NodeId id);

/// Says why the tokens `first` to `end` are no expression; each mistake is reported once. This is to be called when
/// they do not fit.
void explain_misfit(ParseContext& context, std::uint32_t first, std::uint32_t end);

/// Reports where the usual grouping of a row differs from the reading `sabre` of all of it.
void compare_with_usual(ParseContext& context, const Row& row, NodeId sabre);

}  // namespace wt::lang
