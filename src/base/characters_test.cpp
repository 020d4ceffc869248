#include "base/characters.h"

#include <gtest/gtest.h>

namespace wt {
namespace {

TEST(Characters, ReadsUtf8AndTakesWrongBytesOneByOne) {
    EXPECT_EQ(character_at("\u00e9", 0).code, U'\u00e9');
    EXPECT_EQ(character_at("\U0001f600", 0).size, 4u);
    for (const char* wrong : {"\xff", "\xc0\x80", "\xe2\x82", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\x80"}) {
        EXPECT_FALSE(character_at(wrong, 0).valid) << wrong;
        EXPECT_EQ(character_at(wrong, 0).size, 1u) << wrong;
    }
}

TEST(Characters, WritesWhatItReads) {
    for (char32_t code : {U'a', U'\u00e9', U'\u20ac', U'\U0001f600'}) {
        std::string text;
        append_character(text, code);
        EXPECT_EQ(character_at(text, 0).code, code);
        EXPECT_EQ(character_at(text, 0).size, text.size());
    }
}

TEST(Characters, KnowsWhatSeparatesWordsAndWhatCannotBeSeen) {
    for (char32_t code : {U'\u2026', U'\u2014', U'\u00ab', U'\u3000', U'\u00a0', U'\u2028', U'\u3001'})
        EXPECT_TRUE(is_separator(code)) << static_cast<unsigned>(code);
    for (char32_t code : {U'\u00e9', U'\u4e2d', U'\u0301', U'\u2605', U'a'})
        EXPECT_FALSE(is_separator(code)) << static_cast<unsigned>(code);
    for (char32_t code : {U'\u200b', U'\u00ad', U'\ufeff', U'\u2060', U'\u200e', U'\ufe0f', U'\u3164'})
        EXPECT_TRUE(is_invisible(code)) << static_cast<unsigned>(code);
    for (char32_t code : {U'\u0600', U'\u06dd', U' ', U'\u00e9'})
        EXPECT_FALSE(is_invisible(code)) << static_cast<unsigned>(code);
}

TEST(Characters, NamesThatLookTheSameHaveOneAppearance) {
    EXPECT_EQ(appearance_of("Ren\u00e9"), appearance_of("Rene\u0301"));
    EXPECT_EQ(appearance_of("Paul"), appearance_of("P\u0430ul"));
    EXPECT_EQ(appearance_of("Ida"), appearance_of("Ida\u200b"));
    EXPECT_EQ(appearance_of("Ida"), appearance_of("\uff29da"));
    EXPECT_EQ(appearance_of("a\u0323\u0301"), appearance_of("a\u0301\u0323"));
    EXPECT_EQ(appearance_of("\uac00"), appearance_of("\u1100\u1161"));
    EXPECT_NE(appearance_of("Rene"), appearance_of("Ren\u00e9"));
    EXPECT_NE(appearance_of("Ida"), appearance_of("Ada"));
}

TEST(Characters, SaysWhereTheyDiffer) {
    EXPECT_EQ(difference_in_looks("Ren\u00e9", "Rene\u0301"),
              "this one has U+00E9, that one `e` with U+0301");
    EXPECT_EQ(difference_in_looks("P\u0430ul", "Paul"), "this one has U+0430, that one `a`");
    EXPECT_EQ(difference_in_looks("Ida", "Ida\u200b"), "this one has nothing more, that one U+200B");
    EXPECT_EQ(difference_in_looks("Ida", "Ida"), "");
    EXPECT_EQ(difference_in_looks("Ida", "Otto"), "");
}

TEST(Characters, KnowsWhatAnEditorMakesOfAscii) {
    EXPECT_EQ(ascii_for(U'\u201c'), "\"");
    EXPECT_EQ(ascii_for(U'\u2260'), "!=");
    EXPECT_EQ(ascii_for(U'\uff08'), "(");
    EXPECT_EQ(ascii_for(U'a'), "");
    EXPECT_EQ(ascii_for(U'\u4e2d'), "");
}

}  // namespace
}  // namespace wt
