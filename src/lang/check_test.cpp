// These tests say what texts denote: the facts of the language page about types, names, events, effects and the first
// state.

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "model/print.h"

namespace wt::lang {
namespace {

using model::Value;
using model::World;

Reading read(const std::string& text, Dialect dialect = Dialect::wrongtree) {
    return read_world(Source("test", text), dialect);
}

/// Returns the world of a text that must have no errors.
World world_of(const std::string& text, Dialect dialect = Dialect::wrongtree) {
    Reading reading = read(text, dialect);
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) ADD_FAILURE() << d.message << "\nin " << text;
    return reading.world.value_or(World{});
}

/// Returns the code of the first error, or "fine".
std::string error_of(const std::string& text, Dialect dialect = Dialect::sabre) {
    Reading reading = read(text, dialect);
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) return std::string(name_of(d.code));
    return "fine";
}

constexpr const char* kPlaces = R"(
type place;
type item;
entity Tom : character; entity Ann : character;
entity Home : place; entity Market : place;
entity Coin : item;
property at(c : character) : place;
property at(i : item) : entity;
property alive(c : character) : boolean;
property money(c : character) : number;
property time() : number;
)";

std::string effect(const std::string& text) {
    World world = world_of(kPlaces + ("action go(who : character, to : place) { effect: " + text + "; };"));
    return world.events.empty() ? "" : model::to_text(world, world.events[0].effect);
}
std::string effect_error(const std::string& text) {
    return error_of(kPlaces + ("action go(who : character, to : place) { effect: " + text + "; };"));
}
std::string condition_error(const std::string& text) {
    return error_of(kPlaces + ("action go(who : character, to : place) { precondition: " + text + "; };"));
}
std::string statement_error(const std::string& text) {
    return error_of(kPlaces + text + ";");
}

std::vector<std::string> first_state(const std::string& text) {
    World world = world_of(kPlaces + text);
    std::vector<std::string> result;
    for (model::EffectId id : world.first_state)
        result.push_back(model::to_text(world, id));
    return result;
}

using Texts = std::vector<std::string>;

// ---- types and entities ----

TEST(Check, AddsUpParentsAndDropsThoseThatAnotherImplies) {
    World world = world_of("type a : b, c; type b : d; type a : d; type e; type e : a; entity X : e;");
    auto name = [&](model::TypeId id) { return world[id].name; };
    for (const model::Type& type : world.types) {
        if (type.name == "a") {
            ASSERT_EQ(type.parents.size(), 2u);
            EXPECT_EQ(name(type.parents[0]), "b");
        }
        if (type.name == "e") {
            ASSERT_EQ(type.parents.size(), 1u);
            EXPECT_EQ(name(type.parents[0]), "a");
        }
        if (type.name != "boolean" && type.name != "number" && type.name != "character") {
            EXPECT_EQ(type.members.size(), 1u) << type.name;
        }
    }
}

TEST(Check, NumbersCharactersFirstInTheOrderOfTheirFirstDeclaration) {
    World world = world_of(
        "entity Stone : thing; entity Late : thing; entity Ann : hero; entity Cup : thing; type hero : "
        "character;"
        "entity Bob : character; entity Late : character; entity Ann : thing;");
    std::string order;
    for (const model::Entity& entity : world.entities)
        order += entity.name + " ";
    EXPECT_EQ(order, "Ann Bob Late Stone Cup ");
    EXPECT_EQ(world.character_count, 3u);
    EXPECT_EQ(world.utilities.size(), 3u);
}

TEST(Check, LetsOneNameBeATypeAVariableAnEntityAndAProperty) {
    World world = world_of(
        "entity character : character; property character(character : character) : character;"
        "action character(character : character) { effect: character(character) = character; };");
    EXPECT_EQ(model::to_text(world, world.events[0].effect), "character(character) = character");
    EXPECT_EQ(world[world[world.events[0].effect].value].kind, model::ExprKind::variable);
}

TEST(Check, RefusesFamiliesOfBooleanAndNumber) {
    EXPECT_EQ(error_of("type a : boolean;"), "bad-parent");
    EXPECT_EQ(error_of("type number : a;"), "bad-parent");
    EXPECT_EQ(error_of("entity X : number;"), "bad-parent");
    EXPECT_EQ(error_of("type a : b; type b : a;"), "type-cycle");
    EXPECT_EQ(error_of("entity X;"), "unexpected-token");
    EXPECT_EQ(error_of("property p(x : nowhere) : boolean;"), "undefined-name");
}

TEST(Check, TreatsCaseAsPartOfANameAndKnowsNoOtherConstants) {
    EXPECT_EQ(statement_error("alive(tom)"), "undefined-name");
    EXPECT_EQ(statement_error("alive(Tom) = true"), "undefined-name");
    EXPECT_EQ(statement_error("alive(Tom) = True"), "fine");
}

// ---- properties and overloads ----

TEST(Check, ChoosesTheOverloadThatTheArgumentsFit) {
    EXPECT_EQ(effect("at(who) = to & at(Coin) = who"), "at(who) = to & at(Coin) = who");
    EXPECT_EQ(error_of(std::string(kPlaces) + "action a(x : entity) { precondition: at(x) == Home; };"),
              "type-mismatch");
}

TEST(Check, FixesFormalsToTheirValues) {
    std::string text =
        std::string(kPlaces) + "property open(Home) : boolean; property open(1, True) : boolean;";
    EXPECT_EQ(error_of(text + "open(Home); open(1, True);"), "fine");
    EXPECT_EQ(error_of(text + "open(Market);"), "type-mismatch");
    EXPECT_EQ(error_of(text + "open(1, False);"), "type-mismatch");
    EXPECT_EQ(error_of(text + "property shut(?) : boolean;"), "bad-formal");
    World world =
        world_of(std::string(kPlaces) + "action buy(who : character, Coin) { effect: at(Coin) = who; };");
    EXPECT_EQ(model::head_text(world, world.events[0]), "buy(who : character, Coin)");
}

TEST(Check, RefusesOverloadsThatCannotBeToldApart) {
    std::string types = "type a; type b : a; entity X : b;";
    EXPECT_EQ(error_of(types + "property p(x : a) : boolean; property p(x : b) : boolean;"),
              "ambiguous-overload");
    EXPECT_EQ(error_of(types + "property p() : boolean; property p() : number;"), "ambiguous-overload");
    EXPECT_EQ(error_of(types + "property p(X) : boolean; property p(x : a) : number;"), "ambiguous-overload");
    EXPECT_EQ(error_of(types + "property p(X) : boolean; property p(X) : number;"), "ambiguous-overload");
    EXPECT_EQ(error_of(types + "property p(True) : boolean; property p(x : a) : number;"), "fine");
    EXPECT_EQ(error_of(types + "action p(x : a) {}; trigger p(x : b) {};"), "ambiguous-overload");
    EXPECT_EQ(error_of(types + "action p(x : a) {}; property p(x : b) : boolean;"), "fine");
    EXPECT_EQ(
        error_of(types + "property p(x : a, y : character) : boolean; property p(x : b, y : a) : boolean;"),
        "fine");
}

TEST(Check, RefusesAUseThatMeansTwoDeclarations) {
    EXPECT_EQ(
        error_of("type a; type b; entity X : a, b; property p(x : a) : boolean; property p(x : b) : boolean;"
                 "p(X);"),
        "ambiguous-overload");
}

TEST(Check, TakesRepeatedFormalsOfAPropertyAsTwo) {
    EXPECT_EQ(error_of("entity A : character; entity B : character;"
                       "property loves(c : character, c : character) : boolean; loves(A, B);"),
              "fine");
}

TEST(Check, LetsALaterParameterHideAnEarlierOfItsName) {
    World world =
        world_of(std::string(kPlaces) + "action wed(x : character, x : character) { effect: alive(x); };");
    const model::Effect& assignment = world[world.events[0].effect];
    EXPECT_EQ(world[assignment.arguments[0]].variable, world.events[0].formals[1].variable);
}

TEST(Check, AllowsNoNumberVariables) {
    EXPECT_EQ(error_of("property p(x : number) : boolean;"), "bad-formal");
    EXPECT_EQ(statement_error("forall(x : number) time() = x"), "bad-formal");
    EXPECT_EQ(error_of("property p() : boolean; action go(b : boolean) { effect: p() = b; };"), "fine");
}

TEST(Check, AllowsOnlyValuesAsArguments) {
    EXPECT_EQ(statement_error("alive(at(Tom))"), "unexpected-token");
    EXPECT_EQ(statement_error("alive(?)"), "type-mismatch");
    EXPECT_EQ(statement_error("alive()"), "wrong-arity");
}

// ---- expressions ----

TEST(Check, ReadsBelievesOfAFormulaButNotOfALoneValue) {
    EXPECT_EQ(condition_error("believes(who, alive(Tom))"), "fine");
    EXPECT_EQ(condition_error("believes(who, !alive(Tom) & exists(c : character) alive(c))"), "fine");
    EXPECT_EQ(condition_error("believes(who, believes(Tom, at(Ann))) == to"), "fine");
    EXPECT_EQ(condition_error("believes(who, Home) == to"), "undefined-name");
    EXPECT_EQ(condition_error("believes(to, alive(Tom))"), "not-a-character");
    EXPECT_EQ(condition_error("believes(at(who), alive(Tom))"), "unexpected-token");
}

TEST(Check, ComparesAnythingButCountsOnlyNumbers) {
    EXPECT_EQ(condition_error("at(who) == 3 & who > Tom & alive(who) <= ?"), "fine");
    EXPECT_EQ(condition_error("money(who) + ? == 3"), "fine");
    EXPECT_EQ(condition_error("money(who) + alive(who) == 3"), "type-mismatch");
    EXPECT_EQ(condition_error("(sum(c : character) at(c)) == 3"), "type-mismatch");
}

TEST(Check, NeedsAnElseUnlessAllBranchesAreConditions) {
    EXPECT_EQ(condition_error("if(alive(who)) alive(Tom)"), "fine");
    EXPECT_EQ(condition_error("(if(alive(who)) 1) == 1"), "missing-else");
    EXPECT_EQ(condition_error("(if(alive(who)) 1 else Tom) == 1"), "type-mismatch");
    EXPECT_EQ(condition_error("(if(alive(who)) 1 else ?) + 1 == 1"), "fine");
    EXPECT_EQ(effect("at(who) = if(alive(who)) Home else ?"), "at(who) = (if(alive(who)) Home else ?)");
    EXPECT_EQ(effect_error("at(who) = if(alive(who)) Home else Tom"), "type-mismatch");
}

TEST(Check, TestsTypesOfAnythingButFluentsAgainstNumber) {
    EXPECT_EQ(condition_error("at(Coin) : place & who : character & !to : item & alive(who) : boolean"),
              "fine");
    EXPECT_EQ(condition_error("money(who) : number"), "type-mismatch");
}

TEST(Check, RefusesAssignmentsOutsideEffects) {
    EXPECT_EQ(condition_error("at(who) = to"), "not-a-condition");
    EXPECT_EQ(error_of(std::string(kPlaces) +
                       "action a(c : character) { observing(o : character): alive(o) = True; };"),
              "not-a-condition");
    EXPECT_EQ(statement_error("if(alive(Tom) = True) alive(Ann)"), "not-a-condition");
    EXPECT_EQ(statement_error("utility(): alive(Tom) = True"), "not-a-condition");
}

TEST(Check, LetsInnerVariablesHideOuterOnes) {
    World world =
        world_of(std::string(kPlaces) +
                 "action go(c : character) { precondition: alive(c) & exists(c : character) !alive(c);"
                 " observing(c : character): alive(c); };");
    const model::Event& event = world.events[0];
    const model::Expr& exists = world[world[event.precondition].children[1]];
    const model::Expr& negation = world[exists.children[0]];
    EXPECT_EQ(world[world[negation.children[0]].children[0]].variable, exists.variable);
    EXPECT_EQ(world[world[event.observing].children[0]].variable, event.observer);
}

// ---- events ----

TEST(Check, TakesThePartsOfAnEventInAnyOrderAndTheLastOfEach) {
    Reading reading = read(std::string(kPlaces) +
                           "action go(who : character) { consenting: ((who, who,)); precondition: False;"
                           " effect: alive(who); precondition: alive(who) };");
    ASSERT_TRUE(reading.world);
    const model::Event& event = reading.world->events[0];
    EXPECT_EQ(model::to_text(*reading.world, event.precondition), "alive(who)");
    EXPECT_EQ(event.consenting.size(), 2u);
    EXPECT_FALSE(event.observer.valid());
}

TEST(Check, FillsInMissingParts) {
    World world = world_of("property p() : boolean; action a() {}; trigger t() { effect: p() };");
    EXPECT_EQ(model::to_text(world, world.events[0].precondition), "True");
    EXPECT_EQ(model::to_text(world, world.events[0].effect), "True");
    EXPECT_TRUE(world.events[1].is_trigger);
    EXPECT_EQ(error_of("entity A : character; trigger t() { consenting: A; };"), "unexpected-token");
}

TEST(Check, LetsOnlyCharactersConsentAndObserve) {
    auto action = [](const std::string& part) {
        return error_of(kPlaces + ("action go(who : character, to : place) { " + part + "; };"));
    };
    EXPECT_EQ(action("consenting: who, Ann"), "fine");
    EXPECT_EQ(action("consenting: ()"), "fine");
    EXPECT_EQ(action("consenting: "), "fine");
    EXPECT_EQ(action("consenting: to"), "not-a-character");
    EXPECT_EQ(action("consenting: at(Coin)"), "unexpected-token");
    EXPECT_EQ(action("observing(o : entity): o == who"), "fine");
    EXPECT_EQ(action("observing(o : place): o == to"), "not-a-character");
}

// ---- effects ----

TEST(Check, TurnsEffectsIntoAssignments) {
    EXPECT_EQ(effect("alive(who)"), "alive(who) = True");
    EXPECT_EQ(effect("!alive(who)"), "alive(who) = False");
    EXPECT_EQ(effect("!believes(Tom, alive(who))"), "believes(Tom, alive(who)) = False");
    EXPECT_EQ(effect("at(who) == to"), "at(who) = to");
    EXPECT_EQ(effect("alive(who) != True"), "alive(who) = False");
    EXPECT_EQ(effect("alive(who) != alive(Tom)"), "alive(who) = (!alive(Tom))");
    EXPECT_EQ(effect("True"), "True");
    EXPECT_EQ(effect("forall(c : character) alive(c)"), "forall(c : character) (alive(c) = True)");
    EXPECT_EQ(effect("believes(Tom, at(who)) = to"), "believes(Tom, at(who)) = to");
    EXPECT_EQ(effect("believes(Tom, at(who) = to & !alive(who))"),
              "believes(Tom, at(who) = to & alive(who) = False)");
    EXPECT_EQ(
        effect("if(alive(who)) at(who) = to elseif(alive(Tom)) alive(who) else !alive(who)"),
        "if(alive(who)) (at(who) = to) elseif(alive(Tom)) (alive(who) = True) else (alive(who) = False)");
}

TEST(Check, RefusesWhatAnEffectCannotMakeSo) {
    for (const char* text :
         {"money(who) != 3", "money(who) > 3", "who : character", "False", "money(who)", "Tom", "3",
          "3 == money(who)", "!(alive(who) & alive(Tom))", "alive(who) | alive(Tom)",
          "exists(c : character) alive(c)", "sum(c : character) 1", "who == Tom"})
        EXPECT_EQ(effect_error(text), "not-an-effect") << text;
    for (const char* text : {"at(who) = who", "alive(who) = ?", "money(who) = alive(who)", "alive(who) = 1"})
        EXPECT_EQ(effect_error(text), "type-mismatch") << text;
    EXPECT_EQ(effect_error("money(who) = ?"), "fine");
}

TEST(Check, KeepsTheOnlyPossibleAlternativeOfAnEffect) {
    EXPECT_EQ(effect("alive(who) | False"), "alive(who) = True");
    EXPECT_EQ(effect("exists(c : character) (c == Ann & alive(c))"), "alive(Ann) = True");
    EXPECT_EQ(effect("exists(i : item) at(i) = who"), "at(Coin) = who");
    EXPECT_EQ(effect_error("False | False"), "not-an-effect");
}

TEST(Check, RefusesContradictionsAndMergesRepeats) {
    EXPECT_EQ(effect_error("money(who) = 1 & money(who) = 2"), "contradictory-effect");
    EXPECT_EQ(effect_error("alive(who) & !alive(who)"), "contradictory-effect");
    EXPECT_EQ(effect_error("believes(Tom, alive(who)) & believes(Tom, !alive(who))"), "contradictory-effect");
    EXPECT_EQ(effect_error("money(who) = 1 & money(who) = 1"), "fine");
    EXPECT_EQ(effect_error("money(who) = 1 & money(Tom) = 2"), "fine");
    EXPECT_EQ(effect_error("if(alive(Tom)) money(who) = 1 & if(alive(Ann)) money(who) = 2"), "fine");
}

// ---- first state and utilities ----

TEST(Check, SplitsTopLevelConjunctionsOfTheFirstState) {
    EXPECT_EQ(first_state("time() = 1 & time() = 2; (alive(Tom) & (time() = time() + 1));"),
              (Texts{"time() = 1", "time() = 2", "alive(Tom) = True", "time() = (time() + 1)"}));
    EXPECT_EQ(first_state("forall(c : character) forall(d : character) believes(c, alive(d)); True;").size(),
              2u);
    EXPECT_EQ(statement_error("False"), "not-an-effect");
    EXPECT_EQ(statement_error("alive(who)"), "undefined-name");
    EXPECT_EQ(statement_error("believes(Tom, time() = 1 & time() = 2)"), "contradictory-effect");
}

TEST(Check, WrapsBooleanUtilitiesAndDefaultsToZero) {
    World world =
        world_of(std::string(kPlaces) + "utility(): alive(Tom); utility(Tom): 1; utility(Tom): money(Tom);");
    EXPECT_EQ(model::to_text(world, world.author_utility.value), "if(alive(Tom)) 1 else 0");
    EXPECT_EQ(model::to_text(world, world.utilities[0].value), "money(Tom)");
    EXPECT_EQ(model::to_text(world, world.utilities[1].value), "0");
    EXPECT_EQ(statement_error("utility(who): 1"), "undefined-name");
    EXPECT_EQ(statement_error("utility(Home): 1"), "not-a-character");
    EXPECT_EQ(statement_error("utility(): at(Tom)"), "type-mismatch");
}

TEST(Check, ReadsDefinitionsInAnyOrderOfKinds) {
    EXPECT_EQ(
        error_of("utility(): p(A); p(A); action a(x : t) { effect: p(x); }; property p(x : t) : boolean;"
                 "entity A : t; type t;"),
        "fine");
    EXPECT_EQ(error_of(""), "fine");
}

// ---- our additions ----

TEST(Check, ReadsGoalAndLimitsInItsOwnDialectOnly) {
    std::string text = std::string(kPlaces) + "goal: -1.5; limits: depth 4, author 7, belief 2, ;";
    World world = world_of(text);
    EXPECT_EQ(world.settings.goal, -1.5);
    EXPECT_EQ(world.settings.author_limit, 7);
    EXPECT_EQ(world.settings.character_limit, std::nullopt);
    EXPECT_EQ(world.settings.belief_limit, 2);
    EXPECT_EQ(world.settings.belief_depth, 4);
    EXPECT_EQ(error_of(text, Dialect::sabre), "unexpected-token");
}

TEST(Check, KnowsTheDialectByTheEndOfTheName) {
    EXPECT_EQ(dialect_of("a/b.txt"), Dialect::sabre);
    EXPECT_EQ(dialect_of("a/b.wt"), Dialect::wrongtree);
    EXPECT_EQ(dialect_of("-"), Dialect::wrongtree);
}

TEST(Check, SurvivesBytesOfAnyKind) {
    for (std::string text :
         {std::string("\0\0\0", 3), std::string("alive(\x01\x7f);\x1b[31m"), std::string(")}]({["),
          std::string("\xef\xbb\xbftype a;"), std::string(1000, ';'), std::string(1000, '"')})
        read(text, Dialect::sabre);
}

// ---- plans ----

TEST(Plan, ReadsOneActionALine) {
    World world = world_of(std::string(kPlaces) +
                           "action go(c : character, p : place) { effect: at(c) = p; };"
                           "action go(i : item, Home) { effect: at(i) = Home; }; action end() {};");
    Source source("plan", "// a walk\ngo(Tom, Market)  // there\n\n go( Coin , Home );\r\nend()\n/* done */");
    auto plan = read_plan(world, source);
    ASSERT_TRUE(plan);
    std::string text;
    for (const model::GroundEvent& event : *plan)
        text += model::to_text(world, event) + " ";
    EXPECT_EQ(text, "go(Tom, Market) go(Coin, Home) end() ");
}

std::string precondition(const std::string& text) {
    World world = world_of(
        kPlaces + ("property friend(c : character) : character; property home(c : character) : place;"
                   "property kin(a : character, b : character) : character; action go(who : character, to : "
                   "place) { precondition: " +
                   text + "; };"));
    return world.events.empty() ? "" : model::to_text(world, world.events[0].precondition);
}

TEST(Check, APropertyCanBeAnArgument) {
    EXPECT_EQ(precondition("alive(friend(who)) & at(who) == to"),
              "(exists(friend : character) (friend(who) == friend & alive(friend))) & at(who) == to");
    EXPECT_EQ(precondition("home(friend(who)) == to"),
              "(if(friend(who) == Tom) home(Tom) elseif(friend(who) == Ann) home(Ann) else ?) == to");
    EXPECT_EQ(
        precondition("believes(who, alive(friend(Tom))) & at(who) == to"),
        "believes(who, exists(friend : character) (friend(Tom) == friend & alive(friend))) & at(who) == to");
    EXPECT_NE(precondition("alive(kin(friend(who), friend(Ann))) & at(who) == to"), "");
    std::string friends =
        "property friend(c : character) : character; property mood(c : character) : number; ";
    auto error = [&](const std::string& text) {
        return error_of(kPlaces + friends + text, Dialect::wrongtree);
    };
    EXPECT_EQ(error("action go(who : character) { precondition: alive(alive(who)); };"), "type-mismatch");
    EXPECT_EQ(error("action go(who : character) { effect: alive(friend(who)); };"), "type-mismatch");
    EXPECT_EQ(error("alive(friend(Tom));"), "type-mismatch");
    EXPECT_EQ(error("divergence d { without alive(friend(Tom)); };"), "type-mismatch");
    EXPECT_EQ(
        error_of(kPlaces + friends + "action go(who : character) { precondition: alive(friend(who)); };",
                 Dialect::sabre),
        "unexpected-token");
    std::string deep = "who";
    for (int i = 0; i < 250; ++i)
        deep = "friend(" + deep + ")";
    EXPECT_EQ(error("action go(who : character) { precondition: alive(" + deep + "); };"),
              "nesting-too-deep");
    // A value with too many combinations of arguments is refused before they are written out.
    std::string many = "property far(";
    std::string arguments;
    for (int i = 0; i < 20; ++i) {
        many += (i > 0 ? ", a" : "a") + std::to_string(i) + " : character";
        arguments += (i > 0 ? ", " : "") + std::string("friend(who)");
    }
    EXPECT_EQ(
        error(many + ") : number; action go(who : character) { precondition: far(" + arguments + ") > 0; };"),
        "too-large");
}

TEST(Check, AUtilityCanBeThatOfAType) {
    World world = world_of(
        kPlaces + std::string("type dwarf : character; entity Bo : dwarf; entity Co : dwarf;"
                              "utility(d : dwarf): money(d); utility(Bo): 3; utility(Ann): time();"));
    auto utility = [&](std::size_t i) { return model::to_text(world, world.utilities[i].value); };
    EXPECT_EQ(utility(1), "time()");
    EXPECT_EQ(utility(2), "3");
    EXPECT_EQ(utility(3), "money(Co)");
    std::string of_places = kPlaces + std::string("utility(p : place): 1;");
    EXPECT_EQ(error_of(of_places, Dialect::wrongtree), "not-a-character");
    EXPECT_EQ(error_of(of_places), "unexpected-token");
    World later =
        world_of(kPlaces + std::string("utility(c : character): 1; divergence d { utility(Ann): 2; };"));
    EXPECT_EQ(model::to_text(later, later.utilities[1].value), "1");
}

TEST(Check, ANarratorCanTell) {
    World world = world_of(
        kPlaces + std::string("utility(): time(); request r { ends: time() == 0; teller: narrator; };"));
    ASSERT_EQ(world.requests.size(), 1u);
    EXPECT_FALSE(world.requests[0].teller.valid());
    EXPECT_EQ(error_of(kPlaces + std::string(
                                     "utility(): time(); request r { ends: time() == 0; teller: narator; };"),
                       Dialect::wrongtree),
              "undefined-name");
}

}  // namespace
}  // namespace wt::lang
