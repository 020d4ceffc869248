#include "base/text.h"

#include <array>

#include <gtest/gtest.h>

namespace wt {
namespace {

TEST(NumberText, WholeNumbersHaveNoFraction) {
    EXPECT_EQ(number_text(0), "0");
    EXPECT_EQ(number_text(3), "3");
    EXPECT_EQ(number_text(-12), "-12");
    EXPECT_EQ(number_text(9007199254740993.0), "9007199254740992");
}

TEST(NumberText, OthersAreTheShortestTextThatReadsBackTheSame) {
    EXPECT_EQ(number_text(0.1), "0.1");
    EXPECT_EQ(number_text(-2.5), "-2.5");
    EXPECT_EQ(number_text(0.1 + 0.2), "0.30000000000000004");
}

TEST(NumberText, NeverUsesAnExponent) {
    EXPECT_EQ(number_text(1e21), "1000000000000000000000");
    EXPECT_EQ(number_text(1e-7), "0.0000001");
    EXPECT_EQ(number_text(1.7976931348623157e308).size(), 309u);
    EXPECT_LE(number_text(5e-324).size(), 400u);
}

constexpr std::array<std::string_view, 4> kNames = {"walk", "talk", "carry", "Market"};

TEST(NearestName, FindsTheLikeliest) {
    EXPECT_EQ(nearest_name("cary", kNames), "carry");
    EXPECT_EQ(nearest_name("carrry", kNames), "carry");
}

TEST(NearestName, TakesTheFirstOfEquallyLikely) {
    EXPECT_EQ(nearest_name("balk", kNames), "walk");
}

TEST(NearestName, CountsTwoExchangedLettersOnce) {
    EXPECT_EQ(nearest_name("Makret", kNames), "Market");
}

TEST(NearestName, DoesNotMindCapitals) {
    EXPECT_EQ(nearest_name("MARKET", kNames), "Market");
}

TEST(NearestName, SaysNothingIfNothingIsNear) {
    EXPECT_EQ(nearest_name("elephant", kNames), "");
    EXPECT_EQ(nearest_name("elephant", {}), "");
    EXPECT_EQ(nearest_name(std::string(300, 'x'), kNames), "");
}

}  // namespace
}  // namespace wt
