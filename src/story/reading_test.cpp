// The expressions of the text and the formulas of the engine say the same, in the worlds that are shipped.
#include "story/reading.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "model/print.h"

namespace wt::story {
namespace {

using engine::MindId;

/// Compares preconditions of all actions, and the utility of its owner, in a mind.
void compare(engine::Session& session, MindId mind, model::EntityId owner) {
    const model::World& world = session.world();
    for (const model::GroundEvent& event : session.ground_events(false)) {
        Reader reader(session, bindings_of(world, event));
        EXPECT_EQ(reader.holds(mind, world[event.event].precondition), engine::possible(session, mind, event))
            << model::to_text(world, event);
    }
    const model::Utility& utility = owner.valid() ? world.utilities[owner.index()] : world.author_utility;
    model::Value value = Reader(session, {}).value(mind, utility.value);
    std::optional<double> wanted = engine::utility(session, mind, owner);
    EXPECT_EQ(value.is_number() ? std::optional(value.as_number()) : std::nullopt, wanted);
}

TEST(Reading, AgreesWithTheEngineInTheShippedWorlds) {
    std::size_t worlds = 0;
    for (const auto& file : std::filesystem::directory_iterator(WT_SOURCE_DIR "/worlds")) {
        if (file.path().extension() != ".wt") continue;
        ++worlds;
        std::ifstream in(file.path());
        std::ostringstream text;
        text << in.rdbuf();
        Source source(file.path().string(), text.str());
        lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
        ASSERT_TRUE(reading.world) << file.path();
        Budget budget;
        engine::Session session(*reading.world, {}, budget);
        MindId state = engine::first_state(session);
        for (int steps = 0; steps < 8 && state.valid(); ++steps) {
            compare(session, state, {});
            for (std::size_t c = 0; c < reading.world->character_count; ++c)
                compare(session, engine::mind_of(session, state, model::EntityId(c)), model::EntityId(c));
            std::vector<model::GroundEvent> next = engine::possible_actions(session, state);
            if (next.empty()) break;
            state = engine::successor(session, state, next[(steps * 7 + 3) % next.size()]);
        }
    }
    EXPECT_GE(worlds, 6u);
}

}  // namespace
}  // namespace wt::story
