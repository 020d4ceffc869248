#include "api/zone.h"

#include <cstdlib>

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

}  // namespace
}  // namespace wt::api
