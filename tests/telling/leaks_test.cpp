// No telling of a shipped story gives away what its teller does not know; and the checker sees it when one
// does.
#include "story/tell/leaks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/shipped_stories.h"

namespace wt::story {
namespace {

using model::EntityId;
using test::shipped_story;
using test::ShippedStory;
using testing::IsEmpty;
using testing::Not;

std::string listed(const std::vector<Leak>& leaks, const model::World& world) {
    std::string text;
    for (const Leak& leak : leaks) {
        text += " " + leak.sentence;
        if (leak.claim) text += " claim " + std::to_string(*leak.claim);
        if (leak.mentioned.valid()) text += " mentions " + world[leak.mentioned].name;
    }
    return text;
}

Narration told(const ShippedStory& shipped, EntityId teller, TellingOptions options = {}) {
    options.teller = teller;
    return tell(*shipped.story, options, shipped.request ? &*shipped.request : nullptr);
}

EntityId who(const ShippedStory& shipped, std::string_view name) {
    for (std::size_t i = 0; i < shipped.world->entities.size(); ++i)
        if (shipped.world->entities[i].name == name) return EntityId(i);
    return {};
}

/// All ways to tell, but for seeds and languages.
std::vector<TellingOptions> ways(EntityId teller) {
    std::vector<TellingOptions> ways;
    for (Tense tense : {Tense::past, Tense::present})
        for (TellingLength length : {TellingLength::full, TellingLength::brief})
            for (bool is_first : {false, true}) {
                if (is_first && !teller.valid()) continue;
                TellingOptions options;
                options.style.tense = tense;
                if (is_first) options.style.speaker = teller;
                options.length = length;
                ways.push_back(options);
            }
    return ways;
}

TEST(Leaks, NoTellingOfAShippedStoryLeaks) {
    std::size_t count = 0;
    for (const auto& shipped : test::shipped_stories()) {
        for (EntityId teller : shipped->tellers()) {
            for (const TellingOptions& way : ways(teller)) {
                Narration narration = told(*shipped, teller, way);
                std::vector<Leak> leaks = leaks_of(*shipped->story, narration, teller);
                EXPECT_THAT(leaks, IsEmpty())
                    << shipped->name << ", teller " << teller.value << listed(leaks, *shipped->world) << "\n"
                    << plain_text(narration);
                ++count;
            }
        }
    }
    EXPECT_GT(count, 400u);
}

TEST(Leaks, WhatANarratorTellsNoCharacterCouldTell) {
    std::size_t count = 0;
    for (const char* request : {"visit", "lie", "false_trail", "suna"}) {
        auto shipped = shipped_story("camp.wt", request);
        ASSERT_TRUE(shipped) << request;
        Narration narration = told(*shipped, {});
        for (EntityId teller : shipped->tellers())
            if (teller.valid()) {
                EXPECT_THAT(leaks_of(*shipped->story, narration, teller), Not(IsEmpty()))
                    << request << ", " << (*shipped->world)[teller].name;
                ++count;
            }
    }
    EXPECT_GE(count, 16u);
}

TEST(Leaks, WhoHidesTellsMoreThanWhoIsSurprised) {
    auto shipped = shipped_story("camp.wt", "visit");
    ASSERT_TRUE(shipped);
    EXPECT_THAT(
        leaks_of(*shipped->story, told(*shipped, who(*shipped, "Temari")), who(*shipped, "Shikamaru")),
        Not(IsEmpty()));
    EXPECT_THAT(
        leaks_of(*shipped->story, told(*shipped, who(*shipped, "Shikamaru")), who(*shipped, "Temari")),
        Not(IsEmpty()));
}

/// A telling with one claim after the other made untrue by `change`: how many were seen, of how many.
template <class Change>
std::pair<std::size_t, std::size_t> seen(Change change) {
    std::size_t seen = 0, all = 0;
    for (const auto& shipped : test::shipped_stories()) {
        for (EntityId teller : shipped->tellers()) {
            Narration narration = told(*shipped, teller);
            for (auto& paragraph : narration.paragraphs) {
                for (Sentence& sentence : paragraph) {
                    for (std::size_t i = 0; i < sentence.claims.size(); ++i) {
                        Sentence kept = sentence;
                        if (!change(*shipped, sentence, sentence.claims[i])) continue;
                        ++all;
                        std::vector<Leak> leaks = leaks_of(*shipped->story, narration, teller);
                        seen += std::ranges::any_of(leaks, [&](const Leak& leak) {
                            return leak.sentence == kept.id && leak.claim == i;
                        });
                        sentence = kept;
                    }
                }
            }
        }
    }
    return {seen, all};
}

TEST(Leaks, AFactWithAnotherValueIsSeen) {
    auto [found, all] = seen([](const ShippedStory& shipped, Sentence&, Claim& claim) {
        if (claim.kind != ClaimKind::fact) return false;
        if (claim.value.is_boolean())
            claim.value = model::Value::boolean(!claim.value.is_true());
        else
            claim.value = claim.value.is_unknown()
                              ? model::Value::number(-77)
                              : model::Value::entity(EntityId(
                                    (claim.value.is_entity() ? claim.value.as_entity().index() + 1 : 0) %
                                    shipped.world->entities.size()));
        return true;
    });
    EXPECT_GT(all, 100u);
    EXPECT_EQ(found, all);
}

TEST(Leaks, AnEventBeforeItsTimeIsSeen) {
    auto [found, all] = seen([](const ShippedStory&, Sentence& sentence, Claim& claim) {
        if (!claim.event || claim.kind != ClaimKind::happens) return false;
        sentence.moment = *claim.event;
        return true;
    });
    EXPECT_GT(all, 100u);
    EXPECT_EQ(found, all);
}

TEST(Leaks, ACharacterCannotTellTheWishOfSomebodyElseAsTheirOwn) {
    auto [found, all] = seen([](const ShippedStory& shipped, Sentence&, Claim& claim) {
        if (claim.kind != ClaimKind::wants) return false;
        claim.character = EntityId((claim.character.index() + 1) % shipped.world->character_count);
        claim.kind = ClaimKind::assumes_wants;
        claim.value = model::Value::number(-77);
        return true;
    });
    EXPECT_GT(all, 30u);
    EXPECT_EQ(found, all);
}

TEST(Leaks, AMentionThatNoClaimSpeaksOfIsSeen) {
    auto shipped = shipped_story("manor.wt", "two_arrests");
    ASSERT_TRUE(shipped);
    Narration narration = told(*shipped, who(*shipped, "Holt"));
    ASSERT_FALSE(narration.paragraphs.empty());
    narration.paragraphs.back().back().mentions.push_back({who(*shipped, "Kitchen"), 0, 1, false});
    std::vector<Leak> leaks = leaks_of(*shipped->story, narration, who(*shipped, "Holt"));
    ASSERT_EQ(leaks.size(), 1u);
    EXPECT_EQ(leaks[0].mentioned, who(*shipped, "Kitchen"));
}

TEST(Leaks, AnEventThatTheTellerDidNotSeeIsSeen) {
    auto shipped = shipped_story("camp.wt", "visit");
    ASSERT_TRUE(shipped);
    Narration narration = told(*shipped, {});
    // The noise comes from the ash: that is what nobody in the story knows.
    for (const char* name : {"Shikamaru", "Temari", "Naruto"}) {
        std::vector<Leak> leaks = leaks_of(*shipped->story, narration, who(*shipped, name));
        bool is_seen =
            std::ranges::any_of(leaks, [](const Leak& leak) { return leak.sentence.starts_with("e2"); });
        EXPECT_TRUE(is_seen) << name;
    }
}

}  // namespace
}  // namespace wt::story
