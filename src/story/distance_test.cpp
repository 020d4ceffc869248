#include "story/distance.h"

#include <gtest/gtest.h>

namespace wt::story {
namespace {

using Words = std::vector<std::string>;

TEST(Distance, JaccardCountsRepetitions) {
    EXPECT_DOUBLE_EQ(jaccard_distance(Words{}, Words{}), 0);
    EXPECT_DOUBLE_EQ(jaccard_distance(Words{"a"}, Words{}), 1);
    EXPECT_DOUBLE_EQ(jaccard_distance(Words{"a", "b"}, Words{"a", "b"}), 0);
    EXPECT_DOUBLE_EQ(jaccard_distance(Words{"a", "a", "b"}, Words{"a", "b"}), 1 - 2.0 / 3);
    EXPECT_DOUBLE_EQ(jaccard_distance(Words{"a", "a", "b"}, Words{"a", "a", "c"}), 1 - 2.0 / 4);
    EXPECT_DOUBLE_EQ(jaccard_distance(Words{"b", "d"}, Words{"a", "c"}), 1);
}

TEST(Distance, IsTheMeanOfWhatHappensWhoActsAndHowItEnds) {
    Features a{{"eat(Tom)", "go(Tom, Home)"}, {"Tom: eat", "Tom: go"}, {"at(Tom) = Home"}};
    Features b{{"go(Ann, Home)", "go(Tom, Home)"}, {"Ann: go", "Tom: go"}, {"at(Tom) = Home"}};
    // 1 - 1/3, 1 - 1/3, 0
    EXPECT_DOUBLE_EQ(distance(a, b), (2.0 / 3 + 2.0 / 3 + 0) / 3);
    EXPECT_DOUBLE_EQ(distance(a, b), distance(b, a));
    EXPECT_DOUBLE_EQ(distance(a, a), 0);
    b.facts.clear();
    EXPECT_DOUBLE_EQ(distance(a, b), (2.0 / 3 + 2.0 / 3 + 1) / 3);
}

}  // namespace
}  // namespace wt::story
