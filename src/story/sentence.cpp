#include "story/sentence.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <tuple>

#include "base/characters.h"
#include "lang/sentences/clauses.h"
#include "model/print.h"
#include "story/denial.h"

namespace wt::story {

using namespace model;

namespace {

constexpr std::size_t kMostWords = 200;
constexpr std::size_t kMostTries = 20'000;
constexpr std::size_t kMostEvents = 50;

bool is_letter(char c) {
    auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Returns the text as words are compared: canonically decomposed, with a blank for each character beyond ASCII that
/// separates words, and without soft hyphens and word joiners, which stand within them.
std::string plain(std::string_view text) {
    std::string split;
    for (std::size_t at = 0; at < text.size();) {
        Character c = character_at(text, at);
        bool is_within = c.code == 0xad || c.code == 0x2060;
        if (c.code == 0x2018 || c.code == 0x2019)
            split += '\'';
        else if (is_separator(c.code) || (is_invisible(c.code) && !is_within))
            split += ' ';
        else if (!is_within)
            split += text.substr(at, c.size);
        at += c.size;
    }
    return decomposed(split);
}

/// Words are letters and digits; a point between digits belongs to a number, and so does a `-` before one.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < text.size() && words.size() < kMostWords;) {
        bool minus = text[i] == '-' && i + 1 < text.size() && is_digit(text[i + 1]) &&
                     (i == 0 || !is_letter(text[i - 1]));
        if (!is_letter(text[i]) && !minus) {
            ++i;
            continue;
        }
        std::size_t begin = i++;
        auto point = [&] {
            return text[i] == '.' && is_digit(text[i - 1]) && i + 1 < text.size() && is_digit(text[i + 1]);
        };
        while (i < text.size() && (is_letter(text[i]) || point()))
            ++i;
        words.push_back(text.substr(begin, i - begin));
    }
    return words;
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

/// Is it `word` with an ending of English verbs, in any case?
bool is_form_of(std::string_view word, std::string_view in_sentence) {
    std::string base = lower(word);
    std::string form = lower(in_sentence);
    if (form == base) return true;
    for (const char* ending : {"s", "es", "d", "ed", "ing"})
        if (form == base + ending) return true;
    if (base.ends_with('e')) return form == base.substr(0, base.size() - 1) + "ing";
    if (base.ends_with('y')) {
        std::string stem = base.substr(0, base.size() - 1);
        return form == stem + "ies" || form == stem + "ied";
    }
    return !base.empty() && (form == base + base.back() + "ed" || form == base + base.back() + "ing");
}

/// This is where something is named: words `begin` to `end`.
struct Mention {
    Value value;
    std::size_t begin = 0;
    std::size_t end = 0;
};

class SentenceReader {
  public:
    SentenceReader(const World& world, std::string_view sentence)
        : world_(world), sentence_(plain(sentence)), words_(words_of(sentence_)) {
        find_mentions();
    }

    SentenceReading read() {
        for (std::size_t i = 0; i < world_.events.size(); ++i) {
            const Event& event = world_.events[i];
            if (event.is_trigger || !find_name(event.name)) continue;
            reading_.named.push_back(EventId(i));
            GroundEvent ground{EventId(i), {}};
            choose(ground, 0);
        }
        drop_outdone();
        if (reading_.events.size() == 1) note_denial();
        if (reading_.events.size() == 1) note_failure();
        return std::move(reading_);
    }

  private:
    void find_mentions() {
        std::vector<std::string> names;
        std::vector<std::vector<std::string_view>> parts;
        names.reserve(world_.entities.size());
        for (const Entity& entity : world_.entities)
            parts.push_back(words_of(names.emplace_back(plain(entity.name))));
        for (std::size_t at = 0; at < words_.size(); ++at) {
            for (std::size_t i = 0; i < world_.entities.size(); ++i)
                if (std::size_t end = match(parts[i], at))
                    mentions_.push_back({Value::entity(EntityId(i)), at, end});
            std::string_view word = words_[at];
            if (word == "True" || word == "False")
                mentions_.push_back({Value::boolean(word == "True"), at, at + 1});
            if (is_digit(word.back()) && (is_digit(word[0]) || word[0] == '-'))
                mentions_.push_back(
                    {Value::number(std::strtod(std::string(word).c_str(), nullptr)), at, at + 1});
        }
    }

    /// Returns the end of the match of the name, whose words may stand apart where it has underscores; 0 if there is
    /// none.
    std::size_t match(const std::vector<std::string_view>& name, std::size_t at) const {
        for (std::string_view part : name)
            if (at >= words_.size() || words_[at++] != part) return 0;
        return at;
    }

    /// Finds the words of the name, in order, and leaves them in `used_`.
    bool find_name(std::string_view name) {
        used_.assign(words_.size(), false);
        std::size_t at = 0;
        std::string text = plain(name);
        for (std::string_view part : words_of(text)) {
            while (at < words_.size() && !is_form_of(part, words_[at]))
                ++at;
            if (at == words_.size()) return false;
            used_[at++] = true;
        }
        return true;
    }

    bool is_free(const Mention& mention) const {
        return std::none_of(used_.begin() + static_cast<std::ptrdiff_t>(mention.begin),
                            used_.begin() + static_cast<std::ptrdiff_t>(mention.end),
                            [](bool b) { return b; });
    }
    void mark(const Mention& mention, bool used) {
        for (std::size_t i = mention.begin; i < mention.end; ++i)
            used_[i] = used;
    }

    bool accepts(const Formal& formal, const Value& value) const {
        return formal.is_fixed() ? formal.fixed == value : world_.is_of_type(value, formal.type);
    }

    /// Chooses a mention for every formal that is left, each behind the one before.
    void choose(GroundEvent& ground, std::size_t from) {
        const Event& event = world_[ground.event];
        if (++tries_ > kMostTries) return;
        if (ground.arguments.size() == event.formals.size()) return note(ground);
        for (const Mention& mention : mentions_) {
            if (mention.begin < from || !is_free(mention)) continue;
            if (!accepts(event.formals[ground.arguments.size()], mention.value)) continue;
            mark(mention, true);
            ground.arguments.push_back(mention.value);
            choose(ground, mention.end);
            ground.arguments.pop_back();
            mark(mention, false);
        }
    }

    void note(const GroundEvent& ground) {
        auto known = std::find(reading_.events.begin(), reading_.events.end(), ground);
        if (known != reading_.events.end() || reading_.events.size() >= kMostEvents) return;
        reading_.events.push_back(ground);
        coverage_.push_back(used_);
    }

    static bool outdoes(const std::vector<bool>& more, const std::vector<bool>& less) {
        for (std::size_t i = 0; i < less.size(); ++i)
            if (less[i] && !more[i]) return false;
        return more != less;
    }

    void drop_outdone() {
        std::vector<GroundEvent> kept;
        for (std::size_t i = 0; i < coverage_.size(); ++i)
            if (std::none_of(coverage_.begin(), coverage_.end(),
                             [&](const std::vector<bool>& other) { return outdoes(other, coverage_[i]); }))
                kept.push_back(reading_.events[i]);
        reading_.events = std::move(kept);
    }

    /// Does the sentence deny its only event?
    void note_denial() {
        std::vector<std::size_t> verb;
        find_name(world_[reading_.events[0].event].name);
        for (std::size_t i = 0; i < used_.size(); ++i)
            if (used_[i]) verb.push_back(i);
        std::vector<bool> names = used_;
        for (const Mention& mention : mentions_)
            for (std::size_t i = mention.begin; i < mention.end; ++i)
                names[i] = true;
        is_meant_ = names;
        bool is_german = std::ranges::any_of(
            world_.tellings, [](const Telling& telling) { return telling.language == "german"; });
        if (!verb.empty()) reading_.denied_by = denial_in(sentence_, words_, names, verb, is_german);
    }

    /// Is what happens a failure: `in vain`, `without success`, `unsuccessfully`, `but fails`, `fails to`,
    /// `vergeblich`, `ohne Erfolg`, `aber scheitert`?
    void note_failure() {
        GroundEvent& event = reading_.events[0];
        if (!world_[event.event].can_fail()) return;
        std::vector<std::string> small;
        for (std::string_view word : words_)
            small.push_back(lower(word));
        auto is_failing = [](const std::string& word) {
            return word == "fails" || word == "failed" || word == "scheitert" || word == "scheiterte";
        };
        auto is_vain = [](const std::string& word) {
            return word == "unsuccessfully" || word == "vainly" || word == "vergeblich" ||
                   word == "vergebens" || word == "erfolglos";
        };
        auto is_denied_by = [&](std::initializer_list<std::string_view> words) {
            return std::ranges::find(words, lower(reading_.denied_by)) != words.end();
        };
        bool in_vain = false;
        bool fails_to = false;
        for (std::size_t i = 0; i < small.size(); ++i) {
            if (is_meant_[i]) continue;
            std::string next = i + 1 < small.size() ? small[i + 1] : "";
            bool is_and = small[i] == "but" || small[i] == "and" || small[i] == "aber" || small[i] == "und" ||
                          small[i] == "doch";
            in_vain |= is_vain(small[i]) || (small[i] == "in" && next == "vain") ||
                       (small[i] == "without" && next == "success") ||
                       (small[i] == "ohne" && next == "erfolg") || (is_and && is_failing(next));
            fails_to |= is_failing(small[i]) && next == "to";
        }
        bool is_try = is_denied_by(
            {"try", "tries", "tried", "attempt", "attempts", "attempted", "versucht", "versuchte"});
        bool fails = (fails_to && is_denied_by({"fails", "failed"})) ||
                     (in_vain && (reading_.denied_by.empty() || is_try));
        if (!fails) return;
        event.fails = true;
        reading_.denied_by.clear();
    }

    const World& world_;
    std::string sentence_;
    std::vector<std::string_view> words_;
    std::vector<Mention> mentions_;
    std::vector<bool> used_;
    std::vector<bool> is_meant_;  ///< the words of the names of the only event and of its arguments
    std::vector<std::vector<bool>> coverage_;
    std::size_t tries_ = 0;
    SentenceReading reading_;
};

}  // namespace

SentenceReading read_sentence(const World& world, std::string_view sentence) {
    return SentenceReader(world, sentence).read();
}

ToldActions::ToldActions(const World& world) {
    languages_.push_back(std::make_unique<lang::SentencePatterns>(world, "english"));
    bool is_german =
        std::ranges::any_of(world.tellings, [](const Telling& one) { return one.language == "german"; });
    if (is_german) languages_.push_back(std::make_unique<lang::SentencePatterns>(world, "german"));
}

std::vector<GroundEvent> ToldActions::told_by(std::string_view sentence) const {
    std::vector<GroundEvent> events;
    for (const auto& patterns : languages_) {
        std::vector<lang::SentenceWord> words = lang::words_of_sentence(sentence, 0, patterns->is_german());
        if (words.size() > lang::kMostSentenceWords) continue;
        lang::ClauseReader reader(*patterns, words);
        std::size_t begin = reader.is_word(0, patterns->is_german() ? "dann" : "then") ? 1 : 0;
        if (begin == 1 && reader.is_word(1, ",")) begin = 2;
        for (lang::prose::Tense tense : {lang::prose::Tense::present, lang::prose::Tense::past})
            for (const lang::ClauseReader::Found& one :
                 reader.events(begin, tense, lang::prose::ClauseForm::main)) {
                GroundEvent event{one.said.event, {}};
                event.fails = one.said.fails;
                bool is_ground = one.end == words.size();
                for (const lang::SaidTerm& term : one.said.arguments) {
                    is_ground = is_ground && term.kind == lang::SaidTerm::Kind::value;
                    event.arguments.push_back(term.value);
                }
                if (is_ground && std::ranges::find(events, event) == events.end())
                    events.push_back(std::move(event));
            }
    }
    std::ranges::sort(events, {},
                      [](const GroundEvent& one) { return std::tie(one.event, one.arguments, one.fails); });
    return events;
}

SentenceReading read_sentence(const World& world, const ToldActions& told, std::string_view sentence) {
    SentenceReading reading;
    reading.events = told.told_by(sentence);
    if (reading.events.size() == 1) return reading;
    // Where several actions are told in the same words, the word of a name may say which it is.
    SentenceReading by_words = read_sentence(world, sentence);
    bool is_one_of_them = by_words.events.size() == 1 &&
                          std::ranges::find(reading.events, by_words.events[0]) != reading.events.end();
    return reading.events.empty() || is_one_of_them ? by_words : reading;
}

}  // namespace wt::story
