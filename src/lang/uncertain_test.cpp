// These tests are about not knowing, failing, chance, temper and `none`: what such texts denote, and that they print as
// they are read.

#include <gtest/gtest.h>

#include "lang/expression_text.h"
#include "lang/lang.h"
#include "model/print.h"

namespace wt::lang {
namespace {

using model::EffectKind;
using model::World;

constexpr const char* kPlaces = R"(
type place;
entity Tom : character; entity Ann : character; entity Bo : character;
entity Home : place; entity Market : place;
property at(c : character) : place;
property hides(c : character) : place or none;
property lit() : boolean;
property time() : number;
)";

Reading read(const std::string& text, Dialect dialect = Dialect::wrongtree) {
    return read_world(Source("test", kPlaces + text), dialect);
}

World world_of(const std::string& text) {
    Reading reading = read(text);
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) ADD_FAILURE() << d.message << "\nin " << text;
    return reading.world.value_or(World{});
}

/// Returns the code of the first error, or "fine".
std::string error_of(const std::string& text, Dialect dialect = Dialect::wrongtree) {
    Reading reading = read_world(Source("test", text), dialect);
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) return std::string(name_of(d.code));
    return "fine";
}

std::string effect(const std::string& text) {
    World world = world_of("action go(who : character, to : place) { effect: " + text + "; };");
    return world.events.empty() ? "" : model::to_text(world, world.events[0].effect);
}
std::string condition(const std::string& text) {
    World world = world_of("action go(who : character, to : place) { precondition: " + text + "; };");
    return world.events.empty() ? "" : model::to_text(world, world.events[0].precondition);
}
std::string statement(const std::string& text) {
    World world = world_of(text + ";");
    std::string result;
    for (model::EffectId id : world.first_state)
        result += (result.empty() ? "" : "; ") + model::to_text(world, id);
    return result;
}

TEST(Uncertain, WhatIsPrintedReadsBack) {
    for (std::string text : {"believes(Ann, at(Tom)) = Home: 2 | Market: 1",
                             "believes(Ann, believes(Bo, at(Tom))) = Home | Market | ?", "might(Ann, lit())",
                             "believes(Bo, might(Ann, lit()))", "believes(Ann, lit()) = True: 1 | False: 2",
                             "believes(Ann, hides(Tom)) = none: 1 | at(Bo): 3", "hides(Tom) = none"}) {
        EXPECT_EQ(statement(text), text);
        EXPECT_EQ(effect(text), text);
    }
    for (std::string text : {"learns(who, at(Tom))", "believes(Ann, learns(who, believes(Bo, lit())))"})
        EXPECT_EQ(effect(text).substr(0, 7), text.substr(0, 7));
    for (std::string text :
         {"might(who, at(Tom) == to)", "odds(who, lit()) > 1/2", "odds(who, lit()) != 0",
          "might(who, believes(Ann, lit())) & odds(who, at(Tom) == to) <= 9/10", "hides(who) != none"})
        EXPECT_EQ(condition(text), text);
}

TEST(Uncertain, LearningReadsTheValueHere) {
    World world = world_of("action go(who : character) { effect: believes(Ann, learns(who, at(Tom))); };");
    const model::Effect& learn = world[world.events[0].effect];
    EXPECT_EQ(learn.kind, EffectKind::learn);
    EXPECT_EQ(learn.believers.size(), 2u);
    EXPECT_EQ(model::to_text(world, learn.value), "at(Tom)");
}

TEST(Uncertain, BelieversOfPossibilitiesMayStandAround) {
    World world =
        world_of("action go(who : character) { effect: believes(who, at(Tom) = Home: 1 | Market: 2); };");
    const model::Effect& outer = world[world.events[0].effect];
    ASSERT_EQ(outer.kind, EffectKind::believes);
    const model::Effect& inner = world[outer.children[0]];
    EXPECT_EQ(inner.kind, EffectKind::possibly);
    EXPECT_EQ(inner.believers.size(), 1u);
    EXPECT_EQ(inner.weights, (std::vector<std::int64_t>{1, 2}));
}

TEST(Uncertain, OddsAreComparedOnEitherSide) {
    EXPECT_EQ(condition("1/2 < odds(who, lit())"), "odds(who, lit()) > 1/2");
    EXPECT_EQ(condition("0.25 >= odds(who, lit())"), "odds(who, lit()) <= 1/4");
    EXPECT_EQ(condition("odds(who, lit()) == 2/6"), "odds(who, lit()) == 1/3");
}

TEST(Uncertain, KnowingIsBelievingRightly) {
    EXPECT_EQ(condition("knows(who, at(Tom))"), "believes(who, at(Tom)) == at(Tom) & at(Tom) != ?");
    EXPECT_EQ(condition("knows(who, lit())"),
              "(believes(who, lit()) & lit()) | (believes(who, !lit()) & !lit())");
}

TEST(Uncertain, DenialsAndComparisonsStayAsTheyAre) {
    EXPECT_EQ(condition("!believes(who, lit())"), "!believes(who, lit())");
    EXPECT_EQ(condition("believes(who, at(Tom)) != Home"), "believes(who, at(Tom)) != Home");
    EXPECT_EQ(condition("!might(who, lit())"), "!might(who, lit())");
}

TEST(Uncertain, ActionsMayFail) {
    World world = world_of(
        "action go(who : character) { precondition: lit(); precondition hidden: time() == 0;"
        "success: at(who) == Home; chance: 1 in 3; effect: lit(); failure: !lit(); };");
    const model::Event& event = world.events[0];
    EXPECT_EQ(model::to_text(world, event.precondition), "lit()");
    EXPECT_EQ(model::to_text(world, event.hidden), "time() == 0");
    EXPECT_EQ(model::to_text(world, event.success), "at(who) == Home");
    EXPECT_EQ(model::to_text(world[event.chance]), "1/3");
    EXPECT_EQ(model::to_text(world, event.failure), "lit() = False");
}

TEST(Uncertain, WhatEverybodyKnowsIsSplitLikeOtherStatements) {
    EXPECT_EQ(statement("everybody knows lit() & at(Tom) = Home"),
              "everybody knows lit() = True; everybody knows at(Tom) = Home");
}

TEST(Uncertain, TempersAreThoseOfTheLastStatement) {
    World world = world_of("temper Ann: prudent, wary, hopeful;");
    ASSERT_EQ(world.tempers.size(), 3u);
    EXPECT_TRUE(world.tempers[0].is_plain());
    EXPECT_TRUE(world.tempers[1].prudent && world.tempers[1].wary);
    EXPECT_EQ(world.tempers[1].outlook, model::Temper::Outlook::hopeful);
    std::string text = "temper Ann: prudent; divergence calm { without temper Ann; temper Bo: careful; };";
    Reading reading = read_world(Source("test", kPlaces + text), Dialect::wrongtree, {{"calm"}, {}});
    ASSERT_TRUE(reading.world);
    EXPECT_TRUE(reading.world->tempers[1].is_plain());
    EXPECT_EQ(reading.world->tempers[2].outlook, model::Temper::Outlook::careful);
}

TEST(Uncertain, ADivergenceTakesPossibilitiesBack) {
    std::string text =
        "believes(Ann, at(Tom)) = Home | Market; divergence sure { without believes(Ann, at(Tom)); };";
    Reading reading = read_world(Source("test", kPlaces + text), Dialect::wrongtree, {{"sure"}, {}});
    ASSERT_TRUE(reading.world);
    EXPECT_TRUE(reading.world->first_state.empty());
    EXPECT_FALSE(model::has_possibilities(*reading.world));
}

TEST(Uncertain, NoWordIsReserved) {
    EXPECT_EQ(
        error_of(
            "property might(c : character) : boolean; property knows(c : character, d : character) : boolean;"
            "property odds() : number; property learns(c : character) : boolean; property success() : "
            "boolean;"
            "property none() : boolean; property temper() : number; property everybody() : boolean;"
            "property luck() : number; property fails() : boolean; property hidden() : boolean;"
            "entity none : character; entity Ann : character; entity everybody : character;"
            "action chance(success : character) { precondition: success() & might(success) &"
            " knows(success, none) & odds() > 1/2 & hidden(); effect: learns(none) & fails(); };"
            "action fails() { effect: everybody(); };"
            "temper() = 1; luck() = 2; none(); success(); everybody();"
            "request r { happens fails; sometime luck() == 2; happens chance(none) then happens fails; };"),
        "fine");
    EXPECT_EQ(error_of("entity none : character; property mother(c : character) : character;"
                       "mother(none) = none; utility(): mother(none) == none;",
                       Dialect::sabre),
              "fine");
}

TEST(Uncertain, SabresFilesHaveNoneOfIt) {
    for (std::string text : {"action go() { success: lit(); };", "temper Ann: prudent;",
                             "might(Ann, !lit());", "everybody knows lit();",
                             "believes(Ann, at(Tom)) = Home: 2 | Market: 1;", "property p() : place or none;",
                             "action go() { precondition hidden: lit(); };", "at(Tom) = none;"}) {
        std::string places = kPlaces;
        places.replace(places.find(" or none"), 8, "");
        EXPECT_NE(error_of(places + text, Dialect::sabre), "fine") << text;
    }
}

TEST(Uncertain, PlansSayWhatFails) {
    World world = world_of(
        "action look(who : character) { success: lit(); }; action go(who : character) { effect: lit(); };");
    auto plan = read_plan(world, Source("plan", "look(Tom) fails\nlook(Ann) fails; // again\nlook(Tom)\n"));
    ASSERT_TRUE(plan);
    std::string text;
    for (const model::GroundEvent& event : *plan)
        text += model::to_text(world, event) + "; ";
    EXPECT_EQ(text, "look(Tom) fails; look(Ann) fails; look(Tom); ");
    auto wrong = read_plan(world, Source("plan", "go(Tom) fails"));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().items()[0].code, DiagnosticCode::cannot_fail);
}

TEST(Uncertain, RequestsSpeakOfFailuresAndLuck) {
    World world = world_of("action look(who : character) { success: lit(); };");
    for (std::string text : {"luck at least 1/10", "luck at most 3/4", "luck 1/2",
                             "happens look(Tom) fails then happens look(_)", "never happens look(_) fails"}) {
        Source source("wish", text);
        auto trace = read_constraint(world, source);
        ASSERT_TRUE(trace) << text;
        EXPECT_EQ(model::to_text(world, *trace), text);
    }
}

}  // namespace
}  // namespace wt::lang
