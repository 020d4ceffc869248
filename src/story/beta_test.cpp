#include "story/beta.h"

#include <gtest/gtest.h>

#include "lang/expression_text.h"
#include "lang/lang.h"
#include "model/print.h"

namespace wt::story {
namespace {

/// Nina buys a jar and expects honey. It holds syrup.
constexpr const char* kHoney = R"(
type place;
type stuff;
entity Nina : character;
entity Otto : character;
entity Home : place;
entity Market : place;
entity Honey : stuff;
entity Syrup : stuff;
property at(who : character) : place;
property owner() : character;
property content() : stuff;
property tasted(who : character) : stuff;
property coins(who : character) : number;
action walk(who : character, from : place, to : place) {
    precondition: at(who) == from & from != to;
    effect: at(who) = to;
    consenting: who;
};
action buy(buyer : character, seller : character) {
    precondition: at(buyer) == at(seller) & owner() == seller & buyer != seller & coins(buyer) > 0;
    effect: owner() = buyer & coins(buyer) = coins(buyer) - 1 & coins(seller) = coins(seller) + 1;
    consenting: buyer, seller;
};
action taste(who : character) {
    precondition: owner() == who & tasted(who) == ?;
    effect: tasted(who) = content() & believes(who, content()) = content();
    consenting: who;
    observing(c : character): at(c) == at(who);
};
at(Nina) = Home;
at(Otto) = Market;
owner() = Otto;
content() = Syrup;
believes(Nina, content()) = Honey;
coins(Nina) = 1;
utility(): tasted(Nina) == Syrup;
utility(Nina): coins(Nina) + (if(tasted(Nina) == Honey) 5 else 0);
utility(Otto): coins(Otto);
)";

class Beta : public testing::Test {
  protected:
    const model::World honey = *lang::read_world(Source("honey.wt", kHoney), lang::Dialect::wrongtree).world;
    Budget budget;
    engine::Session session{honey, {.belief_limit = 2}, budget};
    model::World world = honey;  // with the formulas of drafts
    Stage stage{world, session, budget, {4, 4, 2}};

    Review review(const std::string& text) {
        Result<Draft> draft = read_draft(world, Source("draft", text));
        if (!draft) {
            ADD_FAILURE() << draft.error().items()[0].message;
            return {};
        }
        return review_draft(stage, *draft, {});
    }

    /// Returns lines like `3 no-reason Otto`, with `(intended)`.
    std::string findings(const std::string& text) {
        std::string result;
        for (const Finding& f : review(text).findings)
            result += std::to_string(f.line) + " " + std::string(name_of(f.code)) +
                      (f.character.valid() ? " " + world[f.character].name : "") +
                      (f.intended.empty() ? "" : " (intended)") + "\n";
        return result;
    }

    /// Returns the remarks of the first error with this name.
    std::string remark(const std::string& text, std::string_view name) {
        std::string result;
        for (const Finding& f : review(text).findings) {
            for (const Remark& r : f.remarks)
                if (r.name == name) result += r.text + "\n";
            if (severity_of(f.code) == Severity::error) break;
        }
        return result;
    }
};

constexpr const char* kSound = "walk(Nina, Home, Market)\nbuy(Nina, Otto)\ntaste(Nina)\n";

TEST_F(Beta, AStoryOfThePlannerIsWithoutFindings) {
    EXPECT_EQ(findings(kSound), "");
    EXPECT_EQ(findings(""), "");
}

TEST_F(Beta, AnEventThatCannotHappenSaysWhatIsFalseAndSinceWhen) {
    std::string draft = "walk(Nina, Home, Market)\nwalk(Nina, Home, Market)\n";
    EXPECT_EQ(findings(draft), "2 cannot-happen\n");
    EXPECT_EQ(
        remark(draft, "because"),
        "`at(Nina) == Home` is false: `at(Nina)` is `Market` since line 1, `walk(Nina, Home, Market)`\n");
}

TEST_F(Beta, SomebodyWithoutAReasonIsToldApartFromTheOthers) {
    std::string draft = std::string(kSound) + "buy(Otto, Nina)\n";
    EXPECT_EQ(findings(draft), "4 no-reason Otto\n");
    EXPECT_EQ(remark(draft, "wants"),
              "the utility of `Otto` is 1 as `Otto` sees it, and would be 0 after the event\nit is "
              "`coins(Otto)`\n");
}

TEST_F(Beta, WhatSomebodyWouldRatherDoIsAnActionWithAReason) {
    EXPECT_EQ(remark("walk(Nina, Home, Market)\nwalk(Nina, Market, Home)\n", "would rather"),
              "`buy(Nina, Otto)`\n");
}

TEST_F(Beta, WhoTakesAnEventToBeImpossibleCouldNotHaveKnown) {
    model::World other =
        *lang::read_world(Source("honey.wt", std::string(kHoney) + "believes(Nina, owner()) = Nina;"),
                          lang::Dialect::wrongtree)
             .world;
    engine::Session own(other, {.belief_limit = 2}, budget);
    Stage wrong{other, own, budget, {4, 4, 2}};
    Result<Draft> read = read_draft(other, Source("draft", "walk(Otto, Market, Home)\nbuy(Nina, Otto)"));
    ASSERT_TRUE(read);
    Review found = review_draft(wrong, *read, {.repairs = false});
    ASSERT_EQ(found.findings.size(), 2u);
    EXPECT_EQ(found.findings[1].code, FindingCode::could_not_know);
    EXPECT_EQ(
        found.findings[1].remarks[0].text,
        "to `Nina`, `owner() == Otto` is false: `Nina` believes that `owner()` is `Nina` from the start; "
        "in truth it is `Otto` from the start");
}

TEST_F(Beta, AnAssertionAboutABeliefSaysWhoBelievesIt) {
    std::string draft = "walk(Nina, Home, Market)\nassert believes(Nina, content() == Syrup)\n";
    EXPECT_EQ(findings(draft), "2 could-not-know Nina\n");
    EXPECT_EQ(remark(draft, "who believes it"), "`Otto` from the start\n");
}

TEST_F(Beta, AnAssertionAboutTheWorldIsNotSo) {
    EXPECT_EQ(findings("assert at(Nina) == Market\n"), "1 not-so\n");
    EXPECT_EQ(remark("assert !(at(Nina) == Home)\n", "because"),
              "`at(Nina) == Home` is true: `at(Nina)` is `Home` from the start\n");
}

TEST_F(Beta, RepairsAreTriedFromTheSmallestOn) {
    auto repair = [&](const std::string& text) {
        Review found = review(text);
        return found.repair ? found.repair->changes[0].text : "none";
    };
    EXPECT_EQ(repair("walk(Nina, Home, Market)\nwalk(Otto, Home, Market)\nbuy(Nina, Otto)\ntaste(Nina)\n"),
              "leave out `walk(Otto, Home, Market)` of line 2");
    EXPECT_EQ(repair("walk(Nina, Home, Market)\ntaste(Nina)\nbuy(Nina, Otto)\nassert tasted(Nina) == Syrup"),
              "move `taste(Nina)` of line 2 before line 4");
    EXPECT_EQ(repair("walk(Nina, Home, Market)\nbuy(Nina, Otto)\ntaste(Otto)\nassert tasted(Nina) == Syrup"),
              "change line 3 into `taste(Nina)`");
    EXPECT_EQ(repair("walk(Nina, Home, Market)\ntaste(Nina)\nassert tasted(Nina) == Syrup"),
              "insert before line 2: `buy(Nina, Otto)`");
    EXPECT_EQ(repair("assert coins(Nina) == 2"), "none");
}

TEST_F(Beta, SeveralErrorsAreRepairedTogether) {
    Review found =
        review("buy(Nina, Otto)\nwalk(Nina, Home, Market)\nassert tasted(Nina) == Syrup\ntaste(Nina)\n");
    ASSERT_TRUE(found.repair);
    EXPECT_EQ(found.repair->changes.size(), 2u);
    EXPECT_EQ(first_fault(stage, found.repair->changes.back().items), 4u);
}

TEST_F(Beta, GapsAreFilledWithAShortestSeries) {
    Review found = review("...\ntaste(Nina)\n");
    EXPECT_FALSE(found.has_errors);
    EXPECT_EQ(to_text(world, found.items), kSound);
    EXPECT_EQ(findings("...\nassert coins(Nina) == 2\n"), "1 unfilled-gap\n2 not-so\n");
    EXPECT_EQ(findings(std::string(kSound) + "...\n"), "4 filled-gap\n");
}

TEST_F(Beta, AReasonWhoseNextActionNeverCameIsALooseEnd) {
    EXPECT_EQ(findings("walk(Nina, Home, Market)\n"),
              "1 loose-end Nina\n1 nothing-gained\n1 no-consequence\n");
    EXPECT_EQ(remark("walk(Nina, Home, Market)\n", "open"), "buy(Nina, Otto)\ntaste(Nina)\n");
}

TEST_F(Beta, AnEventThatCanBeLeftOutHasNoConsequence) {
    std::string draft = "walk(Nina, Home, Market)\nbuy(Nina, Otto)\ntaste(Nina)\n";
    model::World other = *lang::read_world(Source("honey.wt", std::string(kHoney) + R"(
property dust() : number;
action blow() { effect: dust() = dust() + 1; };
)"),
                                           lang::Dialect::wrongtree)
                              .world;
    engine::Session own(other, {.belief_limit = 2}, budget);
    Stage windy{other, own, budget, {4, 4, 2}};
    Result<Draft> read = read_draft(other, Source("draft", "blow()\n" + draft));
    ASSERT_TRUE(read);
    Review found = review_draft(windy, *read, {});
    ASSERT_EQ(found.findings.size(), 1u);
    EXPECT_EQ(found.findings[0].code, FindingCode::no_consequence);
    EXPECT_EQ(found.findings[0].line, 1u);
}

TEST_F(Beta, WhatIsIntendedIsNoErrorAndAStaleIntendedIsReported) {
    EXPECT_EQ(findings(std::string(kSound) + "buy(Otto, Nina) // intended: regret\n"),
              "4 no-reason Otto (intended)\n4 no-consequence (intended)\n");
    EXPECT_EQ(findings("walk(Nina, Home, Market) // intended: fun\nbuy(Nina, Otto)\ntaste(Nina)"),
              "1 stale-intended\n");
}

TEST_F(Beta, WhoKnowsHasARowForEachEvent) {
    Result<Draft> draft = read_draft(world, Source("draft", kSound));
    Result<model::ExprId> expr = lang::read_expression(world, Source("text", "content()"));
    ASSERT_TRUE(draft && expr);
    std::vector<KnowledgeRow> rows = who_knows(stage, draft->items, *expr);
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(model::to_text(world, rows[2].minds[0]), "Honey");
    EXPECT_EQ(model::to_text(world, rows[3].minds[0]), "Syrup");
    EXPECT_EQ(model::to_text(world, rows[0].truth), "Syrup");
}

TEST_F(Beta, AStoppedBudgetEndsTheReading) {
    budget.request_stop(Stop::time);
    Review found = review("walk(Nina, Home, Market)\nwalk(Nina, Home, Market)\n");
    EXPECT_FALSE(found.repair);
}

/// Returns what is said of the repair of so many events that nothing could lead to, with these limits.
std::string repair_of(model::World& world, Budget& budget, int events, const RepairLimits& limits) {
    engine::Session session(world, {.belief_limit = 2}, budget);
    Stage stage{world, session, budget, {4, 4, 2}};
    std::string text;
    for (int i = 0; i < events; ++i)
        text += "taste(Nina)\n";
    Result<Draft> draft = read_draft(world, Source("draft", text));
    if (!draft) return "unreadable";
    std::string result;
    for (const Finding& finding : review_draft(stage, *draft, {.limits = limits}).findings)
        for (const Remark& remark : finding.remarks)
            if (remark.name == "repair" || remark.name == "no repair") result += remark.text + "\n";
    return result;
}

TEST_F(Beta, DraftsThatAreTriedAreCounted) {
    // One is tried for each change: the first leaves the event out, and the story that is left is none.
    EXPECT_EQ(repair_of(world, budget, 1, {.drafts = 0}),
              "none was found, with up to 10 changes and 0 drafts\n");
    EXPECT_NE(repair_of(world, budget, 1, {.drafts = 1}),
              "none was found, with up to 10 changes and 1 drafts\n");
}

TEST_F(Beta, AllDraftsThatAreTriedHaveFourMillionItemsTogether) {
    RepairLimits none{.changes = 0, .chain = 0};
    EXPECT_EQ(repair_of(world, budget, 200, none), "none was found, with up to 0 changes and 20000 drafts\n");
    EXPECT_EQ(repair_of(world, budget, 201, none), "none was found, with up to 0 changes and 19900 drafts\n");
}

}  // namespace
}  // namespace wt::story
