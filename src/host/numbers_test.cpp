#include "host/numbers.h"

#include <gtest/gtest.h>

namespace wt::host {
namespace {

TEST(WholeNumber, TakesTheRangeAndNothingElse) {
    EXPECT_EQ(whole_number("0", 0, 10), 0);
    EXPECT_EQ(whole_number("10", 0, 10), 10);
    for (const char* text : {"", "-1", "11", "1x", " 1", "1.0", "0x1", "+1", "99999999999999999999"})
        EXPECT_FALSE(whole_number(text, 0, 10)) << text;
}

TEST(DecimalNumber, TakesPlainDecimals) {
    EXPECT_EQ(decimal_number("-1.5"), -1.5);
    EXPECT_EQ(decimal_number(".5"), 0.5);
    EXPECT_EQ(decimal_number("-0"), 0.0);
    for (const char* text : {"", "-", ".", "1e3", "nan", "inf", "0x1", "1..2", "1,5", "--1"})
        EXPECT_FALSE(decimal_number(text)) << text;
    EXPECT_FALSE(decimal_number(std::string(400, '9')));
}

}  // namespace
}  // namespace wt::host
