#include "base/radix_heap.h"

#include <set>

#include <gtest/gtest.h>

#include "base/random.h"

namespace wt {
namespace {

TEST(RadixHeap, GivesWhatWasPushedCheapestFirst) {
    Random random(7);
    RadixHeap heap;
    for (int round = 0; round < 50; ++round) {
        std::multiset<std::pair<std::uint32_t, std::uint32_t>> expected;
        auto push = [&](std::uint32_t cost, std::uint32_t item) {
            heap.push(cost, item);
            expected.insert({cost, item});
        };
        for (std::uint32_t i = 0; i < 20; ++i)
            push(static_cast<std::uint32_t>(random.below(round % 2 ? 10 : 1u << 30)), i);
        for (std::uint32_t next = 100; !heap.empty(); ++next) {
            heap.advance();
            ASSERT_EQ(heap.level(), expected.begin()->first);
            ASSERT_TRUE(heap.has_level());
            auto found = expected.find({heap.level(), heap.pop()});
            ASSERT_NE(found, expected.end());
            expected.erase(found);
            if (next < 150) push(heap.level() + static_cast<std::uint32_t>(random.below(3)), next);
        }
        EXPECT_TRUE(expected.empty());
        heap.clear();
    }
}

TEST(RadixHeap, StartsAnewWhenCleared) {
    RadixHeap heap;
    heap.push(5, 1);
    heap.advance();
    heap.push(9, 2);
    heap.clear();
    EXPECT_TRUE(heap.empty());
    heap.push(0, 3);
    EXPECT_TRUE(heap.has_level());
    EXPECT_EQ(heap.pop(), 3u);
    EXPECT_TRUE(heap.empty());
}

}  // namespace
}  // namespace wt
