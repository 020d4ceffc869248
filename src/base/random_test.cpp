#include "base/random.h"

#include <vector>

#include <gtest/gtest.h>

#include "base/hash.h"

namespace wt {
namespace {

TEST(Random, TheSequenceIsTheSameOnEveryMachine) {
    // These are the published first outputs of splitmix64 for the seed 1234567.
    Random random(1234567);
    EXPECT_EQ(random.next(), 6457827717110365317ull);
    EXPECT_EQ(random.next(), 3203168211198807973ull);
    EXPECT_EQ(random.next(), 9817491932198370423ull);
}

TEST(Random, BelowStaysBelowAndReachesAll) {
    Random random(7);
    std::vector<int> counts(6);
    for (int i = 0; i < 6000; ++i)
        ++counts.at(random.below(6));
    for (int count : counts)
        EXPECT_GT(count, 800);
    EXPECT_EQ(random.below(1), 0u);
}

TEST(Random, ChanceKnowsItsExtremes) {
    Random random(7);
    for (int i = 0; i < 100; ++i) {
        EXPECT_FALSE(random.chance(0));
        EXPECT_TRUE(random.chance(100));
    }
}

TEST(Hash, DependsOnOrderAndLength) {
    std::vector<std::uint32_t> ab{1, 2};
    std::vector<std::uint32_t> ba{2, 1};
    std::vector<std::uint32_t> ab0{1, 2, 0};
    EXPECT_EQ(hash_words(ab), hash_words(std::vector<std::uint32_t>{1, 2}));
    EXPECT_NE(hash_words(ab), hash_words(ba));
    EXPECT_NE(hash_words(ab), hash_words(ab0));
    EXPECT_NE(combine(1, 2), combine(2, 1));
}

}  // namespace
}  // namespace wt
