// Grounding of a large world follows the roads, not the cross product.
#include <cstdlib>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/planner.h"
#include "lang/lang.h"

namespace wt {
namespace {

std::string walkers(int characters, int places, int roads_each) {
    std::string text = "type place;\n";
    for (int i = 0; i < places; ++i)
        text += fmt::format("entity P{} : place;\n", i);
    for (int i = 0; i < characters; ++i)
        text += fmt::format("entity C{} : character;\n", i);
    text += "property at(c : character) : place;\nproperty road(a : place, b : place) : boolean;\n";
    for (int i = 0; i < places; ++i)
        for (int j = 1; j <= roads_each; ++j)
            text += fmt::format("road(P{}, P{});\n", i, (i + j * j) % places);
    for (int i = 0; i < characters; ++i)
        text += fmt::format("at(C{}) = P{};\n", i, i % places);
    return text +
           "action walk(c : character, from : place, to : place) {\n"
           "  precondition: at(c) == from & road(from, to); effect: at(c) = to; consenting: c;\n"
           "  observing(o : character): (at(o) == from) | (at(o) == to); };\n"
           "utility(): at(C0) == P1;\n";
}

TEST(Grounding, AWorldOf200CharactersAnd200PlacesAnd800RoadsTakesLittleMemory) {
    Source source("walkers.wt", walkers(200, 200, 4));
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    ASSERT_TRUE(reading.world);
    Budget budget;
    engine::Session session(*reading.world, {.belief_limit = 1}, budget);
    EXPECT_EQ(session.size().fluents, 200u);
    EXPECT_EQ(session.size().actions, 160'000u);
    EXPECT_LT(budget.bytes(), 512u << 20);
}

TEST(Grounding, StopsWhenTheMemoryLimitIsReached) {
    Source source("walkers.wt", walkers(100, 100, 4));
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    ASSERT_TRUE(reading.world);
    Budget budget;
    budget.max_bytes = 2 << 20;
    engine::Session session(*reading.world, {.belief_limit = 1}, budget);
    EXPECT_EQ(session.state_of_start(), engine::Verdict::stopped);
    engine::Answer answer = engine::plan(session, {});
    EXPECT_EQ(answer.verdict, engine::Verdict::stopped);
    EXPECT_EQ(answer.stop, Stop::memory);
}

}  // namespace
}  // namespace wt
