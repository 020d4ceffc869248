#include "base/budget.h"

#include <gtest/gtest.h>

namespace wt {
namespace {

TEST(Budget, ABudgetWithoutLimitsNeverStops) {
    Budget budget;
    budget.charge_bytes(std::int64_t{1} << 60);
    EXPECT_EQ(budget.stop(), Stop::none);
}

TEST(Budget, TheLimitItselfMayBeReached) {
    Budget budget;
    budget.max_bytes = 100;
    budget.charge_bytes(100);
    EXPECT_EQ(budget.stop(), Stop::none);
    budget.charge_bytes(1);
    EXPECT_EQ(budget.stop(), Stop::memory);
    budget.charge_bytes(-1);
    EXPECT_EQ(budget.stop(), Stop::none);
}

TEST(Budget, StatesAreCounted) {
    Budget budget;
    budget.max_states = 2;
    budget.charge_state();
    budget.charge_state();
    EXPECT_EQ(budget.stop(), Stop::none);
    budget.charge_state();
    EXPECT_EQ(budget.stop(), Stop::states);
    EXPECT_EQ(budget.states(), 3u);
}

TEST(Budget, TheFirstReasonToStopStays) {
    Budget budget;
    budget.request_stop(Stop::cancelled);
    budget.request_stop(Stop::time);
    EXPECT_EQ(budget.stop(), Stop::cancelled);
    budget.refuse("the world is too large");
    EXPECT_EQ(budget.stop(), Stop::cancelled);
    EXPECT_EQ(budget.refusal(), "");
}

TEST(Budget, WhatIsRefusedIsKeptUntilItGoesOn) {
    Budget budget;
    budget.refuse("the world is too large");
    EXPECT_EQ(budget.stop(), Stop::memory);
    EXPECT_EQ(budget.refusal(), "the world is too large");
    budget.resume();
    EXPECT_EQ(budget.stop(), Stop::none);
    EXPECT_EQ(budget.refusal(), "");
}

}  // namespace
}  // namespace wt
