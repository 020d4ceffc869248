#include "story/draft.h"

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "model/print.h"

namespace wt::story {
namespace {

model::World market() {
    lang::Reading reading = lang::read_world(Source("test", R"(
type place; type thing;
entity Tom : character; entity Ann : character;
entity Home : place; entity Market : place; entity Old_Mill : place;
entity Key : thing;
property at(c : character) : place;
property has(c : character) : thing;
at(Tom) = Home;
action walk(who : character, from : place, to : place) { effect: at(who) = to; consenting: who; };
action walk_back(who : character, to : place) { effect: at(who) = to; consenting: who; };
action give_away(who : character, what : thing, to : character) { effect: has(to) = what; consenting: who; };
action rain() { effect: at(Tom) = Home; };
)"),
                                             lang::Dialect::wrongtree);
    return reading.world.value_or(model::World{});
}

std::string read(const std::string& text) {
    model::World world = market();
    Result<Draft> draft = read_draft(world, Source("draft", text));
    std::string result;
    if (draft) {
        for (const UnreadSentence& one : draft->unread)
            result += std::string(name_of(one.code)) + " " + std::to_string(one.span.begin) + " " +
                      one.expected + "\n";
        return result + to_text(world, draft->items);
    }
    for (const Diagnostic& d : draft.error().items())
        result += std::string(name_of(d.code)) + " " + std::to_string(d.span.begin) + " " + d.expected + "\n";
    return result;
}

TEST(Draft, HasEventsAssertionsAndGaps) {
    EXPECT_EQ(
        read(
            "// a comment\n\nwalk(Tom, Home, Market);\nassert at(Tom) == Market;\n  ...\n/* a\nb */\nrain()"),
        "walk(Tom, Home, Market)\nassert at(Tom) == Market\n...\nrain()\n");
    EXPECT_EQ(read(""), "");
    EXPECT_EQ(read("// nothing"), "");
}

TEST(Draft, ASentenceNamesTheActionAndItsArgumentsInOrder) {
    EXPECT_EQ(read("Tom walks from Home to the Market."), "walk(Tom, Home, Market)\n");
    EXPECT_EQ(read("In the end Tom is walking from the Old Mill (slowly) Home!"),
              "walk(Tom, Old_Mill, Home)\n");
    EXPECT_EQ(read("Tom gives the Key away to Ann"), "give_away(Tom, Key, Ann)\n");
    EXPECT_EQ(read("It rained, \"badly\"."), "rain()\n");
}

TEST(Draft, ASentenceMayBeAsTheEventIsTold) {
    lang::Reading reading = lang::read_world(Source("test", R"(
type thing; entity Tom : character; entity Ann : character; entity Key : thing;
property holder(what : thing) : character;
action give(to : character, what : thing, who : character) { effect: holder(what) = to; consenting: who; };
telling {
    entity Key: "the old key", it;
    action give: "{who} [hand] {what} over to {to}";
};
)"),
                                             lang::Dialect::wrongtree);
    ASSERT_TRUE(reading.world);
    for (const char* text : {"Tom hands the old key over to Ann.", "Then Tom handed the old key over to Ann",
                             "Tom handed the\u00a0old key over to Ann!"}) {
        Result<Draft> draft = read_draft(*reading.world, Source("draft", text));
        ASSERT_TRUE(draft);
        EXPECT_EQ(to_text(*reading.world, draft->items), "give(Ann, Key, Tom)\n") << text;
    }
}

TEST(Draft, GoesOnBehindASentenceThatItCannotRead) {
    EXPECT_EQ(read("Tom whistles.\nTom walks from Home to the Market.\nAnn sings.\nrain()"),
              "undefined-name 0 \nundefined-name 49 \nwalk(Tom, Home, Market)\nrain()\n");
}

TEST(Draft, WhatMayFailFailsInVain) {
    lang::Reading reading = lang::read_world(Source("test", R"(
type place; entity Tom : character; entity Ash : place; entity Oak : place;
property at(c : character) : place;
action search(who : character, where : place) { success: at(who) == where; };
action walk(who : character, to : place) { effect: at(who) = to; };
)"),
                                             lang::Dialect::wrongtree);
    ASSERT_TRUE(reading.world);
    auto item = [&](const std::string& text) {
        Result<Draft> draft = read_draft(*reading.world, Source("draft", text));
        if (!draft) return std::string("error");
        return draft->items.empty() ? "denied by " + draft->denied[0].by
                                    : to_text(*reading.world, draft->items);
    };
    for (const char* text : {"search(Tom, Ash) fails", "Tom searches the Ash in vain.",
                             "Tom tries to search the Ash, but fails.", "Tom tried in vain to search the Ash",
                             "Tom searched the Ash without success", "Tom fails to search the Ash"})
        EXPECT_EQ(item(text), "search(Tom, Ash) fails\n") << text;
    EXPECT_EQ(item("Tom searches the Ash"), "search(Tom, Ash)\n");
    EXPECT_EQ(item("Tom tries to search the Ash"), "denied by tries");
    EXPECT_EQ(item("Tom never searches the Ash in vain"), "denied by never");
    EXPECT_EQ(item("Tom walks to the Ash in vain"), "walk(Tom, Ash)\n");
    EXPECT_EQ(item("Tom fails to walk to the Ash"), "denied by fails");
    EXPECT_EQ(item("walk(Tom, Ash) fails"), "error");
}

TEST(Draft, TheActionThatUsesMoreOfTheSentenceIsMeant) {
    EXPECT_EQ(read("Ann walks back Home"), "walk_back(Ann, Home)\n");
}

TEST(Draft, ASentenceThatFitsNothingOrTooMuchListsTheCandidates) {
    EXPECT_EQ(read("Tom sleeps"), "undefined-name 0 \n");
    EXPECT_EQ(read("Tom walks Home"), "undefined-name 0 `walk(who : character, from : place, to : place)`\n");
    EXPECT_EQ(read("Tom and Ann walk back Home"),
              "ambiguous-overload 0 `walk_back(Tom, Home)` or `walk_back(Ann, Home)`\n");
}

TEST(Draft, AnIntendedStandsBehindTheEventOrBeforeIt) {
    EXPECT_EQ(read("rain() // intended: bad luck"), "rain() // intended: bad luck\n");
    EXPECT_EQ(read("// intended: bad luck\n\nrain()"), "rain() // intended: bad luck\n");
    EXPECT_EQ(read("rain() // intended:"), "unexpected-token 10 `intended: because ...`\n");
    EXPECT_EQ(read("rain()\n// intended: bad luck"), "unexpected-token 10 \n");
}

TEST(Draft, MistakesHaveTheirPlaceInTheDraft) {
    EXPECT_EQ(read("rain()\nwalk(Tim, Home, Market)"), "undefined-name 12 an entity\n");
    EXPECT_EQ(read("  assert at(Tim) == Home"), "undefined-name 12 a variable or an entity\n");
    EXPECT_EQ(read("assert"), "unexpected-token 6 an expression\n");
    EXPECT_EQ(read("walk(Tom, Home, Market"), "unexpected-token 22 `,` or `)`\n");
    EXPECT_EQ(read("run(Tom)"), "undefined-name 0 an action\n");
    EXPECT_EQ(read("rain\xff"), "invalid-utf8 4 \n");
    // The line is of a plan of Sabre, which `read_plan` passes over (found by draft_fuzz).
    EXPECT_EQ(read("rain()\ngoal(at(Tom) == Home)"), "unexpected-token 7 an event, an assertion or a gap\n");
}

}  // namespace
}  // namespace wt::story
