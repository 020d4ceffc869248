#include "lang/prose/english_verbs.h"

#include <array>

namespace wt::lang::prose::english {

namespace {

struct Irregular {
    std::string_view base, past, participle;
};

constexpr Irregular kIrregular[] = {
#define WT_VERB(base, past, participle) {base, past, participle},
#include "lang/prose/english_verbs.def"
#undef WT_VERB
};

struct Modal {
    std::string_view base, present, past, negated_present, negated_past, paraphrase;
};

/// The paraphrase stands for the modal where it has no form, with `be` or `have` first.
constexpr Modal kModals[] = {
    {"can", "can", "could", "cannot", "could not", "be able to"},
    {"could", "could", "could", "could not", "could not", "be able to"},
    {"must", "must", "had to", "does not have to", "did not have to", "have to"},
    {"will", "will", "would", "will not", "would not", "be going to"},
    {"would", "would", "would", "would not", "would not", "be going to"},
    {"may", "may", "might", "may not", "might not", "be allowed to"},
    {"might", "might", "might", "might not", "might not", "be allowed to"},
    {"shall", "shall", "should", "shall not", "should not", "be supposed to"},
    {"should", "should", "should", "should not", "should not", "be supposed to"},
};

bool is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

bool is_consonant(char c) {
    return c >= 'a' && c <= 'z' && !is_vowel(c);
}

/// Is it a verb of two and more syllables that ends in a stressed one, which doubles its consonant?
bool has_stressed_end(std::string_view base) {
    constexpr std::string_view kStressed[] = {
        "abet",     "abhor",    "abut",   "acquit", "admit",   "allot",  "annul",   "befit",    "begin",
        "commit",   "compel",   "concur", "confer", "control", "defer",  "demur",   "deter",    "dispel",
        "embed",    "emit",     "enrol",  "entrap", "equip",   "excel",  "expel",   "impel",    "incur",
        "infer",    "instil",   "inter",  "occur",  "omit",    "outwit", "patrol",  "permit",   "prefer",
        "propel",   "rebel",    "rebut",  "recur",  "refer",   "regret", "remit",   "repel",    "submit",
        "transfer", "transmit", "unplug", "unwrap", "unzip",   "kidnap", "worship", "handicap", "travel",
        "cancel",   "quarrel",  "signal", "label",  "model",   "level",  "marvel",  "counsel",  "tunnel",
        "fuel",     "equal",    "dial",   "duel",   "rival",   "shovel", "total",   "trial",    "unravel"};
    for (std::string_view verb : kStressed)
        if (verb == base) return true;
    return false;
}

int syllables(std::string_view base) {
    int count = 0;
    for (std::size_t i = 0; i < base.size(); ++i) {
        bool begins = is_vowel(base[i]) || (base[i] == 'y' && i > 0);
        bool goes_on = i > 0 && (is_vowel(base[i - 1]) || (base[i - 1] == 'y' && i > 1));
        if (begins && !goes_on) ++count;
    }
    return count;
}

/// Does the verb double its last letter before an ending? "stop" does, "visit" and "see" do not.
bool doubles(std::string_view base) {
    std::size_t size = base.size();
    if (size < 3) return false;
    char last = base[size - 1];
    if (!is_consonant(last) || last == 'w' || last == 'x' || last == 'y' || last == 'h') return false;
    bool after_u = base[size - 2] == 'u' && base[size - 3] == 'q';
    if (!is_vowel(base[size - 2]) || after_u) return false;
    bool after_qu = size > 3 && base[size - 3] == 'u' && base[size - 4] == 'q';  // quit, quiz
    if (is_vowel(base[size - 3]) && !after_qu) return false;
    return syllables(base) == 1 || has_stressed_end(base);
}

std::string regular_past(std::string_view base) {
    std::string text(base);
    if (base.ends_with("ee") || base.ends_with("e") || base.ends_with("ie")) return text + "d";
    if (base.size() > 1 && base.ends_with("y") && is_consonant(base[base.size() - 2])) {
        text.back() = 'i';
        return text + "ed";
    }
    if (doubles(base)) text += base.back();
    return text + "ed";
}

std::string third_person(std::string_view base) {
    std::string text(base);
    if (base == "have") return "has";
    if (base.size() > 1 && base.ends_with("y") && is_consonant(base[base.size() - 2])) {
        text.back() = 'i';
        return text + "es";
    }
    bool hisses = base.ends_with("s") || base.ends_with("x") || base.ends_with("z") || base.ends_with("ch") ||
                  base.ends_with("sh");
    if (hisses || (base.ends_with("o") && base.size() > 1 && is_consonant(base[base.size() - 2])))
        return text + (base.ends_with("z") && doubles(base) ? "zes" : "es");
    return text + "s";
}

const Irregular* find_irregular(std::string_view base) {
    for (const Irregular& verb : kIrregular)
        if (verb.base == base) return &verb;
    return nullptr;
}

const Modal* find_modal(std::string_view base) {
    for (const Modal& modal : kModals)
        if (modal.base == base) return &modal;
    return nullptr;
}

/// Returns "be" or "have" of the paraphrase, and what follows it.
Verb head_of(const Modal& modal) {
    return verb_of(modal.paraphrase.substr(0, modal.paraphrase.find(' ')));
}

std::string tail_of(const Modal& modal) {
    return std::string(modal.paraphrase.substr(modal.paraphrase.find(' ')));
}

/// Returns the negation, which is not followed by a space if nothing comes.
std::string negation(bool negated) {
    return negated ? "not " : "";
}

std::string finite_group(const Verb& verb, bool negated, Tense tense, Person person) {
    std::string text = finite(verb, tense, person);
    if (!negated) return text;
    if (const Modal* modal = verb.is_modal ? find_modal(verb.base) : nullptr) {
        if (tense == Tense::past) return std::string(modal->negated_past);
        return modal->base == "must" && person != Person::third ? "do not have to"
                                                                : std::string(modal->negated_present);
    }
    if (verb.is_be || verb.is_auxiliary) {
        std::size_t space = text.find(' ');
        return text.insert(space == std::string::npos ? text.size() : space, " not");
    }
    std::string_view help = tense == Tense::past ? "did" : person == Person::third ? "does" : "do";
    return std::string(help) + " not " + verb.base;
}

}  // namespace

Verb verb_of(std::string_view base, std::span<const std::string> parts) {
    std::size_t space = base.find(' ');
    std::string_view head = base.substr(0, space);
    std::string tail(space == std::string_view::npos ? "" : base.substr(space));
    Verb verb;
    verb.base = base;
    verb.is_be = head == "be";
    verb.is_modal = find_modal(base) != nullptr && parts.empty();
    const Irregular* irregular = find_irregular(head);
    verb.third = third_person(head) + tail;
    if (!parts.empty()) {
        verb.past = parts[0];
        verb.participle = parts.back();
    } else if (verb.is_be) {
        verb.past = "was" + tail;
        verb.participle = "been" + tail;
    } else {
        verb.past = (irregular != nullptr ? std::string(irregular->past) : regular_past(head)) + tail;
        verb.participle =
            (irregular != nullptr ? std::string(irregular->participle) : regular_past(head)) + tail;
    }
    return verb;
}

std::string finite(const Verb& verb, Tense tense, Person person) {
    if (verb.is_be) {
        std::string tail = verb.base.substr(2);
        if (tense == Tense::past) return (person == Person::plural ? "were" : "was") + tail;
        return (person == Person::first ? "am" : person == Person::third ? "is" : "are") + tail;
    }
    if (const Modal* modal = verb.is_modal ? find_modal(verb.base) : nullptr)
        return std::string(tense == Tense::past ? modal->past : modal->present);
    if (tense == Tense::past) return verb.past;
    return person == Person::third ? verb.third : verb.base;
}

std::string verb_group(const Verb& verb, ClauseForm form, bool negated, Tense tense, Person person) {
    const Modal* modal = verb.is_modal ? find_modal(verb.base) : nullptr;
    bool has_no_form = form != ClauseForm::main && form != ClauseForm::subordinate;
    if (modal != nullptr && has_no_form)
        return verb_group(head_of(*modal), form, negated, tense, person) + tail_of(*modal);
    switch (form) {
        case ClauseForm::main:
        case ClauseForm::subordinate:
            return finite_group(verb, negated, tense, person);
        case ClauseForm::earlier:
        case ClauseForm::earlier_subordinate:
            if (verb.is_auxiliary) return negated ? "had not" : "had";
            if (tense == Tense::past) return "had " + negation(negated) + verb.participle;
            return finite_group(verb, negated, Tense::past, person);
        case ClauseForm::infinitive:
        case ClauseForm::accusative:
            return negation(negated) + "to " + verb.base;
        case ClauseForm::prospective:
            return (tense == Tense::past ? "would " : "will ") + negation(negated) + verb.base;
    }
    return verb.base;
}

std::string coordinated(const Verb& verb, const Verb& first, ClauseForm form, bool negated, Tense tense,
                        Person person) {
    if (verb.is_modal && form != ClauseForm::main && form != ClauseForm::subordinate) {
        const Modal& modal = *find_modal(verb.base);
        return coordinated(head_of(modal), first, form, negated, tense, person) + tail_of(modal);
    }
    bool helped = negated && !first.is_be && !first.is_auxiliary && !first.is_modal;
    switch (form) {
        case ClauseForm::main:
        case ClauseForm::subordinate:
            return helped ? verb.base : finite(verb, tense, person);
        case ClauseForm::earlier:
        case ClauseForm::earlier_subordinate:
            if (tense == Tense::past) return verb.participle;
            return helped ? verb.base : finite(verb, Tense::past, person);
        default:
            return verb.base;
    }
}

bool is_participle(std::string_view word) {
    if (word == "been" || (word.size() > 3 && word.ends_with("ed") && word != "need" && word != "seed"))
        return true;
    for (const Irregular& verb : kIrregular)
        if (verb.participle == word) return true;
    return false;
}

bool is_irregular(std::string_view base) {
    return base == "be" || find_irregular(base) != nullptr;
}

}  // namespace wt::lang::prose::english
