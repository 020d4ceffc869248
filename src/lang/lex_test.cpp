#include "lang/lex.h"

#include <gtest/gtest.h>

namespace wt::lang {
namespace {

/// Returns the texts of the tokens with bars between them.
std::string tokens_of(const std::string& text) {
    Source source("test", text);
    Diagnostics diagnostics;
    std::string result;
    for (const Token& token : lex(source, diagnostics).tokens)
        result.append(source.text(token.span)).append("|");
    return result;
}

TokenKind first_kind(const std::string& text) {
    Source source("test", text);
    Diagnostics diagnostics;
    return lex(source, diagnostics).tokens[0].kind;
}

TEST(Lex, CutsAtTheLongestSymbol) {
    EXPECT_EQ(tokens_of("a<=b==!c>=d"), "a|<=|b|==|!|c|>=|d||");
}

TEST(Lex, BeginsANumberAtAMinusBeforeADigitWhateverStandsBefore) {
    EXPECT_EQ(tokens_of("n-1 - 1 - -1"), "n|-1|-|1|-|-1||");
    EXPECT_EQ(tokens_of("-.5 5. .5 1.2.3"), "-.5|5.|.5|1.2|.3||");
    EXPECT_EQ(tokens_of("1e3 12ab"), "1|e3|12|ab||");
}

TEST(Lex, TakesAnyOtherRunAsAWord) {
    EXPECT_EQ(tokens_of("O'Neil x.y#z a_b R11"), "O'Neil|x.y#z|a_b|R11||");
    EXPECT_EQ(first_kind("Émile"), TokenKind::name);
    EXPECT_EQ(first_kind("_x"), TokenKind::junk);
    EXPECT_EQ(first_kind("?x"), TokenKind::junk);
    EXPECT_EQ(first_kind("?=3"), TokenKind::unknown);
    EXPECT_EQ(tokens_of("at(x)=?;"), "at|(|x|)|=|?|;||");
}

TEST(Lex, EndsABlockCommentAtTheFirstClosingAndAllowsItsStarsToShare) {
    EXPECT_EQ(tokens_of("a /* /* */ b */"), "a|b|*|/||");
    EXPECT_EQ(tokens_of("a /*/ b"), "a|b||");
    EXPECT_EQ(tokens_of("a/**/b//c\rd"), "a|b|d||");
}

TEST(Lex, KeepsCommentsAndWarnsOfOneThatNeverEnds) {
    Source source("test", "a // one\n/* two");
    Diagnostics diagnostics;
    TokenList list = lex(source, diagnostics);
    ASSERT_EQ(list.comments.size(), 2u);
    EXPECT_EQ(source.text(list.comments[0].span), "// one");
    ASSERT_EQ(diagnostics.size(), 1u);
    EXPECT_EQ(diagnostics.items()[0].code, DiagnosticCode::unclosed_comment);
}

TEST(Lex, RecognisesTextsInQuotes) {
    EXPECT_EQ(tokens_of("\"a \\\" b\" c"), "\"a \\\" b\"|c||");
    EXPECT_EQ(first_kind("\"never closed"), TokenKind::string);
}

TEST(Lex, ReportsEveryStretchOfInvalidBytesOnce) {
    Source source("test", "a\xff\xfe b \xc0\xaf \xed\xa0\x80 é");
    Diagnostics diagnostics;
    lex(source, diagnostics);
    EXPECT_EQ(diagnostics.size(), 3u);
}

TEST(Lex, ReadsNumbersTheSameEverywhere) {
    EXPECT_EQ(number_value("1.5"), 1.5);
    EXPECT_EQ(number_value("-.25"), -0.25);
    EXPECT_EQ(number_value("5."), 5.0);
    EXPECT_EQ(number_value("0.1"), 0.1);
    EXPECT_EQ(number_value("123456789012345678901234567890"), 123456789012345678901234567890.0);
}

}  // namespace
}  // namespace wt::lang
