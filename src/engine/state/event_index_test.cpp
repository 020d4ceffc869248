#include "engine/state/event_index.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "engine/test_world.h"

namespace wt::engine {
namespace {

using namespace model;

class EventIndexing : public testing::Test {
  protected:
    TestWorld w;
    EntityId ann = w.character("Ann");
    PropertyId day = w.property("day", kBoolean);
    PropertyId rain = w.property("rain", kBoolean);

    std::vector<std::string> candidates(Scene& scene) {
        EventIndexTable table(*scene.ground, 0, scene.ground->action_count());
        std::vector<EventIndex> found;
        table.candidates(scene.store->codes(scene.start()), found);
        EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
        std::vector<std::string> names;
        for (EventIndex event : found)
            names.push_back(w.world[scene.ground->event(event).schema].name);
        return names;
    }
};

TEST_F(EventIndexing, OnlyEventsWhoseFiledFactHoldsAreCandidates) {
    w.action("sleep", {.precondition = w.no(w.read(day)), .effect = w.set(w.read(day))});
    w.action("work", {.precondition = w.read(day), .effect = w.unset(w.read(day))});
    w.action("swim", {.precondition = w.both({w.read(day), w.read(rain)}), .effect = w.unset(w.read(rain))});
    w.action("pour", {.effect = w.set(w.read(rain))});
    Scene scene(w);
    EXPECT_EQ(candidates(scene), (std::vector<std::string>{"sleep", "pour"}));
}

TEST_F(EventIndexing, EventsThatNeedNoFactAreAlwaysCandidates) {
    w.action("toggle", {.precondition = w.either({w.read(day), w.read(rain)}), .effect = w.set(w.read(day))});
    w.action("believe", {.precondition = w.believes(ann, w.read(day)), .effect = w.set(w.read(rain))});
    w.action("dawn", {.effect = w.set(w.read(day))});
    w.action("dusk", {.effect = w.unset(w.read(day))});
    Scene scene(w);
    EXPECT_EQ(candidates(scene), (std::vector<std::string>{"toggle", "believe", "dawn", "dusk"}));
}

}  // namespace
}  // namespace wt::engine
