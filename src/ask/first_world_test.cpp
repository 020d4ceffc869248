// The first world of somebody new: whatever is answered, it is sound and has its story, or the answer is refused.

#include "ask/first_world.h"

#include <gtest/gtest.h>

#include "ask/shipped_worlds.h"
#include "ask/world.h"
#include "engine/planner.h"
#include "model/limits.h"

namespace wt::ask {
namespace {

/// The number of events of its story; 0: none. Any message fails.
std::size_t events_of(const FirstWorld& about) {
    tl::expected<std::string, std::string> text = first_world(about, "first.wt");
    if (!text) {
        ADD_FAILURE() << text.error();
        return 0;
    }
    Source source = with_libraries(Source("first.wt", *text), lang::Dialect::wrongtree);
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    lang::drop_warnings_of_libraries(source, reading.diagnostics);
    for (const Diagnostic& d : reading.diagnostics.items())
        ADD_FAILURE() << d.message << "\nin " << *text;
    if (!reading.world || reading.world->requests.size() != 1) return 0;
    const model::World& world = *reading.world;
    const model::Request& request = world.requests[0];
    Budget budget;
    engine::Session session(
        world, {.belief_limit = 2, .belief_depth = model::belief_depth_for(world, 2, &request)}, budget);
    engine::Answer answer =
        engine::plan(session, {.limits = {.author = 6, .character = 3, .belief = 2}, .request = &request});
    return answer.plan ? answer.plan->steps.size() : 0;
}

TEST(FirstWorld, HasAStoryInWhichTheHeroIsWrong) {
    EXPECT_EQ(events_of({}), 4u);
    EXPECT_EQ(events_of({.language = FirstLanguage::german}), 4u);
    EXPECT_EQ(
        events_of(
            {.hero = "Rotkäppchen, she", .helper = "the wolf, it", .thing = "Grandmother's \\ \"key\""}),
        4u);
    EXPECT_EQ(events_of({.hero = "  Dr. No ,he",
                         .helper = "R2-D2",
                         .thing = "the combs, plural",
                         .believed = "the 3rd floor",
                         .truth = "Main St. 3"}),
              4u);
    EXPECT_EQ(events_of({.hero = "True",
                         .helper = "street",
                         .thing = "{thing}",
                         .believed = "[be]",
                         .truth = "a; b // c"}),
              4u);
    EXPECT_EQ(events_of({.language = FirstLanguage::german,
                         .hero = "Jürgen, er",
                         .helper = "die Zwillinge, plural",
                         .thing = "Omas Brille, sie",
                         .believed = "Das Haus"}),
              4u);
}

TEST(FirstWorld, RefusesWhatIsNoName) {
    auto why = [](const FirstWorld& about) { return mistake_in(about, 5); };
    EXPECT_EQ(why({}), "");
    EXPECT_EQ(why({.hero = "Ann, shee"}),
              "`shee` is not one of the words that can stand behind a comma; write `Ann, he`, or `he`, "
              "`she`, `it`, `they` or `plural`");
    std::string no_name = "` is no name: a name has a letter in it, and 100 bytes at most";
    EXPECT_EQ(why({.thing = "42"}), "`42" + no_name);
    EXPECT_EQ(why({.thing = ","}), "`" + no_name);
    EXPECT_EQ(why({.thing = "a\nb"}), "`..." + no_name);
    EXPECT_EQ(why({.thing = std::string(101, 'a')}), "`..." + no_name);
    EXPECT_EQ(why({.thing = "\xff"}), "`\xff" + no_name);
    EXPECT_EQ(why({.believed = "the hall", .truth = "Hall"}),
              "`the hall` and `Hall` would be called the same; choose another name");
    EXPECT_EQ(why({.language = FirstLanguage::german, .thing = "Ring"}),
              "`Ring` needs `er`, `sie`, `es` or `plural` behind a comma: `Ring, er`");
    EXPECT_EQ(mistake_in({.truth = "42"}, 4), "");
}

TEST(FirstWorld, HasTheNameOfAFile) {
    EXPECT_EQ(world_file_name("first").value_or("-"), "first.wt");
    EXPECT_EQ(world_file_name("my/first.wt").value_or("-"), "my/first.wt");
    for (std::string_view name : {"", "-", "-x", ".", ".wt", "..", "my/", "my/.wt", "a.txt", "a\nb", "\xff"})
        EXPECT_FALSE(world_file_name(name)) << name;
}

TEST(ShippedWorlds, AreFoundByTheirNames) {
    ASSERT_GE(shipped_worlds().size(), 7u);
    EXPECT_EQ(request_to_show(find_shipped_world("sally").value()), "sally");
    EXPECT_EQ(request_to_show(find_shipped_world("market").value()), "syrup");
    EXPECT_NE(find_shipped_world("salli").error().find("did you mean `sally`?"), std::string::npos);
}

}  // namespace
}  // namespace wt::ask
