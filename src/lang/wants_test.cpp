// These tests say which utility `wants` and named conditions stand for, and what counts where several things are said of one character.

#include <gtest/gtest.h>

#include "lang/expression_text.h"
#include "lang/lang.h"
#include "model/print.h"

namespace wt::lang {
namespace {

constexpr const char* kPeople = R"(
type dwarf : character;
entity Ann : character; entity Bo : character; entity Dori : dwarf;
property glad(who : character) : boolean;
property gold(who : character) : number;
property free() : boolean;
)";

Reading read(const std::string& text, const std::vector<std::string>& divergences = {},
             Dialect dialect = Dialect::wrongtree) {
    Selection selection;
    selection.divergences = divergences;
    return read_world(Source("test", kPeople + text), dialect, selection);
}

/// Returns the utility of a character, as it is printed.
std::string utility_of(const std::string& name, const std::string& text,
                       const std::vector<std::string>& divergences = {}) {
    Reading reading = read(text, divergences);
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) return d.message;
    for (const model::Utility& one : reading.world->utilities)
        if ((*reading.world)[one.character].name == name) return model::to_text(*reading.world, one.value);
    return "nobody";
}

std::string error_of(const std::string& text, Dialect dialect = Dialect::wrongtree) {
    Reading reading = read(text, {}, dialect);
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) return std::string(name_of(d.code));
    return "fine";
}

TEST(Wants, StandForASumOfWeightedConditions) {
    EXPECT_EQ(utility_of("Ann", "wants Ann: free();"),
              utility_of("Ann", "utility(Ann): if(free()) 3 else 0;"));
    EXPECT_EQ(
        utility_of("Ann", "wants Ann: free() a little, glad(Bo), glad(Ann) much,;"),
        utility_of(
            "Ann",
            "utility(Ann): (if(free()) 1 else 0) + (if(glad(Bo)) 3 else 0) + (if(glad(Ann)) 10 else 0);"));
    EXPECT_EQ(utility_of("Ann", "wants Ann: gold(Ann) != ? a little;"),
              utility_of("Ann", "utility(Ann): if(gold(Ann) != ?) 1 else 0;"));
    EXPECT_EQ(utility_of("Bo", "wants Ann: free();"), "0");
}

TEST(Wants, AboveAllWeighsMoreThanEverythingElseTogether) {
    EXPECT_EQ(utility_of("Ann", "wants Ann: free() above all;"),
              utility_of("Ann", "utility(Ann): if(free()) 1 else 0;"));
    EXPECT_EQ(
        utility_of(
            "Ann",
            "wants Ann: free() above all, glad(Bo) much; wants Ann: glad(Ann) above all, gold(Ann) > 1;"),
        utility_of(
            "Ann",
            "utility(Ann): (if(free()) 14 else 0) + (if(glad(Bo)) 10 else 0) + (if(glad(Ann)) 14 else 0) + "
            "(if(gold(Ann) > 1) 3 else 0);"));
}

TEST(Wants, OfATypeAddUpWithOnesOwn) {
    std::string text = "wants(d : dwarf): gold(d) > 1 much; wants Dori: free();";
    EXPECT_EQ(utility_of("Dori", text),
              utility_of("Dori", "utility(Dori): (if(gold(Dori) > 1) 10 else 0) + (if(free()) 3 else 0);"));
    EXPECT_EQ(utility_of("Ann", text), "0");
}

TEST(Wants, CountInTheHighestLayerThatSaysAnything) {
    std::string text = R"(wants(c : character): free(); wants Ann: glad(Ann);
        divergence au { wants Ann: gold(Ann) > 3; };
        divergence cold { utility(Ann): 0 - gold(Ann); };
        divergence all { wants(c : character): glad(c) much; };)";
    EXPECT_EQ(utility_of("Ann", text, {"au"}), utility_of("Ann", "wants Ann: gold(Ann) > 3;"));
    EXPECT_EQ(utility_of("Bo", text, {"au"}), utility_of("Bo", "wants Bo: free();"));
    EXPECT_EQ(utility_of("Ann", text, {"cold"}), utility_of("Ann", "utility(Ann): 0 - gold(Ann);"));
    EXPECT_EQ(utility_of("Ann", text, {"all"}), utility_of("Ann", "wants Ann: glad(Ann) much;"));
    EXPECT_NE(utility_of("Ann", text, {"au", "cold"}), utility_of("Ann", text, {"au"}));
    EXPECT_EQ(error_of(text + "utility(Bo): gold(Bo);"), "fine");  // one's own counts over that of a type
    EXPECT_EQ(error_of(text + "utility(Ann): gold(Ann);"), "wants-and-utility");
    EXPECT_EQ(error_of(text + "utility(c : character): gold(c);"), "wants-and-utility");
    EXPECT_EQ(error_of("utility(d : dwarf): gold(d); wants Dori: free();"), "fine");
}

TEST(Wants, IsNoReservedWord) {
    std::string text = "property wants(who : character) : boolean; property much() : boolean; wants(Ann);";
    EXPECT_EQ(error_of(text), "fine");
    EXPECT_EQ(utility_of("Ann", text + "wants Ann: wants(Ann) much, much();"),
              utility_of("Ann", text + "utility(Ann): (if(wants(Ann)) 10 else 0) + (if(much()) 3 else 0);"));
    EXPECT_EQ(error_of("wants Ann: free();", Dialect::sabre), "unexpected-token");
}

TEST(Wants, DieWithACharacterWhoIsLeftOut) {
    EXPECT_EQ(
        utility_of("Bo", "wants Ann: free(); wants Bo: free(); divergence gone { without entity Ann; };",
                   {"gone"}),
        utility_of("Bo", "wants Bo: free();"));
}

TEST(Conditions, StandForWhatIsSaidOfThem) {
    std::string text = R"(condition happy(who : character): glad(who) & rich(who);
        condition rich(who : character): gold(who) > 1;
        condition well(): forall(c : character) happy(c);)";
    EXPECT_EQ(utility_of("Ann", text + "wants Ann: happy(Bo), believes(Bo, rich(Ann)), well();"),
              utility_of("Ann",
                         "wants Ann: glad(Bo) & gold(Bo) > 1, believes(Bo, gold(Ann) > 1), "
                         "forall(c : character) (glad(c) & gold(c) > 1);"));
    EXPECT_EQ(utility_of("Ann", text + "utility(Ann): sum(c : character) (if(rich(c)) 1 else 0);"),
              utility_of("Ann", "utility(Ann): sum(c : character) (if(gold(c) > 1) 1 else 0);"));
}

TEST(Conditions, TakeAPropertyAsAnArgument) {
    std::string text =
        "property friend(of : character) : character; condition rich(who : character): gold(who) > 1;";
    EXPECT_EQ(utility_of("Ann", text + "wants Ann: rich(friend(Bo));"),
              utility_of(
                  "Ann",
                  text + "wants Ann: exists(friend : character) (friend(Bo) == friend & gold(friend) > 1);"));
}

TEST(Conditions, CountInTheHighestLayer) {
    std::string text =
        "condition rich(who : character): gold(who) > 1; wants Ann: rich(Ann);"
        "divergence poor { condition rich(who : character): gold(who) > 100; };"
        "divergence other { property rich(who : character) : boolean; };";
    EXPECT_EQ(utility_of("Ann", text, {"poor"}), utility_of("Ann", "wants Ann: gold(Ann) > 100;"));
    EXPECT_EQ(utility_of("Ann", text, {"other"}),
              utility_of("Ann", "property rich(who : character) : boolean; wants Ann: rich(Ann);"));
}

TEST(Conditions, AreKnownToFurtherText) {
    Reading reading = read("condition rich(who : character): gold(who) > 1;");
    ASSERT_TRUE(reading.world);
    Source source("where", "!rich(Bo)");
    auto condition = read_condition(*reading.world, source, Dialect::wrongtree);
    ASSERT_TRUE(condition.has_value());
    EXPECT_EQ(model::to_text(*reading.world, *condition), "!(gold(Bo) > 1)");
}

}  // namespace
}  // namespace wt::lang
