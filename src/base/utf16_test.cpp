#include "base/utf16.h"

#include <gtest/gtest.h>

namespace wt {
namespace {

TEST(Utf16, CountsTwoForWhatIsBeyondTheBasicPlane) {
    // An umlaut takes two bytes and one unit, the owl four bytes and two units.
    Source source("t", "a\xc3\xa4\xf0\x9f\xa6\x89z\nsecond");
    EXPECT_EQ(utf16_place(source, 1), (Utf16Place{0, 1}));
    EXPECT_EQ(utf16_place(source, 3), (Utf16Place{0, 2}));
    EXPECT_EQ(utf16_place(source, 7), (Utf16Place{0, 4}));
    EXPECT_EQ(utf16_place(source, 9), (Utf16Place{1, 0}));
}

TEST(Utf16, PlacesAndOffsetsAreInverseAtCharacters) {
    Source source("t", "a\xc3\xa4\xf0\x9f\xa6\x89z\r\n\nlast");
    for (std::uint32_t offset : {0u, 1u, 3u, 7u, 8u, 10u, 11u, 13u, 15u})
        EXPECT_EQ(offset_of(source, utf16_place(source, offset)), offset);
}

TEST(Utf16, PlacesOutsideOfTheTextAreItsNearestOnes) {
    Source source("t", "ab\n\xf0\x9f\xa6\x89");
    EXPECT_EQ(offset_of(source, {0, 99}), 2u);
    EXPECT_EQ(offset_of(source, {7, 0}), 7u);
    EXPECT_EQ(offset_of(source, {1, 1}), 3u);  // between the two units of the owl
}

TEST(Utf16, EachPartHasLinesOfItsOwn) {
    Source source("t", "one\ntwo\n");
    source.add_part("u", "x\xf0\x9f\xa6\x89y\nlast");
    std::uint32_t begin = source.parts()[1].begin;
    EXPECT_EQ(utf16_place(source, begin), (Utf16Place{0, 0}));
    EXPECT_EQ(utf16_place(source, begin + 5), (Utf16Place{0, 3}));
    EXPECT_EQ(offset_of(source, {0, 3}, 1), begin + 5);
    EXPECT_EQ(offset_of(source, {1, 1}, 1), begin + 8);
    EXPECT_LE(offset_of(source, {9, 0}), begin);
    EXPECT_EQ(offset_of(source, {9, 0}, 1), static_cast<std::uint32_t>(source.text().size()));
}

}  // namespace
}  // namespace wt
