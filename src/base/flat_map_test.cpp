#include "base/flat_map.h"

#include <unordered_map>

#include <gtest/gtest.h>

#include "base/random.h"

namespace wt {
namespace {

TEST(FlatMap, WhatWasNeverInsertedIsNotThere) {
    Budget budget;
    FlatMap<int> map(budget);
    EXPECT_EQ(map.find(3), nullptr);
    map[4] = 1;
    EXPECT_EQ(map.find(3), nullptr);
    EXPECT_EQ(map.size(), 1u);
}

TEST(FlatMap, NewValuesAreDefaults) {
    Budget budget;
    FlatMap<int> map(budget);
    EXPECT_EQ(map[0], 0);
    EXPECT_EQ(map.size(), 1u);
    ASSERT_NE(map.find(0), nullptr);
}

TEST(FlatMap, LookingUpAgainFindsTheSame) {
    Budget budget;
    FlatMap<int> map(budget);
    map[5] = 50;
    map[5] += 1;
    EXPECT_EQ(*map.find(5), 51);
    EXPECT_EQ(map.size(), 1u);
}

TEST(FlatMap, AgreesWithTheStandardMap) {
    Budget budget;
    FlatMap<std::uint32_t> map(budget);
    std::unordered_map<std::uint64_t, std::uint32_t> expected;
    Random random(11);
    for (int i = 0; i < 100'000; ++i) {
        std::uint64_t key =
            random.chance(50) ? random.below(20'000) : std::uint64_t{random.below(20'000)} << 40;
        std::uint32_t value = random.below(1000);
        map[key] = value;
        expected[key] = value;
    }
    EXPECT_EQ(map.size(), expected.size());
    for (const auto& [key, value] : expected) {
        ASSERT_NE(map.find(key), nullptr);
        ASSERT_EQ(*map.find(key), value);
    }
    EXPECT_EQ(map.find(std::uint64_t{20'000} << 40), nullptr);
}

TEST(FlatMap, GivesBackWhatItTookWhenItIsCleared) {
    Budget budget;
    FlatMap<std::uint64_t> map(budget);
    for (std::uint64_t key = 0; key < 1000; ++key)
        map[key] = key;
    map.clear();
    EXPECT_EQ(budget.bytes(), 0u);
    EXPECT_EQ(map.size(), 0u);
    EXPECT_EQ(map.find(7), nullptr);
    map[7] = 8;
    EXPECT_EQ(*map.find(7), 8u);
}

TEST(FlatMap, ChargesWhatItTakesInSmallSteps) {
    Budget budget;
    FlatMap<std::uint64_t> map(budget);
    std::uint64_t before = 0;
    for (std::uint64_t key = 0; key < 200'000; ++key) {
        map[key] = key;
        std::uint64_t now = budget.bytes();
        if (before > 1'000'000) {
            ASSERT_LE(now - before, before / 8) << "at key " << key;
        }
        before = now;
    }
    EXPECT_GE(budget.bytes(), 200'000u * 16);
}

TEST(FlatMap, TakesThreeWordsAsAKey) {
    Budget budget;
    FlatMap<std::uint32_t, TripleKey> map(budget);
    for (std::uint32_t i = 0; i < 1000; ++i)
        map[{i, i % 7, i % 3}] = i;
    EXPECT_EQ(map.size(), 1000u);
    for (std::uint32_t i = 0; i < 1000; ++i) {
        ASSERT_NE(map.find({i, i % 7, i % 3}), nullptr);
        EXPECT_EQ(*map.find({i, i % 7, i % 3}), i);
        EXPECT_EQ(map.find({i, i % 7, i % 3 + 1}), nullptr);
    }
}

}  // namespace
}  // namespace wt
