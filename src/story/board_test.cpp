// These tests make boards of a small world: awareness, minds, places; and two stories side by side.
#include "story/board.h"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lang/lang.h"
#include "model/print.h"

namespace wt::story {
namespace {

using model::EntityId;
using model::Value;
using testing::ElementsAre;

// The magpie steals the ring while only she looks; the cat hears a clink and thinks of the roof.
constexpr const char* kMagpie = R"(
type place;
entity Magpie : character;
entity Cat : character;
entity Dog : character;
entity Sill : place;
entity Nest : place;
entity Roof : place;
property ring() : place;
property at(who : character) : place;
property favourite(who : character) : place;
action steal(who : character) {
    precondition: ring() == Sill & at(who) == Sill;
    effect: ring() = Nest & believes(Cat, ring()) = Roof;
    consenting: who;
    observing(c : character): c == who;
};
action fly(who : character, to : place) {
    precondition: at(who) != to & ring() == to;
    effect: at(who) = to;
    consenting: who;
};
at(Magpie) = Sill;
at(Cat) = Roof;
at(Dog) = Roof;
favourite(Magpie) = Nest;
ring() = Sill;
utility(): if(at(Magpie) == Nest) 1 else 0;
utility(Magpie): if(ring() == Nest) (if(at(Magpie) == Nest) 2 else 1) else 0;
)";

class BoardOfStory : public testing::Test {
  protected:
    void SetUp() override {
        lang::Reading reading = lang::read_world(Source("world.wt", kMagpie), lang::Dialect::wrongtree);
        ASSERT_TRUE(reading.world);
        world_ = std::make_unique<model::World>(std::move(*reading.world));
        session_ = std::make_unique<engine::Session>(*world_, engine::SessionOptions{}, budget_);
        auto actions = lang::read_plan(*world_, Source("plan", "steal(Magpie)\nfly(Magpie, Nest)\n"));
        ASSERT_TRUE(actions);
        model::Plan plan;
        for (model::GroundEvent& action : *actions)
            plan.steps.push_back({std::move(action), {}});
        auto story = follow_plan(*session_, std::move(plan), {});
        ASSERT_TRUE(story);
        story_.emplace(std::move(*story));
    }

    std::string value(const Board& board, std::uint32_t mind, std::string_view fluent) {
        for (std::uint32_t i = 0; i < board.fluents.size(); ++i)
            if (model::fluent_text(*world_, board.fluents[i].property, board.fluents[i].arguments) == fluent)
                return model::to_text(*world_, board.value(board.minds[mind], i));
        return "no such fluent";
    }

    Budget budget_;
    std::unique_ptr<model::World> world_;
    std::unique_ptr<engine::Session> session_;
    std::optional<Story> story_;
};

TEST_F(BoardOfStory, PerceptionIsOfFourKinds) {
    Board board = board_of(*story_);
    ASSERT_EQ(board.events.size(), 2u);
    EXPECT_THAT(board.events[0].awareness,
                ElementsAre(Awareness::acts, Awareness::notices, Awareness::unaware));
    EXPECT_THAT(board.events[1].awareness,
                ElementsAre(Awareness::acts, Awareness::observes, Awareness::observes));
    EXPECT_EQ(board.events[0].reasons.size(), 1u);
    EXPECT_FALSE(board.events[0].consequences);
}

TEST_F(BoardOfStory, MindsCanBeFollowedAsDeepAsTheSessionKeepsThem) {
    Board board = board_of(*story_);
    ASSERT_EQ(board.moments.size(), 3u);
    EXPECT_TRUE(board.is_whole);
    std::uint32_t mind = board.moments[1];
    EXPECT_EQ(value(board, mind, "ring()"), "Nest");
    EXPECT_EQ(value(board, board.minds[mind].minds[1], "ring()"), "Roof");
    std::uint32_t hers = board.minds[mind].minds[0];
    EXPECT_EQ(value(board, board.minds[hers].minds[1], "ring()"), "Roof") << "she knows what he hears";
    std::uint32_t dogs = board.minds[mind].minds[2];
    EXPECT_EQ(value(board, board.minds[dogs].minds[1], "ring()"), "Sill") << "the dog does not";
    for (int level = 0; level < session_->belief_depth(); ++level)
        mind = board.minds[mind].minds[static_cast<std::size_t>(level % 2)];
    EXPECT_EQ(board.minds[mind].minds[0], mind) << "the deepest mind has nobody else in it";
}

TEST_F(BoardOfStory, WhereManyMindsAreLeftOutItSaysSo) {
    Board board = board_of(*story_, {.most_minds = 5});
    EXPECT_FALSE(board.is_whole);
    EXPECT_EQ(board.minds.size(), 5u);
    bool has_gap = false;
    for (const BoardMind& mind : board.minds)
        for (std::uint32_t below : mind.minds) {
            has_gap = has_gap || below == kNoBoardMind;
            EXPECT_TRUE(below == kNoBoardMind || below < board.minds.size());
        }
    EXPECT_TRUE(has_gap);
}

TEST_F(BoardOfStory, ThePlacePropertyIsTheOneThatActionsChangeAndRead) {
    Board board = board_of(*story_);
    ASSERT_TRUE(board.places);
    EXPECT_EQ((*world_)[board.places->property].name, "at");
    std::vector<std::string> places;
    for (EntityId place : board.places->places)
        places.push_back((*world_)[place].name);
    EXPECT_THAT(places, ElementsAre("Sill", "Nest", "Roof"));
}

TEST(Aligned, TheSameEventsShareAColumn) {
    auto key = [](std::string_view text) {
        return BoardKey{std::string(text.substr(0, 1)), std::string(text)};
    };
    EXPECT_THAT(aligned({key("a"), key("b"), key("c1")}, {key("x"), key("b"), key("c2"), key("d")}),
                ElementsAre(BoardColumn{0, {}}, BoardColumn{{}, 0}, BoardColumn{1, 1, true},
                            BoardColumn{2, 2}, BoardColumn{{}, 3}));
    EXPECT_THAT(aligned({}, {key("x")}), ElementsAre(BoardColumn{{}, 0}));
    EXPECT_THAT(aligned({key("a1")}, {key("a2"), key("a1")}),
                ElementsAre(BoardColumn{{}, 0}, BoardColumn{0, 1, true}));
}

}  // namespace
}  // namespace wt::story
