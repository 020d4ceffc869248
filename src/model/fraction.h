// Exact fractions: weights, chances and luck.
//
// All arithmetic is on whole numbers of 64 bits. A number that does not fit has no result, and the question that needed
// it is undecided, never wrong.
#pragma once

#include <compare>
#include <cstdint>
#include <numeric>
#include <optional>

namespace wt::model {

/// A fraction in lowest terms; the denominator is positive.
struct Fraction {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;

    friend bool operator==(const Fraction&, const Fraction&) = default;
};

/// Returns `numerator / denominator` in lowest terms; none if the denominator is 0 or a number does not fit in 64 bits.
std::optional<Fraction> make_fraction(std::int64_t numerator, std::int64_t denominator);
std::optional<Fraction> add(const Fraction& a, const Fraction& b);
std::optional<Fraction> multiply(const Fraction& a, const Fraction& b);
/// Compares the two numbers. The result is always exact.
std::strong_ordering compare(const Fraction& a, const Fraction& b);
/// Does `a op b` hold?
enum class Compare : std::uint8_t;
bool fractions_compare(Compare op, const Fraction& a, const Fraction& b);
/// Returns the number as a fraction: that of its shortest decimal text, so that 0.1 is 1/10; none if it is not finite
/// or does not fit.
std::optional<Fraction> fraction_of(double number);

}  // namespace wt::model
