#include "lang/sentences/sentences.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "lang/libraries.h"
#include "lang/sentences/say.h"
#include "model/print.h"

namespace wt::lang {
namespace {

Source story(std::string text) {
    return with_libraries(Source("tale.story", std::move(text)), Dialect::sentences, find_shipped);
}

std::string start(const std::string& more) {
    return "Use life/things.\nDella is a woman. Jim is a man. The flat and the shop are places. The watch is "
           "a "
           "thing. The combs are a thing.\n" +
           more;
}

/// The statements, wants and requests that the sentences mean, without what is declared.
std::string meant(const std::string& more) {
    Translation made = translate(story(start(more)));
    for (const Diagnostic& d : made.diagnostics.items())
        ADD_FAILURE() << d.message << ": " << d.found << "; expected " << d.expected << "; " << d.hint;
    const std::string& text = made.text.text();
    std::size_t begin = text.find("entity Combs : thing;\n") + std::string("entity Combs : thing;\n").size();
    std::size_t end = text.find("\ntelling");
    std::string part = text.substr(begin, end - begin);
    part.erase(0, part.find_first_not_of('\n'));
    while (part.ends_with('\n'))
        part.pop_back();
    return part;
}

/// The first mistake: place, message, expectation and hint.
Diagnostic mistake(const std::string& more) {
    Source source = story(start(more));
    Translation made = translate(source);
    if (made.diagnostics.empty()) {
        ADD_FAILURE() << "is read: " << made.text.text();
        return {};
    }
    return made.diagnostics.items()[0];
}

TEST(Sentences, DeclareWhoAndWhatThereIs) {
    Translation made = translate(story(start("")));
    const std::string& text = made.text.text();
    EXPECT_FALSE(made.diagnostics.has_errors());
    EXPECT_NE(text.find("use life/things;"), std::string::npos);
    EXPECT_NE(text.find("entity Della : character;"), std::string::npos);
    EXPECT_NE(text.find("entity Flat : place;"), std::string::npos);
    EXPECT_NE(text.find("entity Della: \"Della\", she;"), std::string::npos);
    EXPECT_NE(text.find("entity Combs: \"the combs\", plural;"), std::string::npos);
    EXPECT_NE(text.find("entity Watch: \"the watch\", it;"), std::string::npos);
}

TEST(Sentences, SayFactsByTheTemplatesOfTheWorld) {
    EXPECT_EQ(meant("Della is in the flat."), "at(Della) = Flat;");
    EXPECT_EQ(meant("Jim has the watch."), "holder(Watch) = Jim;");
    EXPECT_EQ(meant("Nobody has the watch."), "holder(Watch) = ?;");
    EXPECT_EQ(meant("The combs lie in the shop."), "lies(Combs) = Shop;");
    EXPECT_EQ(meant("Jim is not dead."), "dead(Jim) = False;");
    EXPECT_EQ(meant("Jim isn’t dead."), "dead(Jim) = False;");
    EXPECT_EQ(meant("Jim is alive."), "dead(Jim) = False;");
    EXPECT_EQ(meant("Jim has 7 coins."), "money(Jim) = 7;");
    EXPECT_EQ(meant("Jim has one coin."), "money(Jim) = 1;");
}

TEST(Sentences, SayBeliefsAtAnyDepth) {
    EXPECT_EQ(meant("Jim thinks that Della has the combs."), "believes(Jim, holder(Combs)) = Della;");
    EXPECT_EQ(meant("Jim thinks that Della believes that Jim has the watch."),
              "believes(Jim, believes(Della, holder(Watch))) = Jim;");
    EXPECT_EQ(meant("Jim believes that nobody has the combs."), "believes(Jim, holder(Combs)) = ?;");
    EXPECT_EQ(meant("Everybody knows that Jim has the watch."), "everybody knows holder(Watch) = Jim;");
}

TEST(Sentences, SayWhatSomebodyIsUnsureOf) {
    EXPECT_EQ(meant("Jim is not sure whether Della is in the flat or in the shop."),
              "believes(Jim, at(Della)) = Flat | Shop;");
    EXPECT_EQ(meant("Jim thinks that Della is in the flat or in the shop."),
              "believes(Jim, at(Della)) = Flat | Shop;");
    EXPECT_EQ(meant("Jim is not sure whether Della has the watch or Jim has the watch."),
              "believes(Jim, holder(Watch)) = Della | Jim;");
    EXPECT_EQ(meant("Jim is not sure whether Della is dead."), "believes(Jim, dead(Della)) = True | False;");
}

TEST(Sentences, SayWantsWithTheirWeights) {
    EXPECT_EQ(meant("Della wants Jim to have the combs, above all. Della wants to be in the shop a little."),
              "wants Della: holder(Combs) == Jim above all, at(Della) == Shop a little;");
    EXPECT_EQ(meant("Della wants Jim to have a thing."),
              "wants Della: exists(one1 : thing) (holder(one1) == Jim);");
    EXPECT_EQ(meant("Della wants somebody to have the watch."), "wants Della: holder(Watch) != ?;");
    EXPECT_EQ(meant("Della wants Jim to think that Della has the combs."),
              "wants Della: believes(Jim, holder(Combs) == Della);");
    EXPECT_EQ(meant("Jim wants to have at least 5 coins, much."), "wants Jim: money(Jim) >= 5 much;");
    EXPECT_EQ(meant("Everybody wants to be in the shop."), "wants(each : character): at(each) == Shop;");
    EXPECT_EQ(meant("The author wants Jim to be dead."), "utility(): dead(Jim);");
}

TEST(Sentences, AskForAStory) {
    EXPECT_EQ(meant("Tell how Jim goes to the flat, then Jim gives the watch to Della, as Della knows it."),
              "request tale {\n    teller: Della;\n    happens go(Jim, Flat) then happens give(Jim, Watch, "
              "Della);\n};");
    EXPECT_EQ(meant("The story has at most 4 events.\nStory gift: She gets it\nTell how Jim goes to the flat "
                    "while Della is "
                    "in the flat. In the end, Della has the watch. It never happens that Jim is dead."),
              "limits: author 4;\n\nrequest gift \"She gets it\" {\n    sometime (happens go(Jim, Flat) & "
              "at(Della) == Flat);\n"
              "    ends: (holder(Watch) == Della);\n    never (dead(Jim));\n};");
    EXPECT_EQ(meant("Tell what happens, as a narrator knows it."),
              "request tale {\n    teller: narrator;\n};");
}

TEST(Sentences, ShowWhereOneStopsFittingAndHowItCouldGoOn) {
    Diagnostic d = mistake("Della is on the flat.");
    EXPECT_EQ(d.found, "`on`");
    EXPECT_NE(d.expected.find("`in`"), std::string::npos) << d.expected;
    EXPECT_EQ(d.hint, "this fits: Della is in the flat.");
    EXPECT_EQ(mistake("Dela is in the flat.").hint, "this fits: Della is in the flat.");
    EXPECT_EQ(mistake("Jim have the watch.").hint, "this fits: Jim has the watch.");
    EXPECT_EQ(mistake("The combs is in the flat.").found, "`is`");
    EXPECT_EQ(mistake("She is in the flat.").hint,
              "write the name instead of a pronoun, which could mean several");
    EXPECT_EQ(mistake("Jim thinks that Della").message, "this sentence ends too early");
    EXPECT_NE(mistake("The lamp is a thin.").expected.find("`thing`"), std::string::npos);
}

TEST(Sentences, MeanAnyOfTheActionsThatAreToldInTheSameWords) {
    EXPECT_EQ(meant("Tell how Jim buys the watch from Della."),
              "request tale {\n    sometime (happens buy(Jim, Watch, Della) | happens shop(Jim, Watch, "
              "Della));\n};");
}

TEST(Sentences, NameWhoIsNamedInTheHeadOfAnAction) {
    Source source = with_libraries(
        Source("tale.story", "Use own.\nBen is a man.\nTell how Ann sings to Ben."), Dialect::sentences,
        [](std::string_view name) -> std::optional<Source> {
            if (name != "own") return std::nullopt;
            return Source(
                "own.wt",
                "library own 1.0; entity Ann : character; property sung(to : character) : boolean; action "
                "sing(Ann, to : character) { effect: sung(to); consenting: Ann; }; telling { action sing: "
                "\"Ann [sing/sang/sung] to {to}\"; };");
        });
    Translation made = translate(source);
    EXPECT_TRUE(made.diagnostics.empty());
    EXPECT_NE(made.text.text().find("happens sing(Ann, Ben)"), std::string::npos) << made.text.text();
}

TEST(Sentences, RefuseWhatHasTwoReadings) {
    Source source = with_libraries(
        Source("tale.story", "Use own.\nAnn is a woman. Ben is a man. Ann likes Ben."), Dialect::sentences,
        [](std::string_view name) -> std::optional<Source> {
            if (name != "own") return std::nullopt;
            return Source(
                "own.wt",
                "library own 1.0; property loves(who : character) : character; property likes(a : character, "
                "b : "
                "character) : boolean; telling { property loves: \"{who} [like] {value}\", unknown: \"{who} "
                "[like] nobody\"; property likes: \"{a} [like] {b}\"; };");
        });
    Translation made = translate(source);
    ASSERT_EQ(made.diagnostics.size(), 1U);
    const Diagnostic& d = made.diagnostics.items()[0];
    EXPECT_EQ(d.code, DiagnosticCode::ambiguous_sentence);
    EXPECT_EQ(d.expected, "either `loves(Ann) = Ben` or `likes(Ann, Ben) = True`");
}

TEST(Sentences, AreAWorldWithPlacesInTheSentences) {
    Source source = story(start("Della is in the flat."));
    Reading reading = read_world(source, Dialect::sentences);
    ASSERT_TRUE(reading.world);
    for (model::EffectId id : reading.world->first_state)
        if (source.part_at(reading.world->effects[id.index()].span.begin).name == "tale.story") {
            EXPECT_EQ(source.text(reading.world->effects[id.index()].span), "Della is in the flat");
        }
}

TEST(Sentences, GoOn) {
    std::string text = start("Della is in t");
    Continuations next = continuations(story(text), static_cast<std::uint32_t>(text.size()));
    std::vector<std::string> items;
    for (const Continuation& one : next.items)
        items.push_back(one.text);
    EXPECT_TRUE(next.is_readable);
    EXPECT_EQ(next.begin, text.size() - 1);
    EXPECT_EQ(items, (std::vector<std::string>{"the flat", "the shop"}));
}

TEST(Sentences, AreReadInGerman) {
    Translation made =
        translate(story("Benutze life/things.\nGreta ist eine Frau. Hans ist ein Mann. Der Garten ist ein "
                        "Ort. Die Küche ist ein Ort. Die Uhr ist "
                        "ein Ding.\nGreta ist im Garten. Hans glaubt, dass Greta in der Küche ist. Hans hat "
                        "die Uhr.\nGreta will, dass Hans "
                        "tot ist. Greta will die Uhr haben, vor allem.\nErzähle, wie Hans Greta die Uhr "
                        "gibt, wie Greta es weiß."));
    for (const Diagnostic& d : made.diagnostics.items())
        ADD_FAILURE() << d.message << ": " << d.found << "; expected " << d.expected << "; " << d.hint;
    const std::string& text = made.text.text();
    EXPECT_EQ(made.language, "german");
    for (const char* part :
         {"at(Greta) = Garten;", "believes(Hans, at(Greta)) = Küche;", "holder(Uhr) = Hans;",
          "wants Greta: dead(Hans), holder(Uhr) == Greta above all;", "teller: Greta;",
          "happens give(Hans, Uhr, Greta);"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(Sentences, AreWrittenAndReadAgain) {
    Source source =
        story(start("Della is in the flat. Jim thinks that Della believes that Jim has the watch. Jim is not "
                    "sure whether the combs lie in the flat "
                    "or in the shop. Everybody knows that Jim is not dead.\nDella wants Jim to have a thing, "
                    "above all. The author wants Jim to "
                    "have the combs.\nThe story has at most 5 events. Plans have at most 1 step.\nStory "
                    "gift: A gift\nTell how Jim goes to the "
                    "flat while Della is in the flat, then somebody gives the watch to Della, as Della knows "
                    "it. In the end, Della has the watch."));
    Translation first = translate(source);
    ASSERT_FALSE(first.diagnostics.has_errors());
    Source translated = source_of(first, source);
    Reading reading = read_world(translated, Dialect::wrongtree);
    ASSERT_TRUE(reading.world);
    SaidWorld said = say_world(translated, *reading.world);
    EXPECT_EQ(said.left_out, std::vector<std::string>()) << said.text;
    Translation again = translate(story(said.text));
    EXPECT_EQ(again.text.text(), first.text.text()) << said.text;
}

}  // namespace
}  // namespace wt::lang
