// Every told story can be asked about, and its references are clear. With WT_READING=FOLDER, each story is
// written there as `NAME.txt`, the prose with its questions, and `NAME.key`, the right answers, for a reader
// who has seen neither world nor plan.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story/tell/references.h"
#include "story/tell/tell.h"
#include "support/questions.h"

namespace wt::story {
namespace {

using model::EntityId;
using test::ReadingQuestion;
using test::ShippedStory;
using testing::IsEmpty;

Narration told(const ShippedStory& shipped, const TellingOptions& options) {
    return tell(*shipped.story, options, shipped.request ? &*shipped.request : nullptr);
}

std::vector<MentionedText> texts_of(const std::vector<Sentence>& paragraph) {
    std::vector<MentionedText> texts;
    for (const Sentence& sentence : paragraph)
        texts.push_back({sentence.text, sentence.mentions});
    return texts;
}

void write(const std::string& stem, const ShippedStory& shipped, const Narration& narration,
           const std::vector<ReadingQuestion>& questions) {
    std::ofstream text(stem + ".txt"), key(stem + ".key");
    if (shipped.request) text << shipped.request->title << "\n\n";
    text << plain_text(narration);
    for (std::size_t i = 0; i < questions.size(); ++i) {
        text << "\n" << i + 1 << ". " << questions[i].question << "\n";
        for (std::size_t k = 0; k < 4; ++k)
            text << "   " << "abcd"[k] << ") " << questions[i].answers[k] << "\n";
        key << i + 1 << " " << "abcd"[questions[i].right] << "\n";
    }
}

TEST(Reading, EveryStoryHasTenQuestionsWithFourAnswers) {
    const char* folder = std::getenv("WT_READING");
    for (const auto& shipped : test::shipped_stories()) {
        std::vector<EntityId> tellers = {EntityId()};
        if (shipped->request && shipped->request->teller.valid()) tellers.push_back(shipped->request->teller);
        for (EntityId teller : tellers) {
            std::vector<ReadingQuestion> questions = questions_about(*shipped, teller);
            if (!teller.valid()) {
                EXPECT_GE(questions.size(), 10u) << shipped->name;
            }
            for (const ReadingQuestion& one : questions)
                EXPECT_EQ(std::set<std::string>(one.answers.begin(), one.answers.end()).size(), 4u)
                    << shipped->name << ": " << one.question;
            if (!folder) continue;
            TellingOptions options;
            options.teller = teller;
            std::string stem =
                shipped->name + "." + (teller.valid() ? (*shipped->world)[teller].name : "narrator");
            std::ranges::replace(stem, ' ', '_');
            write(std::string(folder) + "/" + stem, *shipped, told(*shipped, options), questions);
        }
    }
}

TEST(Reading, QuestionsDependOnTheSeedAlone) {
    auto shipped = test::shipped_story("camp.wt", "visit");
    ASSERT_TRUE(shipped);
    auto texts = [&](std::uint64_t seed) {
        std::string text;
        for (const ReadingQuestion& one : questions_about(*shipped, {}, seed))
            for (const std::string& answer : one.answers)
                text += answer + "\n";
        return text;
    };
    EXPECT_EQ(texts(1), texts(1));
    EXPECT_NE(texts(1), texts(2));
}

TEST(Reading, NoReferenceOfAShippedStoryIsAmbiguous) {
    std::size_t pronouns = 0;
    for (const auto& shipped : test::shipped_stories()) {
        for (EntityId teller : shipped->tellers()) {
            for (bool is_first : {false, true}) {
                if (is_first && !teller.valid()) continue;
                for (std::size_t i = 0; i < 3 * shipped->world->tellings.size(); ++i) {
                    std::uint64_t seed = i % 3 + 1;
                    TellingOptions options;
                    options.style.language = shipped->world->tellings[i / 3].language;
                    options.teller = teller;
                    if (is_first) options.style.speaker = teller;
                    options.seed = seed;
                    Words words(*shipped->world, options.style);
                    for (const auto& paragraph : told(*shipped, options).paragraphs) {
                        std::vector<MentionedText> texts = texts_of(paragraph);
                        for (const ReferenceFault& fault : ambiguities(words, texts))
                            ADD_FAILURE()
                                << shipped->name << ": " << fault.what << ": " << texts[fault.sentence].text;
                        for (const MentionedText& text : texts)
                            for (const Mention& mention : text.mentions)
                                pronouns += mention.is_pronoun;
                    }
                }
            }
        }
    }
    EXPECT_GT(pronouns, 1000u);
}

TEST(Reading, SentencesHaveIdsOfTheirOwnThatOtherSeedsKeep) {
    for (const auto& shipped : test::shipped_stories()) {
        for (EntityId teller : shipped->tellers()) {
            auto ids = [&](std::uint64_t seed) {
                TellingOptions options;
                options.teller = teller;
                options.seed = seed;
                std::vector<std::string> all;
                for (const auto& paragraph : told(*shipped, options).paragraphs)
                    for (const Sentence& sentence : paragraph)
                        all.push_back(sentence.id);
                return all;
            };
            std::vector<std::string> all = ids(1);
            EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size()) << shipped->name;
            EXPECT_EQ(all, ids(9)) << shipped->name;
        }
    }
}

}  // namespace
}  // namespace wt::story
