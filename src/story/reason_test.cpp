// These tests are about reasons on small worlds: false beliefs, decisive ones, broken expectations, several characters,
// chance.
#include "story/reason.h"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lang/lang.h"
#include "model/print.h"
#include "story/phrase.h"

namespace wt::story {
namespace {

using model::EntityId;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// A world from a text and a plan taken in it.
class Scene {
  public:
    Scene(const char* world, const char* plan) {
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
        plan_ = read;
        auto story = follow_plan(*session_, std::move(read), {});
        if (story)
            story_.emplace(std::move(*story));
        else
            fault_ = story.error();
    }

    const model::World& world() const { return *world_; }
    engine::Session& session() { return *session_; }
    const Story& story() const { return *story_; }
    bool is_story() const { return story_.has_value(); }
    std::string fault() const { return phrase(*world_, plan_, fault_); }

    EntityId who(std::string_view name) const {
        for (std::size_t i = 0; i < world_->entities.size(); ++i)
            if (world_->entities[i].name == name) return EntityId(i);
        return {};
    }
    /// Events count from 1 here, as in what is printed.
    Reason reason(std::size_t event, std::string_view name) {
        return reason_for(*story_, event - 1, who(name));
    }
    std::string text(std::size_t event, std::string_view name) {
        return paragraph(*story_, event - 1, reason(event, name));
    }
    std::string fluent(const Fluent& fluent) const {
        std::string text;
        for (EntityId believer : fluent.believers)
            text += (*world_)[believer].name + ": ";
        return text + model::fluent_text(*world_, fluent.property, fluent.arguments);
    }
    std::vector<std::string> mistakes(const Reason& reason) const {
        std::vector<std::string> texts;
        for (const Mistake& mistake : reason.mistakes)
            texts.push_back(fluent(mistake.fluent));
        return texts;
    }
    std::vector<std::string> changes(const UtilityChange& want) const {
        std::vector<std::string> texts;
        for (const ValueChange& change : want.changes)
            texts.push_back(fluent(change.fluent));
        return texts;
    }

  private:
    Budget budget_;
    std::unique_ptr<model::World> world_;
    std::unique_ptr<engine::Session> session_;
    model::Plan plan_;
    std::optional<Story> story_;
    PlanFault fault_;
};

/// Ann sells a ring to Bo, who takes it to be gold; Bo would also like to have it in the summer, and is
/// wrong about the season.
constexpr const char* kRing = R"(
type stuff;
entity Ann : character;
entity Bo : character;
entity Gold : stuff;
entity Brass : stuff;
property owner() : character;
property made_of() : stuff;
property coins(who : character) : number;
property summer() : boolean;
property luck() : number;
property blessed() : boolean;
action buy(buyer : character, seller : character) {
    precondition: owner() == seller & buyer != seller & coins(buyer) > 0;
    effect: owner() = buyer & coins(buyer) = coins(buyer) - 1 & coins(seller) = coins(seller) + 1;
    consenting: buyer, seller;
};
action melt(who : character) {
    precondition: owner() == who & luck() == 0;
    effect: made_of() = Brass;
    consenting: who;
};
action pass() { precondition: summer() == False; effect: summer(); observing(c : character): False; };
owner() = Ann;
made_of() = Brass;
coins(Bo) = 2;
believes(Bo, made_of()) = Gold;
believes(Bo, summer()) = True;
believes(Bo, blessed()) = True;
utility(): if(owner() == Bo) 1 else 0;
utility(Ann): coins(Ann);
utility(Bo): (coins(Bo) + (if(owner() == Bo & made_of() == Gold) 5 else 0))
    + (if(owner() == Bo & summer()) 2 else 0);
)";

TEST(Reason, TheTermsOfTheUtilityThatChangeAreWhatIsWanted) {
    Scene scene(kRing, "buy(Bo, Ann)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    Reason reason = scene.reason(1, "Bo");
    EXPECT_EQ(reason.before, 2);
    EXPECT_EQ(reason.after, 8);
    ASSERT_THAT(reason.utility_changes, SizeIs(3));
    EXPECT_EQ(reason.utility_changes[0].difference, -1);
    EXPECT_THAT(scene.changes(reason.utility_changes[0]), ElementsAre("coins(Bo)"));
    EXPECT_EQ(reason.utility_changes[1].difference, 5);
    EXPECT_THAT(scene.changes(reason.utility_changes[1]), ElementsAre("owner()"))
        << "what it is made of stays";
    EXPECT_EQ(reason.utility_changes[2].difference, 2);
}

TEST(Reason, AMistakeIsDecisiveIfTheReasonFailsWithoutIt) {
    Scene scene(kRing, "buy(Bo, Ann)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    Reason reason = scene.reason(1, "Bo");
    // Gold alone is worth 5 and summer 2: knowing better about one of them, Bo would still buy.
    EXPECT_THAT(scene.mistakes(reason), ElementsAre("made_of()", "summer()"))
        << "being blessed, which nothing reads, is left out";
    EXPECT_EQ(reason.mistakes[0].corrected.fate, Fate::works);
    EXPECT_EQ(reason.mistakes[0].corrected.end, 3);

    std::string poor(kRing);
    poor.replace(poor.find("believes(Bo, summer()) = True;"), 30, "");
    Scene winter(poor.c_str(), "buy(Bo, Ann)");
    ASSERT_TRUE(winter.is_story()) << winter.fault();
    reason = winter.reason(1, "Bo");
    ASSERT_THAT(winter.mistakes(reason), ElementsAre("made_of()"));
    EXPECT_EQ(reason.mistakes[0].corrected.fate, Fate::no_gain);
    EXPECT_EQ(reason.mistakes[0].corrected.end, 1);
    EXPECT_THAT(winter.text(1, "Bo"),
                HasSubstr("Bo took `made_of()` to be Gold; in truth it was Brass. "
                          "Knowing this, Bo would have expected no gain, but to end with 1.\n"));
}

TEST(Reason, EachOfThoseWhoConsentHasTheirOwn) {
    Scene scene(kRing, "buy(Bo, Ann)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    Reason ann = scene.reason(1, "Ann");
    EXPECT_THAT(ann.mistakes, IsEmpty());
    EXPECT_EQ(ann.after, 1);
    EXPECT_EQ(ann.followed.after, 1);
    EXPECT_EQ(scene.text(1, "Ann"),
              "Ann wanted a utility of 1 instead of 0: `coins(Ann)` to change from 0 to 1 (1 more).\n"
              "No mistake of Ann's decided this.\n"
              "Ann expected nothing more to be needed.\n"
              "Ann then had 1, as expected.\n");
    EXPECT_EQ(scene.reason(1, "Bo").followed.after, 1) << "in truth";
    EXPECT_EQ(scene.reason(1, "Bo").followed.believed_end, 8);
}

/// The host invites and expects the guest to come and dance; the guest hates dancing, which the host does not
/// know, and goes home. Rain may fall, and without it nobody needs the hat.
constexpr const char* kParty = R"(
entity Host : character;
entity Guest : character;
property stage() : number;
property likes() : boolean;
property rain() : boolean;
property hat() : boolean;
action invite(Host) { precondition: stage() == 0; effect: stage() = 1; consenting: Host; };
action come(Guest) { precondition: stage() == 1; effect: stage() = 2; consenting: Guest; };
action dance(Guest) {
    precondition: stage() == 2;
    effect: stage() = if(likes()) 3 else 2.5;
    consenting: Guest;
};
action leave(Guest) { precondition: stage() == 2; effect: stage() = 4; consenting: Guest; };
action fall() { precondition: !rain(); effect: rain(); };
action cover(Host) { precondition: !hat(); effect: hat(); consenting: Host; };
believes(Host, likes()) = True;
believes(Host, believes(Guest, likes())) = True;
utility(): stage();
utility(Host): (if(stage() == 3) 3 else 0) + (if(rain() & hat()) 1 else 0);
utility(Guest): if(stage() == 2) 1 elseif(stage() == 3 & likes()) 2 elseif(stage() == 4) 2 else 0;
)";

TEST(Reason, WhatOthersAreThoughtToBelieveIsAMistakeOfItsOwn) {
    Scene scene(kParty, "invite(Host)\ncome(Guest)\nleave(Guest)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    Reason reason = scene.reason(1, "Host");
    ASSERT_THAT(scene.mistakes(reason), ElementsAre("likes()", "Guest: likes()"));
    EXPECT_EQ(reason.mistakes[0].corrected.fate, Fate::no_gain);
    EXPECT_EQ(reason.mistakes[1].corrected.fate, Fate::unwilling);
    EXPECT_EQ(reason.mistakes[1].corrected.character, scene.who("Guest"));
    EXPECT_EQ(reason.mistakes[1].corrected.step, 2u);
    EXPECT_THAT(scene.text(1, "Host"),
                HasSubstr("Host took it that Guest believed that `likes()` was true; in truth Guest believed "
                          "that it was false. Knowing this, Host would not have counted on `dance(Guest)`: "
                          "Guest would have no reason for it.\n"));
}

TEST(Reason, WhatFollowsIsComparedUpToTheFirstDifference) {
    Scene scene(kParty, "invite(Host)\nfall()\ncome(Guest)\nleave(Guest)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    Reason reason = scene.reason(1, "Host");
    ASSERT_THAT(reason.expected, SizeIs(3));
    ASSERT_THAT(reason.expected[2].others, SizeIs(1));
    EXPECT_EQ(reason.expected[2].others[0].before, 1);
    EXPECT_EQ(reason.expected[2].others[0].after, 2);
    EXPECT_THAT(reason.followed.came, ElementsAre(2u));
    EXPECT_THAT(reason.followed.between, ElementsAre(1u));
    EXPECT_EQ(reason.followed.instead, 3u);
    EXPECT_FALSE(reason.followed.after);
    EXPECT_EQ(reason.followed.end, 0);
    EXPECT_THAT(scene.text(1, "Host"),
                HasSubstr("What followed: `come(Guest)`, with `fall()` in between; but then `leave(Guest)` "
                          "instead of `dance(Guest)`. In the end Host had 0, not 3.\n"));
}

TEST(Reason, AStoryMayEndBeforeWhatWasExpected) {
    Scene scene(kParty, "invite(Host)\ncome(Guest)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    Reason reason = scene.reason(1, "Host");
    EXPECT_FALSE(reason.followed.instead);
    EXPECT_THAT(scene.text(1, "Host"),
                HasSubstr("What followed: `come(Guest)`; but then the story ended before `dance(Guest)`."));
}

TEST(Reason, AnEventOfNobodyIsToldByWhatCouldNotBeWithoutIt) {
    Scene scene(kParty, "fall()\ncover(Host)\ninvite(Host)");
    ASSERT_TRUE(scene.is_story()) << scene.fault();
    Consequences rain = consequences_of(scene.story(), 0);
    ASSERT_THAT(rain.changes, SizeIs(1)) << "everybody saw it";
    EXPECT_EQ(scene.fluent(rain.changes[0].fluent), "rain()");
    ASSERT_THAT(rain.missed, SizeIs(1));
    EXPECT_EQ(rain.missed[0].kind, PlanFaultKind::no_reason);
    EXPECT_EQ(paragraph(scene.story(), 0, rain),
              "Nobody consents to it: it is the author's, or chance.\n"
              "After it, `rain()` is true.\n"
              "Without it, Host would have had no reason for `cover(Host)`.\n");
}

TEST(Reason, APlanThatIsNoStoryIsFaultedAtItsFirstEventThatIsWrong) {
    EXPECT_EQ(Scene(kParty, "come(Guest)").fault(),
              "event 1, `come(Guest)`, is impossible there: `stage()` is 0");
    EXPECT_EQ(Scene(kParty, "cover(Host)").fault(),
              "Host has no reason for event 1, `cover(Host)`, within the limits; `cover(Host)`, "
              "`invite(Host)`, `come(Guest)` and "
              "`dance(Guest)` would leave `Host` better off, but so do `invite(Host)`, `come(Guest)` and "
              "`dance(Guest)`");
}

TEST(Reason, AReasonThatComesWithThePlanMustWork) {
    Scene scene(kParty, "invite(Host)\ncome(Guest)");
    ASSERT_TRUE(scene.is_story());
    model::Plan plan = scene.story().plan;
    EXPECT_TRUE(follow_plan(scene.session(), plan, {}));
    plan.explanations[plan.steps[0].reasons[0].index()].steps.pop_back();  // without the dance
    auto story = follow_plan(scene.session(), plan, {});
    ASSERT_FALSE(story);
    EXPECT_EQ(story.error().kind, PlanFaultKind::wrong_reason);
}

TEST(Wants, OfAConditionalThoseTestsAreToldThatTurned) {
    Scene scene(kParty, "invite(Host)\ncome(Guest)\nleave(Guest)");
    ASSERT_TRUE(scene.is_story());
    Reason reason = scene.reason(3, "Guest");
    ASSERT_THAT(reason.utility_changes, SizeIs(1));
    EXPECT_EQ(reason.utility_changes[0].difference, 1);
    EXPECT_THAT(scene.changes(reason.utility_changes[0]), ElementsAre("stage()"));
}

TEST(Reading, AFalseConjunctionRestsOnItsFalseParts) {
    Scene scene(kRing, "buy(Bo, Ann)");
    ASSERT_TRUE(scene.is_story());
    const model::World& world = scene.world();
    // This is `owner() == seller & buyer != seller & coins(buyer) > 0`, once Bo has the ring.
    model::GroundEvent again = scene.story().plan.steps[0].action;
    Reader reader(scene.session(), bindings_of(world, again));
    std::set<Fluent> fluents;
    reader.collect(scene.story().states[1], world[again.event].precondition, fluents);
    ASSERT_THAT(fluents, SizeIs(1));
    EXPECT_EQ(scene.fluent(*fluents.begin()), "owner()");
}

}  // namespace
}  // namespace wt::story
