// Patterns hold the clauses in which a world can be told; sentences are compared with them.
//
// A pattern is what `lang/prose` tells of a fact, an event or a belief, with places where names, numbers and other clauses
// stand; so a sentence means what would be told by it, in every language that stories are told in, and no second description of
// a language exists. To get at the places, clauses are told of stand-ins: entities and numbers that are in no world.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lang/prose/words.h"
#include "lang/sentences/cut.h"
#include "model/world.h"

namespace wt::lang {

/// These are the slots of a property's value, of a believer, and of a clause.
inline constexpr std::uint32_t kValueSlot = 40;
inline constexpr std::uint32_t kWhoSlot = 41;
inline constexpr std::uint32_t kClauseSlot = 42;

/// This says how many a name has to stand for where a verb agrees with it.
enum class Agreement : std::uint8_t { any, singular, plural };

/// This is a word, or a place to be filled.
struct PatternItem {
    enum class Kind : std::uint8_t { word, name, number, clause } kind = Kind::word;
    std::string word;
    std::string shown = {};  ///< the word as it is written; empty: it is a part of the one before
    std::uint32_t slot = 0;
    prose::Role role = prose::Role::object;
    std::string form;
    Agreement agreement = Agreement::any;
};

struct SentencePattern {
    enum class Kind : std::uint8_t { fact, event, belief } kind = Kind::fact;
    model::PropertyId property;
    model::EventId event;
    std::vector<PatternItem> items;
    std::map<std::uint32_t, model::Value>
        fixed;  ///< what the words themselves say: `False`, `?`, the number 1
    bool negated = false;
    bool fails = false;
};

/// This is a name as it stands in one role.
struct NameForms {
    std::vector<SentenceWord> words;
    std::string text;
    bool is_plural = false;
};

/// These are the patterns and names of one world in one language; the world is kept by reference. Each list costs as much as telling all
/// properties or events once for each way in which their verbs can agree.
class SentencePatterns {
  public:
    SentencePatterns(const model::World& world, const std::string& language);
    ~SentencePatterns();

    const model::World& world() const;
    bool is_german() const { return language_ == "german"; }
    const std::string& language() const { return language_; }

    /// Returns those of all facts, in a form.
    const std::vector<SentencePattern>& facts(prose::ClauseForm form) const;
    /// Returns those of all actions.
    const std::vector<SentencePattern>& events(prose::Tense tense, prose::ClauseForm form) const;
    /// Returns those of "{who} thinks that {clause}".
    const std::vector<SentencePattern>& beliefs(prose::ClauseForm form) const;
    /// Returns those of "{who} wants {clause}", whose clause is in the form.
    const std::vector<SentencePattern>& wishes(prose::ClauseForm of_clause) const;

    /// Returns the name of an entity as it stands in that role.
    const NameForms& name(model::EntityId entity, prose::Role role, const std::string& form) const;
    /// Returns the entities whose name in that role begins with the word, in order.
    const std::vector<model::EntityId>& named(const std::string& first_word, prose::Role role,
                                              const std::string& form) const;
    /// Returns the pronouns that may stand for it there.
    std::vector<std::string> pronouns(model::EntityId entity, prose::Role role,
                                      const std::string& form) const;
    bool is_plural(model::EntityId entity) const;
    /// Returns how a type is called, in the singular: "place".
    std::string noun(model::TypeId type) const;
    /// Writes what is told, with all names.
    std::string text(const prose::Clause& clause) const;
    const prose::Words& words() const;

  private:
    struct Impl;
    std::string language_;
    std::unique_ptr<Impl> impl_;
};

/// Returns the words of a text in small letters, as words of sentences are compared.
std::string lower_letters(std::string_view text);

}  // namespace wt::lang
