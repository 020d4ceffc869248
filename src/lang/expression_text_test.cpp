#include "lang/expression_text.h"

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "model/print.h"

namespace wt::lang {
namespace {

model::World places() {
    Reading reading = read_world(Source("test", R"(
type place;
entity Tom : character; entity Ann : character;
entity Home : place; entity Market : place;
property at(c : character) : place;
property money(c : character) : number;
at(Tom) = Home;
)"),
                                 Dialect::wrongtree);
    return reading.world.value_or(model::World{});
}

std::string text_of(const std::string& text) {
    model::World world = places();
    Result<model::ExprId> expr = read_expression(world, Source("<text>", text));
    if (expr) return model::to_text(world, *expr);
    const Diagnostic& first = expr.error().items()[0];
    return std::string(name_of(first.code)) + " " + std::to_string(first.span.begin);
}

TEST(ExpressionText, ReadsFormulasAndValues) {
    EXPECT_EQ(text_of("at(Tom) == Home"), "at(Tom) == Home");
    EXPECT_EQ(text_of("believes(Ann, at(Tom) == Market)"), "believes(Ann, at(Tom) == Market)");
    EXPECT_EQ(text_of("believes(Ann, at(Tom))"), "believes(Ann, at(Tom))");
    EXPECT_EQ(text_of("exists(c : character) (money(c) > 1)"), "exists(c : character) (money(c) > 1)");
}

TEST(ExpressionText, KeepsTheWorldAsItIsButForItsPools) {
    model::World world = places();
    std::size_t properties = world.properties.size();
    std::size_t exprs = world.exprs.size();
    ASSERT_TRUE(read_condition(world, Source("<text>", "at(Ann) == Home")));
    ASSERT_TRUE(read_condition(world, Source("<text>", "at(Ann) == at(Tom)")));
    EXPECT_EQ(world.properties.size(), properties);
    EXPECT_GT(world.exprs.size(), exprs);
    EXPECT_EQ(world.entities[0].name, "Tom");
}

TEST(ExpressionText, MistakesAreReportedInTheSmallText) {
    EXPECT_EQ(text_of("at(Tim) == Home"), "undefined-name 3");
    EXPECT_EQ(text_of("where(Tom) == Home"), "undefined-name 0");
    EXPECT_EQ(text_of("at(Tom, Ann) == Home"), "wrong-arity 0");
    EXPECT_EQ(text_of("at(Home) == Home"), "type-mismatch 3");
    EXPECT_EQ(text_of(""), "unexpected-token 0");
    EXPECT_EQ(text_of("at(Tom"), "unexpected-token 2");
    EXPECT_EQ(text_of("at(Tom) =="), "unexpected-token 10");
    EXPECT_EQ(text_of("at(Tom) == Home;"), "unexpected-token 15");
}

TEST(ExpressionText, AConditionIsTrueOrFalse) {
    model::World world = places();
    EXPECT_TRUE(read_expression(world, Source("<text>", "money(Tom) + 1")));
    EXPECT_FALSE(read_condition(world, Source("<text>", "money(Tom) + 1")));
}

TEST(ExpressionText, LabelsIntoTheWorldBecomeHints) {
    model::World world = places();
    Result<model::ExprId> expr = read_expression(world, Source("<text>", "at(Tom, Ann)"));
    ASSERT_FALSE(expr);
    const Diagnostic& first = expr.error().items()[0];
    EXPECT_TRUE(first.labels.empty());
    EXPECT_EQ(first.hint, "there is `at(c : character)`");
}

}  // namespace
}  // namespace wt::lang
