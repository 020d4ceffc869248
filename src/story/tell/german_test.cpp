#include <gtest/gtest.h>

#include "lang/lang.h"
#include "lang/prose/german_verbs.h"
#include "story/tell/words.h"

namespace wt::story {
namespace {

namespace german = lang::prose::german;
using german::finite;
using german::verb_of;
using lang::prose::Person;
using model::EntityId;
using model::Value;

TEST(GermanVerbs, AreConjugatedByTheirPrincipalParts) {
    std::vector<std::string> parts = {"hebt auf", "hob auf", "aufgehoben"};
    german::GermanVerb verb = verb_of("aufheben", parts);
    EXPECT_EQ(finite(verb, Tense::past, Person::third), "hob");
    EXPECT_EQ(finite(verb, Tense::past, Person::plural), "hoben");
    EXPECT_EQ(finite(verb, Tense::present, Person::first), "hebe");
    EXPECT_EQ(group_of(verb, ClauseForm::main, Tense::past, Person::third).last, "auf");
    EXPECT_EQ(group_of(verb, ClauseForm::subordinate, Tense::past, Person::third).last, "aufhob");
    EXPECT_EQ(group_of(verb, ClauseForm::earlier_subordinate, Tense::past, Person::third).last,
              "aufgehoben hatte");
    EXPECT_EQ(group_of(verb, ClauseForm::prospective, Tense::past, Person::plural).last, "aufheben würden");
}

TEST(GermanVerbs, AreRegularIfNothingElseIsKnown) {
    EXPECT_EQ(verb_of("warten").present, "wartet");
    EXPECT_EQ(verb_of("warten").participle, "gewartet");
    EXPECT_EQ(verb_of("öffnen").past, "öffnete");
    EXPECT_EQ(verb_of("verkaufen").participle, "verkauft");
    EXPECT_EQ(verb_of("trainieren").participle, "trainiert");
    EXPECT_EQ(verb_of("lernen").past, "lernte");
    EXPECT_EQ(finite(verb_of("wollen"), Tense::present, Person::first), "will");
    EXPECT_EQ(finite(verb_of("sein"), Tense::present, Person::plural), "sind");
    EXPECT_EQ(group_of(verb_of("gehen"), ClauseForm::earlier, Tense::past, Person::third).second, "war");
}

class German : public testing::Test {
  protected:
    German()
        : source_("dorf.wt", R"(
type place;
entity Anna : character; entity Emil : character; entity Kinder : character;
entity Mill : place; entity Box : place;
property at(who : character) : place;
property coins(who : character) : number;
property loves(who : character, whom : character) : boolean;
action go(who : character, to : place) { precondition: at(who) != to & coins(who) >= 0 & loves(who, who); effect: at(who) = to; consenting: who; };
action lift(who : character, what : place) { precondition: at(who) == what; effect: coins(who) = 1 & loves(who, who) = False; consenting: who; };
at(Anna) = Mill; loves(Anna, Anna);
utility(): coins(Anna);
telling german {
    entity Anna: "Anna", feminine;
    entity Emil: "Emil", masculine;
    entity Kinder: "die Kinder", plural;
    entity Mill: "die Mühle", feminine;
    entity Box: "der Kasten", masculine;
    property at: "{who} [sein] in {value:dative}", unknown: "{who} [sein] fort";
    property coins: "{who} [haben] {value} {value|Münze|Münzen}";
    property loves: "{who} [lieben] {whom}";
    action go: "{who} [gehen] zu {to:dative}";
    action lift: "{who} [aufheben/hebt auf/hob auf/aufgehoben] {what} und [lachen]";
};
)"),
          reading_(lang::read_world(source_, lang::Dialect::wrongtree)) {
        for (const Diagnostic& d : reading_.diagnostics.items())
            if (d.code != DiagnosticCode::no_wish) ADD_FAILURE() << d.message;
        NarrativeStyle style;
        style.language = "german";
        words_.emplace(*reading_.world, style);
    }

    EntityId entity(std::string_view name) const {
        for (std::size_t i = 0; i < reading_.world->entities.size(); ++i)
            if (reading_.world->entities[i].name == name) return EntityId(i);
        return {};
    }
    Value value(std::string_view name) const { return Value::entity(entity(name)); }

    std::string said(const Clause& clause) const {
        std::vector<Mention> mentions;
        return Discourse(*words_).sentence(clause, mentions);
    }
    Clause event(std::size_t number, std::string_view who, std::string_view what, ClauseForm form,
                 bool negated = false) const {
        return words_->event({model::EventId(number), {value(who), value(what)}}, form, negated);
    }

    Source source_;
    lang::Reading reading_;
    std::optional<Words> words_;
};

TEST_F(German, VerbsStandSecondOrLast) {
    EXPECT_EQ(said(event(1, "Anna", "Box", ClauseForm::main)), "Anna hob den Kasten auf und lachte.");
    EXPECT_EQ(said(event(1, "Anna", "Box", ClauseForm::subordinate)), "Anna den Kasten aufhob und lachte.");
    EXPECT_EQ(said(event(1, "Kinder", "Mill", ClauseForm::earlier)),
              "Die Kinder hatten die Mühle aufgehoben und hatten gelacht.");
    EXPECT_EQ(said(event(0, "Emil", "Mill", ClauseForm::prospective)), "Emil zur Mühle gehen würde.");
}

TEST_F(German, NichtStandsBeforeAPrepositionOrAtTheEnd) {
    EXPECT_EQ(said(event(0, "Anna", "Box", ClauseForm::main, true)), "Anna ging nicht zum Kasten.");
    std::vector<Value> both = {value("Anna"), value("Emil")};
    EXPECT_EQ(
        said(words_->fact(model::PropertyId(std::size_t{2}), both, Value::boolean(false), ClauseForm::main)),
        "Anna liebte Emil nicht.");
    EXPECT_EQ(said(words_->fact(model::PropertyId(std::size_t{2}), both, Value::boolean(false),
                                ClauseForm::subordinate)),
              "Anna Emil nicht liebte.");
}

TEST_F(German, NumbersAndNamesAreDeclined) {
    auto coins = [&](std::string_view who, double number) {
        return said(words_->fact(model::PropertyId(std::size_t{1}), {value(who)}, Value::number(number),
                                 ClauseForm::main));
    };
    EXPECT_EQ(coins("Emil", 0), "Emil hatte keine Münzen.");
    EXPECT_EQ(coins("Emil", 1), "Emil hatte eine Münze.");
    EXPECT_EQ(coins("Kinder", 7), "Die Kinder hatten sieben Münzen.");
    EXPECT_EQ(words_->name(entity("Box")), "der Kasten");
    EXPECT_EQ(words_->grammar().name(entity("Box"), Role::genitive, ""), "des Kastens");
    EXPECT_EQ(words_->grammar().name(entity("Kinder"), Role::indirect, ""), "den Kindern");
}

TEST_F(German, WishesAreInfinitivesOrClausesWithDass) {
    EntityId anna = entity("Anna");
    Clause own = event(0, "Anna", "Mill", ClauseForm::infinitive);
    Clause other = event(0, "Emil", "Mill", ClauseForm::accusative);
    EXPECT_EQ(said(words_->frame(Frame::wants, {anna}, {own})), "Anna wollte zur Mühle gehen.");
    EXPECT_EQ(said(words_->frame(Frame::wants, {anna}, {own, other})),
              "Anna wollte zur Mühle gehen und dass Emil zur Mühle ging.");
    EXPECT_EQ(said(words_->frame(Frame::assumes, {entity("Emil"), anna}, {own})),
              "Emil vermutete, dass Anna zur Mühle gehen wollte.");
    EXPECT_EQ(said(words_->frame(Frame::again, {}, {event(0, "Anna", "Mill", ClauseForm::main)})),
              "Anna ging noch einmal zur Mühle.");
}

TEST_F(German, BeliefsAreNestedClauses) {
    std::vector<EntityId> believers = {entity("Anna"), entity("Emil")};
    Clause fact = words_->fact(model::PropertyId(std::size_t{0}), {value("Kinder")}, value("Mill"),
                               ClauseForm::subordinate);
    EXPECT_EQ(said(words_->belief(believers, fact, ClauseForm::main)),
              "Anna glaubte, dass Emil glaubte, dass die Kinder in der Mühle waren.");
}

}  // namespace
}  // namespace wt::story
