#include "lang/analysis.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace wt::lang {
namespace {

const std::string kWorld = R"(type place;
type object;
entity Ann : character;
entity Key : object;
entity Hall : place;
property at(who : character) : place;
property at(what : object) : place;
action walk(who : character, to : place) {
    precondition: at(who) != to & at(Key) == to;
    effect: at(who) = to;
    consenting: who;
    observing(other : character): forall(who : place) at(other) == who;
};
action walk(who : character) {
    effect: at(who) = ?;
    consenting: who;
};
at(Ann) = Hall;
at(Key) = Hall;
utility(): if(at(Ann) == Hall) 1 else 0;
utility(Ann): 1;
temper Ann: prudent;
request stay { sometime happens walk(Ann, Hall); sometime happens walk(_); teller: Ann; };
divergence late { at(Key) = ?; };
request late_stay { under: late; always at(Ann) == Hall; };
telling {
    entity Ann: "Ann", she;
    property at: "{who} [be] at {value}";
    action walk: "{who} [walk] to {to}", says: at(who) == to;
}
)";

Analysis analyse(std::string text) {
    return Analysis(Source("tale.wt", std::move(text)), Dialect::wrongtree);
}

/// Returns the offset of the `count`th mention of a word, from 1.
std::uint32_t offset(const Analysis& analysis, std::string_view word, int count) {
    std::size_t at = 0;
    for (int i = 0; i < count; ++i)
        at = analysis.source().text().find(word, i == 0 ? 0 : at + 1);
    EXPECT_NE(at, std::string_view::npos) << word;
    return static_cast<std::uint32_t>(at);
}

/// Says where what stands at an offset is defined, as `kind name line:column`.
std::string defined_at(const Analysis& analysis, std::uint32_t offset) {
    const Use* use = analysis.use_at(offset);
    if (!use) return "nothing";
    const Definition& definition = analysis.definition_of(*use);
    LineColumn place = analysis.source().locate(definition.span.begin);
    return fmt::format("{} {} {}:{}", name_of(definition.kind), definition.name, place.line, place.column);
}

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::filesystem::path> shipped_worlds() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(WT_SOURCE_DIR "/worlds"))
        if (entry.path().extension() == ".wt") paths.push_back(entry.path());
    std::ranges::sort(paths);
    return paths;
}

/// Is the word one of the language, which names nothing where it stands as such?
bool is_word_of_the_language(std::string_view word) {
    static const std::set<std::string_view> kWords = {
        "type",     "entity",     "property",  "action",       "trigger",   "utility",
        "goal",     "limits",     "author",    "character",    "belief",    "temper",
        "under",    "request",    "requires",  "without",      "teller",    "ends",
        "telling",  "always",     "sometime",  "at",           "end",       "most",
        "least",    "once",       "after",     "before",       "within",    "never",
        "then",     "exactly",    "only",      "act",          "length",    "luck",
        "happens",  "fails",      "_",         "or",           "none",      "effect",
        "success",  "chance",     "failure",   "hidden",       "observing", "consenting",
        "believes", "mistaken",   "both",      "know",         "might",     "knows",
        "odds",     "learns",     "everybody", "if",           "else",      "elseif",
        "forall",   "exists",     "sum",       "product",      "in",        "True",
        "False",    "divergence", "depth",     "prudent",      "wary",      "hopeful",
        "careful",  "narrator",   "false",     "unknown",      "noticed",   "says",
        "he",       "she",        "it",        "they",         "plural",    "proper",
        "title",    "weight",     "possibly",  "precondition", "foresight", "possibilities",
        "minutes",  "each",       "every",     "german",       "english",   "steps",
        "time",     "times",      "both_know", "feminine",     "masculine", "neuter"};
    return kWords.contains(word);
}

TEST(Analysis, FindsDefinitionsOfEveryKind) {
    Analysis analysis = analyse(kWorld);
    for (const Diagnostic& d : analysis.reading().diagnostics.items())
        if (d.severity == Severity::error) ADD_FAILURE() << d.message;
    EXPECT_EQ(defined_at(analysis, offset(analysis, "place) {", 1)), "type place 1:6");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "Ann)", 1)), "entity Ann 3:8");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "Ann;", 1)), "entity Ann 3:8");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "late;", 1)), "divergence late 24:12");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "stay {", 1)), "request stay 23:9");
    const Use* character = analysis.use_at(offset(analysis, "character;", 1));
    ASSERT_TRUE(character);
    EXPECT_EQ(analysis.definition_of(*character).span, Span{});
    EXPECT_EQ(analysis.use_at(offset(analysis, "precondition", 1)), nullptr);
}

TEST(Analysis, TellsOverloadsApart) {
    Analysis analysis = analyse(kWorld);
    EXPECT_EQ(defined_at(analysis, offset(analysis, "at(who) != to", 1)), "property at 6:10");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "at(Key) == to", 1)), "property at 7:10");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "at(Key) = Hall", 1)), "property at 7:10");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "walk(Ann, Hall)", 1)), "action walk 8:8");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "walk(_)", 1)), "action walk 14:8");
}

TEST(Analysis, TheInnermostVariableIsMeant) {
    Analysis analysis = analyse(kWorld);
    EXPECT_EQ(defined_at(analysis, offset(analysis, "who) != to", 1)), "variable who 8:13");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "who;\n    observing", 1)), "variable who 8:13");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "== who;", 1) + 3), "variable who 12:42");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "other) ==", 1)), "variable other 12:15");
}

TEST(Analysis, NamesInTemplatesAreUses) {
    Analysis analysis = analyse(kWorld);
    EXPECT_EQ(defined_at(analysis, offset(analysis, "who} [be]", 1)), "variable who 6:13");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "to}", 1)), "variable to 8:30");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "who) == to;", 1)), "variable who 8:13");
}

TEST(Analysis, UsesAreTheExactStretchesOfTheirNames) {
    for (const std::filesystem::path& path : shipped_worlds()) {
        Analysis analysis = analyse(read(path));
        std::uint32_t end = 0;
        for (const Use& use : analysis.uses()) {
            EXPECT_GE(use.span.begin, end);
            end = use.span.end;
            const Definition& definition = analysis.definition_of(use);
            EXPECT_EQ(analysis.source().text(use.span), definition.name) << path;
            EXPECT_EQ(use.is_definition, use.span == definition.span);
            // This goes from the use to the definition, and from there back to the use.
            if (definition.span == Span{}) continue;
            const Use* there = analysis.use_at(definition.span.begin);
            ASSERT_TRUE(there) << definition.name;
            EXPECT_TRUE(there->is_definition);
            EXPECT_EQ(there->definition, use.definition);
        }
    }
}

TEST(Analysis, EveryNameOfTheShippedWorldsIsInTheTable) {
    std::size_t names = 0;
    for (const std::filesystem::path& path : shipped_worlds()) {
        Analysis analysis = analyse(read(path));
        ASSERT_TRUE(analysis.reading().world) << path;
        for (const Token& token : analysis.tree().tokens) {
            if (token.kind != TokenKind::name) continue;
            const Use* use = analysis.use_at(token.span.begin);
            bool is_there = use && use->span == token.span;
            names += is_there;
            std::string_view word = analysis.source().text(token.span);
            EXPECT_TRUE(is_there || is_word_of_the_language(word))
                << path << ":" << analysis.source().locate(token.span.begin).line << " " << word;
        }
    }
    EXPECT_GT(names, 3000u);
}

/// Returns the text with each thing called otherwise, everywhere.
std::string renamed(const Analysis& analysis) {
    std::map<std::pair<NameKind, std::string>, std::string> names;
    std::string text;
    std::uint32_t at = 0;
    for (const Use& use : analysis.uses()) {
        const Definition& definition = analysis.definition_of(use);
        if (definition.span == Span{}) continue;
        // Overloads keep one name, because a telling may be about several.
        auto& name = names[{definition.kind, definition.name}];
        if (name.empty()) name = fmt::format("{}_{}", name_of(definition.kind), names.size());
        text += analysis.source().text(Span{at, use.span.begin});
        text += name;
        at = use.span.end;
    }
    return text + std::string(analysis.source().text().substr(at));
}

TEST(Analysis, ShippedWorldsCanBeRenamedThroughout) {
    for (const std::filesystem::path& path : shipped_worlds()) {
        Analysis before = analyse(read(path));
        Analysis after = analyse(renamed(before));
        for (const Diagnostic& d : after.reading().diagnostics.items())
            if (d.severity == Severity::error) ADD_FAILURE() << path << ": " << d.message;
        ASSERT_TRUE(after.reading().world) << path;
        const model::World& one = *before.reading().world;
        const model::World& other = *after.reading().world;
        EXPECT_EQ(one.exprs.size(), other.exprs.size());
        EXPECT_EQ(one.effects.size(), other.effects.size());
        EXPECT_EQ(one.entities.size(), other.entities.size());
        EXPECT_EQ(one.events.size(), other.events.size());
        EXPECT_EQ(before.uses().size(), after.uses().size());
    }
}

TEST(Analysis, BrokenTextsKeepWhatCanBeRead) {
    std::string text = kWorld;
    text.insert(text.find("at(Key) == to;"), "& & (");
    Analysis analysis = analyse(text);
    EXPECT_FALSE(analysis.reading().world);
    EXPECT_TRUE(analysis.reading().diagnostics.has_errors());
    EXPECT_EQ(defined_at(analysis, offset(analysis, "who;\n    observing", 1)), "variable who 8:13");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "walk(_)", 1)), "action walk 14:8");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "late;", 1)), "divergence late 24:12");
}

TEST(Analysis, WhatIsMisusedIsStillAUse) {
    std::string text = kWorld;
    text.insert(text.find("at(Ann) = Hall"), "at(Ann, Key) = Hall;\nat(Nobody) = Hall;\n");
    Analysis analysis = analyse(text);
    EXPECT_TRUE(analysis.reading().diagnostics.has_errors());
    EXPECT_EQ(defined_at(analysis, offset(analysis, "Key) = Hall", 1)), "entity Key 4:8");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "Nobody", 1)), "nothing");
}

TEST(Analysis, AnyPieceOfAWorldCanBeAnalysed) {
    std::string text = read(shipped_worlds().front());
    for (std::size_t end = 0; end < text.size(); end += 97) {
        Analysis analysis = analyse(text.substr(0, end));
        for (const Use& use : analysis.uses())
            EXPECT_EQ(analysis.source().text(use.span), analysis.definition_of(use).name);
        analysis.node_at(static_cast<std::uint32_t>(end / 2));
    }
}

TEST(Analysis, BytesThatAreNoTextHaveDiagnosticsOnly) {
    Analysis analysis = analyse("entity Ann : character;\xff");
    EXPECT_TRUE(analysis.reading().diagnostics.has_errors());
    EXPECT_TRUE(analysis.uses().empty());
}

TEST(Analysis, KnowsLibrariesPerceptionAndExtensions) {
    Source source("tale.wt", R"(use lib;
type dwarf : character;
entity Bo : dwarf;
property hat(who : character) : boolean;
whereabouts: at;
seen: hat;
utility(d : dwarf): if(hat(d)) 1 else 0;
extend action walk { effect: hat(who); };
)");
    source.add_part("lib.wt", R"(library lib 1.0;
type place;
entity Inn : place;
property at(who : character) : place;
requires property hat(who : character) : boolean;
action walk(who : character, to : place) { precondition: at(who) != to; effect: at(who) = to; consenting: who; };
)");
    Analysis analysis(std::move(source), Dialect::wrongtree);
    auto file_of = [&](std::string_view word, int count) {
        const Use* use = analysis.use_at(offset(analysis, word, count));
        return use ? analysis.source().part_at(analysis.definition_of(*use).span.begin).name : "nothing";
    };
    EXPECT_EQ(defined_at(analysis, offset(analysis, "at;", 1)), "property at 4:10");
    EXPECT_EQ(file_of("at;", 1), "lib.wt");
    EXPECT_EQ(file_of("walk {", 1), "lib.wt");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "who); }", 1)), "variable who 6:13");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "d)) 1", 1)), "variable d 7:9");
    EXPECT_EQ(defined_at(analysis, offset(analysis, "hat;", 1)), "property hat 4:10");
    EXPECT_EQ(file_of("hat(who : character) : boolean;\naction", 1), "tale.wt");
}

TEST(Analysis, NodeAtIsTheInnermost) {
    Analysis analysis = analyse(kWorld);
    NodeId node = analysis.node_at(offset(analysis, "Key) == to", 1));
    EXPECT_EQ(analysis.tree()[node].kind, NodeKind::name);
    EXPECT_EQ(analysis.tree().name(node), "Key");
    EXPECT_EQ(analysis.tree()[analysis.node_at(0)].kind, NodeKind::type);
}

TEST(Analysis, LongTextsTakeTimeInProportion) {
    std::string text = "type t;\n";
    for (int i = 0; i < 20'000; ++i)
        text += fmt::format("entity e{} : t;\n", i);
    Analysis analysis = analyse(std::move(text));
    EXPECT_EQ(analysis.uses().size(), 40'001u);
}

}  // namespace
}  // namespace wt::lang
