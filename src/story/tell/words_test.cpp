#include "story/tell/words.h"

#include <gtest/gtest.h>

#include "lang/lang.h"

namespace wt::story {
namespace {

using model::EntityId;
using model::Value;

const std::string kWorld = R"(
type place;
type tree : place;
entity Shikamaru : character;
entity Temari : character;
entity Ino : character;
entity Root : character;
entity OldMill : place;
entity Ash : tree;
property at(who : character) : place;
property promised(who : character) : boolean;
property coins(who : character) : number;
property content() : character;
action slip_away(who : character, from : place, to : place) { precondition: at(who) == from & promised(who); effect: at(who) = to; consenting: who; };
action tell(who : character, to : character) { precondition: at(who) == at(to) & content() != who & coins(who) > 0; effect: promised(who); consenting: who; };
at(Temari) = Ash; at(Ino) = OldMill; coins(Ino) = 1; content() = Ino;
utility(): if(at(Temari) == OldMill) 1 else 0;
)";

const std::string kTelling = R"(
telling {
    entity Shikamaru: "Shikamaru", he;
    entity Temari: "Temari", she;
    entity Ino: "Ino", she;
    entity Root: "the hunters", plural;
    entity Ash: "the ash", it;
    property at: "{who} [be] at {value}", unknown: "nobody [know] where {who} [be:who]";
    property promised: "{who} [have] promised to come back";
    property coins: "{who} [have] {value} {value|coin|coins}";
    action tell: "{who} [tell] {to} that {who} [be:who] not about to die";
};
)";

struct Told {
    model::World world;

    explicit Told(const std::string& more = kTelling) : world(read(more)) {}

    static model::World read(const std::string& more) {
        Source source("tale.wt", kWorld + more);
        lang::Reading reading = lang::read_world(source, lang::Dialect::wrongtree);
        for (const Diagnostic& d : reading.diagnostics.items())
            if (d.code != DiagnosticCode::no_wish) ADD_FAILURE() << d.message;
        return reading.world ? std::move(*reading.world) : model::World{};
    }

    EntityId entity(const std::string& name) const {
        for (std::size_t i = 0; i < world.entities.size(); ++i)
            if (world.entities[i].name == name) return EntityId(i);
        ADD_FAILURE() << name;
        return {};
    }

    Value value(const std::string& name) const { return Value::entity(entity(name)); }
    model::GroundEvent slip() const {
        return {model::EventId(0u), {value("Temari"), value("Ash"), value("OldMill")}};
    }
    model::GroundEvent tells() const { return {model::EventId(1u), {value("Shikamaru"), value("Temari")}}; }
};

std::string said(const Words& words, const Clause& clause) {
    std::vector<Mention> mentions;
    Discourse discourse(words);
    return discourse.sentence(clause, mentions);
}

TEST(Words, DefaultsAreMadeFromNames) {
    Told told("");
    Words words(told.world, {});
    EXPECT_EQ(said(words, words.event(told.slip(), ClauseForm::main)),
              "Temari slipped away from Ash to Old Mill.");
    EXPECT_EQ(said(words, words.fact(model::PropertyId(0u), {told.value("Temari")}, told.value("Ash"),
                                     ClauseForm::main)),
              "Temari was at Ash.");
    EXPECT_EQ(said(words, words.fact(model::PropertyId(2u), {told.value("Temari")}, Value::number(3),
                                     ClauseForm::main)),
              "Temari's coins were 3.");
    EXPECT_EQ(said(words, words.fact(model::PropertyId(3u), {}, told.value("Ino"), ClauseForm::main)),
              "The content was Ino.");
    EXPECT_EQ(said(words, words.fact(model::PropertyId(0u), {told.value("Temari")}, Value::unknown(),
                                     ClauseForm::main)),
              "Temari was not at any place.");
}

TEST(Words, AClauseHasTheFormThatIsAskedFor) {
    Told told;
    Words words(told.world, {});
    auto event = [&](ClauseForm form, bool negated = false) {
        return said(words, words.event(told.tells(), form, negated));
    };
    EXPECT_EQ(event(ClauseForm::main), "Shikamaru told Temari that he was not about to die.");
    EXPECT_EQ(event(ClauseForm::earlier), "Shikamaru had told Temari that he was not about to die.");
    EXPECT_EQ(event(ClauseForm::infinitive), "To tell Temari that Shikamaru was not about to die.");
    EXPECT_EQ(event(ClauseForm::accusative), "Shikamaru to tell Temari that he was not about to die.");
    EXPECT_EQ(event(ClauseForm::prospective), "Shikamaru would tell Temari that he was not about to die.");
    EXPECT_EQ(event(ClauseForm::main, true), "Shikamaru did not tell Temari that he was not about to die.");
}

TEST(Words, HaveBeforeAParticipleIsAnAuxiliary) {
    Told told;
    Words words(told.world, {});
    auto promised = [&](bool value, ClauseForm form) {
        return said(words,
                    words.fact(model::PropertyId(1u), {told.value("Temari")}, Value::boolean(value), form));
    };
    EXPECT_EQ(promised(true, ClauseForm::main), "Temari had promised to come back.");
    EXPECT_EQ(promised(false, ClauseForm::main), "Temari had not promised to come back.");
    EXPECT_EQ(promised(true, ClauseForm::earlier), "Temari had promised to come back.");
}

TEST(Words, BeliefsNest) {
    Told told;
    Words words(told.world, {.tense = Tense::present});
    Clause fact =
        words.fact(model::PropertyId(2u), {told.value("Ino")}, Value::number(1), ClauseForm::subordinate);
    std::vector<EntityId> believers{told.entity("Temari"), told.entity("Root")};
    EXPECT_EQ(said(words, words.belief(believers, fact, ClauseForm::main)),
              "Temari thinks that the hunters think that Ino has one coin.");
}

TEST(Words, TheSpeakerIsI) {
    Told told;
    Words words(told.world, {.speaker = told.entity("Temari")});
    EXPECT_EQ(said(words, words.event(told.tells(), ClauseForm::main)),
              "Shikamaru told me that he was not about to die.");
    EXPECT_EQ(said(words, words.event(told.slip(), ClauseForm::main)),
              "I slipped away from the ash to Old Mill.");
    Clause wish = words.event(told.slip(), ClauseForm::infinitive);
    EXPECT_EQ(said(words, words.frame(Frame::wants, {told.entity("Temari")}, {wish})),
              "I wanted to slip away from the ash to Old Mill.");
}

TEST(Words, WishesOfOneAndForAnother) {
    Told told;
    Words words(told.world, {});
    EntityId temari = told.entity("Temari");
    Clause own = words.event(told.slip(), ClauseForm::infinitive);
    Clause other = words.event(told.tells(), ClauseForm::accusative);
    EXPECT_EQ(said(words, words.frame(Frame::wants, {temari}, {own, other})),
              "Temari wanted to slip away from the ash to Old Mill and wanted Shikamaru to tell her that he "
              "was not about to "
              "die.");
    Clause main = words.event(told.slip(), ClauseForm::main);
    EXPECT_EQ(said(words, words.frame(Frame::because_wants, {temari}, {main, other})),
              "Temari slipped away from the ash to Old Mill, because she wanted Shikamaru to tell her that "
              "he was not about to "
              "die.");
}

TEST(Discourse, APronounIsNeverAmbiguous) {
    Told told;
    Words words(told.world, {});
    Discourse discourse(words);
    std::vector<Mention> mentions;
    Clause slip = words.event(told.slip(), ClauseForm::main);
    EXPECT_EQ(discourse.sentence(slip, mentions), "Temari slipped away from the ash to Old Mill.");
    ASSERT_EQ(mentions.size(), 3u);
    EXPECT_EQ(mentions[1].begin, 25u);
    EXPECT_EQ(mentions[1].end, 32u);
    EXPECT_EQ(discourse.sentence(slip, mentions), "She slipped away from the ash to Old Mill.");
    EXPECT_TRUE(mentions[0].is_pronoun);
    Clause ino =
        words.fact(model::PropertyId(1u), {told.value("Ino")}, Value::boolean(true), ClauseForm::main);
    EXPECT_EQ(discourse.sentence(ino, mentions), "Ino had promised to come back.");
    EXPECT_EQ(discourse.sentence(slip, mentions), "Temari slipped away from the ash to Old Mill.");
    discourse.new_paragraph();
    EXPECT_EQ(discourse.sentence(slip, mentions), "Temari slipped away from the ash to Old Mill.");
}

}  // namespace
}  // namespace wt::story
