#include "ask/first_world.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/characters.h"
#include "lang/lex.h"

namespace wt::ask {

namespace {

/// More characters than this make no name.
constexpr std::size_t kMostBytes = 100;

constexpr std::string_view kWorld = R"wt(// {hero_text} wants {thing_text}, and is wrong about where it is.
//
// Run `wrongtree tell {file}`, change something below, and run it again. `wrongtree whynot {file}` says why there
// is no story any more, and `wrongtree check {file}` what is wrong with the text.

type place;
type thing;

entity {hero} : character;
entity {helper} : character;
entity Street : place;
entity {believed} : place;
entity {truth} : place;
entity {thing} : thing;

property at(who : character) : place;
property holder(what : thing) : character;      // ? while nobody has it
property lies(what : thing) : place;            // ? while somebody has it

whereabouts: at, holder, lies;                  // what says where somebody or something is
seen: at, holder, lies;                         // who is at a place sees this of what is there, and of what is not
observing default: who is there;                // who notices what others do

action go(who : character, to : place) {{
    precondition: at(who) != to;
    effect: at(who) = to;
    consenting: who;                            // who has to want it
}};
action take(who : character, what : thing) {{
    precondition: lies(what) == at(who);
    effect: holder(what) = who & lies(what) = ?;
    consenting: who;
}};
action tell(who : character, to : character, what : thing) {{
    precondition: at(who) == at(to) & who != to & lies(what) != ?;
    effect: believes(to, lies(what)) = lies(what);
    consenting: who;
    observing: who takes part;
}};

// How things stand at the start.
at({hero}) = Street;
at({helper}) = {believed};
lies({thing}) = {truth};
believes({hero}, lies({thing})) = {believed};                     // she is wrong,
believes({helper}, believes({hero}, lies({thing}))) = {believed};      // and {helper} knows what she thinks

// What they want.
utility(): if(holder({thing}) == {hero}) 1 else 0;          // the author
utility({hero}): if(holder({thing}) == {hero}) 1 else 0;
utility({helper}): if(holder({thing}) == {hero}) 1 else 0;

request story "{hero_text} looks for {thing_text} in {believed_text}" {{
    ends: holder({thing}) == {hero};
    sometime mistaken({hero}, lies({thing}));
    teller: {hero};
}};

telling {{
    entity {hero}: "{hero_text}", {hero_word};
    entity {helper}: "{helper_text}", {helper_word};
    entity Street: "the street", it;
    entity {believed}: "{believed_text}", it;
    entity {truth}: "{truth_text}", it;
    entity {thing}: "{thing_text}", it;
    property at: "{{who}} [be] in {{value}}", unknown: "nobody [know] where {{who}} [be:who]";
    property holder: "{{value}} [have] {{what}}", unknown: "nobody [have] {{what}}";
    property lies: "{{what}} [lie/lay/lain] in {{value}}", unknown: "{{what}} [be] nowhere to be seen";
    action go: "{{who}} [go/went/gone] to {{to}}";
    action take: "{{who}} [take/took/taken] {{what}}";
    action tell: "{{who}} [tell/told/told] {{to}} where {{what}} [lie/lay/lain:what]", says: lies(what) == lies(what);
}};
)wt";

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
std::string name_of(std::string_view text) {
    for (std::string_view article : {"the ", "a ", "an ", "The ", "A ", "An "})
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

tl::expected<Named, std::string> named(const std::string& answer, bool is_person) {
    std::string text = trimmed(answer);
    Named result{text, "", "they"};
    std::size_t comma = text.rfind(',');
    if (is_person && comma != std::string::npos) {
        constexpr std::array<std::string_view, 4> kWords = {"he", "she", "it", "they"};
        result.word = trimmed(std::string_view(text).substr(comma + 1));
        result.text = trimmed(std::string_view(text).substr(0, comma));
        if (std::ranges::find(kWords, result.word) == kWords.end())
            return tl::unexpected(fmt::format("`{}` is no pronoun; write `{}, she`, or `he`, `it` or `they`",
                                              result.word, result.text));
    }
    bool is_plain = result.text.size() <= kMostBytes && std::ranges::none_of(result.text, [](char c) {
                        return static_cast<unsigned char>(c) < 0x20;
                    });
    result.name = is_plain ? name_of(result.text) : "";
    for (std::string_view taken : {"True", "False", "Street"})
        if (result.name == taken) result.name += "_";
    if (result.name.empty())
        return tl::unexpected(fmt::format("`{}` is no name: a name has a letter in it, and {} bytes at most",
                                          is_plain ? result.text : "...", kMostBytes));
    return result;
}

}  // namespace

tl::expected<std::string, std::string> first_world(const FirstWorld& about) {
    std::vector<Named> all;
    for (const std::string* answer :
         {&about.hero, &about.helper, &about.thing, &about.believed, &about.truth}) {
        tl::expected<Named, std::string> one = named(*answer, all.size() < 2);
        if (!one) return tl::unexpected(one.error());
        auto same = std::ranges::find(all, one->name, &Named::name);
        if (same != all.end())
            return tl::unexpected(
                fmt::format("`{}` and `{}` would be called the same", same->text, one->text));
        all.push_back(std::move(*one));
    }
    using namespace fmt::literals;
    return fmt::format(kWorld, "hero"_a = all[0].name, "hero_text"_a = quoted(all[0].text),
                       "hero_word"_a = all[0].word, "helper"_a = all[1].name,
                       "helper_text"_a = quoted(all[1].text), "helper_word"_a = all[1].word,
                       "thing"_a = all[2].name, "thing_text"_a = quoted(all[2].text),
                       "believed"_a = all[3].name, "believed_text"_a = quoted(all[3].text),
                       "truth"_a = all[4].name, "truth_text"_a = quoted(all[4].text), "file"_a = about.file);
}

}  // namespace wt::ask
