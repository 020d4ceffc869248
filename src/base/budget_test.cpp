#include "base/budget.h"

#include <vector>

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

/// This caller lets a computation go on a number of times.
struct Caller {
    int more = 2;
    std::vector<std::uint64_t> steps = {};

    static Stop poll(void* user, std::uint64_t steps) {
        Caller& caller = *static_cast<Caller*>(user);
        caller.steps.push_back(steps);
        return caller.more-- > 0 ? Stop::none : Stop::time;
    }
};

TEST(Budget, TheCallerIsAskedEverySoManySteps) {
    Budget budget;
    Caller caller;
    budget.set_poll(&Caller::poll, &caller, 10);
    for (int i = 1; i < 30; ++i)
        EXPECT_EQ(budget.stop(), Stop::none) << i;
    EXPECT_EQ(budget.stop(), Stop::time);
    EXPECT_EQ(budget.stop(), Stop::time) << "and is not asked again";
    EXPECT_EQ(budget.requested(), Stop::time);
    EXPECT_EQ(caller.steps, (std::vector<std::uint64_t>{10, 20, 30}));
    budget.resume();
    caller.more = 1;
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(budget.stop(), Stop::none);
    EXPECT_EQ(caller.steps.back(), 40u);
}

TEST(Budget, AStopThatIsRequestedGoesBeforeTheCaller) {
    Budget budget;
    Caller caller;
    budget.set_poll(&Caller::poll, &caller, 1);
    EXPECT_EQ(budget.stop(), Stop::none);
    budget.request_stop(Stop::cancelled);
    EXPECT_EQ(budget.stop(), Stop::cancelled);
    budget.set_poll(&Caller::poll, &caller, 1);
    EXPECT_EQ(budget.stop(), Stop::cancelled);
    EXPECT_EQ(caller.steps.size(), 1u);
}

TEST(Budget, LimitsHoldBesideACaller) {
    Budget budget;
    Caller caller{.more = 1'000};
    budget.set_poll(&Caller::poll, &caller, 3);
    budget.max_states = 0;
    budget.charge_state();
    EXPECT_EQ(budget.stop(), Stop::states);
    EXPECT_EQ(budget.requested(), Stop::none);
}

TEST(Budget, ACallerWhoIsTakenAwayIsNotAsked) {
    Budget budget;
    Caller caller{.more = 0};
    budget.set_poll(&Caller::poll, &caller, 1);
    budget.set_poll(nullptr, nullptr);
    EXPECT_EQ(budget.stop(), Stop::none);
    budget.resume();
    EXPECT_EQ(budget.stop(), Stop::none);
    EXPECT_TRUE(caller.steps.empty());
}

TEST(Budget, APartStopsWithTheWhole) {
    Budget whole, part;
    part.follow(whole);
    EXPECT_EQ(part.stop(), Stop::none);
    whole.request_stop(Stop::cancelled);
    Stop met = Stop::none;
    for (int i = 0; i < 2'000 && met == Stop::none; ++i)
        met = part.stop();
    EXPECT_EQ(met, Stop::cancelled);
}

TEST(Budget, APartAsksTheCallerOfTheWhole) {
    Budget whole, part;
    Caller caller;
    whole.set_poll(&Caller::poll, &caller, 10);
    part.follow(whole);
    part.max_states = 0;
    for (int i = 0; i < 29; ++i)
        EXPECT_EQ(part.stop(), Stop::none) << i;
    EXPECT_EQ(part.stop(), Stop::time);
    EXPECT_EQ(whole.requested(), Stop::time) << "and so does the whole";
    EXPECT_EQ(caller.steps, (std::vector<std::uint64_t>{10, 20, 30}));
}

}  // namespace
}  // namespace wt
