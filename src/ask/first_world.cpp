#include "ask/first_world.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/characters.h"
#include "lang/lex.h"

namespace wt::ask {

namespace {

/// More characters than this make no name.
constexpr std::size_t kMostBytes = 100;

constexpr std::string_view kWorld = R"wt(// {title}
//
// {try_text}
// {check_text}

use life/things, life/speech;                   // {use_text}

entity {hero} : character;                      // {entity_text}
entity {helper} : character;
entity {start} : place;
entity {believed} : place;
entity {truth} : place;
entity {thing} : thing;

at({hero}) = {start};                           // {facts_text}
at({helper}) = {believed};
lies({thing}) = {truth};
believes({hero}, lies({thing})) = {believed};   // {wrong_text}
believes({helper}, believes({hero}, lies({thing}))) = {believed};   // {knows_text}

utility(): if(holder({thing}) == {hero}) 1 else 0;          // {author_text}
utility({hero}): if(holder({thing}) == {hero}) 1 else 0;    // {want_text}
utility({helper}): if(holder({thing}) == {hero}) 1 else 0;
limits: author 6, character 3, belief 2;        // {limits_text}

request story "{title}" {{                       // {request_text}
    teller: {hero};
    happens go({hero}, {believed}) then holder({thing}) == {hero};
}};

telling{language} {{                               // {telling_text}
    entity {hero}: "{hero_says}", {hero_word};
    entity {helper}: "{helper_says}", {helper_word};
    entity {start}: "{start_says}", {start_word};
    entity {believed}: "{believed_says}", {believed_word};
    entity {truth}: "{truth_says}", {truth_word};
    entity {thing}: "{thing_says}", {thing_word};
}};
)wt";

/// What differs between the languages.
struct Wording {
    std::array<FirstQuestion, 5> questions;
    std::string_view start_name, start_says, start_word;
    std::string_view title, title_plural;  ///< `{}`: the thing
    std::string_view language, option;
    std::vector<std::string_view> articles;
    /// Words about a name as they are answered, and as a world has them.
    std::vector<std::pair<std::string_view, std::string_view>> words;
    std::string_view try_text, check_text, use_text, entity_text, facts_text, wrong_text, knows_text,
        author_text, want_text, limits_text, request_text, telling_text;  ///< comments
};

const Wording kEnglish = {
    .questions = {{{&FirstWorld::hero, "Who is it about?", "Ann, she"},
                   {&FirstWorld::helper, "Who knows better?", "Ben, he"},
                   {&FirstWorld::thing, "What do they look for?", "the letter"},
                   {&FirstWorld::believed, "Where do they take it to be?", "the hall"},
                   {&FirstWorld::truth, "Where is it?", "the attic"}}},
    .start_name = "Street",
    .start_says = "the street",
    .start_word = "it",
    .title = "Where is {}?",
    .title_plural = "Where are {}?",
    .language = "",
    .option = "",
    .articles = {"the ", "a ", "an ", "The ", "A ", "An "},
    .words = {{"he", "he"}, {"she", "she"}, {"it", "it"}, {"they", "they"}, {"plural", "plural"}},
    .try_text = "Try `wrongtree tell {}`, change something below, and try it again.",
    .check_text =
        "`wrongtree whynot {}` says why there is no story any more, `wrongtree check {}` what is wrong here.",
    .use_text = "what people do: go, take, give, hide, say, ask ...",
    .entity_text = "who and what there is",
    .facts_text = "how it is at the start",
    .wrong_text = "who is wrong about what,",
    .knows_text = "and who knows that they are",
    .author_text = "what the author wants: 1 is better than 0",
    .want_text = "what they want themselves",
    .limits_text = "how long the story and the thoughts in it may be",
    .request_text = "the story that is asked for",
    .telling_text = "how it is told"};

const Wording kGerman = {
    .questions = {{{&FirstWorld::hero, "Um wen geht es?", "Anna, sie"},
                   {&FirstWorld::helper, "Wer weiß es besser?", "Ben, er"},
                   {&FirstWorld::thing, "Was wird gesucht?", "der Brief"},
                   {&FirstWorld::believed, "Wo soll es sein? (Ein Ort: die Küche)", "die Küche"},
                   {&FirstWorld::truth, "Wo ist es? (Ein Ort: der Keller)", "der Keller"}}},
    .start_name = "Straße",
    .start_says = "die Straße",
    .start_word = "feminine",
    .title = "Wo ist {}?",
    .title_plural = "Wo sind {}?",
    .language = " german",
    .option = " --language german",
    .articles = {"der ", "die ", "das ", "ein ", "eine ", "Der ", "Die ", "Das ", "Ein ", "Eine "},
    .words = {{"er", "masculine"}, {"sie", "feminine"}, {"es", "neuter"}, {"plural", "plural"}},
    .try_text = "`wrongtree tell {}` erzählt die Geschichte. Ändere etwas und versuche es noch einmal.",
    .check_text =
        "`wrongtree whynot {}` sagt, warum es keine mehr gibt, `wrongtree check {}`, was hier falsch ist.",
    .use_text = "was man tut: gehen, nehmen, geben, verstecken, sagen ...",
    .entity_text = "wen und was es gibt",
    .facts_text = "wie es am Anfang ist",
    .wrong_text = "wer sich worin irrt,",
    .knows_text = "und wer das weiß",
    .author_text = "was der Autor will: 1 ist besser als 0",
    .want_text = "was sie selbst wollen",
    .limits_text = "wie lang die Geschichte und die Gedanken darin sein dürfen",
    .request_text = "die Geschichte, die gesucht wird",
    .telling_text = "wie sie erzählt wird"};

const Wording& wording_of(FirstLanguage language) {
    return language == FirstLanguage::german ? kGerman : kEnglish;
}

/// Something that the story is about.
struct Named {
    std::string text;  ///< as it stands in a sentence
    std::string name;  ///< as it is called in the world
    std::string word;  ///< the pronoun
};

std::string trimmed(std::string_view text) {
    auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return std::string(text);
}

/// `the old letter` as `Old_letter`; nothing if there is no letter in it.
std::string name_of(std::string_view text, const Wording& wording) {
    for (std::string_view article : wording.articles)
        if (text.starts_with(article)) {
            text.remove_prefix(article.size());
            break;
        }
    std::string name;
    for (std::size_t at = 0; at < text.size();) {
        Character c = character_at(text, at);
        if (!c.valid) return "";
        bool is_digit = c.code >= U'0' && c.code <= U'9';
        if (lang::is_letter(c.code) || (is_digit && !name.empty()))
            name += text.substr(at, c.size);
        else if (!name.empty() && name.back() != '_')
            name += '_';
        at += c.size;
    }
    while (!name.empty() && name.back() == '_')
        name.pop_back();
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    for (std::string_view taken : {std::string_view("True"), std::string_view("False"), wording.start_name})
        if (name == taken) name += "_";
    return name;
}

/// The text as it stands between quotes.
std::string quoted(std::string_view text) {
    std::string result;
    for (char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result;
}

/// `he`, `she` or ... as a list, for a message.
std::string listed(const Wording& wording) {
    std::string list;
    for (std::size_t i = 0; i < wording.words.size(); ++i)
        list += fmt::format("{}`{}`",
                            i == 0                          ? ""
                            : i + 1 == wording.words.size() ? " or "
                                                            : ", ",
                            wording.words[i].first);
    return list;
}

/// The word about a name of which nothing is said; empty: nobody can tell.
std::string_view usual_word(std::string_view text, FirstLanguage language, bool is_person) {
    if (language == FirstLanguage::english) return is_person ? "they" : "it";
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kArticles = {
        {{"der ", "masculine"}, {"die ", "feminine"}, {"das ", "neuter"}}};
    for (const auto& [article, word] : kArticles)
        if (text.starts_with(article)) return word;
    return "";
}

/// The text with a small article, as it stands in the middle of a sentence.
std::string with_small_article(std::string text, const Wording& wording) {
    for (std::string_view article : wording.articles)
        if (text.starts_with(article) && text[0] >= 'A' && text[0] <= 'Z')
            text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

/// Takes the word behind the comma, if there is one.
tl::expected<Named, std::string> named(const std::string& answer, FirstLanguage language, bool is_person) {
    const Wording& wording = wording_of(language);
    std::string text = trimmed(answer);
    std::size_t comma = text.rfind(',');
    Named result;
    result.text = with_small_article(trimmed(std::string_view(text).substr(0, comma)), wording);
    bool is_plain = result.text.size() <= kMostBytes && std::ranges::none_of(result.text, [](char c) {
                        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
                    });
    result.name = is_plain ? name_of(result.text, wording) : "";
    if (result.name.empty())
        return tl::unexpected(fmt::format("`{}` is no name: a name has a letter in it, and {} bytes at most",
                                          is_plain ? result.text : "...", kMostBytes));
    if (comma == std::string::npos) {
        result.word = usual_word(result.text, language, is_person);
        if (!result.word.empty()) return result;
        return tl::unexpected(fmt::format("`{}` needs {} behind a comma: `{}, {}`", result.text,
                                          listed(wording), result.text, wording.words[0].first));
    }
    std::string word = trimmed(std::string_view(text).substr(comma + 1));
    auto known = std::ranges::find(wording.words, word, [](const auto& pair) { return pair.first; });
    if (known == wording.words.end())
        return tl::unexpected(fmt::format(
            "`{}` is not one of the words that can stand behind a comma; write `{}, {}`, or {}",
            word.size() <= kMostBytes ? word : "...", result.text, wording.words[0].first, listed(wording)));
    result.word = known->second;
    return result;
}

/// The text with the comments behind its lines below each other.
std::string with_aligned_comments(const std::string& text) {
    constexpr std::size_t kColumn = 60;
    std::string result;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = text.find('\n', begin);
        std::string line = text.substr(begin, end - begin);
        begin = end + 1;
        std::size_t comment = line.starts_with("//") ? std::string::npos : line.find("  // ");
        if (comment != std::string::npos) {
            std::string before = line.substr(0, line.find_last_not_of(' ', comment) + 1);
            auto width = static_cast<std::size_t>(
                std::ranges::count_if(before, [](char c) { return (c & 0xC0) != 0x80; }));
            line =
                before + std::string(width < kColumn ? kColumn - width : 2, ' ') + line.substr(comment + 2);
        }
        result += line + "\n";
    }
    return result;
}

/// The first answers, as far as they are right.
tl::expected<std::vector<Named>, std::string> named(const FirstWorld& about, std::size_t count) {
    std::vector<Named> all;
    for (const FirstQuestion& question : first_questions(about.language).first(count)) {
        const std::string& given = about.*question.answer;
        std::string answer = trimmed(given).empty() ? std::string(question.usual) : given;
        tl::expected<Named, std::string> one = named(answer, about.language, all.size() < 2);
        if (!one) return tl::unexpected(one.error());
        auto same = std::ranges::find(all, one->name, &Named::name);
        if (same != all.end())
            return tl::unexpected(fmt::format("`{}` and `{}` would be called the same; choose another name",
                                              same->text, one->text));
        all.push_back(std::move(*one));
    }
    return all;
}

}  // namespace

std::span<const FirstQuestion> first_questions(FirstLanguage language) {
    return wording_of(language).questions;
}

std::string mistake_in(const FirstWorld& about, std::size_t count) {
    tl::expected<std::vector<Named>, std::string> answers = named(about, count);
    return answers ? "" : answers.error();
}

tl::expected<std::string, std::string> first_world(const FirstWorld& about, std::string_view file) {
    const Wording& wording = wording_of(about.language);
    tl::expected<std::vector<Named>, std::string> all = named(about, wording.questions.size());
    if (!all) return tl::unexpected(all.error());
    const Named &hero = (*all)[0], &helper = (*all)[1], &thing = (*all)[2], &believed = (*all)[3],
                &truth = (*all)[4];
    std::string call = fmt::format("{} --request story", file);
    auto filled = [](std::string_view pattern, const auto&... with) {
        return fmt::format(fmt::runtime(pattern), with...);
    };
    using namespace fmt::literals;
    return with_aligned_comments(fmt::format(
        kWorld,
        "title"_a = filled(thing.word == "plural" ? wording.title_plural : wording.title, quoted(thing.text)),
        "hero"_a = hero.name, "hero_says"_a = quoted(hero.text), "hero_word"_a = hero.word,
        "helper"_a = helper.name, "helper_says"_a = quoted(helper.text), "helper_word"_a = helper.word,
        "thing"_a = thing.name, "thing_says"_a = quoted(thing.text), "thing_word"_a = thing.word,
        "believed"_a = believed.name, "believed_says"_a = quoted(believed.text),
        "believed_word"_a = believed.word, "truth"_a = truth.name, "truth_says"_a = quoted(truth.text),
        "truth_word"_a = truth.word, "start"_a = wording.start_name, "start_says"_a = wording.start_says,
        "start_word"_a = wording.start_word, "language"_a = wording.language,
        "try_text"_a = filled(wording.try_text, call + std::string(wording.option)),
        "check_text"_a = filled(wording.check_text, call, file), "use_text"_a = wording.use_text,
        "entity_text"_a = wording.entity_text, "facts_text"_a = wording.facts_text,
        "wrong_text"_a = wording.wrong_text, "knows_text"_a = wording.knows_text,
        "author_text"_a = wording.author_text, "want_text"_a = wording.want_text,
        "limits_text"_a = wording.limits_text, "request_text"_a = wording.request_text,
        "telling_text"_a = wording.telling_text));
}

tl::expected<std::string, std::string> world_file_name(std::string_view name) {
    constexpr std::string_view kEnding = ".wt";
    for (std::size_t at = 0; at < name.size();) {
        Character c = character_at(name, at);
        if (!c.valid || c.code < 0x20 || c.code == 0x7f)
            return tl::unexpected(
                std::string("a name with control characters, or that is not UTF-8, cannot be written into a "
                            "world; choose another one"));
        at += c.size;
    }
    std::string_view base = name.substr(name.find_last_of('/') + 1);
    if (base.ends_with(".txt"))
        return tl::unexpected(
            fmt::format("`{}`: files that end in `.txt` are in another language; write `{}`", name,
                        name.substr(0, name.size() - 4)));
    if (base.ends_with(kEnding)) base.remove_suffix(kEnding.size());
    if (base.empty() || base.starts_with('-') || base.starts_with('.'))
        return tl::unexpected(
            fmt::format("`{}` names no file; write a name such as `first`, for the file `first.wt`", name));
    return name.ends_with(kEnding) ? std::string(name) : std::string(name) + std::string(kEnding);
}

}  // namespace wt::ask
