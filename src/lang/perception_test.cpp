// These tests say what declarations of perception stand for: the triggers and `observing` conditions, word for word.

#include <map>

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "model/print.h"

namespace wt::lang {
namespace {

using model::Event;
using model::World;

World world_of(const std::string& text) {
    Reading reading = read_world(Source("test", text), Dialect::wrongtree);
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) ADD_FAILURE() << d.message << "\nin " << text;
    return reading.world.value_or(World{});
}

constexpr const char* kHouse = R"(
type place;
type thing;
entity Ann : character; entity Bob : character;
entity Hall : place; entity Attic : place;
entity Ring : thing;
property at(who : character) : place;
property asleep(who : character) : boolean;
property owner(what : thing) : character;
property lies(what : thing) : place;
property open(what : place) : boolean;
property price(what : thing) : number;
property kind(what : thing) : place or none;
property chime() : boolean;
)";

/// Returns what each generated trigger says.
std::map<std::string, std::string> rules_of(const std::string& text) {
    World world = world_of(kHouse + text);
    std::map<std::string, std::string> rules;
    for (const Event& event : world.events)
        if (event.perceives.valid())
            rules[model::head_text(world, event)] =
                model::to_text(world, event.precondition) + " -> " + model::to_text(world, event.effect);
    return rules;
}

TEST(Perception, WhoIsAtAPlaceSeesWhoIsThere) {
    auto rules = rules_of("whereabouts: at; seen: at;");
    EXPECT_EQ(rules.size(), 2u);
    EXPECT_EQ(rules["see_at(observer : character, who : character, place : place)"],
              "at(who) == place & at(observer) == place & believes(observer, at(who)) != place -> "
              "believes(observer, at(who)) = place");
    EXPECT_EQ(rules["miss_at(observer : character, who : character, place : place)"],
              "at(observer) == place & at(who) != place & believes(observer, at(who)) == place -> "
              "believes(observer, at(who)) = ?");
}

TEST(Perception, AThingIsWhereItsOwnerIs) {
    auto rules = rules_of("whereabouts: at, owner, lies; seen: owner, price;");
    EXPECT_EQ(rules["see_owner(observer : character, what : thing, carrier : character, place : place)"],
              "owner(what) == carrier & at(carrier) == place & at(observer) == place & "
              "believes(observer, owner(what)) != carrier -> believes(observer, owner(what)) = carrier");
    EXPECT_EQ(rules["miss_owner(observer : character, what : thing, carrier : character, place : place)"],
              "at(carrier) == place & at(observer) == place & owner(what) != carrier & "
              "believes(observer, owner(what)) == carrier -> believes(observer, owner(what)) = ?");
    // If the owner is away and the thing lies here, one sees that nobody has it.
    EXPECT_TRUE(rules.contains("see_no_owner(observer : character, what : thing, place : place)"));
    EXPECT_TRUE(rules.contains("see_price(observer : character, what : thing, place : place)"));
    EXPECT_TRUE(rules.contains(
        "see_price_by_owner(observer : character, what : thing, carrier : character, place : place)"));
}

TEST(Perception, EveryKindOfValueIsSeen) {
    auto rules = rules_of("whereabouts: at, lies; seen: open, price, kind;");
    EXPECT_EQ(rules["see_open(observer : character, what : place)"],
              "at(observer) == what & open(what) & !believes(observer, open(what)) -> "
              "believes(observer, open(what)) = True");
    EXPECT_EQ(rules["see_not_open(observer : character, what : place)"],
              "at(observer) == what & !open(what) & !believes(observer, !open(what)) -> "
              "believes(observer, open(what)) = False");
    EXPECT_EQ(
        rules["see_price(observer : character, what : thing, place : place)"],
        "lies(what) == place & at(observer) == place & believes(observer, price(what)) != price(what) -> "
        "believes(observer, price(what)) = price(what)");
    EXPECT_EQ(rules["see_no_kind(observer : character, what : thing, place : place)"],
              "lies(what) == place & at(observer) == place & kind(what) == none & "
              "believes(observer, kind(what)) != none -> believes(observer, kind(what)) = none");
}

TEST(Perception, OnlyThosePerceiveOfWhomThatIsSaid) {
    auto rules = rules_of("whereabouts: at; perceives(c : character): !asleep(c); seen: open;");
    EXPECT_EQ(rules["see_open(observer : character, what : place)"].substr(0, 19), "!asleep(observer) &");
}

TEST(Perception, ARuleOfTheWorldTakesThePlaceOfOne) {
    auto rules = rules_of(
        "whereabouts: at; seen: at; trigger miss_at(c : character) { precondition: asleep(c); effect: "
        "!asleep(c); };");
    EXPECT_EQ(rules.size(), 1u);
    World world = world_of(kHouse + std::string("whereabouts: at; seen: at; utility(): 0;"
                                                "divergence fog { without trigger see_at; };"));
    EXPECT_EQ(world.events.size(), 2u);
    Reading reading =
        read_world(Source("test", kHouse + std::string("whereabouts: at; seen: at; "
                                                       "divergence fog { without trigger see_at; };")),
                   Dialect::wrongtree, {{"fog"}, {}});
    ASSERT_TRUE(reading.world.has_value());
    ASSERT_EQ(reading.world->events.size(), 1u);
    EXPECT_EQ(reading.world->events[0].name, "miss_at");
}

/// Returns the `observing` condition of an action with such a default, or with its own.
std::string observing(const std::string& head, const std::string& body, const std::string& rest) {
    World world = world_of(
        kHouse + ("whereabouts: at, owner, lies; " + rest + " action act(" + head + ") { " + body + " };"));
    if (world.events.empty() || !world.events[0].observer.valid()) return "everybody";
    return model::to_text(world, world.events[0].observing);
}

TEST(Observing, IsSaidOnceForAllActionsThatSayNothing) {
    std::string there = "observing default: who is there;";
    EXPECT_EQ(observing("who : character", "effect: asleep(who); consenting: who;", there),
              "observer == who | at(observer) == at(who)");
    EXPECT_EQ(observing("who : character, to : place", "effect: at(who) = to; consenting: who;", there),
              "observer == who | at(observer) == at(who) | at(observer) == to");
    EXPECT_EQ(
        observing("who : character", "effect: asleep(who); consenting: who; observing: everybody;", there),
        "everybody");
    EXPECT_EQ(observing("who : character",
                        "effect: asleep(who); consenting: who; observing(c : character): asleep(c);", there),
              "asleep(c)");
    EXPECT_EQ(observing("who : character", "effect: asleep(who); consenting: who;", ""), "everybody");
    EXPECT_EQ(observing("", "effect: chime();", there), "everybody");
}

TEST(Observing, TakesPartOrNobodyOrPerceives) {
    EXPECT_EQ(observing("a : character, b : character, t : thing",
                        "effect: asleep(b) & price(t) = 1; consenting: a; observing: who takes part;", ""),
              "observer == a | observer == b");
    EXPECT_EQ(observing("a : character", "effect: asleep(a); consenting: a; observing: nobody;", ""),
              "False");
    EXPECT_EQ(observing("a : character", "effect: asleep(a); consenting: a; observing: who is there;",
                        "perceives(c : character): !asleep(c);"),
              "observer == a | (!asleep(observer) & at(observer) == at(a))");
}

TEST(Observing, AnEventOfTheAuthorsIsWhereItsArgumentsAre) {
    EXPECT_EQ(observing("t : thing", "effect: price(t) = 2; observing: who is there;", ""),
              "(exists(carrier : character) (owner(t) == carrier & at(observer) == at(carrier))) | "
              "at(observer) == lies(t)");
}

TEST(Observing, ThoseWhoDoNotObserveNotice) {
    World world =
        world_of(kHouse + std::string("whereabouts: at; action whisper(a : character, b : character) {"
                                      "effect: asleep(b); consenting: a; observing: who takes part;"
                                      "noticed: chime(); };"));
    ASSERT_EQ(world.events.size(), 1u);
    EXPECT_EQ(model::to_text(world, world.events[0].effect),
              "asleep(b) = True & (forall(observer : character) (if(at(observer) == at(a) & "
              "!(observer == a | observer == b)) (believes(observer, chime() = True))))");
}

}  // namespace
}  // namespace wt::lang
