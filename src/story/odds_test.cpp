// These tests say what reasons are worth where not everything is certain, and how it is told.
#include "story/odds.h"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lang/lang.h"
#include "story/phrase.h"
#include "story/reason.h"
#include "story/tell/leaks.h"
#include "story/tell/tell.h"

namespace wt::story {
namespace {

using model::EntityId;
using model::Fraction;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// A world from a text and a plan taken in it.
class Uncertain {
  public:
    Uncertain(const std::string& world, const char* plan) {
        Source source("world.wt", world);
        lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
        EXPECT_TRUE(reading.world);
        if (!reading.world) return;
        world_ = std::make_unique<model::World>(std::move(*reading.world));
        session_ = std::make_unique<engine::Session>(*world_, engine::SessionOptions{}, budget_);
        auto actions = lang::read_plan(*world_, Source("plan", plan));
        EXPECT_TRUE(actions);
        model::Plan read;
        for (model::GroundEvent& action : *actions)
            read.steps.push_back({std::move(action), {}});
        model::Plan kept = read;
        auto story = follow_plan(*session_, std::move(read), {});
        if (story)
            story_.emplace(std::move(*story));
        else
            fault_ = phrase(*world_, kept, story.error());
    }

    const std::string& fault() const { return fault_; }
    const Story& story() const { return *story_; }
    bool is_story() const { return story_.has_value(); }
    /// Events count from 1.
    Reason reason(std::size_t event, std::size_t who = 0) {
        return reason_for(*story_, event - 1, EntityId(who));
    }
    std::string why(std::size_t event) { return paragraph(*story_, event - 1, reason(event)); }
    /// Returns the story as somebody tells it; nothing in it may be more than they know.
    std::string told(EntityId teller, const char* language = "english") {
        TellingOptions options;
        options.teller = teller;
        options.style.language = language;
        Narration narration = tell(*story_, options, nullptr);
        EXPECT_THAT(leaks_of(*story_, narration, teller), IsEmpty());
        return plain_text(narration);
    }
    std::optional<Fraction> luck() {
        return luck_of(*session_, engine::first_state(*session_), story_->plan.steps);
    }

  private:
    Budget budget_;
    std::unique_ptr<model::World> world_;
    std::unique_ptr<engine::Session> session_;
    std::optional<Story> story_;
    std::string fault_;
};

constexpr const char* kChests = R"(
type chest;
entity Lena : character;
entity Red : chest;
entity Green : chest;
entity Blue : chest;
property gold() : chest;
property rich() : boolean;
action search(Lena, where : chest) {
    precondition: !rich();
    success: gold() == where;
    effect: rich();
    consenting: Lena;
};
gold() = Blue;
believes(Lena, gold()) = Red | Green | Blue;
utility(): rich();
utility(Lena): rich();
telling { property gold: "the gold [be] in {value}"; };
telling german { property gold: "das Gold [sein] in {value}"; };
)";

TEST(Odds, AFailureIsAnEventOfAStoryAndDropsWhatItRulesOut) {
    Uncertain scene(kChests, "search(Lena, Red) fails\nsearch(Lena, Green) fails\nsearch(Lena, Blue)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    Reason first = scene.reason(1);
    ASSERT_TRUE(first.odds);
    EXPECT_EQ(first.odds->account.start, (Fraction{0, 1}));
    EXPECT_EQ(first.odds->account.end, (Fraction{1, 3}));
    EXPECT_EQ(first.odds->account.goes_well, (Fraction{1, 3}));
    ASSERT_THAT(first.doubts, SizeIs(1));
    EXPECT_THAT(first.doubts[0].values, SizeIs(3));
    EXPECT_EQ(scene.reason(2).odds->account.end, (Fraction{1, 2}));
    EXPECT_THAT(scene.reason(3).doubts, IsEmpty());
    EXPECT_THAT(scene.why(1),
                HasSubstr("Lena expected a utility of 1/3 instead of 0; with 2 in 3 for nothing"));
    EXPECT_THAT(scene.why(1),
                HasSubstr("not sure of `gold()`: Red with 1 in 3, Green with 1 in 3 and Blue with 1 in 3"));
    EXPECT_THAT(scene.why(1), HasSubstr("It was in vain."));
    EXPECT_THAT(scene.why(1), Not(HasSubstr("mistake"))) << "none was looked for";
}

TEST(Odds, WhatSomebodyHasSeenEmptyTheyDoNotOpenAgain) {
    Uncertain scene(kChests, "search(Lena, Red) fails\nsearch(Lena, Red) fails");
    EXPECT_FALSE(scene.is_story());
    EXPECT_THAT(scene.fault(), HasSubstr("has no reason for event 2"));
}

TEST(Odds, WhoeverIsSureAndWrongTriesInVain) {
    std::string sure = kChests;
    sure.replace(sure.find("Red | Green | Blue"), 18, "Red");
    Uncertain scene(sure, "search(Lena, Red) fails");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    Reason reason = scene.reason(1);
    ASSERT_THAT(reason.mistakes, SizeIs(1));
    EXPECT_EQ(reason.mistakes[0].corrected.fate, Fate::impossible);
}

TEST(Odds, ATellerWhoIsNotSureSaysSo) {
    Uncertain scene(kChests, "search(Lena, Red) fails\nsearch(Lena, Green) fails\nsearch(Lena, Blue)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    EXPECT_THAT(scene.told(EntityId(0u)), HasSubstr("The gold was in Red, or in Green, or perhaps in Blue."));
    EXPECT_THAT(scene.told(EntityId(0u)), HasSubstr("The gold was in Green, or perhaps in Blue."));
    EXPECT_THAT(scene.told(EntityId(0u), "german"),
                HasSubstr("Das Gold war in Red, oder in Green, oder vielleicht in Blue."));
    EXPECT_THAT(scene.told(EntityId::none()), Not(HasSubstr("perhaps")));
}

TEST(Odds, TheLuckOfAStoryIsTheProductOfTheChancesThatItTook) {
    Uncertain scene(R"(
entity Nora : character;
property open() : boolean;
property bitten() : boolean;
action pick(Nora) {
    precondition: !open();
    chance: 1 in 3;
    effect: open();
    failure: bitten();
    consenting: Nora;
};
utility(): open();
utility(Nora): (if(open()) 4 else 0) - (if(bitten()) 1 else 0);
)",
                    "pick(Nora) fails\npick(Nora)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    EXPECT_EQ(scene.luck(), (Fraction{2, 9}));
    EXPECT_THAT(scene.why(1),
                HasSubstr("Nora expected a utility of 2/3 instead of 0; with 2 in 3 for nothing"));
}

TEST(Odds, WhoeverIsWaryIsToldWhatTheyPrevent) {
    Uncertain scene(R"(
entity Ilse : character;
entity Bram : character;
property locked() : boolean;
property owner() : character;
action lock(Ilse) { precondition: !locked(); effect: locked(); consenting: Ilse; };
action steal(Bram) { precondition: !locked() & owner() != Bram; effect: owner() = Bram; consenting: Bram; };
owner() = Ilse;
temper Ilse: wary;
utility(): locked();
utility(Ilse): owner() == Ilse;
utility(Bram): owner() == Bram;
)",
                    "lock(Ilse)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    EXPECT_THAT(scene.why(1), HasSubstr("Ilse wanted to keep a utility of 1, so that Bram cannot "
                                        "`steal(Bram)` (at worst 1 instead of 0)"));
}

}  // namespace
}  // namespace wt::story
