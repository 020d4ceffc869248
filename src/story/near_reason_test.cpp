// These tests say what the nearest reason lacks, for each of the things that it can lack.

#include "story/near_reason.h"

#include <gtest/gtest.h>

#include "engine/inspect.h"
#include "lang/lang.h"
#include "model/limits.h"

namespace wt::story {
namespace {

constexpr const char* kInn = R"(
entity Ann : character; entity Ben : character;
property rich(who : character) : boolean;
property asked(who : character) : boolean;
property fed(who : character) : boolean;
property ready() : number;
property key() : boolean;
action prepare(Ann) { effect: ready() = ready() + 1; consenting: Ann; };
action eat(Ann) { precondition: ready() >= 3; effect: fed(Ann); consenting: Ann; };
action ask(Ann) { precondition: !asked(Ben); effect: asked(Ben); consenting: Ann; };
action pay(Ben) { precondition: asked(Ben) & key(); effect: rich(Ann); consenting: Ben; };
action beg(Ann) { precondition: !asked(Ann); effect: asked(Ann); consenting: Ann; };
action dance(Ann) { effect: ready() = ready(); consenting: Ann; };
utility(): if(rich(Ann)) 1 else 0;
)";

/// Returns what Ann lacks for an action with these wishes and facts.
std::string lack(const std::string& action, const std::string& rest,
                 model::Limits limits = {.character = 3, .belief = 2}) {
    lang::Reading reading = lang::read_world(Source("test", kInn + rest), lang::Dialect::wrongtree);
    if (!reading.world) return "no world";
    const model::World& world = *reading.world;
    model::GroundEvent event;
    for (std::size_t i = 0; i < world.events.size(); ++i)
        if (world.events[i].name == action) event = {model::EventId(i), {world.events[i].formals[0].fixed}};
    Budget budget;
    engine::Session session(
        world, {.belief_limit = limits.belief, .belief_depth = model::belief_depth_for(world, limits.belief)},
        budget);
    engine::MindId mind =
        engine::mind_of(session, engine::first_state(session), model::EntityId(std::size_t{0}));
    if (engine::has_reason(session, mind, event, {.character = limits.character, .belief = limits.belief}) ==
        engine::Known::yes)
        return "nothing";
    return nearest_reason(session, {}, mind, event, model::EntityId(std::size_t{0}), limits);
}

TEST(NearReason, ALongerOneWouldDo) {
    EXPECT_EQ(lack("prepare", "utility(Ann): fed(Ann); utility(Ben): 0;"),
              "a character limit of 4 instead of 3 would do");
    EXPECT_EQ(lack("prepare", "utility(Ann): fed(Ann); utility(Ben): 0;", {.character = 4, .belief = 2}),
              "nothing");
}

TEST(NearReason, WhatOthersNeedCountsAgainstTheLimit) {
    EXPECT_EQ(lack("ask",
                   "key(); utility(Ann): rich(Ann); utility(Ben): if(rich(Ann) & ready() > 0) 1 else 0;"
                   "action wink(Ben) { precondition: rich(Ann); effect: ready() = 1; consenting: Ben; };",
                   {.character = 2, .belief = 2}),
              "a character limit of 3 instead of 2 would do");
}

TEST(NearReason, SomebodyElseDoesNotWantTo) {
    EXPECT_EQ(lack("ask", "key(); utility(Ann): rich(Ann); utility(Ben): 0;"),
              "`ask(Ann)` and `pay(Ben)` would leave `Ann` better off, but as `Ann` sees it, `Ben` has no "
              "reason for "
              "`pay(Ben)`");
    EXPECT_EQ(lack("ask", "key(); utility(Ann): rich(Ann); utility(Ben): rich(Ann);"), "nothing");
}

TEST(NearReason, SomebodyElseTakesItToBeImpossible) {
    EXPECT_EQ(lack("ask",
                   "key(); believes(Ben, key()) = False; believes(Ann, believes(Ben, key())) = False;"
                   "utility(Ann): rich(Ann); utility(Ben): rich(Ann);"),
              "`ask(Ann)` and `pay(Ben)` would leave `Ann` better off, but as `Ann` sees it, `Ben` takes "
              "`pay(Ben)` to be "
              "impossible");
}

TEST(NearReason, WithoutItItWouldBeAsGood) {
    EXPECT_EQ(lack("dance", "utility(Ann): asked(Ann); utility(Ben): 0;"),
              "`dance(Ann)` and `beg(Ann)` would leave `Ann` better off, but so does `beg(Ann)`");
    EXPECT_EQ(lack("prepare", "utility(Ann): asked(Ann); utility(Ben): 0;"),
              "`prepare(Ann)` and `beg(Ann)` would leave `Ann` better off, but so does `beg(Ann)`");
}

TEST(NearReason, ADeeperOneWouldDo) {
    EXPECT_EQ(lack("ask", "key(); utility(Ann): rich(Ann); utility(Ben): rich(Ann);",
                   {.character = 3, .belief = 0}),
              "a belief limit of 1 instead of 0 would do");
}

TEST(NearReason, TheLimitThatWouldDoIsNamedWhereSomethingIsUncertain) {
    std::string toss = "action toss(Ben) { chance: 1/2; effect: asked(Ann); consenting: Ben; };";
    EXPECT_EQ(lack("prepare", toss + "utility(Ann): fed(Ann); utility(Ben): 0;"),
              "a character limit of 4 instead of 3 would do");
    EXPECT_EQ(lack("ask", toss + "key(); utility(Ann): rich(Ann); utility(Ben): rich(Ann);",
                   {.character = 3, .belief = 0}),
              "a belief limit of 1 instead of 0 would do");
}

TEST(NearReason, NothingWouldDo) {
    EXPECT_EQ(lack("beg", "utility(Ann): 0; utility(Ben): 0;"),
              "as `Ann` sees it, nothing that can follow within 3 actions leaves them better off");
}

}  // namespace
}  // namespace wt::story
