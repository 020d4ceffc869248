// A clause of a sentence is read by the patterns of a world: this finds all its readings, and where none goes on, what could stand there.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "lang/sentences/patterns.h"
#include "lang/sentences/said.h"

namespace wt::lang {

/// This could stand at a place of a sentence.
struct Expectation {
    enum class Kind : std::uint8_t { word, name, number, noun, new_name, end } kind = Kind::word;
    std::string text;    ///< of a word
    model::TypeId type;  ///< of a name
    prose::Role role = prose::Role::subject;
    std::string form;
    Agreement agreement = Agreement::any;

    friend auto operator<=>(const Expectation&, const Expectation&) = default;
};

/// This says what a clause may say.
enum class ClauseUse : std::uint8_t {
    fact,       ///< how things stand at the start: each name is one, each value is said
    condition,  ///< that something is so: also of somebody, of a number at least, and that it is not so
};

/// Reads the words of one sentence. Nothing is guessed: every function gives all readings that the patterns have. Cost: the
/// patterns times the places of the sentence times the ways to fill them, of which the first `kMostReadings` count at a place.
class ClauseReader {
  public:
    static constexpr std::size_t kMostReadings = 64;
    /// Clauses in clauses ("thinks that ... thinks that ...") go no deeper.
    static constexpr int kMostDepth = 12;

    ClauseReader(const SentencePatterns& patterns, const std::vector<SentenceWord>& words);

    struct Found {
        std::size_t end = 0;
        Said said;
        const SentencePattern* pattern = nullptr;
    };
    /// Finds all clauses of the form that begin at a place. An infinitive has `subject` for its subject.
    std::vector<Found> clauses(std::size_t at, prose::ClauseForm form, ClauseUse use,
                               const SaidTerm* subject = nullptr);
    /// Finds all events.
    std::vector<Found> events(std::size_t at, prose::Tense tense, prose::ClauseForm form);
    /// Finds all wishes: `said.who` wants `said.parts[0]`.
    std::vector<Found> wishes(std::size_t at);
    /// Finds the names of a type.
    std::vector<std::pair<std::size_t, SaidTerm>> names(std::size_t at, const PatternItem& place,
                                                        model::TypeId type, ClauseUse use);

    /// Returns the place behind these words, or nothing where they do not stand.
    std::optional<std::size_t> words(std::size_t at, std::string_view wanted);
    /// Returns the whole number that one word is.
    std::optional<double> whole_number(std::size_t at);
    bool is_word(std::size_t at, std::string_view word) const {
        return at < size() && words_[at].text == word;
    }
    std::size_t size() const { return words_.size(); }
    const std::vector<SentenceWord>& all_words() const { return words_; }
    Span span(std::size_t begin, std::size_t end) const;
    void expect(std::size_t at, Expectation what);
    void expect_word(std::size_t at, std::string_view word);
    const SentencePatterns& patterns() const { return patterns_; }

    /// These say how far the words could be read, and what could stand there.
    std::size_t furthest() const { return furthest_; }
    const std::set<Expectation>& expected() const { return expected_; }

  private:
    struct Match;
    void match(Match& match, std::size_t item, std::size_t at, Said said);
    void match_name(Match& match, std::size_t item, std::size_t at, const Said& said);
    void match_more_values(Match& match, std::size_t item, std::size_t at, const Said& said);
    void match_clause(Match& match, std::size_t item, std::size_t at, const Said& said);
    void finish(Match& match, std::size_t at, Said said);
    void match_all(const std::vector<SentencePattern>& list, Match& match);
    void add_alternatives(Match& match, const Found& first, std::size_t count);
    void read_unsure(std::size_t at, prose::ClauseForm form, std::vector<Found>& found);
    SaidTerm* slot_of(Said& said, std::uint32_t slot) const;
    model::TypeId type_of(const SentencePattern& pattern, std::uint32_t slot) const;
    Said start_of(const SentencePattern& pattern) const;
    std::vector<std::pair<std::size_t, SaidTerm>> numbers(std::size_t at, ClauseUse use);
    void add_some(std::size_t at, const PatternItem& place, model::TypeId type,
                  std::vector<std::pair<std::size_t, SaidTerm>>& found);
    std::vector<Found> tails(const Found& first, std::size_t at);

    const SentencePatterns& patterns_;
    const std::vector<SentenceWord>& words_;
    std::size_t furthest_ = 0;
    std::set<Expectation> expected_;
    int depth_ = 0;
    std::map<std::tuple<std::size_t, prose::ClauseForm, ClauseUse>, std::vector<Found>> known_;
};

}  // namespace wt::lang
