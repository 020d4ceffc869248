#include "model/fraction.h"

#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "model/world.h"

namespace wt::model {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

TEST(FractionTest, AreInLowestTermsWithAPositiveDenominator) {
    EXPECT_EQ(make_fraction(6, 4), (Fraction{3, 2}));
    EXPECT_EQ(make_fraction(6, -4), (Fraction{-3, 2}));
    EXPECT_EQ(make_fraction(-6, -4), (Fraction{3, 2}));
    EXPECT_EQ(make_fraction(0, -7), (Fraction{0, 1}));
    EXPECT_EQ(make_fraction(kMost, kMost), (Fraction{1, 1}));
    EXPECT_EQ(make_fraction(kLeast, kLeast), (Fraction{1, 1}));
    EXPECT_EQ(make_fraction(kLeast, 2), (Fraction{kLeast / 2, 1}));
}

TEST(FractionTest, AreNoneIfTheyDoNotFit) {
    EXPECT_FALSE(make_fraction(1, 0));
    EXPECT_FALSE(make_fraction(0, 0));
    EXPECT_FALSE(make_fraction(1, kLeast));
    EXPECT_FALSE(make_fraction(kLeast, -1));
    EXPECT_TRUE(make_fraction(kMost, 1));
    EXPECT_TRUE(make_fraction(1, kMost));
}

TEST(FractionTest, AddExactly) {
    EXPECT_EQ(add({1, 6}, {1, 10}), (Fraction{4, 15}));
    EXPECT_EQ(add({1, 3}, {-1, 3}), (Fraction{0, 1}));
    EXPECT_EQ(add({-1, 2}, {-1, 2}), (Fraction{-1, 1}));
    EXPECT_EQ(add({kMost, 1}, {-kMost, 1}), (Fraction{0, 1}));
    EXPECT_EQ(add({1, kMost}, {1, kMost}), (Fraction{2, kMost}));
    EXPECT_FALSE(add({kMost, 1}, {1, 1}));
    EXPECT_FALSE(add({1, kMost}, {1, kMost - 1}));
    EXPECT_EQ(add({kMost, kMost - 1}, {kMost, kMost - 1}), (Fraction{kMost, (kMost - 1) / 2}));
}

TEST(FractionTest, MultiplyExactly) {
    EXPECT_EQ(multiply({2, 3}, {9, 4}), (Fraction{3, 2}));
    EXPECT_EQ(multiply({-2, 3}, {3, 2}), (Fraction{-1, 1}));
    EXPECT_EQ(multiply({0, 1}, {5, 7}), (Fraction{0, 1}));
    // A product that overflows on the way may fit in the end.
    EXPECT_EQ(multiply({kMost, 2}, {2, kMost}), (Fraction{1, 1}));
    EXPECT_FALSE(multiply({kMost, 1}, {2, 1}));
    EXPECT_FALSE(multiply({1, kMost}, {1, 2}));
}

TEST(FractionTest, CompareExactly) {
    EXPECT_EQ(compare({1, 3}, {1, 3}), std::strong_ordering::equal);
    EXPECT_EQ(compare({1, 3}, {1, 2}), std::strong_ordering::less);
    EXPECT_EQ(compare({-1, 3}, {-1, 2}), std::strong_ordering::greater);
    EXPECT_EQ(compare({-1, 3}, {0, 1}), std::strong_ordering::less);
    // These are neighbours that are one double.
    EXPECT_EQ(compare({kMost - 1, kMost}, {kMost - 2, kMost - 1}), std::strong_ordering::greater);
    EXPECT_EQ(compare({kMost, 1}, {kMost - 1, 1}), std::strong_ordering::greater);
}

TEST(FractionTest, EveryComparisonIsThatOfTheNumbers) {
    struct Case {
        Compare op;
        bool less, equal, greater;
    };
    for (const auto& [op, less, equal, greater] :
         {Case{Compare::equal, false, true, false}, Case{Compare::not_equal, true, false, true},
          Case{Compare::greater, false, false, true}, Case{Compare::greater_equal, false, true, true},
          Case{Compare::less, true, false, false}, Case{Compare::less_equal, true, true, false}}) {
        EXPECT_EQ(fractions_compare(op, {1, 3}, {1, 2}), less);
        EXPECT_EQ(fractions_compare(op, {1, 2}, {1, 2}), equal);
        EXPECT_EQ(fractions_compare(op, {1, 2}, {1, 3}), greater);
    }
}

TEST(FractionTest, OfANumberIsThatOfItsShortestText) {
    EXPECT_EQ(fraction_of(0.0), (Fraction{0, 1}));
    EXPECT_EQ(fraction_of(-0.0), (Fraction{0, 1}));
    EXPECT_EQ(fraction_of(0.1), (Fraction{1, 10}));
    EXPECT_EQ(fraction_of(-0.25), (Fraction{-1, 4}));
    EXPECT_EQ(fraction_of(3.0), (Fraction{3, 1}));
    EXPECT_EQ(fraction_of(1200.0), (Fraction{1200, 1}));
    EXPECT_EQ(fraction_of(12.75), (Fraction{51, 4}));
    EXPECT_EQ(fraction_of(1e18), (Fraction{1'000'000'000'000'000'000, 1}));
    EXPECT_EQ(fraction_of(1e-18), (Fraction{1, 1'000'000'000'000'000'000}));
    EXPECT_EQ(fraction_of(0.1 + 0.2), (Fraction{7500000000000001, 25000000000000000}));
    EXPECT_EQ(fraction_of(-9007199254740992.0), (Fraction{-9007199254740992, 1}));
}

TEST(FractionTest, OfANumberIsNoneIfItDoesNotFit) {
    EXPECT_FALSE(fraction_of(1e19));
    EXPECT_FALSE(fraction_of(1e300));
    EXPECT_FALSE(fraction_of(-1e300));
    EXPECT_FALSE(fraction_of(1e-19));
    EXPECT_FALSE(fraction_of(1e-300));
    EXPECT_FALSE(fraction_of(std::numeric_limits<double>::max()));
    EXPECT_FALSE(fraction_of(std::numeric_limits<double>::denorm_min()));
    EXPECT_FALSE(fraction_of(std::numeric_limits<double>::infinity()));
    EXPECT_FALSE(fraction_of(std::numeric_limits<double>::quiet_NaN()));
}

}  // namespace
}  // namespace wt::model
