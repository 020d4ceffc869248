#include "story/denial.h"

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "story/sentence.h"

namespace wt::story {
namespace {

model::World world() {
    Source source("test.wt",
                  R"(type place; entity Ida : character; entity Otto : character; entity May : character;
entity Depot : place; entity Harbour : place;
property at(who : character) : place; property told(who : character) : boolean;
action walk(who : character, from : place, to : place) { precondition: at(who) == from; effect: at(who) = to; };
action greet(who : character, whom : character) { effect: told(whom); };
action refuse(who : character) { effect: !told(who); };
action pretend_to_sleep(who : character) { effect: told(who); };
at(Ida) = Depot; utility(): told(Otto);)");
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    EXPECT_TRUE(reading.world.has_value());
    return std::move(*reading.world);
}

/// Returns by which word the sentence denies its event; "?" if it is not read as one event.
std::string denied_by(std::string_view sentence) {
    SentenceReading reading = read_sentence(world(), sentence);
    return reading.events.size() == 1 ? reading.denied_by : "?";
}

TEST(Denial, IsFoundWhateverTheWords) {
    for (auto [sentence, word] : std::initializer_list<std::pair<const char*, const char*>>{
             {"Ida did not walk from the Depot to the Harbour.", "not"},
             {"Ida never greets Otto.", "never"},
             {"Ida didn't greet Otto.", "didn't"},
             {"Ida didn\u2019t greet Otto.", "didn't"},
             {"Ida cannot greet Otto.", "cannot"},
             {"Ida can't greet Otto.", "can't"},
             {"Ida declines to greet Otto.", "declines"},
             {"Ida almost greeted Otto.", "almost"},
             {"Ida nearly walks from Depot to Harbour.", "nearly"},
             {"Ida plans to greet Otto.", "plans"},
             {"Ida wanted to greet Otto.", "wanted"},
             {"Ida is about to greet Otto.", "about"},
             {"Ida would have greeted Otto.", "would"},
             {"Ida will greet Otto.", "will"},
             {"Ida thinks of greeting Otto.", "thinks"},
             {"Ida avoids greeting Otto.", "avoids"},
             {"If Ida greets Otto, all is well.", "If"},
             {"Ida greeted not Otto.", "not"},
             {"Ida, as it happens, did not greet Otto.", "not"},
             {"Ida hardly greets Otto.", "hardly"}}) {
        EXPECT_EQ(denied_by(sentence), word) << sentence;
    }
}

/// Returns the same where the world is told in German, too.
std::string denied_in_german(std::string_view sentence, std::string_view telling = "telling german { }") {
    std::string text =
        R"(type Ort; entity Ida : character; entity Otto : character; entity Depot : Ort; entity Hafen : Ort;
property ist_in(wer : character) : Ort; property begruesst_worden(wer : character) : boolean;
action geht(wer : character, von : Ort, nach : Ort) { precondition: ist_in(wer) == von; effect: ist_in(wer) = nach; };
action begrüßt(wer : character, wen : character) { effect: begruesst_worden(wen); };
action grüßen(wer : character, wen : character) { effect: begruesst_worden(wen); };
ist_in(Ida) = Depot; utility(): begruesst_worden(Otto);)";
    Source source("test.wt", text + std::string(telling));
    lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
    EXPECT_TRUE(reading.world.has_value()) << reading.diagnostics.items().front().message;
    if (!reading.world) return "no world";
    SentenceReading read = read_sentence(*reading.world, sentence);
    return read.events.size() == 1 ? read.denied_by : "?";
}

TEST(Denial, IsFoundInGerman) {
    for (auto [sentence, word] : std::initializer_list<std::pair<const char*, const char*>>{
             {"Ida begrüßt Otto nicht.", "nicht"},
             {"Ida begrüßt nicht Otto.", "nicht"},
             {"Ida geht nicht vom Depot zum Hafen.", "nicht"},
             {"Ida geht vom Depot nie zum Hafen.", "nie"},
             {"Niemals begrüßt Ida Otto.", "Niemals"},
             {"Ida begrüßt Otto mit keinem Wort.", "keinem"},
             {"Ida weigert sich, Otto zu grüßen.", "weigert"},
             {"Ida will Otto grüßen.", "will"},
             {"Ida kann Otto grüßen.", "kann"},
             {"Ida wird Otto grüßen.", "wird"},
             {"Ida hätte Otto grüßen sollen.", "ha\u0308tte"},
             {"Ida geht beinahe vom Depot zum Hafen.", "beinahe"},
             {"Ida geht fast vom Depot zum Hafen.", "fast"},
             {"Kaum begrüßt Ida Otto.", "Kaum"},
             {"Ida versucht, Otto zu grüßen.", "versucht"},
             {"Ida kommt, um Otto zu grüßen.", "um"},
             {"Ida winkt, ohne Otto zu grüßen.", "ohne"},
             {"Wenn Ida Otto begrüßt, ist alles gut.", "Wenn"}}) {
        EXPECT_EQ(denied_in_german(sentence), word) << sentence;
    }
    EXPECT_EQ(denied_in_german("Ida begrüßt Otto nicht.", ""), "nicht") << "whatever the world is told in";
}

TEST(Denial, IsNotFoundInGermanWhereSomethingElseIsDenied) {
    for (const char* sentence :
         {"Ida begrüßt Otto.", "Ida, die niemals schläft, begrüßt Otto.",
          "Es schläft nicht. Ida begrüßt Otto.", "Ida begrüßt Otto, weil sie nicht müde ist.",
          "Ida begrüßt Otto und geht nicht weg.", "Ida schläft nicht, sondern begrüßt Otto.",
          "Ida begrüßt nicht nur aus Freude Otto.", "Ida geht vom Depot zum Hafen, aber nicht zum Turm.",
          "In größter Not begrüßt Ida Otto."})
        EXPECT_EQ(denied_in_german(sentence), "") << sentence;
    // `fast` and `bald` are English words, too.
    EXPECT_EQ(denied_by("Ida, bald and fast, greets Otto."), "");
}

TEST(Denial, IsNotFoundWhereSomethingElseIsDenied) {
    for (const char* sentence :
         {"Ida greets Otto.", "Ida, who never sleeps, greets Otto.",
          "Ida did not sleep. She greets Otto, Ida does.", "Ida greets Otto, not Pim.",
          "Ida greets Otto, though she did not want to.",
          "Since she is not tired, Ida walks from Depot to Harbour.", "Ida refuses.",
          "Ida pretends to sleep.", "May greets Otto.", "Ida does not wait but greets Otto.",
          "Ida not only waves, Ida greets Otto.", "With all her might Ida greets Otto."})
        EXPECT_TRUE(denied_by(sentence) == "" || denied_by(sentence) == "?")
            << sentence << ": " << denied_by(sentence);
}

TEST(Denial, TypographyMakesNoDifference) {
    for (const char* sentence :
         {"Ida walks from the Depot to Otto\u2019s Harbour\u2026",
          "Ida\u00a0walks\u2003from Depot to \u201cHarbour\u201d",
          "Ida walks\u200b from Depot \u2014 to Harbour", "I\u00adda walks from De\u00adpot to Harbour",
          "\u2067Ida\u2069 walks from \u00abDepot\u00bb to Harbour\u3002"})
        EXPECT_EQ(denied_by(sentence), "") << sentence;
}

}  // namespace
}  // namespace wt::story
