// The first world of somebody new: whatever is answered, it is sound and has its story, or the answer is refused.

#include "ask/first_world.h"

#include <gtest/gtest.h>

#include "engine/planner.h"
#include "lang/lang.h"
#include "model/limits.h"

namespace wt::ask {
namespace {

/// The number of events of its story; 0: none. Any message fails.
std::size_t events_of(const FirstWorld& about) {
    tl::expected<std::string, std::string> text = first_world(about);
    if (!text) {
        ADD_FAILURE() << text.error();
        return 0;
    }
    lang::Reading reading = lang::read_world(Source("first.wt", *text), lang::Dialect::wrongtree);
    for (const Diagnostic& d : reading.diagnostics.items())
        ADD_FAILURE() << d.message << "\nin " << *text;
    if (!reading.world || reading.world->requests.size() != 1) return 0;
    const model::World& world = *reading.world;
    const model::Request& request = world.requests[0];
    Budget budget;
    engine::Session session(
        world, {.belief_limit = 2, .belief_depth = model::belief_depth_for(world, 2, &request)}, budget);
    engine::Answer answer = engine::plan(session, {.request = &request});
    return answer.plan ? answer.plan->steps.size() : 0;
}

TEST(FirstWorld, HasAStoryInWhichTheHeroIsWrong) {
    EXPECT_EQ(events_of({}), 4u);
    EXPECT_EQ(
        events_of(
            {.hero = "Rotkäppchen, she", .helper = "the wolf, it", .thing = "Grandmother's \\ \"key\""}),
        4u);
    EXPECT_EQ(
        events_of(
            {.hero = "  Dr. No ,he", .helper = "R2-D2", .believed = "the 3rd floor", .truth = "3 Main St."}),
        4u);
    EXPECT_EQ(
        events_of(
            {.hero = "True", .helper = "street", .thing = "{thing}", .believed = "[be]", .truth = "a; b"}),
        4u);
}

TEST(FirstWorld, RefusesWhatIsNoName) {
    auto why = [](const FirstWorld& about) {
        tl::expected<std::string, std::string> made = first_world(about);
        return made ? std::string("fine") : made.error();
    };
    EXPECT_EQ(why({.hero = "Ann, shee"}), "`shee` is no pronoun; write `Ann, she`, or `he`, `it` or `they`");
    EXPECT_EQ(why({.thing = "42"}), "`42` is no name: a name has a letter in it, and 100 bytes at most");
    EXPECT_EQ(why({.thing = ""}), "`` is no name: a name has a letter in it, and 100 bytes at most");
    EXPECT_EQ(why({.thing = "a\nb"}), "`...` is no name: a name has a letter in it, and 100 bytes at most");
    EXPECT_EQ(why({.thing = std::string(101, 'a')}),
              "`...` is no name: a name has a letter in it, and 100 bytes at most");
    EXPECT_EQ(why({.thing = "\xff"}), "`\xff` is no name: a name has a letter in it, and 100 bytes at most");
    EXPECT_EQ(why({.believed = "the hall", .truth = "Hall"}),
              "`the hall` and `Hall` would be called the same");
}

}  // namespace
}  // namespace wt::ask
