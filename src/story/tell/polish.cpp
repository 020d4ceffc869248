#include "story/tell/polish.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "story/tell/words.h"

namespace wt::story {

using model::EntityId;

namespace {

/// A polished sentence may be this much longer than ours.
constexpr std::size_t kMostGrowth = 3;
constexpr std::size_t kFreeGrowth = 60;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Returns the words of a text in small letters; an apostrophe within a word stays.
std::vector<std::string> words_in(std::string text) {
    // Typographic apostrophes and quotes, which are no letters.
    for (auto [from, to] : {std::pair<std::string_view, std::string_view>{"’", "'"},
                            {"‘", " "},
                            {"“", " "},
                            {"”", " "},
                            {"„", " "},
                            {"–", " "},
                            {"—", " "},
                            {"…", " "}})
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
            text.replace(at, from.size(), to);
    std::vector<std::string> words;
    std::string word;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        bool is_inner = i > 0 && i + 1 < text.size() && text[i] == '\'' && is_letter(text[i - 1]) &&
                        is_letter(text[i + 1]);
        if (i < text.size() && (is_letter(text[i]) || is_inner)) {
            word += text[i];
        } else if (!word.empty()) {
            words.push_back(lower_case(word));
            word.clear();
        }
    }
    return words;
}

/// A word that counts.
struct Word {
    enum class Kind : std::uint8_t { content, name, pronoun, function, negation } kind = Kind::content;
    std::string text;                ///< the stem of content, the pronoun, the word of a name, the meaning
    std::vector<EntityId> entities;  ///< who has the name; whom the pronoun means, if that is known
    std::string said = {};           ///< as it stands there, if that is something else
};

struct Content {
    std::vector<Word> words;
    std::string marks;  ///< all punctuation but commas, colons, semicolons and dashes
};

/// Returns the punctuation that makes a statement a question, a wish, a quotation or an aside.
std::string marks_in(std::string text) {
    for (auto [from, to] : {std::pair<std::string_view, std::string_view>{"’", "'"},
                            {"‘", "\""},
                            {"“", "\""},
                            {"”", "\""},
                            {"„", "\""},
                            {"«", "\""},
                            {"»", "\""},
                            {"…", "..."},
                            {"？", "?"},
                            {"！", "!"},
                            {"¿", "?"},
                            {"¡", "!"},
                            {"‽", "?!"}})
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
            text.replace(at, from.size(), to);
    std::string marks;
    for (char c : text)
        if (std::string_view(".!?\"()[]{}<>*/\\|=+~^%$#@&").find(c) != std::string_view::npos) marks += c;
    return marks;
}

class ContentReader {
  public:
    explicit ContentReader(const Words& words) : grammar_(words.grammar()) {
        for (std::size_t i = 0; i < words.world().entities.size(); ++i)
            for (const std::string& word : words_in(grammar_.name(EntityId(i), Role::subject, "")))
                if (!grammar_.is_function_word(word)) names_[grammar_.stem(word)].push_back(EntityId(i));
    }

    /// Reads a text. `mentions` are those of the text: whom the pronouns mean, in order.
    Content read(const std::string& text, std::span<const Mention> mentions) const {
        Content content;
        content.marks = marks_in(text);
        std::size_t next = 0;
        std::vector<std::string> words;
        for (const std::string& word : words_in(text))
            for (std::string& part : grammar_.expanded(word))
                words.push_back(std::move(part));
        for (const std::string& word : words) {
            if (grammar_.is_negation(word)) {
                content.words.push_back({Word::Kind::negation, word, {}});
            } else if (std::string stem = grammar_.stem(word); names_.contains(stem)) {
                add_name(content, stem);
            } else if (grammar_.is_personal_pronoun(word)) {
                while (next < mentions.size() && !is_said(text, mentions[next], word))
                    ++next;
                Word pronoun{Word::Kind::pronoun, word, {}};
                if (next < mentions.size()) pronoun.entities = {mentions[next++].entity};
                content.words.push_back(std::move(pronoun));
            } else if (!grammar_.is_function_word(word)) {
                content.words.push_back({Word::Kind::content, stem, {}});
            } else if (std::string meaning = grammar_.meaning(word); !meaning.empty()) {
                content.words.push_back({Word::Kind::function, std::move(meaning), {}, word});
            }
        }
        return content;
    }

  private:
    static bool is_said(const std::string& text, const Mention& mention, const std::string& word) {
        return mention.is_pronoun &&
               lower_case(text.substr(mention.begin, mention.end - mention.begin)) == word;
    }

    /// The words of one name are one.
    void add_name(Content& content, const std::string& stem) const {
        const std::vector<EntityId>& who = names_.at(stem);
        bool goes_on = !content.words.empty() && content.words.back().kind == Word::Kind::name &&
                       content.words.back().text != stem && content.words.back().entities == who;
        if (!goes_on) content.words.push_back({Word::Kind::name, stem, who});
    }

    const Grammar& grammar_;
    std::map<std::string, std::vector<EntityId>> names_;  ///< by a word of them
};

bool is_same(const Word& ours, const Word& theirs) {
    auto has = [&](EntityId one) { return std::ranges::find(theirs.entities, one) != theirs.entities.end(); };
    if (ours.kind == Word::Kind::pronoun && theirs.kind == Word::Kind::name)
        return std::ranges::any_of(ours.entities, has);
    if (ours.kind != theirs.kind) return false;
    return ours.kind == Word::Kind::name ? std::ranges::any_of(ours.entities, has) : ours.text == theirs.text;
}

std::string_view shown(const Word& word) {
    return word.said.empty() ? word.text : word.said;
}

std::string fault_of(const ContentReader& reader, const Sentence& ours, const std::string& theirs) {
    bool has_control =
        std::ranges::any_of(theirs, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (has_control) return "has a line break or a control character";
    if (theirs.size() > ours.text.size() * kMostGrowth + kFreeGrowth) return "is much longer";
    Content before = reader.read(ours.text, ours.mentions), after = reader.read(theirs, {});
    std::size_t count = std::min(before.words.size(), after.words.size());
    for (std::size_t i = 0; i < count; ++i)
        if (!is_same(before.words[i], after.words[i])) {
            bool is_denial =
                before.words[i].kind == Word::Kind::negation || after.words[i].kind == Word::Kind::negation;
            return fmt::format("{}has `{}` where `{}` was", is_denial ? "denies something else: it " : "",
                               shown(after.words[i]), shown(before.words[i]));
        }
    if (count < before.words.size()) return fmt::format("has lost `{}`", shown(before.words[count]));
    if (count < after.words.size()) return fmt::format("has more, `{}`", shown(after.words[count]));
    if (before.marks != after.marks)
        return fmt::format("has the marks `{}` where `{}` were", after.marks, before.marks);
    return "";
}

}  // namespace

std::string polish_fault(const Words& words, const Narration& narration,
                         std::span<const PolishedSentence> polished) {
    ContentReader reader(words);
    std::size_t count = 0;
    for (const std::vector<Sentence>& paragraph : narration.paragraphs) {
        for (const Sentence& sentence : paragraph) {
            if (count == polished.size()) return fmt::format("sentence `{}` is missing", sentence.id);
            const PolishedSentence& one = polished[count++];
            if (one.id != sentence.id)
                return fmt::format("sentence `{}` stands where `{}` should", one.id, sentence.id);
            std::string fault = fault_of(reader, sentence, one.text);
            if (!fault.empty()) return fmt::format("sentence `{}` {}", sentence.id, fault);
        }
    }
    if (count < polished.size()) return fmt::format("sentence `{}` is one too many", polished[count].id);
    return "";
}

Narration with_polish(Narration narration, std::span<const PolishedSentence> polished) {
    std::size_t count = 0;
    for (std::vector<Sentence>& paragraph : narration.paragraphs)
        for (Sentence& sentence : paragraph) {
            if (count == polished.size()) return narration;
            const PolishedSentence& one = polished[count++];
            if (one.text == sentence.text) continue;
            sentence.text = one.text;
            sentence.mentions.clear();
        }
    return narration;
}

}  // namespace wt::story
