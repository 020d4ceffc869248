#include "lang/sentences/nearest.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "base/characters.h"
#include "lang/prose/grammar.h"
#include "lang/sentences/declarations.h"
#include "lang/sentences/rules.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;

namespace {

constexpr std::size_t kMostTries = 120;
constexpr std::size_t kMostShown = 8;

constexpr std::string_view kPronouns[] = {"he",  "she",   "it",  "they",  "him",  "her",  "them",
                                          "his", "their", "its", "him",   "er",   "sie",  "es",
                                          "ihn", "ihm",   "ihr", "ihnen", "sein", "seine"};

/// Everything that an expectation stands for, as it would be written.
std::vector<Continuation> written(const Expectation& one, const SentencePatterns& patterns) {
    const World& world = patterns.world();
    std::vector<Continuation> result;
    switch (one.kind) {
        case Expectation::Kind::word:
            result.push_back({Continuation::Kind::word, one.text, ""});
            break;
        case Expectation::Kind::name:
            for (EntityId entity : world[one.type].members) {
                const NameForms& name = patterns.name(entity, one.role, one.form);
                bool agrees =
                    one.agreement == Agreement::any || (one.agreement == Agreement::plural) == name.is_plural;
                if (agrees) result.push_back({Continuation::Kind::name, name.text, patterns.noun(one.type)});
            }
            break;
        case Expectation::Kind::number:
            result.push_back({Continuation::Kind::number, "", ""});
            break;
        case Expectation::Kind::noun:
            for (std::string& noun : nouns_of_kinds(world, patterns.language(), one.text == "several"))
                result.push_back({Continuation::Kind::noun, std::move(noun), ""});
            break;
        case Expectation::Kind::new_name:
            break;
        case Expectation::Kind::end:
            result.push_back({Continuation::Kind::end, ".", ""});
            break;
    }
    return result;
}

/// How many characters to change, by bytes (Levenshtein 1966).
std::size_t distance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < one.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < other.size(); ++j) {
            std::size_t above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, corner + (one[i] == other[j] ? 0U : 1U)});
            corner = above;
        }
    }
    return row.back();
}

/// A change of the sentence where it stops fitting.
struct Change {
    std::size_t removed = 0;  ///< words
    std::string text;         ///< in their place
    std::size_t cost = 0;
};

/// Finds what fits with one change.
class NearestReader {
  public:
    NearestReader(const CutSentence& sentence, const ClauseReader& reader, std::string_view text)
        : sentence_(sentence), reader_(reader), text_(text), at_(reader.furthest()) {}

    /// The sentence that fits; empty: none was found.
    std::string find() const {
        std::size_t tries = 0;
        for (const Change& change : changes()) {
            if (++tries > kMostTries) break;
            std::string changed = apply(change);
            std::vector<CutSentence> cut = cut_sentences(changed, reader_.patterns().is_german());
            if (cut.size() != 1) continue;
            ClauseReader again(reader_.patterns(), cut[0].words);
            if (meanings_of(cut[0], changed, again).size() == 1) return changed;
        }
        return "";
    }

  private:
    std::vector<Change> changes() const {
        std::vector<Change> all;
        std::size_t left = sentence_.words.size() - std::min(at_, sentence_.words.size());
        auto removed_text = [&](std::size_t count) {
            std::string joined;
            for (std::size_t i = 0; i < count; ++i)
                joined += (i > 0 ? " " : "") + sentence_.words[at_ + i].text;
            return joined;
        };
        for (std::size_t count = 1; count <= std::min<std::size_t>(left, 3); ++count)
            all.push_back({count, "", removed_text(count).size() + 1});
        for (const Expectation& one : reader_.expected())
            for (const Continuation& next : written(one, reader_.patterns()))
                for (std::size_t count = 0;
                     count <= std::min<std::size_t>(left, 3) && !next.text.empty() && next.text != ".";
                     ++count)
                    all.push_back(
                        {count, next.text,
                         distance(removed_text(count), lower_letters(next.text)) + (count == 0 ? 1 : 0)});
        std::ranges::stable_sort(all, {}, &Change::cost);
        return all;
    }

    std::string apply(const Change& change) const {
        const std::vector<SentenceWord>& words = sentence_.words;
        std::size_t begin = at_ < words.size() ? words[at_].span.begin : words.back().span.end;
        std::size_t end = change.removed == 0 ? begin : words[at_ + change.removed - 1].span.end;
        std::string result(text_.substr(sentence_.span.begin, begin - sentence_.span.begin));
        std::string rest(text_.substr(end, sentence_.span.end - end));
        if (!change.text.empty() && !result.empty() && result.back() != ' ') result += ' ';
        std::string inserted = change.text;
        if (result.empty()) prose::capitalise(inserted);
        result += inserted;
        if (change.removed == 0 && !rest.empty() && rest[0] != '.' && rest[0] != ' ') result += ' ';
        if (change.text.empty() && !rest.empty() && (rest[0] == ' ' || rest[0] == '.'))
            while (!result.empty() && result.back() == ' ')
                result.pop_back();
        result += rest;
        for (char& c : result)
            if (c == '\n' || c == '\r' || c == '\t') c = ' ';
        return result;
    }

    const CutSentence& sentence_;
    const ClauseReader& reader_;
    std::string_view text_;
    std::size_t at_;
};

/// Does a line begin between two words, and the second with a capital?
bool begins_line(std::string_view text, std::uint32_t before, std::uint32_t word) {
    bool has_line = text.substr(before, word - before).find_first_of("\r\n") != std::string_view::npos;
    return has_line && text[word] >= 'A' && text[word] <= 'Z';
}

std::string expected_text(const ClauseReader& reader) {
    std::vector<std::string> parts;
    auto add = [&](std::string text) {
        if (std::ranges::find(parts, text) == parts.end()) parts.push_back(std::move(text));
    };
    std::map<TypeId, std::vector<std::string>> names;
    for (const Expectation& one : reader.expected())
        if (one.kind == Expectation::Kind::name) names[one.type];
    for (const Expectation& one : reader.expected())
        if (one.kind == Expectation::Kind::name)
            for (const Continuation& name : written(one, reader.patterns()))
                if (std::ranges::find(names[one.type], name.text) == names[one.type].end())
                    names[one.type].push_back(name.text);
    for (const auto& [type, all] : names) {
        std::string some;
        for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 4); ++i)
            some += fmt::format("{}`{}`", i == 0 ? "" : ", ", all[i]);
        std::string noun = type == kCharacter ? (reader.patterns().is_german() ? "Person" : "person")
                                              : reader.patterns().noun(type);
        if (all.empty()) add(fmt::format("the name of a {}, of which there is none yet", noun));
        if (!all.empty())
            add(fmt::format("the name of a {} ({}{})", noun, some, all.size() > 4 ? ", ..." : ""));
    }
    for (const Expectation& one : reader.expected()) {
        if (one.kind == Expectation::Kind::number) add("a number");
        if (one.kind == Expectation::Kind::end) add("the full stop");
        if (one.kind == Expectation::Kind::word) add(fmt::format("`{}`", one.text));
        if (one.kind == Expectation::Kind::noun)
            for (const Continuation& noun : written(one, reader.patterns()))
                add(fmt::format("`{}`", noun.text));
    }
    std::string text;
    for (std::size_t i = 0; i < std::min(parts.size(), kMostShown); ++i)
        text += fmt::format("{}{}", i == 0 ? "" : i + 1 == parts.size() ? " or " : ", ", parts[i]);
    if (parts.size() > kMostShown) text += fmt::format(", or {} more", parts.size() - kMostShown);
    return text;
}

}  // namespace

void report_unread(const CutSentence& sentence, const ClauseReader& reader, std::string_view text,
                   bool with_nearest, Diagnostics& diagnostics) {
    std::size_t at = reader.furthest();
    bool is_end = at >= sentence.words.size();
    Span span = is_end ? Span{sentence.words.back().span.end, sentence.span.end} : sentence.words[at].span;
    if (is_end && span.begin == span.end) span = sentence.words.back().span;
    Diagnostic& d = diagnostics.add(
        DiagnosticCode::unread_sentence, span,
        is_end ? "this sentence ends too early" : "this sentence fits up to here, and does not go on so");
    if (at == 0) d.message = "no sentence begins so";
    if (!is_end) d.found = fmt::format("`{}`", text.substr(span.begin, span.end - span.begin));
    d.expected = expected_text(reader);
    bool is_pronoun = !is_end && std::ranges::find(kPronouns, std::string_view(sentence.words[at].text)) !=
                                     std::end(kPronouns);
    if (is_pronoun) {
        d.hint = "write the name instead of a pronoun, which could mean several";
        return;
    }
    if (!is_end && at > 0 && begins_line(text, sentence.words[at - 1].span.end, span.begin)) {
        d.hint = "if a sentence begins here, a full stop is missing before it";
        return;
    }
    if (!with_nearest) return;
    std::string nearest = NearestReader(sentence, reader, text).find();
    if (!nearest.empty()) d.hint = fmt::format("this fits: {}", nearest);
}

Continuations continuations_in(std::string_view text, std::uint32_t offset,
                               const SentencePatterns& patterns) {
    Continuations result;
    offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
    std::vector<CutSentence> cut = cut_sentences(text.substr(0, offset), patterns.is_german());
    CutSentence sentence;
    if (!cut.empty() && !cut.back().is_ended) sentence = cut.back();
    // The word that is being written is one of those that could stand there.
    std::string begun;
    result.begin = offset;
    if (!sentence.words.empty() && sentence.words.back().span.end == offset &&
        !sentence.words.back().is_mark()) {
        begun = sentence.words.back().text;
        result.begin = sentence.words.back().span.begin;
        sentence.words.pop_back();
    }
    ClauseReader reader(patterns, sentence.words);
    meanings_of(sentence, text, reader);
    result.is_readable = reader.furthest() >= sentence.words.size();
    if (!result.is_readable) {
        result.begin = sentence.words[reader.furthest()].span.begin;
        begun.clear();
    }
    std::map<std::string, Continuation> items;
    for (const Expectation& one : reader.expected())
        for (Continuation& next : written(one, patterns))
            if (lower_letters(next.text).starts_with(begun) || next.kind == Continuation::Kind::number ||
                (next.kind == Continuation::Kind::end && begun.empty()))
                items.emplace(next.text, next);
    for (auto& [key, item] : items)
        result.items.push_back(std::move(item));
    return result;
}

}  // namespace wt::lang
