#include "base/record_store.h"

#include <array>

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/segmented_vector.h"

namespace wt {
namespace {

using Record = std::array<std::uint32_t, 3>;

TEST(RecordStore, EqualContentHasEqualNumber) {
    Budget budget;
    RecordStore store(3, budget);
    bool is_new = false;
    Record a{1, 2, 3};
    Record b{1, 2, 4};
    std::uint32_t first = store.intern(a.data(), is_new);
    EXPECT_TRUE(is_new);
    EXPECT_NE(store.intern(b.data(), is_new), first);
    EXPECT_TRUE(is_new);
    EXPECT_EQ(store.intern(Record{1, 2, 3}.data(), is_new), first);
    EXPECT_FALSE(is_new);
    EXPECT_EQ(store.size(), 2u);
}

TEST(RecordStore, NumbersCountUpAndAddressesStayValid) {
    Budget budget;
    RecordStore store(3, budget);
    bool is_new = false;
    Record zero{0, 0, 7};
    store.intern(zero.data(), is_new);
    const std::uint32_t* address = store[0];
    constexpr std::uint32_t kMany = 50'000;
    for (std::uint32_t i = 1; i < kMany; ++i) {
        Record record{i, i * 7, 7};
        ASSERT_EQ(store.intern(record.data(), is_new), i);
        ASSERT_TRUE(is_new);
    }
    EXPECT_EQ(store[0], address);
    for (std::uint32_t i = 0; i < kMany; ++i) {
        ASSERT_EQ(store[i][1], i * 7);
        Record record{i, i * 7, 7};
        ASSERT_EQ(store.intern(record.data(), is_new), i);
        ASSERT_FALSE(is_new);
    }
}

TEST(RecordStore, ThereIsOneRecordOfLengthZero) {
    Budget budget;
    RecordStore store(0, budget);
    bool is_new = false;
    EXPECT_EQ(store.intern(nullptr, is_new), 0u);
    EXPECT_TRUE(is_new);
    EXPECT_EQ(store.intern(nullptr, is_new), 0u);
    EXPECT_FALSE(is_new);
}

TEST(RecordStore, RecordsLongerThanAChunkAreKept) {
    Budget budget;
    constexpr std::size_t kLength = 100'000;
    RecordStore store(kLength, budget);
    std::vector<std::uint32_t> record(kLength, 1);
    bool is_new = false;
    store.intern(record.data(), is_new);
    record.back() = 2;
    EXPECT_EQ(store.intern(record.data(), is_new), 1u);
    EXPECT_EQ(store[0][kLength - 1], 1u);
    EXPECT_EQ(store[1][kLength - 1], 2u);
}

TEST(RecordStore, ChargesWhatItTakesInSmallSteps) {
    Budget budget;
    RecordStore store(4, budget);
    bool is_new = false;
    std::uint64_t before = budget.bytes();
    for (std::uint32_t i = 0; i < 200'000; ++i) {
        std::array<std::uint32_t, 4> record{i, 1, 2, 3};
        store.intern(record.data(), is_new);
        // Nothing ever doubles at once: from a megabyte on, one record costs an eighth more at the most.
        std::uint64_t now = budget.bytes();
        if (before > 1'000'000) {
            ASSERT_LE(now - before, before / 8 + 200'000) << "at record " << i;
        }
        before = now;
    }
    EXPECT_GE(budget.bytes(), 200'000u * (16 + 8));
    EXPECT_LE(budget.bytes(), 200'000u * (16 + 20));
}

TEST(SegmentedVector, ElementsNeverMove) {
    Budget budget;
    SegmentedVector<int> numbers(budget);
    numbers.push_back(42);
    int* address = &numbers[0];
    for (int i = 1; i < 5000; ++i)
        numbers.push_back(i);
    EXPECT_EQ(&numbers[0], address);
    EXPECT_EQ(numbers[0], 42);
    EXPECT_EQ(numbers[4999], 4999);
    EXPECT_GE(budget.bytes(), 5000 * sizeof(int));
}

TEST(SegmentedVector, GrowsOnlyAndFillsWithDefaults) {
    Budget budget;
    SegmentedVector<int> numbers(budget);
    numbers.resize_at_least(10);
    EXPECT_EQ(numbers[9], 0);
    numbers.resize_at_least(3);
    EXPECT_EQ(numbers.size(), 10u);
}

}  // namespace
}  // namespace wt
