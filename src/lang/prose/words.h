// This finds words for what is to be said: clauses of a language, made from the world's templates or, where the author
// gave none, from the names in the world file. Everything that depends on a language is behind this interface
// (english.cpp, german.cpp); the discourse planner (tell.h) knows no words.
//
//     Words words(world, {.language = "english", .tense = Tense::past});
//     Clause clause = words.event(action, ClauseForm::main);          // <Nina> bought the jar from <Otto>
//     Clause whole = words.frame(Frame::thinks, {nina}, {words.fact(...)});
//     Discourse discourse(words);
//     std::string text = discourse.sentence(whole, mentions);         // "She thought that the jar held
//     honey."
//
// A clause is a list of tokens; those that refer to an entity become a name, a pronoun or a description only
// when the sentence is put into the text, by what has been mentioned before (`Discourse`).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/plan.h"
#include "model/telling.h"
#include "model/world.h"

namespace wt::lang::prose {

enum class Tense : std::uint8_t { past, present };

struct NarrativeStyle {
    std::string language = "english";
    Tense tense = Tense::past;
    model::EntityId speaker = {};  ///< who is "I"; none: nobody is
};

/// This says in which form a clause stands.
enum class ClauseForm : std::uint8_t {
    main,                 ///< "Nina bought the jar"
    earlier,              ///< before the time that is told: "Nina had bought the jar"
    subordinate,          ///< behind a conjunction: in English as `main`, in German with the verb at the end
    earlier_subordinate,  ///< "(that) Nina had bought the jar"
    infinitive,           ///< "to buy the jar", without its subject, who is the subject of the sentence
    accusative,   ///< "Nina to buy the jar" ("she wanted Nina to ..."), in German a clause with `dass`
    prospective,  ///< "(that) Nina would buy the jar"
};

/// This is the part that a mention has in its clause.
enum class Role : std::uint8_t { subject, object, indirect, genitive, reflexive };

/// Its place in the clause, so that a language can turn the clause or leave out what is said already.
enum class ClausePart : std::uint8_t { rest, subject, finite };

/// The texts of tokens follow one another as they stand: spaces between them are in them.
struct ClauseToken {
    std::string text;             ///< words as they stand, if there is no entity
    model::EntityId entity = {};  ///< else this one is mentioned
    Role role = Role::object;
    std::string form;             ///< the case, as the template has it
    model::EntityId agrees = {};  ///< the text is a verb of this subject ...
    std::string after_pronoun;  ///< ... and this is its text if the subject is told as a pronoun ("they are")
    ClausePart part = ClausePart::rest;
    bool is_template =
        false;  ///< words of an author or a frame, which may be fitted to what follows ("a", "an")

    friend bool operator==(const ClauseToken&, const ClauseToken&) = default;
};

struct Clause {
    std::vector<ClauseToken> tokens;
    model::EntityId subject = {};  ///< none: plain text
    ClauseForm form = ClauseForm::main;
    /// For an infinitive: the subject is not one that can be left out, and stands in it.
    bool keeps_subject = false;

    bool is_empty() const { return tokens.empty(); }
};

/// Sentences and parts of sentences that put clauses together. `who` are the characters it is about (the
/// first the subject), the parts are clauses in the form that is named here.
enum class Frame : std::uint8_t {
    plain,           ///< {main}
    thinks,          ///< who; {subordinate}: "Nina thought that the jar held honey"
    thinks_wrongly,  ///< who; {subordinate, main of the truth}: "Nina thought that the jar held honey, but in
                     ///< truth it held syrup"
    discovers,       ///< who; {subordinate}: "Now Nina saw that the jar held syrup"
    after_all,       ///< {earlier, what had been believed, negated}: "Nobody had been in the beech after all"
    learns,          ///< who; {subordinate}: "Now Nina believed that ..."
    wants,           ///< who; {infinitive or accusative ...}: "Nina wanted to taste honey"
    because_wants,   ///< who; {main, infinitive or accusative ...}: "Nina bought the jar, because she wanted
                     ///< ..."
    expects,         ///< who; {prospective ...}: "Nina expected that Otto would sell it"
    assumes,         ///< who (teller, other); {infinitive or accusative ...}: "No doubt she wanted ..."
    lie,             ///< who; {}: "It was a lie"
    lie_both_know,   ///< who (two); {}: "It was a lie, and both knew it"
    still_thinks,    ///< who; {subordinate, main of the truth; or the first only}: at the end
    but_not,         ///< {main, negated}: "But Shikamaru did not accept"
    in_the_end,      ///< {main}: "In the end, Shikamaru was not in Suna"
    either,     ///< {main, main ...}, all that is held possible: "It was in the ash, or perhaps in the beech"
    perhaps,    ///< {main ...}, some of that: "Perhaps it was in the ash, or in the beech"
    as_before,  ///< {main}: "Shikamaru was in the clearing, as before"
    again,      ///< {any form}: "Naruto trained for three days again"; keeps subject and form
    joined,     ///< {main ...} of one subject: "Nina took the jar, opened it and tasted"
};

class Grammar;

/// These are the words of one world in one language. They keep a reference to the world.
class Words {
  public:
    /// The language must be one of `languages()`; a telling of the world in that language is used if there is
    /// one.
    Words(const model::World& world, NarrativeStyle style);
    ~Words();
    Words(Words&&) noexcept;

    static std::vector<std::string_view> languages();

    const model::World& world() const;
    const NarrativeStyle& style() const;

    Clause event(const model::GroundEvent& event, ClauseForm form, bool negated = false) const;
    /// Returns what somebody notices of an event who does not observe it; an empty clause if the author gave nothing.
    Clause noticed(const model::GroundEvent& event, ClauseForm form) const;
    /// Says that the fluent has the value, or with `negated` that it has not.
    Clause fact(model::PropertyId property, const std::vector<model::Value>& arguments,
                const model::Value& value, ClauseForm form, bool negated = false) const;
    /// Says that `believers` in turn believe it: "Nina thinks that Otto thinks that ...". There is one believer at
    /// least.
    Clause belief(std::span<const model::EntityId> believers, Clause subordinate, ClauseForm form) const;
    /// `variant` chooses among ways to say the same thing; any number will do.
    Clause frame(Frame frame, std::vector<model::EntityId> who, std::vector<Clause> parts,
                 std::uint32_t variant = 0) const;
    /// Returns the name as it stands in running text ("the ash"), for headings, lanes and tables.
    std::string name(model::EntityId entity) const;

    const Grammar& grammar() const;

    struct Impl;

  private:
    std::unique_ptr<Impl> impl_;
};

/// This is where an entity is mentioned: bytes of the sentence, end not included.
struct Mention {
    model::EntityId entity;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool is_pronoun = false;
};

/// Settles references over a text. A pronoun is used only for somebody mentioned in this or the last sentence
/// of the same paragraph, where nobody else of those mentioned there could be meant, or, for the one with
/// whom the sentence began, nobody else of this sentence; the speaker is always "I".
class Discourse {
  public:
    explicit Discourse(const Words& words);

    /// Returns the clause as a sentence: with a capital and a full stop. `mentions` are those of the sentence, in
    /// order.
    std::string sentence(const Clause& clause, std::vector<Mention>& mentions);
    /// Nothing of what came before can be meant by a pronoun any more.
    void new_paragraph();

  private:
    const Words& words_;
    std::vector<model::EntityId> last_;  ///< mentioned in the last sentence, in order
};

}  // namespace wt::lang::prose
