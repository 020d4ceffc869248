#include <gtest/gtest.h>

#include "lang/lang.h"

namespace wt::lang {
namespace {

using namespace model;

const std::string kWorld = R"(
type place;
entity Ann : character;
entity Bo : character;
entity Hall : place;
property at(who : character) : place;
property days() : number;
property lit(where : place) : boolean;
property lit(where : place, how : place) : boolean;
action walk(who : character, to : place) {
    precondition: at(who) != to & days() > 0;
    effect: at(who) = to & days() = days() - 1;
    consenting: who;
};
action noise(from : place, heard : place, sentry : character) {
    precondition: lit(from) & lit(heard, from);
    effect: believes(sentry, lit(heard) = False);
    observing(c : character): False;
};
lit(Hall);
lit(Hall, Hall);
days() = 3;
utility(): if(at(Ann) == Hall) 1 else 0;
utility(Ann): if(at(Ann) == Hall) 1 else 0;
)";

World world_of(const std::string& more, const std::vector<std::string>& divergences = {}) {
    Source source("tale.wt", kWorld + more);
    Reading reading = read_world(source, Dialect::wrongtree, {divergences, {}});
    for (const Diagnostic& d : reading.diagnostics.items())
        ADD_FAILURE() << d.message;
    return reading.world ? std::move(*reading.world) : World{};
}

/// Returns the pieces of a template, one after the other.
std::string dump(const Template& one) {
    std::string text;
    for (const Piece& piece : one.pieces) {
        std::string referent = piece.referent == ReferentKind::formal   ? std::to_string(piece.formal)
                               : piece.referent == ReferentKind::value  ? "value"
                               : piece.referent == ReferentKind::plural ? "plural"
                                                                        : "";
        switch (piece.kind) {
            case PieceKind::text:
                text += "(" + piece.text + ")";
                break;
            case PieceKind::reference:
                text += "{" + referent + (piece.form.empty() ? "" : ":" + piece.form) + "}";
                break;
            case PieceKind::choice:
                text += "{" + referent + "|" + piece.text + "|" + piece.other + "}";
                break;
            case PieceKind::verb:
                text += "[" + piece.text;
                for (const std::string& part : piece.parts)
                    text += "/" + part;
                text += ":" + referent + "]";
                break;
        }
    }
    return text;
}

TEST(Telling, ListsAreAlignedWithTheDeclarationsOfTheWorld) {
    World world = world_of(R"(telling { entity Hall: "the hall", it; type place: "place"; };)");
    ASSERT_EQ(world.tellings.size(), 1u);
    const Telling& telling = world.tellings[0];
    EXPECT_EQ(telling.language, "english");
    EXPECT_EQ(telling.entities.size(), world.entities.size());
    EXPECT_EQ(telling.types.size(), world.types.size());
    EXPECT_EQ(telling.properties.size(), world.properties.size());
    EXPECT_EQ(telling.events.size(), world.events.size());
    EXPECT_EQ(telling.entities[2].text, "the hall");
    EXPECT_EQ(telling.entities[2].words, std::vector<std::string>{"it"});
    EXPECT_TRUE(telling.entities[0].text.empty());
    EXPECT_EQ(telling.types[4].text, "place");
    EXPECT_FALSE(telling.properties[0].tell.is_given());
}

TEST(Telling, TemplatesAreCutIntoPieces) {
    World world = world_of(R"(telling {
        property at: "{who} [be] in {value}", unknown: "nobody [know] where {who} [be:who]";
        property days: "there [be:plural] {value} {value|day|days}";
        action walk: "{who} [throw/threw/thrown] {who's} coat "
            "over and [go] to {to:object} {{quickly}}";
    };)");
    const Telling& telling = world.tellings[0];
    EXPECT_EQ(dump(telling.properties[0].tell), "{0}( )[be:0]( in ){value}");
    EXPECT_EQ(dump(telling.properties[0].unknown), "(nobody )[know:]( where ){0}( )[be:0]");
    EXPECT_EQ(dump(telling.properties[1].tell), "(there )[be:plural]( ){value}( ){value|day|days}");
    EXPECT_EQ(
        dump(telling.events[0].tell),
        "{0}( )[throw/threw/thrown:0]( ){0:possessive}( coat over and )[go:0]( to ){1:object}( {quickly})");
}

TEST(Telling, AnOwnerIsNotTheSubject) {
    World world = world_of(R"(telling { property at: "{who's} place [be] {value}"; };)");
    EXPECT_EQ(dump(world.tellings[0].properties[0].tell), "{0:possessive}( place )[be:]( ){value}");
}

TEST(Telling, LineBreaksInATextAreSpacesAndBackslashesHide) {
    World world = world_of("telling { entity Ann: \"\\\"Ann\\\"\n     of the \\\\ hall\"; };");
    EXPECT_EQ(world.tellings[0].entities[0].text, "\"Ann\" of the \\ hall");
}

TEST(Telling, PiecesAreWhereTheyStandInTheText) {
    std::string more = R"(telling { action walk: "{who} " "[walk] \"to\" {to}"; };)";
    std::string text = kWorld + more;
    World world = world_of(more);
    const Template& tell = world.tellings[0].events[0].tell;
    auto text_of = [&](const Span& span) { return text.substr(span.begin, span.end - span.begin); };
    EXPECT_EQ(text_of(tell.pieces[0].span), "{who}");
    EXPECT_EQ(text_of(tell.pieces[2].span), "[walk]");
    EXPECT_EQ(text_of(tell.pieces[3].span), R"( \"to\" )");
    EXPECT_EQ(text_of(tell.pieces[4].span), "{to}");
}

TEST(Telling, AnItemTellsTheOverloadsThatHaveItsParameters) {
    World world = world_of(R"(telling {
        property lit: "{where} [be] lit";
        property days: "{value} [be:plural] left";
        property at: "{who} [be] in {value}";
    };
    telling german { property lit: "{where} [leuchten] {how:dative}"; };)");
    EXPECT_TRUE(world.tellings[0].properties[2].tell.is_given());
    EXPECT_TRUE(world.tellings[0].properties[3].tell.is_given());
    EXPECT_FALSE(world.tellings[1].properties[2].tell.is_given());
    EXPECT_EQ(dump(world.tellings[1].properties[3].tell), "{0}( )[leuchten:0]( ){1:dative}");
}

TEST(Telling, WhatIsNoticedAndSaidIsKept) {
    World world = world_of(R"(telling {
        action noise: "{from} [creak]", noticed: "{sentry} [hear] something in {heard}";
        action walk: "{who} [walk] to {to}", says: days() > 1 & at(who) != to;
    };)");
    EXPECT_EQ(dump(world.tellings[0].events[1].noticed), "{2}( )[hear:2]( something in ){1}");
    ExprId says = world.tellings[0].events[0].says;
    ASSERT_TRUE(says.valid());
    EXPECT_EQ(world[says].kind, ExprKind::conjunction);
}

const std::string kDivergences = R"(
telling { action walk: "{who} [walk] to {to}"; entity Bo: "Bo"; action noise: "{from} [creak]"; };
divergence late { requires: early; telling { action walk: "{who} [crawl] to {to}"; }; };
divergence early { telling { action walk: "{who} [run] to {to}"; }; };
divergence quiet { without action noise; without entity Bo; };
divergence other {
    action walk(one : character, place : place) { precondition: at(one) != place; effect: at(one) = place; consenting: one; };
    telling { action walk: "{one} [go] to {place}"; };
};
)";

TEST(Telling, TheDivergenceThatBuildsOnTheOthersCounts) {
    auto verb = [](const std::vector<std::string>& divergences) {
        World world = world_of(kDivergences, divergences);
        return world.tellings[0].events[0].tell.pieces[2].text;
    };
    EXPECT_EQ(verb({}), "walk");
    EXPECT_EQ(verb({"early"}), "run");
    EXPECT_EQ(verb({"late"}), "crawl");
    EXPECT_EQ(verb({"other"}), "go");
}

TEST(Telling, WhatADivergenceTakesAwayIsNotTold) {
    World world = world_of(kDivergences, {"quiet"});
    ASSERT_EQ(world.events.size(), 1u);
    EXPECT_EQ(world.tellings[0].events.size(), 1u);
    EXPECT_EQ(world.tellings[0].entities.size(), 2u);
}

TEST(Telling, WhatIsSaidIsNoUseOfAProperty) {
    std::string text =
        "entity Ann : character;\nproperty calm() : boolean;\nproperty sure() : boolean;\n"
        "action rest(who : character) { effect: calm() & sure(); consenting: who; };\nutility(): calm();\n"
        "telling { action rest: \"{who} [rest]\", says: sure(); };\n";
    Source source("tale.wt", text);
    Reading reading = read_world(source, Dialect::wrongtree);
    bool warned = false;
    for (const Diagnostic& d : reading.diagnostics.items())
        warned |= d.code == DiagnosticCode::never_read;
    EXPECT_TRUE(reading.world);
    EXPECT_TRUE(warned);
}

}  // namespace
}  // namespace wt::lang
