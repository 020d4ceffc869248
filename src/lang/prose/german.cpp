// This makes names, pronouns and clauses of German.
#include "lang/prose/german.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"
#include "lang/prose/clauses.h"
#include "lang/prose/german_verbs.h"

namespace wt::lang::prose {

using german::GermanVerb;
using german::Group;
using model::EntityId;

namespace {

enum class Case : std::uint8_t { nominative, accusative, dative, genitive };

struct Paradigm {
    std::string_view forms[3];  ///< nominative, accusative, dative
    std::string_view possessive;
};

constexpr Paradigm kSpeaker{{"ich", "mich", "mir"}, "mein"};
constexpr Paradigm kThird[] = {{{"sie", "sie", "ihnen"}, "ihr"},
                               {{"er", "ihn", "ihm"}, "sein"},
                               {{"sie", "sie", "ihr"}, "ihr"},
                               {{"es", "es", "ihm"}, "sein"},
                               {{"sie", "sie", "ihnen"}, "ihr"}};

/// These are definite articles by gender and case.
constexpr std::string_view kArticles[][4] = {{"", "", "", ""},
                                             {"der", "den", "dem", "des"},
                                             {"die", "die", "der", "der"},
                                             {"das", "das", "dem", "des"},
                                             {"die", "die", "den", "der"}};

constexpr std::string_view kNumbers[] = {"null",   "ein",  "zwei", "drei", "vier", "fünf", "sechs",
                                         "sieben", "acht", "neun", "zehn", "elf",  "zwölf"};

constexpr std::string_view kPrepositions[] = {
    "an",    "auf",  "aus",  "bei", "durch", "für", "gegen", "hinter", "in",       "mit",       "nach",
    "neben", "ohne", "über", "um",  "unter", "von", "vor",   "zu",     "zwischen", "gegenüber", "seit",
    "bis",   "zum",  "zur",  "vom", "im",    "ins", "am",    "ans",    "beim"};

struct Contraction {
    std::string_view preposition, article, both;
};
constexpr Contraction kContractions[] = {
    {"von ", "dem ", "vom "}, {"zu ", "dem ", "zum "}, {"zu ", "der ", "zur "}, {"in ", "dem ", "im "},
    {"in ", "das ", "ins "},  {"an ", "dem ", "am "},  {"an ", "das ", "ans "}, {"bei ", "dem ", "beim "}};

bool has_word(const model::Naming& naming, std::string_view word) {
    return std::ranges::find(naming.words, word) != naming.words.end();
}

bool is_preposition(const std::string& word) {
    return std::ranges::find(kPrepositions, word) != std::end(kPrepositions);
}

Case case_of(Role role, const std::string& form) {
    if (form == "nominative") return Case::nominative;
    if (form == "accusative") return Case::accusative;
    if (form == "dative") return Case::dative;
    if (form == "genitive") return Case::genitive;
    switch (role) {
        case Role::subject:
            return Case::nominative;
        case Role::indirect:
            return Case::dative;
        case Role::genitive:
            return Case::genitive;
        default:
            return Case::accusative;
    }
}

}  // namespace

German::German(const model::World& world, const NarrativeStyle& style) : world_(world), style_(style) {
    for (std::size_t i = 0; i < world.entities.size(); ++i)
        nouns_.push_back(noun_of(EntityId(i)));
}

German::Noun German::noun_of(EntityId entity) const {
    const model::Naming* naming = naming_of(world_, "german", entity);
    Noun noun{words_of_name(world_[entity].name), Gender::none};
    if (naming == nullptr) return noun;
    if (!naming->text.empty()) noun.text = naming->text;
    if (has_word(*naming, "masculine") || has_word(*naming, "he")) noun.gender = Gender::masculine;
    if (has_word(*naming, "feminine") || has_word(*naming, "she")) noun.gender = Gender::feminine;
    if (has_word(*naming, "neuter") || has_word(*naming, "it")) noun.gender = Gender::neuter;
    if (has_word(*naming, "plural") || has_word(*naming, "they")) noun.gender = Gender::plural;
    return noun;
}

// ---- words ----

std::string German::number(double number, const NumberUse& use) const {
    // The word that is counted shows its gender only so far.
    std::string ending = use.counted.ends_with("e") ? "e" : "";
    if (number == 0.0 && use.counts) return "keine";
    if (number == 1.0 && use.counts) return "ein" + ending;
    for (std::size_t i = 0; i < std::size(kNumbers); ++i)
        if (number == static_cast<double>(i) && use.form != "digits")
            return i == 1 ? "eins" : std::string(kNumbers[i]);
    std::string text = number_text(number);
    std::ranges::replace(text, '.', ',');
    return text;
}

std::string German::truth(bool value) const {
    return value ? "wahr" : "falsch";
}

std::string German::indefinite(model::TypeId type, Indefinite which, const std::string& form) const {
    bool is_person =
        type != model::kEntity && type != model::kNumber && world_.is_subtype(type, model::kCharacter);
    if (!is_person) return which == Indefinite::none ? "nichts" : "etwas";
    std::string word = which == Indefinite::none ? "niemand" : "jemand";
    if (form == "dative") return word + "em";
    if (form == "accusative") return word + "en";
    return form == "genitive" || form == "possessive" ? word + "es" : word;
}

std::string German::name(EntityId entity, Role role, const std::string& form) const {
    const Noun& noun = nouns_[entity.index()];
    Case wanted = form == "possessive" ? Case::genitive : case_of(role, form);
    std::string text = noun.text;
    auto gender = static_cast<std::size_t>(noun.gender);
    std::string article = std::string(kArticles[gender][0]);
    bool has_article = !article.empty() && text.starts_with(article + " ");
    if (has_article)
        text = std::string(kArticles[gender][static_cast<std::size_t>(wanted)]) + text.substr(article.size());
    if (wanted == Case::genitive) {
        bool is_strong = noun.gender == Gender::masculine || noun.gender == Gender::neuter;
        bool hisses =
            text.ends_with("s") || text.ends_with("ß") || text.ends_with("x") || text.ends_with("z");
        if (!has_article) return text + (hisses ? "’" : "s");
        if (is_strong) text += hisses ? "es" : "s";
    }
    if (wanted == Case::dative && noun.gender == Gender::plural && has_article && !text.ends_with("n") &&
        !text.ends_with("s"))
        text += "n";
    return text;
}

std::string German::pronoun(EntityId entity, Role role, const std::string& form) const {
    const Noun& noun = nouns_[entity.index()];
    bool is_speaker = entity == style_.speaker;
    if (!is_speaker && noun.gender == Gender::none) return "";
    const Paradigm& paradigm = is_speaker ? kSpeaker : kThird[static_cast<std::size_t>(noun.gender)];
    Case wanted = case_of(role, form);
    // In "sein", "seine", "seinem", the form depends on what is owned, which nobody here knows.
    if (form == "possessive" || wanted == Case::genitive)
        return is_speaker ? std::string(paradigm.possessive) : "";
    return std::string(paradigm.forms[static_cast<std::size_t>(wanted)]);
}

std::string German::reflexive(EntityId entity, const std::string& form) const {
    if (entity != style_.speaker) return "sich";
    return form == "dative" ? "mir" : "mich";
}

bool German::could_mean(const std::string& pronoun, EntityId entity) const {
    std::string lower = lower_case(pronoun);
    if (entity == style_.speaker) return std::ranges::find(kSpeaker.forms, lower) != std::end(kSpeaker.forms);
    Gender gender = nouns_[entity.index()].gender;
    if (gender == Gender::none) return lower != "sich" && lower != "es";
    const Paradigm& own = kThird[static_cast<std::size_t>(gender)];
    return std::ranges::find(own.forms, lower) != std::end(own.forms);
}

bool German::allows_pronoun(EntityId entity, Role, std::string_view before) const {
    // For things it is "damit", not "mit ihm".
    return world_.is_character(entity) || !is_preposition(last_word(before));
}

void German::fit(std::string& before, std::string& next) const {
    for (const Contraction& one : kContractions) {
        std::string lower = lower_case(before);
        bool is_whole = lower == one.preposition || lower.ends_with(" " + std::string(one.preposition));
        if (!is_whole || !next.starts_with(one.article)) continue;
        std::size_t first = before.size() - one.preposition.size();
        before.replace(first + 1, std::string::npos, one.both.substr(1));
        next.erase(0, one.article.size());
        return;
    }
}

bool German::is_personal_pronoun(std::string_view word) const {
    constexpr std::string_view kPersonal[] = {"er", "ihn", "ihm", "sie", "ihnen"};
    return std::ranges::find(kPersonal, word) != std::end(kPersonal);
}

bool German::is_reflexive_pronoun(std::string_view word) const {
    return word == "sich";
}

// ---- clauses ----

/// This makes one clause, piece by piece. The part of a verb that belongs to the end waits until its part of the clause
/// is over.
struct German::ClauseMaker {
    const German& german;
    const BoundTemplate& bound;
    ClauseForm form;
    bool negated;
    Clause made = {};
    bool has_verb = false;
    bool is_copula = false;
    std::string waiting = {};  ///< verb, for the end
    bool needs_not = false;    ///< "nicht" has not been said yet
    bool is_below = false;     ///< in a clause that depends on the first verb: "..., dass Cid im Turm war"
    int subject_slot = BoundPiece::kNone;

    void add_text(std::string text) {
        if (text.empty()) return;
        ClauseToken token = text_token(std::move(text));
        if (!has_verb) token.part = ClausePart::subject;
        made.tokens.push_back(std::move(token));
    }

    bool ends_with_space() const {
        return made.tokens.empty() ||
               (!made.tokens.back().entity.valid() && made.tokens.back().text.ends_with(" "));
    }

    void add_word(const std::string& word) {
        if (!word.empty()) add_text((ends_with_space() ? "" : " ") + word);
    }

    /// Ends a part of the clause.
    void end_part() {
        if (needs_not) add_word("nicht");
        needs_not = false;
        add_word(waiting);
        waiting.clear();
    }

    /// Adds words between the others. Before a conjunction, and before a comma, the part of the verb before it ends.
    void add_words(const std::string& text, std::size_t place) {
        bool verb_follows = place + 1 < bound.size() && bound[place + 1].kind == BoundKind::verb;
        std::size_t cut = std::string::npos;
        if (has_verb && verb_follows)
            for (std::string_view joint : {" und ", ", ", " oder ", " aber "})
                if (std::string_view(text).ends_with(joint)) cut = text.size() - joint.size();
        if (std::size_t comma = text.find(", "); has_verb && cut == std::string::npos) {
            cut = comma;
            is_below = is_below || comma != std::string::npos;
        }
        std::string first = text.substr(0, cut);
        say_not_before(first);
        add_text(first);
        if (cut == std::string::npos) return;
        trim_end();
        end_part();
        add_text(text.substr(cut));
    }

    /// Removes the blank before what is added at the end.
    void trim_end() {
        if (made.tokens.empty() || made.tokens.back().entity.valid()) return;
        std::string& text = made.tokens.back().text;
        while (text.ends_with(" "))
            text.pop_back();
    }

    /// Says "nicht" before the first preposition: "ging nicht von ...".
    void say_not_before(std::string& text) {
        if (!needs_not || !has_verb) return;
        std::string word = last_word(text);
        if (word.empty() || !is_preposition(word)) return;
        std::size_t at = text.rfind(word);
        text.insert(at, "nicht ");
        needs_not = false;
    }

    /// Is the reference the subject of a verb: the next one that agrees with it?
    bool is_subject(std::size_t place) const {
        const BoundPiece& piece = bound[place];
        if (!piece.form.empty() && piece.form != "nominative") return false;
        for (std::size_t i = place + 1; i < bound.size(); ++i) {
            if (bound[i].kind == BoundKind::verb) return bound[i].slot == piece.slot;
            if (bound[i].kind == BoundKind::entity && bound[i].form != "possessive") return false;
        }
        // It may stand behind its verb: "in dem Glas [sein:value] {value}".
        for (std::size_t i = place; i-- > 0;)
            if (bound[i].kind == BoundKind::verb)
                return bound[i].slot == piece.slot && subject_slot != piece.slot;
        return false;
    }

    void add_entity(std::size_t place) {
        const BoundPiece& piece = bound[place];
        ClauseToken token;
        token.entity = piece.entity;
        token.form = piece.form;
        if (is_subject(place)) {
            token.role = Role::subject;
            token.form = "";
            subject_slot = piece.slot;
            if (!has_verb) made.subject = piece.entity;
        } else if (piece.form == "possessive" || piece.form == "genitive") {
            token.role = Role::genitive;
        } else if (piece.form == "reflexive") {
            token.role = Role::reflexive;
        } else if (piece.form == "dative") {
            token.role = Role::indirect;
        }
        if (!has_verb) token.part = ClausePart::subject;
        made.tokens.push_back(std::move(token));
    }

    Person person_of(const BoundPiece& verb) const {
        if (verb.slot == BoundPiece::kPlural) return Person::plural;
        if (!verb.entity.valid()) return Person::third;
        if (verb.entity == german.style_.speaker) return Person::first;
        return german.nouns_[verb.entity.index()].gender == Gender::plural ? Person::plural : Person::third;
    }

    void add_verb(std::size_t place) {
        const BoundPiece& piece = bound[place];
        GermanVerb verb = german::verb_of(piece.text, piece.parts);
        bool is_first = !has_verb;
        if (!is_first) end_part();
        ClauseForm its_form = is_below && form == ClauseForm::infinitive ? ClauseForm::subordinate : form;
        Group group = german::group_of(verb, its_form, german.style_.tense, person_of(piece));
        waiting = group.last;
        has_verb = true;
        if (!group.second.empty()) {
            ClauseToken token = text_token(group.second);
            token.part = is_first ? ClausePart::finite : ClausePart::rest;
            made.tokens.push_back(std::move(token));
        } else {
            trim_before_verb();
        }
        if (is_first) needs_not = negated;
        is_copula = verb.infinitive == "sein" || verb.infinitive == "werden" || verb.infinitive == "bleiben";
        if (is_first && needs_not && is_copula) {
            add_word("nicht");
            needs_not = false;
        }
    }

    /// The verb has gone to the end: the blank before its place is one too many.
    void trim_before_verb() {
        if (made.tokens.empty() || made.tokens.back().entity.valid()) return;
        std::string& text = made.tokens.back().text;
        if (text.ends_with(" ")) text.pop_back();
    }

    void add_clause(const Clause& clause) {
        for (ClauseToken token : clause.tokens) {
            token.part = has_verb ? ClausePart::rest : ClausePart::subject;
            made.tokens.push_back(std::move(token));
        }
    }
};

Clause German::clause(const BoundTemplate& bound, ClauseForm form, bool negated) const {
    ClauseMaker maker{*this, bound, form, negated};
    for (std::size_t i = 0; i < bound.size(); ++i) {
        switch (bound[i].kind) {
            case BoundKind::text:
                maker.add_words(bound[i].text, i);
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
    maker.trim_end();
    if (!maker.made.tokens.empty() && !maker.made.tokens.back().entity.valid()) {
        std::string& text = maker.made.tokens.back().text;
        if (text.ends_with(".")) text.pop_back();
    }
    maker.end_part();
    Clause made = std::move(maker.made);
    made.form = form;
    if (form != ClauseForm::infinitive) return made;
    bool can_drop = made.subject.valid() && !made.tokens.empty() && made.tokens[0].entity == made.subject;
    made.keeps_subject = !can_drop;
    if (!can_drop) return made;
    made.tokens.erase(made.tokens.begin());
    for (ClauseToken& token : made.tokens) {
        if (token.entity.valid()) break;
        token.text.erase(0, std::min(token.text.find_first_not_of(' '), token.text.size()));
        if (!token.text.empty()) break;
    }
    return made;
}

// ---- where the author gave nothing ----

model::Template German::default_property(model::PropertyId id) const {
    const model::Property& property = world_[id];
    std::string text = "„" + lower_case(words_of_name(property.name)) + "“";
    std::string of;
    for (std::size_t i = 0; i < property.formals.size(); ++i)
        of += (i == 0 ? " für {" : " und {") + std::to_string(i) + "}";
    if (property.type == model::kBoolean) return parse_pattern(text + " [gelten/gilt/galt/gegolten]" + of);
    return parse_pattern(text + of + " [sein] {value:nominative}");
}

model::Template German::default_event(model::EventId id) const {
    const model::Event& event = world_[id];
    std::string text =
        "„" + lower_case(words_of_name(event.name)) + "“ [geschehen/geschieht/geschah/geschehen]";
    for (std::size_t i = 0; i < event.formals.size(); ++i)
        text += (i == 0 ? " mit {" : " und {") + std::to_string(i) + ":dative}";
    return parse_pattern(text);
}

std::unique_ptr<Grammar> make_german(const model::World& world, const NarrativeStyle& style) {
    return std::make_unique<German>(world, style);
}

}  // namespace wt::lang::prose
