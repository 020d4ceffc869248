// These tests check the grouping rule of the language page, fact by fact.

#include "lang/group.h"

#include <gtest/gtest.h>

#include "lang/brackets.h"
#include "lang/lang.h"
#include "lang/parse.h"
#include "model/print.h"

namespace wt::lang {
namespace {

constexpr const char* kWorld = R"(
type t;
entity X : t;
entity C : character;
property p() : boolean; property q() : boolean; property r() : boolean;
property b(x : t) : boolean;
property f(x : t) : number;
property n() : number; property m() : number;
)";

/// Returns a text as a condition, read by Sabre's rule and printed with brackets; or the first error.
std::string read_as(const std::string& text, const std::string& head = "action test() { precondition: ") {
    std::string end = head[0] == 'a' ? "; };" : ";";
    Source source("test.txt", kWorld + head + text + end);
    Reading reading = read_world(source, Dialect::sabre);
    if (reading.world) {
        const model::World& world = *reading.world;
        if (head[0] != 'a') return model::to_text(world, world.author_utility.value);
        return model::to_text(world, world.events[0].precondition);
    }
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) return "error: " + d.message;
    return "";
}
std::string number(const std::string& text) {
    return read_as(text, "utility(): ");
}

/// Returns the effect of an action, printed.
std::string effect(const std::string& text) {
    Source source("test.txt", kWorld + ("action test() { effect: " + text + "; };"));
    Reading reading = read_world(source, Dialect::sabre);
    if (!reading.world) return "error";
    return model::to_text(*reading.world, reading.world->events[0].effect);
}

std::size_t count(const std::string& text, DiagnosticCode code, Dialect dialect) {
    Source source("test", kWorld + text);
    Reading reading = read_world(source, dialect);
    std::size_t result = 0;
    for (const Diagnostic& d : reading.diagnostics.items())
        result += d.code == code ? 1 : 0;
    return result;
}
bool surprises(const std::string& condition) {
    std::string text = "action test() { precondition: " + condition + "; };";
    std::size_t warnings = count(text, DiagnosticCode::surprising_grouping, Dialect::sabre);
    EXPECT_EQ(warnings, count(text, DiagnosticCode::ambiguous_grouping, Dialect::wrongtree)) << condition;
    return warnings > 0;
}

TEST(Group, TakesOrAsTighterThanAnd) {
    EXPECT_EQ(read_as("p() | q() & r()"), "(p() | q()) & r()");
    EXPECT_EQ(read_as("p() & q() | r()"), "p() & (q() | r())");
}

TEST(Group, LetsNegationTakeEverythingToItsRight) {
    EXPECT_EQ(read_as("!p() == q()"), "!(p() == q())");
    EXPECT_EQ(read_as("!X : t"), "!(X : t)");
    EXPECT_EQ(read_as("!p() & q()"), "!p() & q()");
}

TEST(Group, CutsArithmeticInItsOwnOrder) {
    EXPECT_EQ(number("2 * 3 + 1"), "2 * (3 + 1)");
    EXPECT_EQ(number("1 + 2 * 3"), "(1 + 2) * 3");
    EXPECT_EQ(number("10 - 3 - 2"), "10 - (3 - 2)");
    EXPECT_EQ(number("10 - 3 + 2"), "(10 - 3) + 2");
    EXPECT_EQ(number("2 + 10 - 3 - 1"), "2 + (10 - (3 - 1))");
    EXPECT_EQ(number("6 / 3 / 2"), "6 / (3 / 2)");
    EXPECT_EQ(number("6 / 2 * 3"), "(6 / 2) * 3");
    EXPECT_EQ(number("3 - -1"), "3 - -1");
}

TEST(Group, CutsComparisonsInTheirOrder) {
    EXPECT_EQ(read_as("n() > m() == p()"), "(n() > m()) == p()");
    EXPECT_EQ(read_as("p() == q() != r()"), "p() == (q() != r())");
}

TEST(Group, LetsASumTakeWhatFollows) {
    EXPECT_EQ(number("sum(c : t) f(c) + 1"), "sum(c : t) (f(c) + 1)");
    EXPECT_EQ(number("(sum(c : t) f(c)) + 1"), "(sum(c : t) f(c)) + 1");
    EXPECT_EQ(number("1 + sum(c : t) f(c) + 1"), "1 + (sum(c : t) (f(c) + 1))");
    EXPECT_EQ(read_as("sum(c : t) f(c) == 2"), "(sum(c : t) f(c)) == 2");
}

TEST(Group, CutsAtAndBeforeConditionalsAndQuantifiers) {
    EXPECT_EQ(read_as("if(p()) q() & r()"), "(if(p()) q() else True) & r()");
    EXPECT_EQ(read_as("forall(c : t) b(c) & q()"), "(forall(c : t) b(c)) & q()");
    EXPECT_EQ(read_as("!exists(c : t) b(c) & q()"), "!(exists(c : t) b(c)) & q()");
    EXPECT_EQ(read_as("exists(c : t) f(c) == 2"), "exists(c : t) (f(c) == 2)");
    EXPECT_EQ(effect("p() = q() == r()"), "p() = (q() == r())");
}

TEST(Group, ReadsConditionalsAsOneOrAsASum) {
    EXPECT_EQ(number("if(p()) 1 else 2 + 10"), "if(p()) 1 else (2 + 10)");
    EXPECT_EQ(number("if(p()) 1 else 0 + if(q()) 2 else 0"), "(if(p()) 1 else 0) + (if(q()) 2 else 0)");
    EXPECT_EQ(number("if(p()) (if(q()) 1 else 2) else 3"), "if(p()) (if(q()) 1 else 2) else 3");
    EXPECT_TRUE(number("if(p()) 1 else if(q()) 2 else 3").starts_with("error"));
    EXPECT_EQ(read_as("if(p()) q() else if(r()) p()"), "if(p()) q() else (if(r()) p() else True)");
}

TEST(Group, FallsBackToLaterFormsWhereAPartDoesNotFit) {
    // `&` would leave `r() else p()`, which is nothing, so the whole is one conditional.
    EXPECT_EQ(read_as("if(p()) q() & r() else p()"), "if(p()) (q() & r()) else p()");
    EXPECT_EQ(number("2 + n() - if(p()) 1 + m() else 2"), "2 + (n() - (if(p()) (1 + m()) else 2))");
}

TEST(Group, AllowsOneSeparatorBehindAList) {
    EXPECT_EQ(read_as("p() & q() &"), "p() & q()");
    EXPECT_TRUE(read_as("p() &").starts_with("error"));
    EXPECT_TRUE(read_as("p() & & q()").starts_with("error"));
    EXPECT_TRUE(read_as("& q()").starts_with("error"));
}

TEST(Group, HasNoReservedWords) {
    Source source(
        "test.txt",
        "entity if : character; entity believes : character; property forall(if : character) : boolean;"
        "forall(if); forall(believes) & forall(if); utility(if): forall(if);");
    Reading reading = read_world(source, Dialect::sabre);
    EXPECT_TRUE(reading.world) << reading.diagnostics.items()[0].message;
}

TEST(Group, IsNotSurprisedByWhatEverybodyReadsTheSame) {
    for (const char* text :
         {"!p() == q()", "!X : t", "p() & q() & r()", "n() + m() + 1 == 2", "n() - m() == 1",
          "n() + m() - 1 == 0", "n() - m() + 1 == 0", "p() == q() & n() == m()", "exists(c : t) f(c) == 2",
          "forall(c : t) (b(c)) & q()", "p() & forall(c : t) b(c)", "if(p()) q() else r()",
          "n() == if(p()) 1 else 2 & q()", "sum(c : t) f(c) + 1 == 2", "X : t & p()", "n() * m() / 2 == 1",
          "(p() | q()) & r()"})
        EXPECT_FALSE(surprises(text)) << text;
}

TEST(Group, SaysWhereTheUsualReadingDiffers) {
    for (const char* text : {"p() | q() & r()", "2 * n() + 1 == 3", "10 - n() - m() == 2",
                             "forall(c : t) b(c) & q()", "!exists(c : t) b(c) & q()", "if(p()) q() & r()",
                             "n() < m() < 3", "p() == q() == r()", "if(p()) q() | r()", "n() / 2 / 2 == 1"})
        EXPECT_TRUE(surprises(text)) << text;
}

TEST(Group, ReadsLongFlatChains) {
    for (const char* op : {" & p()", " | p()"}) {
        std::string text = "p()";
        for (int i = 0; i < 20000; ++i)
            text += op;
        EXPECT_FALSE(read_as(text).starts_with("error")) << op;
    }
    std::string sum = "n()";
    for (int i = 0; i < 20000; ++i)
        sum += " + 1";
    EXPECT_FALSE(number(sum).starts_with("error"));
    std::string conditionals = "if(p()) 1 else 0";
    std::string ladder = "if(p()) 1";
    for (int i = 0; i < 3000; ++i) {
        conditionals += " + if(p()) 1 else 0";
        ladder += " elseif(p()) 1";
    }
    EXPECT_FALSE(number(conditionals).starts_with("error"));
    EXPECT_FALSE(number(ladder + " else 2").starts_with("error"));
}

TEST(Group, RefusesDeepNestingInsteadOfCrashing) {
    for (const char* unit :
         {"(", "!", "if(p()) ", "forall(c : t) ", "believes(C, ", "[", "{", "exists(c : t) !("}) {
        std::string text;
        for (int i = 0; i < 50000; ++i)
            text += unit;
        EXPECT_TRUE(read_as(text + "p()").starts_with("error")) << unit;
    }
}

TEST(Group, ReadsNestingUpToTheLimit) {
    auto brackets = [](int n) { return std::string(n, '(') + "p()" + std::string(n, ')'); };
    EXPECT_EQ(read_as(brackets(kMaxNesting)), "p()");
    EXPECT_TRUE(read_as(brackets(kMaxNesting + 1)).starts_with("error: brackets and operators are nested"));
}

TEST(Group, EndsSoonOnTextsMadeToBeHard) {
    for (const char* unit :
         {"if(p()) 1 + ", "if(p()) n() else ", "n() - if(p()) 1 + ", "!p() & if(p()) ", "n() : t + ",
          "a = ", "f(X) = ", "else if(p()) ", "sum(c : t) 1 - ", "p() | & "}) {
        std::string text;
        for (int i = 0; i < 20000; ++i)
            text += unit;
        EXPECT_TRUE(read_as(text).starts_with("error")) << unit;
        read_as(text + "1 else 2");
    }
}

/// Reads a row for which so many attempts have been spent already. Returns how many it is at the end, and whether it
/// was given up.
std::pair<std::uint64_t, bool> attempts_after(const std::string& text, std::uint64_t spent) {
    Source source("test.txt", text);
    Diagnostics diagnostics;
    SyntaxTree tree;
    TokenList list = lex(source, diagnostics);
    tree.source = &source;
    tree.tokens = std::move(list.tokens);
    ParseContext context{tree, diagnostics, Dialect::sabre};
    match_brackets(context);
    Row row(context, 0, static_cast<std::uint32_t>(tree.tokens.size() - 1));
    row.work = spent;
    NodeId reading = group_items(context, row, 0, row.size());
    EXPECT_EQ(reading.valid(), context.too_deep_at == kNoToken) << text;
    return {row.work, context.too_deep_at != kNoToken};
}

TEST(Grouping, AttemptsAreBoundedByTheItemsOfTheRow) {
    for (const char* text : {"n() + m()", "p() & q() | n() == m() & r()", "!p()"}) {
        Source source("test.txt", text);
        Diagnostics diagnostics;
        std::uint64_t items = 0;
        for (const Token& token : lex(source, diagnostics).tokens)
            items += token.kind != TokenKind::right_paren && token.kind != TokenKind::end ? 1 : 0;
        auto [needed, gave_up] = attempts_after(text, 0);
        ASSERT_FALSE(gave_up);
        std::uint64_t most = 64 * (items + 64);
        EXPECT_FALSE(attempts_after(text, most - needed).second) << text;
        EXPECT_TRUE(attempts_after(text, most - needed + 1).second) << text;
    }
}

}  // namespace
}  // namespace wt::lang
