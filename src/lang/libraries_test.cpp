// These tests are about worlds on libraries: what lies under a world, and what the world changes in it.

#include "lang/libraries.h"

#include <gtest/gtest.h>

#include "lang/lang.h"
#include "lang/shipped_libraries.h"
#include "model/print.h"

namespace wt::lang {
namespace {

using model::World;
using Files = std::map<std::string, std::string, std::less<>>;

const Files kFiles = {
    {"places",
     "library places 1.3 \"Places\"; type place; property at(who : character) : place; property tired(who : "
     "character) : "
     "boolean; action go(who : character, to : place) { precondition: at(who) != to; effect: at(who) = to; "
     "consenting: "
     "who; }; telling { action go: \"{who} [go/went/gone] to {to}\"; };"},
    {"gifts",
     "library gifts 1.0; use places 1; type thing; property has(thing : thing) : character; requires "
     "property worth(what : "
     "thing) : number = 2; action give(who : character, thing : thing, to : character) { precondition: "
     "has(thing) == who; "
     "effect: has(thing) = to; consenting: who; }; extend action go { precondition: !tired(who); }; telling "
     "{ action "
     "give: \"{who} [give] {thing} to {to}\"; };"},
};

FindLibrary finder(const Files& files) {
    return [&files](std::string_view name) -> std::optional<Source> {
        auto found = files.find(name);
        return found == files.end() ? std::nullopt
                                    : std::optional<Source>(Source(found->first + ".wt", found->second));
    };
}

struct Loaded {
    Source source;
    Reading reading;

    const World& world() const { return *reading.world; }
};

Loaded load(const std::string& text, const Files& files = kFiles, const Selection& selection = {}) {
    Source source = with_libraries(Source("test", text), Dialect::wrongtree, finder(files));
    Reading reading = read_world(source, Dialect::wrongtree, selection);
    return {std::move(source), std::move(reading)};
}

Loaded sound(const std::string& text, const Selection& selection = {}) {
    Loaded loaded = load(text, kFiles, selection);
    for (const Diagnostic& d : loaded.reading.diagnostics.items())
        if (d.severity == Severity::error) ADD_FAILURE() << d.message << "\nin " << text;
    if (!loaded.reading.world) loaded.reading.world = World{};
    return loaded;
}

std::string rule(const World& world, std::string_view name) {
    for (const model::Event& event : world.events)
        if (event.name == name)
            return model::to_text(world, event.precondition) + " -> " + model::to_text(world, event.effect);
    return "";
}

constexpr const char* kPeople = "entity Ann : character; entity Hall : place; at(Ann) = Hall; utility(): 0;";

TEST(Libraries, LieUnderAWorldWithAllThatTheyUse) {
    Loaded loaded = sound(std::string("use gifts; ") + kPeople);
    const World& world = loaded.world();
    EXPECT_EQ(rule(world, "give"), "has(thing) == who -> has(thing) = to");
    ASSERT_EQ(loaded.source.parts().size(), 3u);
    EXPECT_EQ(loaded.source.parts()[1].name, "places.wt");
    EXPECT_EQ(loaded.source.parts()[2].name, "gifts.wt");
    // The property is required with a value by default, and declared by nobody else.
    EXPECT_EQ(world.first_state.size(), 2u);
    EXPECT_EQ(model::to_text(world, world.first_state[0]), "forall(what : thing) (worth(what) = 2)");
}

TEST(Libraries, WhatTheWorldSaysCountsOverThem) {
    Loaded loaded = sound(
        std::string("use places; property at(who : character) : place; ") + kPeople +
        "action go(who : character, to : place) { effect: tired(who) & at(who) = to; consenting: who; };");
    EXPECT_EQ(rule(loaded.world(), "go"), "True -> tired(who) = True & at(who) = to");
    EXPECT_EQ(loaded.world().events.size(), 1u);
    Loaded without = sound(std::string("use places; without action go; ") + kPeople);
    EXPECT_TRUE(without.world().events.empty());
    EXPECT_TRUE(sound(std::string("use gifts; without action go, give; ") + kPeople).world().events.empty());
    // The world comes with what another library adds to it.
    Loaded both = sound(std::string("use gifts; without action go; ") + kPeople);
    EXPECT_EQ(both.world().events.size(), 1u);
    EXPECT_EQ(both.world().events[0].name, "give");
}

TEST(Libraries, AndDivergencesCountOverTheWorld) {
    std::string text = std::string("use gifts; ") + kPeople +
                       "divergence snow { extend action go { precondition: False; }; without action give; };";
    EXPECT_EQ(rule(sound(text).world(), "go"), "at(who) != to & !tired(who) -> at(who) = to");
    Loaded loaded = sound(text, {{"snow"}, {}});
    EXPECT_EQ(rule(loaded.world(), "go"), "(at(who) != to & !tired(who)) & False -> at(who) = to");
    EXPECT_EQ(loaded.world().events.size(), 1u);
}

TEST(Libraries, AnExtensionAddsConditionsEffectsAndConsent) {
    Loaded loaded =
        sound(std::string("use gifts; ") + kPeople +
              "extend action give { precondition: !tired(who); effect: tired(to); consenting: to; };");
    EXPECT_EQ(rule(loaded.world(), "give"),
              "has(thing) == who & !tired(who) -> has(thing) = to & tired(to) = True");
    for (const model::Event& event : loaded.world().events)
        EXPECT_TRUE(event.name != "give" || event.consenting.size() == 2);
    // A replaced action is no longer the one that a library below has extended.
    Loaded replaced =
        sound(std::string("use gifts; ") + kPeople +
              "action go(who : character, to : place) { effect: at(who) = to; consenting: who; };");
    EXPECT_EQ(rule(replaced.world(), "go"), "True -> at(who) = to");
}

TEST(Libraries, NamesAreGivenUpForOthers) {
    Loaded loaded = sound(std::string("use gifts (thing as present, give as hand_over); ") + kPeople +
                          "type thing; entity Rock : thing; entity Ring : present; has(Ring) = Ann;");
    EXPECT_EQ(rule(loaded.world(), "hand_over"), "has(present) == who -> has(present) = to");
    const model::Telling& telling = loaded.world().tellings.at(0);
    std::size_t told = 0;
    for (const model::EventTelling& one : telling.events)
        if (one.tell.is_given()) ++told;
    EXPECT_EQ(told, 2u);
}

TEST(Libraries, WhatIsRenamedIsRenamedInAllThatUseIt) {
    Loaded loaded =
        sound(std::string("use places (at as located), gifts; entity Ann : character; entity Hall : place; "
                          "located(Ann) = Hall; utility(): 0;"));
    EXPECT_EQ(rule(loaded.world(), "go"), "located(who) != to & !tired(who) -> located(who) = to");
}

TEST(Libraries, MessagesNameTheFile) {
    Files files = kFiles;
    files["broken"] = "library broken 1.0;\n\naction fail(who : character) { effect: nothing(who); };";
    Loaded loaded = load("use broken; entity Ann : character;", files);
    ASSERT_EQ(loaded.reading.diagnostics.size(), 1u);
    Span span = loaded.reading.diagnostics.items()[0].span;
    EXPECT_EQ(loaded.source.part_at(span.begin).name, "broken.wt");
    EXPECT_EQ(loaded.source.locate(span.begin).line, 3u);
    EXPECT_EQ(loaded.source.text(span), "nothing");
}

TEST(Libraries, WhatIsNotClosedInOneFileDoesNotGoOnInTheNext) {
    Files files = kFiles;
    files["open"] = "library open 1.0; action act(who : character) { effect: tired(who); /* and so on";
    Loaded loaded = load("use open, places; entity Ann : character; utility(Ann): (1", files);
    for (const Diagnostic& d : loaded.reading.diagnostics.items())
        EXPECT_NE(loaded.source.part_at(d.span.begin).name, "places.wt") << d.message;
    EXPECT_FALSE(loaded.reading.world.has_value());
}

TEST(Libraries, AreReadWhereverTheyStand) {
    // Each library that comes with the program is sound by itself, and in a world with nothing of its own.
    for (const ShippedLibrary& library : shipped_libraries()) {
        Source alone(std::string(library.name), std::string(library.text));
        Source with = with_libraries(std::move(alone), Dialect::wrongtree, find_shipped);
        Reading reading = read_world(with, Dialect::wrongtree);
        for (const Diagnostic& d : reading.diagnostics.items())
            EXPECT_NE(d.severity, Severity::error) << library.name << ": " << d.message;
        Source world = with_libraries(
            Source("world", "use " + std::string(library.name) + "; entity Ann : character; utility(): 0;"),
            Dialect::wrongtree, find_shipped);
        Reading of_world = read_world(world, Dialect::wrongtree);
        EXPECT_TRUE(of_world.world.has_value()) << library.name;
        EXPECT_TRUE(of_world.diagnostics.empty()) << library.name;
    }
}

TEST(Libraries, AreBounded) {
    Files files;
    std::string text = "use l0; entity Ann : character;";
    for (int i = 0; i < 300; ++i)
        files["l" + std::to_string(i)] =
            "library l" + std::to_string(i) + " 1.0; use l" + std::to_string(i + 1) + ";";
    Loaded loaded = load(text, files);
    EXPECT_EQ(loaded.source.parts().size(), kMostLibraries + 1);
    EXPECT_TRUE(loaded.reading.diagnostics.has_errors());  // the next one is not there
}

}  // namespace
}  // namespace wt::lang
