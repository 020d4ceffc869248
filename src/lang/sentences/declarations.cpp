#include "lang/sentences/declarations.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/characters.h"
#include "lang/lex.h"
#include "lang/libraries.h"
#include "lang/prose/grammar.h"
#include "lang/sentences/patterns.h"

namespace wt::lang {

using namespace model;

namespace {

struct PersonNoun {
    std::string_view one, several, word;
};
constexpr PersonNoun kEnglishPeople[] = {{"person", "people", ""}, {"woman", "women", "she"},
                                         {"man", "men", "he"},     {"girl", "girls", "she"},
                                         {"boy", "boys", "he"},    {"character", "characters", ""}};
constexpr PersonNoun kGermanPeople[] = {{"mensch", "menschen", ""},         {"person", "personen", ""},
                                        {"frau", "frauen", "feminine"},     {"mann", "männer", "masculine"},
                                        {"mädchen", "mädchen", "feminine"}, {"junge", "jungen", "masculine"}};

bool is_article(const std::string& word, bool is_german) {
    if (!is_german) return word == "the";
    return word == "der" || word == "die" || word == "das";
}

bool is_indefinite(const std::string& word, bool is_german) {
    return is_german ? word == "ein" || word == "eine" : word == "a" || word == "an";
}

bool is_and(const std::string& word, bool is_german) {
    return word == (is_german ? "und" : "and");
}

/// No name has these words: they belong to clauses ("Jim thinks that Della is a woman" declares nobody).
bool is_of_clauses(std::string_view word) {
    constexpr std::string_view kWords[] = {
        "that",     "which",    "who",       "whom",   "whose",   "what",     "whether", "how",
        "has",      "have",     "had",       "does",   "do",      "did",      "not",     "no",
        "nobody",   "nothing",  "never",     "thinks", "think",   "believes", "believe", "knows",
        "know",     "wants",    "want",      "he",     "she",     "it",       "they",    "everybody",
        "everyone", "somebody", "something", "if",     "while",   "then",     "use",     "tell",
        "every",    "each",     "dass",      "ob",     "wer",     "was",      "wie",     "hat",
        "haben",    "nicht",    "kein",      "keine",  "niemand", "nichts",   "nie",     "glaubt",
        "glauben",  "denkt",    "meint",     "weiß",   "wissen",  "will",     "wollen",  "er",
        "sie",      "es",       "alle",      "jeder",  "jemand",  "etwas",    "während", "dann",
        "benutze",  "verwende", "erzähle"};
    return std::ranges::find(kWords, word) != std::end(kWords);
}

bool begins_small(std::string_view word) {
    char32_t code = character_at(word, 0).code;
    return (code >= 'a' && code <= 'z') || (code >= 0xdf && code <= 0xff) ||
           (code >= 0x3b1 && code <= 0x3c9) || (code >= 0x430 && code <= 0x45f);
}

/// "Haus" as "häus".
std::string with_umlaut(std::string_view noun) {
    for (auto [plain, changed] :
         {std::pair("au", "äu"), std::pair("a", "ä"), std::pair("o", "ö"), std::pair("u", "ü")}) {
        std::size_t at = noun.rfind(plain);
        if (at == std::string_view::npos) continue;
        return std::string(noun.substr(0, at)) + changed +
               std::string(noun.substr(at + std::string_view(plain).size()));
    }
    return std::string(noun);
}

bool is_german_plural(std::string_view noun, std::string_view word) {
    for (const std::string& base : {std::string(noun), with_umlaut(noun)})
        for (const char* ending : {"", "e", "en", "n", "er", "s", "nen"})
            if (word == base + ending) return true;
    return false;
}

/// Words of the sentence from one to another, as they are compared.
std::string joined(const CutSentence& sentence, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i)
        text += (i > begin ? " " : "") + sentence.words[i].text;
    return text;
}

/// Reads one sentence.
class DeclarationReader {
  public:
    DeclarationReader(const CutSentence& sentence, std::string_view text, const World& world,
                      const std::string& language, const std::vector<SaidKind>& kinds)
        : sentence_(sentence), text_(text), world_(world), language_(language), kinds_(kinds) {}

    std::optional<Declarations> read() {
        const std::vector<SentenceWord>& words = sentence_.words;
        auto is_verb = [&](const SentenceWord& word) {
            return word.text == (is_german() ? "ist" : "is") || word.text == (is_german() ? "sind" : "are");
        };
        auto verb = std::ranges::find_if(words, is_verb);
        if (verb == words.end() || verb == words.begin()) return std::nullopt;
        verb_ = static_cast<std::size_t>(verb - words.begin());
        bool is_plural = verb->text == "are" || verb->text == "sind";
        std::size_t begin = verb_ + 1;
        bool has_article = begin < words.size() && is_indefinite(words[begin].text, is_german());
        if (has_article) ++begin;
        if (!is_plural && !has_article) return std::nullopt;
        for (std::string_view of : {"kind of", "art von"})
            if (joined(sentence_, begin, std::min(begin + 2, words.size())) == of) begin += 2;
        if (begin >= words.size()) return std::nullopt;
        std::string noun = joined(sentence_, begin, words.size());
        bool is_noun_plural = is_plural && !has_article;
        if (is_indefinite(words[0].text, is_german()) && !is_plural) return kind(noun);
        return entities(noun, is_noun_plural, is_plural && has_article);
    }

  private:
    bool is_german() const { return language_ == "german"; }

    /// The type of a noun; empty: none has it.
    std::string type_of(const std::string& noun, bool plural) const {
        auto fits = [&](const std::string& own) {
            std::string lower = lower_letters(own);
            if (!plural) return lower == noun;
            return is_german() ? is_german_plural(lower, noun) : lower_letters(plural_of_noun(own)) == noun;
        };
        for (const SaidKind& one : kinds_)
            if (fits(one.noun)) return one.name;
        for (std::size_t i = 0; i < world_.types.size(); ++i) {
            bool is_of_things = TypeId(i) != kBoolean && TypeId(i) != kNumber && TypeId(i) != kEntity;
            if (is_of_things && fits(noun_of_type(world_, language_, TypeId(i)))) return world_.types[i].name;
        }
        return word_for_person(noun, is_german(), plural) ? "character" : "";
    }

    std::optional<Declarations> kind(const std::string& noun) const {
        std::string parent = type_of(noun, false);
        if (parent.empty() || verb_ < 2) return std::nullopt;
        SaidKind one;
        one.span = {sentence_.words[1].span.begin, sentence_.words[verb_ - 1].span.end};
        one.noun = std::string(text_.substr(one.span.begin, one.span.end - one.span.begin));
        one.name = joined(sentence_, 1, verb_);
        std::ranges::replace(one.name, ' ', '_');
        one.parent = std::move(parent);
        Declarations result;
        result.kinds.push_back(std::move(one));
        return result;
    }

    std::optional<Declarations> entities(const std::string& noun, bool is_noun_plural,
                                         bool is_one_plural) const {
        std::string type = type_of(noun, is_noun_plural);
        if (type.empty()) return std::nullopt;
        std::string word = word_for_person(noun, is_german(), is_noun_plural).value_or("");
        Declarations result;
        std::size_t begin = 0;
        for (std::size_t i = 0; i <= verb_; ++i) {
            bool is_end =
                i == verb_ || sentence_.words[i].text == "," || is_and(sentence_.words[i].text, is_german());
            if (!is_end) continue;
            bool is_oxford = i == begin && i > 0 && i < verb_;
            if (is_oxford) {
                begin = i + 1;
                continue;
            }
            std::optional<SaidEntity> one = entity(begin, i, word, is_one_plural);
            if (!one) return std::nullopt;
            one->type = type;
            result.entities.push_back(std::move(*one));
            begin = i + 1;
        }
        if (is_one_plural && result.entities.size() != 1) return std::nullopt;
        bool is_list = result.entities.size() > 1;
        if (is_list != is_noun_plural && !is_one_plural) return std::nullopt;
        return result;
    }

    /// A name, perhaps with what is in brackets behind it: its pronoun, or how the language of worlds calls it.
    std::optional<SaidEntity> entity(std::size_t begin, std::size_t end, std::string word,
                                     bool is_plural) const {
        SaidEntity one;
        std::size_t behind = end;
        for (std::size_t i = begin; i < end; ++i)
            if (sentence_.words[i].text == "(") behind = std::min(behind, i);
        if (behind == begin) return std::nullopt;
        for (std::size_t i = behind + 1; i < end; ++i) {
            const SentenceWord& what = sentence_.words[i];
            if (what.is_mark()) continue;
            std::string_view as_written = text_.substr(what.span.begin, what.span.end - what.span.begin);
            std::string about = word_about(what.text);
            if (!about.empty())
                word = about;
            else if (is_letter(character_at(as_written, 0).code))
                one.name = as_written;
            else
                return std::nullopt;
        }
        if (!is_name(begin, behind)) return std::nullopt;
        one.span = {sentence_.words[begin].span.begin, sentence_.words[behind - 1].span.end};
        one.text = std::string(text_.substr(one.span.begin, one.span.end - one.span.begin));
        for (char& c : one.text)
            if (c == '\n' || c == '\r' || c == '\t') c = ' ';
        bool has_article = is_article(sentence_.words[begin].text, is_german());
        if (has_article && behind == begin + 1) return std::nullopt;
        if (has_article) one.text[0] = sentence_.words[begin].text[0];
        if (one.name.empty())
            one.name = name_of_text(has_article ? one.text.substr(one.text.find(' ') + 1) : one.text);
        one.word = word_of(sentence_.words[begin].text, has_article, std::move(word), is_plural);
        if (one.name.empty() || !is_letter(character_at(one.name, 0).code)) return std::nullopt;
        return one;
    }

    /// Without an article each word has a capital, but for `of` and the like, and what somebody owns ("Della's hair").
    bool is_name(std::size_t begin, std::size_t end) const {
        constexpr std::string_view kSmall[] = {"of",  "the", "von", "van", "de", "la", "du",
                                               "and", "den", "der", "zu",  "in", "dem"};
        bool may_be_small = is_article(sentence_.words[begin].text, is_german());
        for (std::size_t i = begin; i < end; ++i) {
            const SentenceWord& word = sentence_.words[i];
            if (word.is_mark() || is_of_clauses(word.text)) return false;
            std::string_view as_written = text_.substr(word.span.begin, word.span.end - word.span.begin);
            bool is_small = std::ranges::find(kSmall, std::string_view(word.text)) != std::end(kSmall);
            if (!may_be_small && begins_small(as_written) && !(is_small && i > begin)) return false;
            may_be_small = may_be_small || word.text.ends_with("'s");
        }
        return end - begin <= 8;
    }

    std::string word_about(const std::string& pronoun) const {
        constexpr std::pair<std::string_view, std::string_view> kEnglish[] = {
            {"she", "she"}, {"he", "he"}, {"it", "it"}, {"they", "they"}, {"plural", "plural"}};
        constexpr std::pair<std::string_view, std::string_view> kGerman[] = {
            {"sie", "feminine"}, {"er", "masculine"}, {"es", "neuter"}, {"mehrzahl", "plural"}};
        auto find = [&](auto& all) {
            for (auto [said, word] : all)
                if (said == pronoun) return std::string(word);
            return std::string();
        };
        return is_german() ? find(kGerman) : find(kEnglish);
    }

    std::string word_of(const std::string& article, bool has_article, std::string word,
                        bool is_plural) const {
        if (is_plural) return "plural";
        if (!word.empty()) return word;
        if (!is_german()) return has_article ? "it" : "";
        if (!has_article) return "";
        return article == "der" ? "masculine" : article == "das" ? "neuter" : "feminine";
    }

    const CutSentence& sentence_;
    std::string_view text_;
    const World& world_;
    const std::string& language_;
    const std::vector<SaidKind>& kinds_;
    std::size_t verb_ = 0;
};

/// How many words of a sentence are of one language only.
int german_score(const CutSentence& sentence) {
    constexpr std::string_view kGermanWords[] = {"benutze", "verwende", "ist", "sind",      "ein",    "eine",
                                                 "und",     "der",      "das", "dass",      "glaubt", "will",
                                                 "erzähle", "dem",      "den", "geschichte"};
    constexpr std::string_view kEnglishWords[] = {"use", "is",     "are",  "a",    "an",   "and",
                                                  "the", "thinks", "that", "tell", "story"};
    int score = 0;
    for (const SentenceWord& word : sentence.words) {
        if (std::ranges::find(kGermanWords, std::string_view(word.text)) != std::end(kGermanWords)) ++score;
        if (std::ranges::find(kEnglishWords, std::string_view(word.text)) != std::end(kEnglishWords)) --score;
    }
    return score;
}

}  // namespace

std::string language_of_sentences(std::string_view text) {
    for (const CutSentence& sentence : cut_sentences(text, false)) {
        const std::vector<SentenceWord>& words = sentence.words;
        bool is_said = words.size() >= 2 && (words[0].text == "language" || words[0].text == "sprache");
        if (is_said) {
            const std::string& last = words.back().text;
            return last == "german" || last == "deutsch" ? "german" : "english";
        }
        if (int score = german_score(sentence); score != 0) return score > 0 ? "german" : "english";
    }
    return "english";
}

std::optional<std::vector<SaidLibrary>> said_libraries(const CutSentence& sentence, std::string_view text,
                                                       bool is_german) {
    const std::vector<SentenceWord>& words = sentence.words;
    bool begins = !words.empty() && (is_german ? words[0].text == "benutze" || words[0].text == "verwende"
                                               : words[0].text == "use");
    if (!begins) return std::nullopt;
    std::vector<SaidLibrary> result;
    bool wants_name = true;
    for (std::size_t i = 1; i < words.size(); ++i) {
        bool is_joint = words[i].text == "," || is_and(words[i].text, is_german);
        if (is_joint) {
            wants_name = true;
            continue;
        }
        std::string name(text.substr(words[i].span.begin, words[i].span.end - words[i].span.begin));
        bool is_path = is_letter(character_at(name, 0).code) && !name.ends_with('/') &&
                       name.find("//") == std::string::npos && name.find_first_of("'-.") == std::string::npos;
        if (!wants_name || words[i].is_mark() || !is_path) return std::nullopt;
        bool is_short = name.find('/') == std::string::npos && find_shipped("life/" + name).has_value();
        result.push_back({is_short ? "life/" + name : name, words[i].span});
        wants_name = false;
    }
    if (result.empty() || wants_name) return std::nullopt;
    return result;
}

std::optional<Declarations> declarations_in(const CutSentence& sentence, std::string_view text,
                                            const World& world, const std::string& language,
                                            const std::vector<SaidKind>& kinds) {
    return DeclarationReader(sentence, text, world, language, kinds).read();
}

std::vector<std::string> nouns_of_kinds(const World& world, const std::string& language, bool plural) {
    std::vector<std::string> result;
    bool is_german = language == "german";
    auto people = is_german ? std::span<const PersonNoun>(kGermanPeople) : kEnglishPeople;
    for (const PersonNoun& one : people.first(3))
        result.emplace_back(plural ? one.several : one.one);
    for (std::size_t i = 0; i < world.types.size(); ++i) {
        TypeId type(i);
        if (type == kBoolean || type == kNumber || type == kEntity || type == kCharacter) continue;
        std::string noun = noun_of_type(world, language, type);
        result.push_back(plural && !is_german ? plural_of_noun(noun) : noun);
    }
    return result;
}

std::string noun_of_type(const World& world, const std::string& language, TypeId type) {
    const Naming* naming = prose::naming_of(world, language, type);
    if (naming != nullptr && !naming->text.empty()) return naming->text;
    return prose::lower_case(prose::words_of_name(world[type].name));
}

std::string plural_of_noun(std::string_view noun) {
    constexpr std::pair<std::string_view, std::string_view> kIrregular[] = {
        {"person", "people"}, {"man", "men"},       {"woman", "women"},  {"child", "children"},
        {"foot", "feet"},     {"tooth", "teeth"},   {"mouse", "mice"},   {"goose", "geese"},
        {"sheep", "sheep"},   {"fish", "fish"},     {"knife", "knives"}, {"wife", "wives"},
        {"life", "lives"},    {"thief", "thieves"}, {"wolf", "wolves"},  {"leaf", "leaves"},
        {"loaf", "loaves"},   {"shelf", "shelves"}};
    std::size_t blank = noun.rfind(' ');
    std::string_view last = blank == std::string_view::npos ? noun : noun.substr(blank + 1);
    std::string start(noun.substr(0, noun.size() - last.size()));
    for (auto [one, several] : kIrregular)
        if (last == one ||
            (last.size() > one.size() && last.ends_with(one) && (one == "man" || one == "woman")))
            return start + std::string(last.substr(0, last.size() - one.size())) + std::string(several);
    std::string text = start + std::string(last);
    bool is_consonant_y = last.size() > 1 && last.ends_with('y') &&
                          std::string_view("aeiou").find(last[last.size() - 2]) == std::string_view::npos;
    if (is_consonant_y) return text.substr(0, text.size() - 1) + "ies";
    bool hisses = last.ends_with('s') || last.ends_with('x') || last.ends_with('z') || last.ends_with("ch") ||
                  last.ends_with("sh");
    return text + (hisses ? "es" : "s");
}

std::string name_of_text(std::string_view text) {
    std::string name;
    bool begins = true;
    for (std::size_t at = 0; at < text.size();) {
        Character c = character_at(text, at);
        bool is_digit = c.code >= '0' && c.code <= '9';
        bool is_of_name = is_letter(c.code) || is_digit;
        if (is_of_name) {
            std::string one(text.substr(at, c.size));
            if (begins) prose::capitalise(one);
            name += one;
        }
        bool is_apostrophe = c.code == '\'' || c.code == 0x2019;
        begins = !is_of_name && !is_apostrophe;
        at += c.size;
    }
    return name;
}

std::optional<std::string> word_for_person(std::string_view noun, bool is_german, bool plural) {
    auto people = is_german ? std::span<const PersonNoun>(kGermanPeople) : kEnglishPeople;
    for (const PersonNoun& one : people)
        if ((plural ? one.several : one.one) == noun) return std::string(one.word);
    return std::nullopt;
}

}  // namespace wt::lang
