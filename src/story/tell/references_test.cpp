#include "story/tell/references.h"

#include <gtest/gtest.h>

namespace wt::story {
namespace {

using model::EntityId;

/// There are three women, a man, and a jar.
model::World world() {
    model::World world;
    model::Telling telling;
    telling.language = "english";
    auto add = [&](const char* name, const char* word) {
        world.entities.push_back({name, {}, {}});
        telling.entities.push_back({name, {word}, {}});
    };
    add("Ann", "she");
    add("Bea", "she");
    add("Tom", "he");
    world.character_count = 3;
    add("the jar", "it");
    world.tellings.push_back(std::move(telling));
    return world;
}

constexpr EntityId kAnn{0u}, kBea{1u}, kTom{2u};

/// Makes a sentence in which the words are mentions, in order.
MentionedText sentence(std::string_view text, const std::vector<std::pair<std::string, EntityId>>& mentions) {
    MentionedText made{std::string(text), {}};
    std::size_t place = 0;
    for (const auto& [word, entity] : mentions) {
        std::size_t begin = made.text.find(word, place);
        bool is_pronoun = word != "Ann" && word != "Bea" && word != "Tom";
        place = begin + word.size();
        made.mentions.push_back({entity, begin, place, is_pronoun});
    }
    return made;
}

std::vector<ReferenceFault> faults(std::vector<MentionedText> paragraph, NarrativeStyle style = {}) {
    model::World one = world();
    Words words(one, style);
    return ambiguities(words, paragraph);
}

TEST(References, APronounWithOneCandidateIsFine) {
    EXPECT_TRUE(faults({sentence("Ann met Tom.", {{"Ann", kAnn}, {"Tom", kTom}}),
                        sentence("She liked him.", {{"She", kAnn}, {"him", kTom}})})
                    .empty());
}

TEST(References, TwoCandidatesAreAFault) {
    auto found = faults(
        {sentence("Ann met Bea.", {{"Ann", kAnn}, {"Bea", kBea}}), sentence("She ran.", {{"She", kAnn}})});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].sentence, 1u);
    EXPECT_EQ(found[0].what, "`she` is Ann, and could be Bea");
}

TEST(References, WhoWasMentionedTooLongAgoIsNobody) {
    auto found = faults({sentence("Ann ran.", {{"Ann", kAnn}}), sentence("Tom ran.", {{"Tom", kTom}}),
                         sentence("She ran.", {{"She", kAnn}})});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].what, "`she` means nobody");
}

TEST(References, AWordThatIsNoMentionIsAFaultUnlessSomebodySaysIt) {
    EXPECT_EQ(faults({sentence("Ann hit her foot.", {{"Ann", kAnn}})}).size(), 1u);
    EXPECT_TRUE(faults({sentence("Ann read: “I hit her foot.”", {{"Ann", kAnn}})}).empty());
}

TEST(References, TheSpeakerIsNeverNamed) {
    EXPECT_EQ(faults({sentence("Ann ran.", {{"Ann", kAnn}})}, {.speaker = kAnn}).size(), 1u);
    EXPECT_TRUE(faults({sentence("I saw Bea.", {{"I", kAnn}, {"Bea", kBea}}),
                        sentence("She saw me.", {{"She", kBea}, {"me", kAnn}})},
                       {.speaker = kAnn})
                    .empty());
}

TEST(References, EqualNamesAreFlagged) {
    model::World one = world();
    one.tellings[0].entities[1].text = "Ann";
    Words words(one, {});
    EXPECT_EQ(told_alike(words).size(), 1u);
    EXPECT_EQ(ambiguities(words, std::vector{sentence("Ann ran.", {{"Ann", kAnn}})}).size(), 1u);
}

}  // namespace
}  // namespace wt::story
