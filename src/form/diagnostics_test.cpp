#include "form/diagnostics.h"

#include <gtest/gtest.h>

#include "form/escape.h"

namespace wt::form {
namespace {

Span find(const Source& source, std::string_view what) {
    auto begin = static_cast<std::uint32_t>(source.text().find(what));
    return {begin, begin + static_cast<std::uint32_t>(what.size())};
}

std::string excerpt_of(const std::string& text, std::string_view what) {
    Source source("a.wt", text);
    return excerpt(source, find(source, what), false);
}

TEST(Excerpt, MarksTheSpan) {
    EXPECT_EQ(excerpt_of("at(Tom) = Hom;\n", "Hom"),
              "    1 | at(Tom) = Hom;\n"
              "      |           ^~~\n");
}

TEST(Excerpt, ExpandsTabs) {
    EXPECT_EQ(excerpt_of("\ta\tbc", "bc"),
              "    1 |     a   bc\n"
              "      |         ^~\n");
}

TEST(Excerpt, CountsWideCharactersTwiceAndCombiningOnesNotAtAll) {
    EXPECT_EQ(excerpt_of("東 x", "x"),
              "    1 | 東 x\n"
              "      |    ^\n");
    EXPECT_EQ(excerpt_of("e\u0301 x", "x"),
              "    1 | e\u0301 x\n"
              "      |   ^\n");
}

TEST(Excerpt, MarksAnEmptySpanAndTheEndOfTheText) {
    Source source("a.wt", "ab");
    EXPECT_EQ(excerpt(source, {2, 2}, false), "    1 | ab\n      |   ^\n");
    Source empty("a.wt", "");
    EXPECT_EQ(excerpt(empty, {0, 0}, false), "    1 | \n      | ^\n");
}

TEST(Excerpt, MarksTheFirstLineOfALongSpan) {
    Source source("a.wt", "ab\ncd\n");
    EXPECT_EQ(excerpt(source, {1, 5}, false), "    1 | ab\n      |  ^\n");
}

TEST(Excerpt, CutsLongLinesAroundTheMark) {
    std::string text = std::string(5000, 'a') + " X " + std::string(5000, 'b');
    std::string shown = excerpt_of(text, "X");
    EXPECT_LT(shown.size(), 260u);
    EXPECT_NE(shown.find("aaa X bbb"), std::string::npos);
    std::size_t line_end = shown.find('\n');
    EXPECT_EQ(shown.find('X'), shown.find('^') - line_end - 1);
}

TEST(Excerpt, CutsALongMark) {
    std::string shown = excerpt_of("b" + std::string(5000, 'a') + "b", std::string(5000, 'a'));
    EXPECT_LT(shown.size(), 260u);
}

TEST(Excerpt, SurvivesEverySpanOfABrokenText) {
    std::string text = "a\xc3\n\xe6\x9d\xb1\t\r\x1b[0m\xff\xe2\x80\xae";
    Source source("a.wt", text);
    for (std::uint32_t begin = 0; begin <= text.size(); ++begin)
        for (std::uint32_t end = begin; end <= text.size() + 1; ++end)
            EXPECT_NE(excerpt(source, {begin, end}, false).find('^'), std::string::npos);
}

TEST(Shown, EscapesWhatATerminalWouldObey) {
    EXPECT_EQ(shown("a\x1b[31m\nb\x7f"), "a\\x1b[31m\\x0ab\\x7f");
    EXPECT_EQ(shown("\xff\xc3"), "\\xff\\xc3");
    EXPECT_EQ(shown("\u202e\u200b\u0085"), "\\u{202e}\\u{200b}\\u{85}");
    EXPECT_EQ(shown("été 東"), "été 東");
}

TEST(Render, PutsEverythingTogether) {
    Source source("a.wt", "entity Home : place;\nat(Tom) = Hom;\n");
    Diagnostics diagnostics;
    Diagnostic& d =
        diagnostics.add(DiagnosticCode::undefined_name, find(source, "Hom;"), "there is no `Hom`");
    d.span.end -= 1;
    d.found = "`Hom`";
    d.expected = "an entity";
    d.hint = "did you mean `Home`?\nor something else";
    d.labels.push_back({find(source, "Home"), "`Home` is declared here"});
    EXPECT_EQ(render(source, diagnostics, false),
              "a.wt:2:11: error: there is no `Hom` [undefined-name]\n"
              "    2 | at(Tom) = Hom;\n"
              "      |           ^~~\n"
              "  found: `Hom`\n"
              "  expected: an entity\n"
              "  hint: did you mean `Home`?\n"
              "        or something else\n"
              "a.wt:1:8: note: `Home` is declared here\n"
              "    1 | entity Home : place;\n"
              "      |        ^~~~\n");
    EXPECT_NE(render(source, diagnostics, true).find("\x1b[1;31merror:\x1b[0m"), std::string::npos);
}

}  // namespace
}  // namespace wt::form
