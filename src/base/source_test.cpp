#include "base/source.h"

#include <gtest/gtest.h>

namespace wt {
namespace {

std::pair<std::uint32_t, std::uint32_t> place(const Source& source, std::uint32_t offset) {
    LineColumn at = source.locate(offset);
    return {at.line, at.column};
}

using Place = std::pair<std::uint32_t, std::uint32_t>;

TEST(Source, AnEmptyTextHasOneEmptyLine) {
    Source source("a.wt", "");
    EXPECT_EQ(source.line_count(), 1u);
    EXPECT_EQ(source.line(1), "");
    EXPECT_EQ(place(source, 0), Place(1, 1));
}

TEST(Source, LinesEndAtLineFeeds) {
    Source source("a.wt", "one\ntwo\n");
    EXPECT_EQ(source.line_count(), 3u);
    EXPECT_EQ(source.line(2), "two");
    EXPECT_EQ(source.line(3), "");
    EXPECT_EQ(source.line_start(2), 4u);
    EXPECT_EQ(place(source, 3), Place(1, 4));
    EXPECT_EQ(place(source, 4), Place(2, 1));
}

TEST(Source, CarriageReturnAndLineFeedEndOneLineTogether) {
    Source source("a.wt", "one\r\ntwo");
    EXPECT_EQ(source.line_count(), 2u);
    EXPECT_EQ(source.line(1), "one");
    EXPECT_EQ(source.line(2), "two");
    EXPECT_EQ(place(source, 5), Place(2, 1));
}

TEST(Source, ALoneCarriageReturnEndsALine) {
    Source source("a.wt", "one\rtwo\r");
    EXPECT_EQ(source.line_count(), 3u);
    EXPECT_EQ(source.line(2), "two");
    EXPECT_EQ(place(source, 4), Place(2, 1));
}

TEST(Source, ColumnsCountCharactersNotBytes) {
    Source source("a.wt", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x90\xa6x");  // ä, euro sign, bird, x
    EXPECT_EQ(place(source, 2), Place(1, 2));
    EXPECT_EQ(place(source, 5), Place(1, 3));
    EXPECT_EQ(place(source, 9), Place(1, 4));
    EXPECT_EQ(place(source, 10), Place(1, 5));
}

TEST(Source, AnOffsetPastTheEndIsTheEnd) {
    Source source("a.wt", "one\ntwo");
    EXPECT_EQ(place(source, 1000), Place(2, 4));
}

TEST(Source, ASpanIsCutAtTheEndOfTheText) {
    Source source("a.wt", "one two");
    EXPECT_EQ(source.text(Span{4, 7}), "two");
    EXPECT_EQ(source.text(Span{4, 70}), "two");
    EXPECT_EQ(source.text(Span{50, 70}), "");
}

TEST(Span, JoinCoversBoth) {
    EXPECT_EQ(join({7, 9}, {2, 3}), (Span{2, 9}));
    EXPECT_EQ(join({2, 9}, {4, 5}), (Span{2, 9}));
}

}  // namespace
}  // namespace wt
