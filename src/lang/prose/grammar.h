// The knowledge of one language has to do this for `Words` and `Discourse`. All of it is behind this interface; a new
// language is a new implementation and a line in `make_grammar`.
//
// `Words` binds a template: references become entities or numbers, verbs know whom they agree with. The
// grammar makes a clause of it in the form that is asked for. Which entity is named and which gets a pronoun
// is decided by `Discourse`, which asks the grammar for the words.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/prose/words.h"

namespace wt::lang::prose {

enum class BoundKind : std::uint8_t { text, entity, verb, clause };

/// A piece of a template, with what it stands for.
struct BoundPiece {
    /// This says which place of the head a reference stands for, or a verb agrees with.
    static constexpr int kNone = -1, kValue = -2, kPlural = -3;

    BoundKind kind = BoundKind::text;
    std::string text;  ///< words, or the base form of a verb
    model::EntityId entity = {};
    int slot = kNone;
    std::string form;                ///< of a reference
    std::vector<std::string> parts;  ///< of a verb
    Clause clause = {};
};

using BoundTemplate = std::vector<BoundPiece>;

/// This is said of a value where there is none: "any place", "no place", "some place".
enum class Indefinite : std::uint8_t { any, none, some };

/// This says how a number is used: "seven", or before a word that depends on it: "no days", "one day".
struct NumberUse {
    bool counts = false;
    std::string counted = {};  ///< the word that is counted, for one
    bool is_subject = false;
    std::string form;
};

class Grammar {
  public:
    virtual ~Grammar() = default;

    // ---- where the author gave nothing ----
    virtual model::Template default_property(model::PropertyId property) const = 0;
    virtual model::Template default_event(model::EventId event) const = 0;

    // ---- words ----
    virtual std::string number(double number, const NumberUse& use) const = 0;
    virtual std::string truth(bool value) const = 0;
    virtual std::string indefinite(model::TypeId type, Indefinite which, const std::string& form) const = 0;
    /// Returns the name in the case of the role and form, with "'s" or the like for an owner.
    virtual std::string name(model::EntityId entity, Role role, const std::string& form) const = 0;
    /// Returns the pronoun; it is empty if the entity has none, and is always named. The speaker's is "I".
    virtual std::string pronoun(model::EntityId entity, Role role, const std::string& form) const = 0;
    virtual std::string reflexive(model::EntityId entity, const std::string& form) const = 0;
    /// Could the pronoun mean the entity, in any case?
    virtual bool could_mean(const std::string& pronoun, model::EntityId entity) const = 0;
    /// May a pronoun stand behind these words of the same sentence? ("at it" may not.)
    virtual bool allows_pronoun(model::EntityId entity, Role role, std::string_view before) const = 0;
    /// Fits the end of what stands there to what follows: "a ash" is "an ash".
    virtual void fit(std::string& before, std::string& next) const = 0;
    /// Does the word (in small letters) always refer to somebody in the third person? The checker of references asks
    /// this.
    virtual bool is_personal_pronoun(std::string_view word) const = 0;
    virtual bool is_reflexive_pronoun(std::string_view word) const = 0;

    // The rest is for comparing texts; words are in small letters.

    /// Is it a word without a meaning of its own: an article, a preposition, a conjunction, an auxiliary, ...?
    virtual bool is_function_word(std::string_view word) const = 0;
    virtual bool is_negation(std::string_view word) const = 0;
    /// Returns what a function word means, as a word that those of the same meaning share: `because` for "for" and
    /// "since". It is empty if the word may come and go without a change of what is said ("then").
    virtual std::string meaning(std::string_view word) const = 0;
    /// Returns a contraction in its parts: "didn't" is "did not". For others it is the word itself.
    virtual std::vector<std::string> expanded(std::string_view word) const = 0;
    /// Returns the word without its endings, as far as one can tell.
    virtual std::string stem(std::string_view word) const = 0;

    // ---- clauses ----
    virtual Clause clause(const BoundTemplate& bound, ClauseForm form, bool negated) const = 0;
    virtual Clause belief(model::EntityId believer, Clause subordinate, ClauseForm form) const = 0;
    virtual Clause frame(Frame frame, const std::vector<model::EntityId>& who, std::vector<Clause> parts,
                         std::uint32_t variant) const = 0;
};

/// Makes the grammar; none if there is no such language.
std::unique_ptr<Grammar> make_grammar(const model::World& world, const NarrativeStyle& style);

/// Returns "OldMill", "old_mill" and "oldMill" as words: "Old Mill", "old mill".
std::string words_of_name(std::string_view name);
std::vector<std::string> split_words(std::string_view text);
/// Returns the last word before the end, in small letters, without punctuation; it is empty if punctuation ends the
/// text.
std::string last_word(std::string_view text);
std::string first_word(std::string_view text);
std::string lower_case(std::string_view text);
/// Makes small ASCII and Latin-1 letters capitals; anything else stays.
void capitalise(std::string& text);
/// Makes a template from a text in the notation of the language, with `{0}` for places of the head: for defaults and
/// frames. `<0>` is text of its own, for a clause.
model::Template parse_pattern(std::string_view pattern);
/// Returns the naming of the entity in the telling of the language; none if the author gave none.
const model::Naming* naming_of(const model::World& world, const std::string& language,
                               model::EntityId entity);
const model::Naming* naming_of(const model::World& world, const std::string& language, model::TypeId type);

}  // namespace wt::lang::prose
