#include "base/ids.h"

#include <type_traits>
#include <unordered_set>

#include <gtest/gtest.h>

namespace wt {
namespace {

using AppleId = Id<struct AppleTag>;
using PearId = Id<struct PearTag>;

static_assert(!std::is_convertible_v<AppleId, PearId>, "ids of different kinds do not mix");
static_assert(!std::is_convertible_v<std::uint32_t, AppleId>, "a number is no id by accident");
static_assert(sizeof(AppleId) == 4);

TEST(Ids, AnIdMadeOfNothingNamesNothing) {
    EXPECT_FALSE(AppleId().valid());
    EXPECT_EQ(AppleId(), AppleId::none());
    EXPECT_TRUE(AppleId(std::uint32_t{0}).valid());
}

TEST(Ids, OrderIsThatOfCreation) {
    EXPECT_LT(AppleId(std::size_t{3}), AppleId(std::size_t{4}));
    EXPECT_LT(AppleId(std::size_t{4}), AppleId::none());
}

TEST(Ids, CanBeKeptInHashedSets) {
    std::unordered_set<AppleId> ids{AppleId(std::size_t{1}), AppleId(std::size_t{2}),
                                    AppleId(std::size_t{1})};
    EXPECT_EQ(ids.size(), 2u);
}

}  // namespace
}  // namespace wt
