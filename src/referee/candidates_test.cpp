#include "referee/candidates.h"

#include <gtest/gtest.h>

#include "referee/happen.h"
#include "referee/test_world.h"

namespace wt::referee {
namespace {

using namespace model;
using Indexes = std::vector<std::uint32_t>;

class CandidatesOfMinds : public testing::Test {
  protected:
    TestWorld w;
    EntityId ann = w.character("Ann");
    PropertyId open = w.property("open", kBoolean);
    PropertyId rich = w.property("rich", kBoolean);
    PropertyId paid = w.property("paid", kBoolean);
};

TEST_F(CandidatesOfMinds, AreTheEventsThatTheirOwnValuesDoNotRuleOut) {
    w.action("dig", {.precondition = w.read(open), .effect = w.set(w.read(rich))});
    w.action("lock", {.precondition = w.both({w.no(w.read(open)), w.believes(ann, w.read(open))}),
                      .effect = w.set(w.read(open))});
    w.trigger("wage", {.precondition = w.believes(ann, w.read(rich)), .effect = w.set(w.read(paid))});
    w.trigger("rain", {.precondition = w.read(open), .effect = w.set(w.read(paid))});
    w.first(w.set(w.believes(ann, w.read(open))));
    Budget budget;
    Context context(w.world, {}, budget);
    MindId world = first_state(context);
    MindId anns = context.believed(world, ann);
    EXPECT_EQ(context.candidates->actions(world), Indexes{1});
    EXPECT_EQ(context.candidates->triggers(world), Indexes{0}) << "what she believes may be so";
    EXPECT_EQ(context.candidates->actions(anns), Indexes{0});
    EXPECT_EQ(context.candidates->triggers(anns), (Indexes{0, 1}));
}

TEST_F(CandidatesOfMinds, AreNarrowedToWhatCanEverBePossible) {
    w.action("dig", {.precondition = w.read(open), .effect = w.set(w.read(rich))});
    w.action("wait", {.effect = w.set(w.read(paid))});
    Budget budget;
    Context context(w.world, {}, budget);
    MindId world = first_state(context);
    EXPECT_EQ(context.candidates->all_actions(), (Indexes{0, 1}));
    context.candidates->narrow(world);
    EXPECT_EQ(context.candidates->all_actions(), Indexes{1});
    EXPECT_EQ(context.candidates->actions(world), Indexes{1});
}

}  // namespace
}  // namespace wt::referee
