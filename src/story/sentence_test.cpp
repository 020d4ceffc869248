#include "story/sentence.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lang/lang.h"

namespace wt::story {
namespace {

model::World world_of(const std::string& text) {
    lang::Reading reading = lang::read_world(Source("test.wt", text), lang::Dialect::wrongtree);
    EXPECT_TRUE(reading.world.has_value());
    return std::move(*reading.world);
}

std::string things(int count) {
    std::string text = "entity Ida : character; type thing;\n";
    for (int i = 0; i < count; ++i)
        text += fmt::format("entity T{} : thing;\n", i);
    return text;
}

std::string names(int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += fmt::format(" T{}", i);
    return text;
}

TEST(Sentence, TwoHundredWordsAreRead) {
    model::World world = world_of("entity Ida : character; action sing(who : character) { };");
    for (int words : {200, 201}) {
        std::string sentence = "Ida";
        for (int i = 2; i < words; ++i)
            sentence += " now";
        EXPECT_EQ(read_sentence(world, sentence + " sings").events.size(), words == 200 ? 1u : 0u);
    }
}

TEST(Sentence, FiftyReadingsAreGiven) {
    model::World world = world_of(things(60) + "action take(what : thing) { };");
    for (int count : {49, 50, 51, 60})
        EXPECT_EQ(read_sentence(world, "Take" + names(count)).events.size(), std::min(50, count));
}

/// Pairs of things that lead nowhere, for there is no place, take 1 + n + n (n - 1) / 2 tries; so do the actions that
/// want a place at once, one each. What comes behind them takes two.
TEST(Sentence, TwentyThousandTriesAreMade) {
    constexpr int kThings = 198;
    constexpr int kPairs = 1 + kThings + kThings * (kThings - 1) / 2;
    for (int tries : {20'000, 20'001}) {
        std::string text = things(kThings) + "type place;\n";
        text += "action take(one : thing, other : thing, where : place) { };\n";
        for (int i = 0; i < tries - kPairs - 2; ++i)
            text += fmt::format("type t{0} : place; action take(where : t{0}) {{ }};\n", i);
        text += "action take(who : character) { };\n";
        EXPECT_EQ(read_sentence(world_of(text), "Ida takes" + names(kThings)).events.size(),
                  tries == 20'000 ? 1u : 0u);
    }
}

}  // namespace
}  // namespace wt::story
