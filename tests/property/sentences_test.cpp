// Files in sentences, changed at random: each is read as what it says, or refused with a place and what could stand there.
// WT_SENTENCES sets how many, WT_SEED the first seed.
//
// What is read is printed as sentences, and these have to have the words of those that were read, but for words that are said to
// mean the same here; and reading them has to give the same world again. So no sentence is taken for another one.

#include "lang/sentences/sentences.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "lang/lang.h"
#include "lang/libraries.h"
#include "lang/sentences/cut.h"
#include "lang/sentences/declarations.h"
#include "lang/sentences/say.h"
#include "model/print.h"
#include "support/worlds.h"

namespace wt::test {
namespace {

constexpr const char* kStories[] = {
    R"(Use life/things.
Sally and Anne are women. The room and the garden are places. The marble is a thing. The basket and the box are hiding places.
Sally is in the room. Anne is in the room. The basket is in the room. The box is in the room.
The marble is hidden in the basket. The marble is small.
Anne thinks that Sally thinks that the marble is hidden in the box.
Sally is not sure whether Anne is in the room or in the garden.
The author wants Sally to have the marble.
Sally wants to have the marble. Sally wants to be in the garden, a little.
Anne wants the marble to be hidden in the box.
The story has at most 6 events. Plans have at most 3 steps. Beliefs go at most 1 deep.
Story sally: Sally looks where she left it
Tell how Anne hides the marble in the box while Sally is in the garden, and how Anne hides the marble in the box, then Sally looks for the marble in the basket in vain, as Sally knows it.
In the end, Sally is in the room.
)",
    R"(Use life/things, life/speech, life/ties.
Della is a woman. Jim is a man. The flat and the shop are places. A treasure is a thing.
The watch is a treasure. Della's hair (Hair) is a treasure. The combs are a thing.
Della is in the flat. Jim is in the shop. Jim has the watch. Della has Della's hair. The combs lie in the shop.
Jim loves Della. Della loves Jim. Jim has 7 coins. The combs cost 7 coins.
Jim thinks that Della has the combs. Everybody knows that Jim has the watch. Jim distrusts Della.
Della thinks that nobody has the combs. Della is not sure whether Jim is dead.
Della wants Jim to have a treasure, above all. Della wants to have the combs much.
Jim wants Della to think that Jim has the watch. Jim wants to have at least 5 coins.
The author wants Della to have the combs.
Tell how Jim buys the combs from Della, then Jim gives the combs to Della, as Della knows it.
It never happens that Jim is dead. It is always so that Della is alive.
)",
    R"(Benutze life/things.
Greta ist eine Frau. Hans ist ein Mann. Der Garten ist ein Ort. Die Küche ist ein Ort. Die Uhr ist ein Ding. Der Kasten ist ein Versteck.
Greta ist im Garten. Hans ist in der Küche. Hans hat die Uhr. Der Kasten ist in der Küche.
Hans glaubt, dass Greta in der Küche ist. Greta glaubt, dass Hans glaubt, dass Greta die Uhr hat.
Hans ist nicht sicher, ob Greta tot ist.
Greta will die Uhr haben, vor allem. Greta will, dass Hans im Garten ist. Der Autor will, dass Greta die Uhr hat.
Die Geschichte hat höchstens 5 Ereignisse. Pläne haben höchstens 2 Schritte.
Erzähle, wie Hans Greta die Uhr gibt, dann Greta die Uhr verbraucht, wie Greta es weiß.
Am Ende: Hans ist im Garten.
)"};

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Pieces of a text: words, with blanks and marks between them.
std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> pieces;
    auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\'' ||
               c == '/' || static_cast<unsigned char>(c) >= 0x80;
    };
    for (char c : text) {
        bool joins = !pieces.empty() && is_letter(c) && is_letter(pieces.back().back());
        if (joins)
            pieces.back() += c;
        else
            pieces.emplace_back(1, c);
    }
    return pieces;
}

std::string changed(Random& random) {
    std::vector<std::string> pieces = pieces_of(kStories[random.below(std::size(kStories))]);
    std::vector<std::string> other = pieces_of(kStories[random.below(std::size(kStories))]);
    std::size_t count = random.below(4);
    for (std::size_t i = 0; i < count && !pieces.empty(); ++i) {
        std::size_t at = random.below(pieces.size());
        std::size_t second = random.below(pieces.size());
        switch (random.below(9)) {
            case 0:
                pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(at));
                break;
            case 1:
                std::swap(pieces[at], pieces[second]);
                break;
            case 2:
                pieces[at] = pieces[second];
                break;
            case 3:
                pieces[at] = other[random.below(other.size())];
                break;
            case 4:
                pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(at), pieces[second] + " ");
                break;
            case 5:
                pieces[at] = pieces[at] == " " ? "\u00a0" : pieces[at] == "'" ? "\u2019" : pieces[at] + " ";
                break;
            case 6:
                if (pieces[at].size() > 1) pieces[at].erase(random.below(pieces[at].size()), 1);
                break;
            case 7:
                pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(at), "not ");
                break;
            default:
                // Two names change their places: most often it stays a sentence.
                for (std::string& one : pieces)
                    if (one == "Sally")
                        one = "Anne";
                    else if (one == "Anne" && random.below(2) == 0)
                        one = "Sally";
                break;
        }
    }
    std::string text;
    for (const std::string& one : pieces)
        text += one;
    return text;
}

Source with_its_libraries(std::string text) {
    return lang::with_libraries(Source("tale.story", std::move(text)), lang::Dialect::sentences,
                                lang::find_shipped);
}

/// The words of a sentence, with one for each set of those that mean the same.
std::string plain(const lang::CutSentence& sentence, std::string_view text) {
    static const std::map<std::string, std::string> kSame = {{"believes", "thinks"},
                                                             {"believe", "think"},
                                                             {"one", "1"},
                                                             {"denkt", "glaubt"},
                                                             {"meint", "glaubt"},
                                                             {"someone", "somebody"},
                                                             {"lot", "much"},
                                                             {"seven", "7"},
                                                             {"irgendein", "ein"},
                                                             {"alive", "not dead"},
                                                             {"awake", "not asleep"},
                                                             {"loses", "lose"},
                                                             {"step", "steps"},
                                                             {"event", "events"},
                                                             {"schritt", "schritte"},
                                                             {"ereignis", "ereignisse"},
                                                             {"am", "am"}};
    std::vector<std::string> words;
    bool has_that = false;
    for (const lang::SentenceWord& word : sentence.words) {
        has_that = has_that || word.text == "that" || word.text == "dass";
        bool means_nothing = word.is_mark() || word.text == "that" || word.text == "dass" ||
                             word.text == "very" || word.text == "a" || word.text == "an";
        if (means_nothing) continue;
        auto found = kSame.find(word.text);
        words.push_back(found == kSame.end() ? word.text : found->second);
    }
    // In a wish an amount is the least that is wanted, whether that is said or not.
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i] == "at" && words[i + 1] == "least")
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i),
                        words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
    std::erase(words, "mindestens");
    auto has = [&](std::string_view word) { return std::ranges::find(words, word) != words.end(); };
    // What is left out in a doubt may be said in full, and in a wish whoever is wanted to be something by themselves.
    if (has("or") || has("oder")) return "doubt of " + words[0];
    // Whoever is not sure whether something is so is not sure whether it is not.
    if (has("sure") || has("sicher"))
        std::erase_if(words, [](const std::string& word) { return word == "not" || word == "nicht"; });
    bool is_own = words.size() > 2 && words[0] == words[2];
    bool is_german_wish = words.size() > 2 && words[1] == "will";
    if (is_german_wish && (is_own || !has_that)) return "wish of " + words[0];
    if (is_own && words[1] == "wants") words.erase(words.begin() + 2);
    std::string result;
    for (const std::string& word : words)
        result += word + " ";
    return result + std::string(text.substr(sentence.title.begin, sentence.title.end - sentence.title.begin));
}

/// What is said beside who and what there is, a sentence each, sorted.
std::vector<std::string> said_in(std::string_view text, bool is_german, const model::World& world) {
    std::vector<std::string> result;
    for (const lang::CutSentence& sentence : lang::cut_sentences(text, is_german)) {
        bool is_other =
            lang::said_libraries(sentence, text, is_german).has_value() ||
            lang::declarations_in(sentence, text, world, is_german ? "german" : "english", {}).has_value() ||
            sentence.words.back().text == ":" || sentence.words[0].text == "language";
        if (!is_other) result.push_back(plain(sentence, text));
    }
    std::ranges::sort(result);
    return result;
}

struct Tally {
    int read = 0, refused = 0, left_out = 0, of_the_world = 0;
};

/// A refusal has a place in the file and says what could stand there.
void check_refusal(const lang::Translation& made, const Source& source, const std::string& text,
                   Tally& tally) {
    ++tally.refused;
    for (const Diagnostic& d : made.diagnostics.items()) {
        EXPECT_LE(d.span.begin, d.span.end) << text;
        EXPECT_LE(d.span.end, source.own_text().size()) << text;
        bool is_of_sentence =
            d.code == DiagnosticCode::unread_sentence || d.code == DiagnosticCode::ambiguous_sentence;
        if (is_of_sentence) {
            EXPECT_FALSE(d.expected.empty() && d.hint.empty()) << d.message << "\n" << text;
        }
    }
}

void check(const std::string& text, Tally& tally) {
    Source source = with_its_libraries(text);
    lang::Translation made = lang::translate(source);
    if (made.diagnostics.has_errors()) return check_refusal(made, source, text, tally);
    Source translated = lang::source_of(made, source);
    lang::Reading reading = lang::read_world(translated, lang::Dialect::wrongtree);
    if (!reading.world) {
        // The checker of the language may refuse what is said, at a place in the sentences.
        ++tally.of_the_world;
        lang::Reading refused = lang::read_world(source, lang::Dialect::sentences);
        for (const Diagnostic& d : refused.diagnostics.items())
            EXPECT_LE(d.span.end, source.own_text().size()) << d.message << "\n" << text;
        return;
    }
    ++tally.read;
    lang::SaidWorld said = lang::say_world(translated, *reading.world);
    if (!said.left_out.empty()) {
        ++tally.left_out;
        return;
    }
    Source second = with_its_libraries(said.text);
    lang::Translation again = lang::translate(second);
    EXPECT_EQ(again.text.text(), made.text.text()) << text << "\n--- printed:\n" << said.text;
    bool is_german = made.language == "german";
    std::vector<std::string> one = said_in(text, is_german, *reading.world);
    std::vector<std::string> other = said_in(said.text, is_german, *reading.world);
    EXPECT_EQ(one.size(), other.size()) << text << "\n--- printed:\n" << said.text;
    EXPECT_EQ(one, other) << text;
}

TEST(Sentences, AreReadAsWhatTheySayOrRefused) {
    Tally tally;
    for (const char* story : kStories)
        check(story, tally);
    EXPECT_EQ(tally.read, static_cast<int>(std::size(kStories)));
    EXPECT_EQ(tally.left_out, 0);
    std::uint64_t first = from_environment("WT_SEED", 1);
    std::uint64_t count = from_environment("WT_SENTENCES", 150);
    for (std::uint64_t seed = first; seed < first + count && !HasFailure(); ++seed) {
        Random random(seed);
        check(changed(random), tally);
        if (HasFailure()) fmt::print("seed {}\n", seed);
    }
    fmt::print(
        "{} files: {} read and printed ({} with parts that are left out), {} refused, {} refused as worlds\n",
        count, tally.read, tally.left_out, tally.refused, tally.of_the_world);
    if (count >= 100) {
        EXPECT_GT(tally.read, static_cast<int>(count / 10));
        EXPECT_GT(tally.refused, static_cast<int>(count / 10));
    }
}

/// All that sentences can say of a world, in an order of its own.
std::string dump(const model::World& world, const Source& source) {
    std::vector<std::string> lines;
    auto is_own = [&](Span span) { return span.begin < source.own_text().size(); };
    for (const model::Type& type : world.types)
        if (type.span.end > 0 && is_own(type.span)) lines.push_back("type " + type.name);
    for (std::size_t i = 0; i < world.entities.size(); ++i) {
        std::string line = "entity " + world.entities[i].name;
        for (model::TypeId type : world.entities[i].types)
            line += " " + world[type].name;
        for (const model::Telling& telling : world.tellings)
            if (!telling.entities[i].text.empty()) {
                line += " " + telling.language + " " + telling.entities[i].text;
                for (const std::string& word : telling.entities[i].words)
                    line += " " + word;
            }
        lines.push_back(line);
    }
    for (model::EffectId id : world.first_state)
        lines.push_back("at the start " + model::to_text(world, id));
    lines.push_back("the author " + model::to_text(world, world.author_utility.value));
    for (const model::Utility& utility : world.utilities)
        lines.push_back(world[utility.character].name + " " + model::to_text(world, utility.value));
    lines.push_back(fmt::format("limits {} {} {}", world.settings.author_limit.value_or(-1),
                                world.settings.character_limit.value_or(-1),
                                world.settings.belief_limit.value_or(-1)));
    for (const model::Request& request : world.requests) {
        std::string name = "request " + request.name + " ";
        lines.push_back(name + request.title + " " +
                        (request.teller.valid() ? world[request.teller].name : ""));
        lines.push_back(fmt::format("{} limits {}", name, request.author_limit.value_or(-1)));
        for (model::TraceId constraint : request.constraints)
            lines.push_back(name + model::to_text(world, constraint));
    }
    std::ranges::sort(lines);
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    return text;
}

struct ReadFile {
    Source source;
    model::World world;
};
ReadFile world_in(const std::filesystem::path& path) {
    lang::Dialect dialect = lang::dialect_of(path.filename().string());
    Source source =
        lang::with_libraries(Source(path.filename().string(), read_file(path)), dialect, lang::find_shipped);
    lang::Reading reading = lang::read_world(source, dialect);
    for (const Diagnostic& d : reading.diagnostics.items())
        if (d.severity == Severity::error) ADD_FAILURE() << path << ": " << d.message << " " << d.found;
    return {std::move(source), reading.world.value_or(model::World{})};
}

TEST(Sentences, SayTheClassicsAndGiveTheSameWorldAgain) {
    int whole = 0;
    std::vector<std::filesystem::path> files = files_in(WT_SOURCE_DIR "/worlds/classics", ".wt");
    for (const auto& path : files_in(WT_SOURCE_DIR "/worlds/sentences", ".wt"))
        files.push_back(path);
    for (const auto& path : files) {
        ReadFile read = world_in(path);
        lang::SaidWorld said = lang::say_world(read.source, read.world);
        Source source =
            lang::with_libraries(Source(std::filesystem::path(path).stem().string() + ".story", said.text),
                                 lang::Dialect::sentences, lang::find_shipped);
        lang::Reading again = lang::read_world(source, lang::Dialect::sentences);
        ASSERT_TRUE(again.world) << path << "\n" << said.text;
        if (!said.left_out.empty()) continue;
        ++whole;
        EXPECT_EQ(dump(read.world, read.source), dump(*again.world, source)) << said.text;
    }
    EXPECT_GT(whole, 0);
}

TEST(Sentences, OfAClassicAreTheSameWorldAsItsFile) {
    int both = 0;
    for (const auto& path : files_in(WT_SOURCE_DIR "/worlds/sentences", ".story")) {
        std::filesystem::path other = std::filesystem::path(path).replace_extension(".wt");
        if (!std::filesystem::exists(other)) continue;
        ++both;
        ReadFile sentences = world_in(path), world = world_in(other);
        EXPECT_EQ(dump(sentences.world, sentences.source), dump(world.world, world.source)) << path;
    }
    EXPECT_GT(both, 0);
}

/// The English sentences in the tables of the page for writers, each in a world of its own.
TEST(Sentences, OfThePageAreRead) {
    const std::string page = read_file(WT_SOURCE_DIR "/docs/sentences.md");
    const std::string base =
        "Use life/things.\nAda is a woman. Bert is a man. The attic and the kitchen are places. The tin is a "
        "hiding place. A treasure "
        "is a thing. The combs are a thing.\n";
    std::size_t end = page.find("## In German");
    int count = 0;
    for (std::size_t at = page.find("\n| `"); at < end; at = page.find("\n| `", at + 1)) {
        std::size_t begin = at + 4;
        std::string sentence = page.substr(begin, page.find('`', begin) - begin);
        if (sentence.find("...") != std::string::npos) continue;
        ++count;
        lang::Translation made = lang::translate(with_its_libraries(base + sentence + "\n"));
        for (const Diagnostic& d : made.diagnostics.items())
            ADD_FAILURE() << sentence << ": " << d.message << "; found " << d.found << "; expected "
                          << d.expected;
    }
    EXPECT_GT(count, 30);
}

}  // namespace
}  // namespace wt::test
