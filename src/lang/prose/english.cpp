// This makes names, pronouns and clauses of English.
#include "lang/prose/english.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"

namespace wt::lang::prose {

using english::Verb;
using model::EntityId;

namespace {

struct Paradigm {
    std::string_view subject, object, possessive, reflexive;
};

constexpr Paradigm kSpeaker{"I", "me", "my", "myself"};
constexpr Paradigm kThird[] = {{"they", "them", "their", "themselves"},
                               {"he", "him", "his", "himself"},
                               {"she", "her", "her", "herself"},
                               {"it", "it", "its", "itself"},
                               {"they", "them", "their", "themselves"}};

constexpr std::string_view kNumbers[] = {"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                         "seven", "eight", "nine", "ten",   "eleven", "twelve"};

constexpr std::string_view kPrepositions[] = {"at", "in",    "on",     "to",      "from",   "into",  "near",
                                              "by", "under", "behind", "towards", "toward", "inside"};

bool has_word(const model::Naming& naming, std::string_view word) {
    return std::ranges::find(naming.words, word) != naming.words.end();
}

std::string_view cased(const Paradigm& paradigm, Role role) {
    switch (role) {
        case Role::subject:
            return paradigm.subject;
        case Role::genitive:
            return paradigm.possessive;
        case Role::reflexive:
            return paradigm.reflexive;
        default:
            return paradigm.object;
    }
}

bool begins_with_vowel(std::string_view word) {
    constexpr std::string_view kSilent[] = {"hour", "honest", "honour", "heir"};
    constexpr std::string_view kSpokenAsConsonant[] = {"one", "uni", "use", "eu", "usu", "ut"};
    std::string lower = lower_case(word.substr(0, 8));
    for (std::string_view start : kSilent)
        if (lower.starts_with(start)) return true;
    for (std::string_view start : kSpokenAsConsonant)
        if (lower.starts_with(start)) return false;
    return !lower.empty() && std::string_view("aeiou").find(lower[0]) != std::string_view::npos;
}

}  // namespace

English::English(const model::World& world, const NarrativeStyle& style) : world_(world), style_(style) {
    for (std::size_t i = 0; i < world.entities.size(); ++i)
        nouns_.push_back(noun_of(EntityId(i)));
}

English::Noun English::noun_of(EntityId entity) const {
    const model::Naming* naming = naming_of(world_, "english", entity);
    bool is_character = world_.is_character(entity);
    Noun noun{words_of_name(world_[entity].name), is_character ? Gender::none : Gender::it, false};
    if (naming == nullptr) return noun;
    if (!naming->text.empty()) noun.text = naming->text;
    noun.is_plural = has_word(*naming, "plural");
    if (has_word(*naming, "he") || has_word(*naming, "masculine")) noun.gender = Gender::he;
    if (has_word(*naming, "she") || has_word(*naming, "feminine")) noun.gender = Gender::she;
    if (has_word(*naming, "it") || has_word(*naming, "neuter")) noun.gender = Gender::it;
    if (has_word(*naming, "they") || noun.is_plural) noun.gender = Gender::they;
    return noun;
}

// ---- words ----

std::string English::number(double number, const NumberUse& use) const {
    if (number == 0.0 && use.counts) return "no";
    for (std::size_t i = 0; i < std::size(kNumbers); ++i)
        if (number == static_cast<double>(i) && use.form != "digits") return std::string(kNumbers[i]);
    return number_text(number);
}

std::string English::truth(bool value) const {
    return value ? "true" : "false";
}

std::string English::indefinite(model::TypeId type, Indefinite which, const std::string& form) const {
    const char* words = which == Indefinite::any ? "any" : which == Indefinite::none ? "no" : "some";
    std::string text = words;
    if (type == model::kEntity || type == model::kNumber) {
        text += "thing";
        if (type == model::kNumber) text = which == Indefinite::some ? "known" : "unknown";
    } else if (world_.is_subtype(type, model::kCharacter)) {
        text += "body";
    } else {
        const model::Naming* naming = naming_of(world_, "english", type);
        bool is_given = naming != nullptr && !naming->text.empty();
        text += " " + (is_given ? naming->text : lower_case(words_of_name(world_[type].name)));
    }
    return form == "possessive" ? text + "'s" : text;
}

std::string English::name(EntityId entity, Role role, const std::string&) const {
    const Noun& noun = nouns_[entity.index()];
    if (role != Role::genitive) return noun.text;
    return noun.text + (noun.is_plural && noun.text.ends_with("s") ? "'" : "'s");
}

std::string English::pronoun(EntityId entity, Role role, const std::string&) const {
    if (entity == style_.speaker) return std::string(cased(kSpeaker, role));
    const Noun& noun = nouns_[entity.index()];
    if (noun.gender == Gender::none) return "";
    return std::string(cased(kThird[static_cast<std::size_t>(noun.gender)], role));
}

std::string English::reflexive(EntityId entity, const std::string&) const {
    if (entity == style_.speaker) return std::string(kSpeaker.reflexive);
    return std::string(kThird[static_cast<std::size_t>(nouns_[entity.index()].gender)].reflexive);
}

bool English::could_mean(const std::string& pronoun, EntityId entity) const {
    const Paradigm& own =
        entity == style_.speaker ? kSpeaker : kThird[static_cast<std::size_t>(nouns_[entity.index()].gender)];
    std::string lower = pronoun == "I" ? pronoun : lower_case(pronoun);
    if (entity != style_.speaker && nouns_[entity.index()].gender == Gender::none && lower != "it" &&
        lower != "its")
        return !is_reflexive_pronoun(lower);  // he, she or they: the author has not said
    return lower == own.subject || lower == own.object || lower == own.possessive;
}

bool English::allows_pronoun(EntityId entity, Role role, std::string_view before) const {
    if (entity == style_.speaker || role != Role::object || nouns_[entity.index()].gender != Gender::it)
        return true;
    // It does not stand for what something is either: "the answer is it".
    constexpr std::string_view kBe[] = {"be", "is", "are", "was", "were", "been"};
    std::string word = last_word(before);
    return std::ranges::find(kPrepositions, word) == std::end(kPrepositions) &&
           std::ranges::find(kBe, word) == std::end(kBe);
}

void English::fit(std::string& before, std::string& next) const {
    if (next.empty()) return;
    bool is_a = before.ends_with(" a ") || before == "a " || before == "A ";
    bool is_an = before.ends_with(" an ") || before == "an " || before == "An ";
    if (!is_a && !is_an) return;
    bool wants_an = begins_with_vowel(next);
    if (is_a && wants_an) before.insert(before.size() - 1, "n");
    if (is_an && !wants_an) before.erase(before.size() - 2, 1);
}

bool English::is_personal_pronoun(std::string_view word) const {
    if (word == "it" || word == "its") return false;  // stands for no entity as often as for one
    for (const Paradigm& paradigm : kThird)
        if (word == paradigm.subject || word == paradigm.object || word == paradigm.possessive) return true;
    return false;
}

bool English::is_reflexive_pronoun(std::string_view word) const {
    if (word == kSpeaker.reflexive || word == "themself") return true;
    for (const Paradigm& paradigm : kThird)
        if (word == paradigm.reflexive) return true;
    return false;
}

// ---- clauses ----

/// One clause in the making, piece by piece.
struct English::ClauseMaker {
    const English& english;
    const BoundTemplate& bound;
    ClauseForm form;
    bool negated;
    Clause made = {};
    std::optional<Verb> first_verb = {};
    int subject_slot = BoundPiece::kNone;  ///< of the verb that comes or came last
    EntityId subject = {};

    bool is_finite() const { return form != ClauseForm::infinitive && form != ClauseForm::accusative; }

    void add(ClauseToken token) {
        if (!first_verb) token.part = ClausePart::subject;
        made.tokens.push_back(std::move(token));
    }

    void add_text(std::string text) {
        ClauseToken token;
        token.text = std::move(text);
        token.is_template = true;
        add(std::move(token));
    }

    /// Returns the verb that a reference is the subject of: the next one, if it agrees with it.
    const BoundPiece* verb_behind(std::size_t place) const {
        for (std::size_t i = place + 1; i < bound.size(); ++i) {
            if (bound[i].kind == BoundKind::verb) {
                bool agrees = bound[i].slot == bound[place].slot || bound[i].slot == BoundPiece::kPlural;
                return agrees ? &bound[i] : nullptr;
            }
            bool goes_on =
                bound[i].kind == BoundKind::text || bound[i].form == "possessive" || is_joined(place, i);
            if (!goes_on) return nullptr;
            if (bound[i].kind == BoundKind::text && bound[i].text.find_first_of(",;:.") != std::string::npos)
                return nullptr;
        }
        return nullptr;
    }

    /// Is it like "{one} and {other}"?
    bool is_joined(std::size_t first, std::size_t second) const {
        return second == first + 2 && last_word(bound[first + 1].text) == "and" &&
               first_word(bound[first + 1].text) == "and";
    }

    void add_entity(std::size_t place) {
        const BoundPiece& piece = bound[place];
        ClauseToken token;
        token.entity = piece.entity;
        token.form = piece.form;
        const BoundPiece* verb = piece.form.empty() ? verb_behind(place) : nullptr;
        if (piece.form == "possessive") {
            token.role = Role::genitive;
        } else if (verb != nullptr) {
            token.role = first_verb || is_finite() ? Role::subject : Role::object;
            subject_slot = piece.slot;
            subject = verb->slot == BoundPiece::kPlural ? EntityId() : piece.entity;
        } else if (piece.form == "reflexive" || (subject.valid() && piece.entity == subject && first_verb)) {
            token.role = Role::reflexive;
        } else if (piece.form == "dative") {
            token.role = Role::indirect;
        }
        add(std::move(token));
    }

    /// Does it stand directly behind its own subject, or behind "who" and the like?
    bool is_embedded(std::size_t place) const {
        if (!first_verb || place == 0) return false;
        std::size_t before = place - 1;
        bool is_space = bound[before].kind == BoundKind::text && bound[before].text == " ";
        if (is_space && before > 0) --before;
        if (bound[before].kind == BoundKind::entity) return bound[before].form != "possessive";
        std::string word = bound[before].kind == BoundKind::text ? last_word(bound[before].text) : "";
        return word == "who" || word == "which" || word == "that" || word == "what";
    }

    /// `have` is an auxiliary if a participle follows, perhaps behind an adverb.
    bool is_auxiliary(std::size_t place) const {
        if (bound[place].text != "have" || place + 1 >= bound.size()) return false;
        std::vector<std::string> words = split_words(bound[place + 1].text);
        for (const std::string& word : words) {
            if (english::is_participle(word)) return true;
            bool is_adverb = word.ends_with("ly") || word == "already" || word == "never" || word == "just" ||
                             word == "always" || word == "not" || word == "once" || word == "now";
            if (!is_adverb) return false;
        }
        return false;
    }

    Person person_of(const BoundPiece& verb, std::size_t place) const {
        if (verb.slot == BoundPiece::kPlural) return Person::plural;
        if (!verb.entity.valid()) return Person::third;
        for (std::size_t i = place; i-- > 0;) {
            if (bound[i].kind != BoundKind::entity || bound[i].slot != verb.slot) continue;
            if (bound[i].form == "possessive") return Person::third;
            break;
        }
        if (verb.entity == english.style_.speaker) return Person::first;
        return english.nouns_[verb.entity.index()].is_plural ? Person::plural : Person::third;
    }

    std::string text_of_verb(const Verb& verb, std::size_t place, Person person) const {
        Tense tense = english.style_.tense;
        if (!first_verb) return english::verb_group(verb, form, negated, tense, person);
        if (is_embedded(place)) return english::finite(verb, tense, person);
        return english::coordinated(verb, *first_verb, form, negated, tense, person);
    }

    void add_verb(std::size_t place) {
        const BoundPiece& piece = bound[place];
        Verb verb = english::verb_of(piece.text, piece.parts);
        verb.is_auxiliary = is_auxiliary(place);
        Person person = person_of(piece, place);
        ClauseToken token;
        token.is_template = true;
        token.text = text_of_verb(verb, place, person);
        bool is_they = piece.entity.valid() && person == Person::third &&
                       english.nouns_[piece.entity.index()].gender == Gender::they;
        if (is_they) {
            token.agrees = piece.entity;
            token.after_pronoun = text_of_verb(verb, place, Person::plural);
        }
        token.part = first_verb ? ClausePart::rest : ClausePart::finite;
        if (!first_verb) {
            made.subject = subject;
            first_verb = verb;
        }
        made.tokens.push_back(std::move(token));
    }

    void add_clause(const Clause& clause) {
        for (ClauseToken token : clause.tokens) {
            token.part = first_verb ? ClausePart::rest : ClausePart::subject;
            made.tokens.push_back(std::move(token));
        }
    }
};

namespace {

/// Is the subject a single reference at the start, so that an infinitive can do without it?
bool can_drop_subject(const Clause& clause) {
    std::size_t entities = 0;
    for (const ClauseToken& token : clause.tokens)
        if (token.part == ClausePart::subject && token.entity.valid()) ++entities;
    return clause.subject.valid() && entities == 1 && !clause.tokens.empty() &&
           clause.tokens.front().entity == clause.subject;
}

/// Leaves out the subject, with the space behind it.
void drop_subject(Clause& clause) {
    clause.tokens.erase(clause.tokens.begin());
    if (clause.tokens.empty() || clause.tokens.front().entity.valid()) return;
    std::string& text = clause.tokens.front().text;
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
}

}  // namespace

Clause English::clause(const BoundTemplate& bound, ClauseForm form, bool negated) const {
    ClauseMaker maker{*this, bound, form, negated};
    bool has_verb = std::ranges::any_of(bound, [](const BoundPiece& p) { return p.kind == BoundKind::verb; });
    bool needs_verb = negated || !maker.is_finite();
    if (!has_verb && needs_verb)
        maker.add_text(maker.is_finite() ? "it was not so that " : "it to be so that ");
    for (std::size_t i = 0; i < bound.size(); ++i) {
        switch (bound[i].kind) {
            case BoundKind::text:
                maker.add_text(bound[i].text);
                break;
            case BoundKind::entity:
                maker.add_entity(i);
                break;
            case BoundKind::verb:
                maker.add_verb(i);
                break;
            case BoundKind::clause:
                maker.add_clause(bound[i].clause);
                break;
        }
    }
    Clause made = std::move(maker.made);
    made.form = form;
    if (!made.tokens.empty() && made.tokens.back().is_template && made.tokens.back().text.ends_with("."))
        made.tokens.back().text.pop_back();
    if (form == ClauseForm::infinitive) {
        if (can_drop_subject(made))
            drop_subject(made);
        else
            made.keeps_subject = true;
    }
    return made;
}

std::unique_ptr<Grammar> make_english(const model::World& world, const NarrativeStyle& style) {
    return std::make_unique<English>(world, style);
}

}  // namespace wt::lang::prose
