#include "api/zone.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/check.h"

namespace wt::api {
namespace {

wt_allocator counting(std::size_t& bytes) {
    return {sizeof(wt_allocator),
            [](void* user, std::size_t size) {
                *static_cast<std::size_t*>(user) += size;
                return std::malloc(size);
            },
            [](void* user, void* block, std::size_t size) {
                *static_cast<std::size_t*>(user) -= size;
                std::free(block);
            },
            &bytes};
}

TEST(Zone, ABrokenInvariantLeavesTheCallAndNothingElse) {
    FatalHandler before = set_fatal_handler(nullptr);
    std::size_t bytes = 0;
    {
        Zone zone(counting(bytes));
        wt_status inner = WT_OK;
        wt_status outer = enter(zone, false, [&] {
            inner = enter(zone, true, [&] {
                zone.take(100, 8);
                WT_CHECK(current_entry() == nullptr, "a call runs");
                return WT_OK;
            });
            return WT_NO;
        });
        EXPECT_EQ(inner, WT_INTERNAL);
        EXPECT_EQ(outer, WT_NO) << "the call around it goes on";
        EXPECT_EQ(current_entry(), nullptr);
        EXPECT_GT(bytes, 100u);
    }
    EXPECT_EQ(bytes, 0u) << "what was taken goes with the zone";
    set_fatal_handler(before);
}

TEST(Zone, PiecesOfAllSizesAreApartAndAlignedAndAreUsedAgain) {
    std::size_t bytes = 0;
    {
        Zone zone(counting(bytes));
        std::vector<std::pair<std::byte*, std::size_t>> pieces;
        for (std::size_t round = 0; round < 3; ++round) {
            for (std::size_t size = 0; size < 3000; size += 7) {
                std::size_t alignment = size % 3 == 0 ? 64 : 16;
                auto* piece = static_cast<std::byte*>(zone.take(size, alignment));
                ASSERT_NE(piece, nullptr);
                EXPECT_EQ(reinterpret_cast<std::uintptr_t>(piece) % alignment, 0u);
                std::fill_n(piece, size, std::byte(pieces.size()));
                pieces.emplace_back(piece, size);
            }
            for (std::size_t i = 0; i < pieces.size(); ++i)
                ASSERT_EQ(std::count(pieces[i].first, pieces[i].first + pieces[i].second, std::byte(i)),
                          static_cast<std::ptrdiff_t>(pieces[i].second));
            std::uint64_t taken = zone.bytes();
            EXPECT_EQ(taken, bytes);
            for (auto& [piece, size] : pieces)
                Zone::give_back(piece);
            pieces.clear();
            EXPECT_LE(zone.bytes(), taken);
        }
    }
    EXPECT_EQ(bytes, 0u);
}

TEST(Zone, IsGivenBackInPartsAroundWhatIsKept) {
    std::size_t bytes = 0;
    Zone zone(counting(bytes));
    void* kept = zone.take(100, 16);
    for (int i = 0; i < 100000; ++i)
        zone.take(40 + i % 600, 16);
    std::size_t before = bytes;
    EXPECT_FALSE(zone.release_some(10, kept));
    EXPECT_LT(bytes, before);
    while (!zone.release_some(10, kept)) {
    }
    EXPECT_GT(bytes, 0u);
    EXPECT_LT(bytes, 2000u) << "what is kept lies in the first and smallest chunk";
    EXPECT_TRUE(zone.release_some(1));
    EXPECT_EQ(bytes, 0u);
}

}  // namespace
}  // namespace wt::api
