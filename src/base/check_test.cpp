#include "base/check.h"

#include <csetjmp>
#include <string>

#include <gtest/gtest.h>

namespace wt {
namespace {

std::jmp_buf g_host;
const char* g_told = nullptr;

void jump_to_host(const char* message) {
    static std::string kept;
    kept = message;
    g_told = kept.c_str();
    std::longjmp(g_host, 1);
}

TEST(Check, AHostCanSetAHandlerAndLiveOn) {
    FatalHandler former = set_fatal_handler(&jump_to_host);
    EXPECT_EQ(former, nullptr);
    if (setjmp(g_host) == 0) WT_CHECK(1 + 1 == 3, "sums are right");
    EXPECT_EQ(set_fatal_handler(nullptr), &jump_to_host);
    ASSERT_NE(g_told, nullptr);
    EXPECT_EQ(std::string(g_told).find("internal error: sums are right (1 + 1 == 3 is false at "), 0u)
        << g_told;
}

TEST(CheckDeathTest, WithoutAHandlerTheProgramIsAborted) {
    EXPECT_DEATH(WT_CHECK(false, "this is so"), "wrongtree: internal error: this is so");
}

TEST(CheckDeathTest, AHandlerThatReturnsDoesNotHelp) {
    EXPECT_DEATH(
        {
            set_fatal_handler([](const char*) {});
            WT_CHECK(false, "this is so");
        },
        "");
}

}  // namespace
}  // namespace wt
