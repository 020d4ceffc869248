#include "base/diagnostic.h"

#include <set>

#include <gtest/gtest.h>

namespace wt {
namespace {

std::vector<std::string> messages(const Diagnostics& diagnostics) {
    std::vector<std::string> result;
    for (const Diagnostic& d : diagnostics.items())
        result.push_back(d.message);
    return result;
}

using Texts = std::vector<std::string>;

TEST(Diagnostics, EveryCodeHasANameOfItsOwnAndASummary) {
    std::set<std::string_view> names;
    for (DiagnosticCode code : all_diagnostic_codes()) {
        EXPECT_TRUE(names.insert(name_of(code)).second) << name_of(code);
        EXPECT_EQ(name_of(code).find_first_not_of("abcdefghijklmnopqrstuvwxyz-0123456789"),
                  std::string::npos);
        EXPECT_FALSE(summary_of(code).empty()) << name_of(code);
    }
}

TEST(Diagnostics, ADiagnosticHasTheSeverityOfItsCode) {
    Diagnostics diagnostics;
    EXPECT_EQ(diagnostics.add(DiagnosticCode::unused_type, {}, "a").severity, Severity::warning);
    EXPECT_FALSE(diagnostics.has_errors());
    EXPECT_EQ(diagnostics.add(DiagnosticCode::undefined_name, {}, "b").severity, Severity::error);
    EXPECT_TRUE(diagnostics.has_errors());
}

TEST(Diagnostics, OfVeryManyTheFirstOfEachKindAreKept) {
    Diagnostics diagnostics;
    for (std::size_t i = 0; i < Diagnostics::kMost; ++i)
        diagnostics.add(DiagnosticCode::unused_type, {}, "w").hint = "a";
    EXPECT_EQ(diagnostics.size(), Diagnostics::kMost);
    diagnostics.add(DiagnosticCode::unused_type, {}, "one more").hint = "b";
    EXPECT_EQ(diagnostics.size(), Diagnostics::kMost);
    EXPECT_FALSE(diagnostics.has_errors());
    diagnostics.add(DiagnosticCode::undefined_name, {}, "an error").hint = "c";
    EXPECT_EQ(diagnostics.size(), Diagnostics::kMost + 1) << "warnings take no room from errors";
    EXPECT_TRUE(diagnostics.has_errors());
    EXPECT_EQ(diagnostics.items().back().hint, "c");
    for (std::size_t i = 1; i < Diagnostics::kMost; ++i)
        diagnostics.add(DiagnosticCode::undefined_name, {}, "e");
    EXPECT_EQ(diagnostics.size(), 2 * Diagnostics::kMost);
    diagnostics.add(DiagnosticCode::undefined_name, {}, "one more");
    EXPECT_EQ(diagnostics.size(), 2 * Diagnostics::kMost);
}

TEST(Diagnostics, AreSortedByPlace) {
    Diagnostics diagnostics;
    diagnostics.add(DiagnosticCode::undefined_name, {9, 12}, "third");
    diagnostics.add(DiagnosticCode::undefined_name, {2, 7}, "second");
    diagnostics.add(DiagnosticCode::undefined_name, {2, 4}, "first");
    diagnostics.sort();
    EXPECT_EQ(messages(diagnostics), (Texts{"first", "second", "third"}));
}

TEST(Diagnostics, ErrorsComeBeforeWarningsAtOnePlace) {
    Diagnostics diagnostics;
    diagnostics.add(DiagnosticCode::more_messages, {2, 4}, "note");
    diagnostics.add(DiagnosticCode::unused_type, {2, 4}, "warning");
    diagnostics.add(DiagnosticCode::wrong_arity, {2, 9}, "error");
    diagnostics.sort();
    EXPECT_EQ(messages(diagnostics), (Texts{"error", "warning", "note"}));
}

TEST(Diagnostics, ExactRepeatsAreDropped) {
    Diagnostics diagnostics;
    diagnostics.add(DiagnosticCode::undefined_name, {2, 4}, "same");
    diagnostics.add(DiagnosticCode::undefined_name, {2, 4}, "other");
    diagnostics.add(DiagnosticCode::undefined_name, {2, 4}, "same");
    diagnostics.sort();
    EXPECT_EQ(messages(diagnostics), (Texts{"other", "same"}));
}

TEST(Diagnostics, AppendTakesOverAll) {
    Diagnostics one;
    Diagnostics two;
    one.add(DiagnosticCode::undefined_name, {2, 4}, "one");
    two.add(DiagnosticCode::undefined_name, {1, 4}, "two");
    one.append(std::move(two));
    EXPECT_EQ(messages(one), (Texts{"one", "two"}));
}

}  // namespace
}  // namespace wt
