#include "lang/prose/german_verbs.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace wt::lang::prose::german {

namespace {

struct Known {
    std::string_view infinitive, present, past, participle;
};

constexpr Known kKnown[] = {
    {"sein", "ist", "war", "gewesen"},
    {"haben", "hat", "hatte", "gehabt"},
    {"werden", "wird", "wurde", "geworden"},
    {"wissen", "weiß", "wusste", "gewusst"},
    {"wollen", "will", "wollte", "gewollt"},
    {"können", "kann", "konnte", "gekonnt"},
    {"müssen", "muss", "musste", "gemusst"},
    {"sollen", "soll", "sollte", "gesollt"},
    {"gehen", "geht", "ging", "gegangen"},
    {"kommen", "kommt", "kam", "gekommen"},
    {"sehen", "sieht", "sah", "gesehen"},
    {"geben", "gibt", "gab", "gegeben"},
    {"nehmen", "nimmt", "nahm", "genommen"},
    {"sprechen", "spricht", "sprach", "gesprochen"},
    {"denken", "denkt", "dachte", "gedacht"},
    {"bringen", "bringt", "brachte", "gebracht"},
    {"stehen", "steht", "stand", "gestanden"},
    {"liegen", "liegt", "lag", "gelegen"},
    {"sitzen", "sitzt", "saß", "gesessen"},
    {"finden", "findet", "fand", "gefunden"},
    {"bleiben", "bleibt", "blieb", "geblieben"},
    {"laufen", "läuft", "lief", "gelaufen"},
    {"fallen", "fällt", "fiel", "gefallen"},
    {"halten", "hält", "hielt", "gehalten"},
    {"rufen", "ruft", "rief", "gerufen"},
    {"lesen", "liest", "las", "gelesen"},
    {"tun", "tut", "tat", "getan"},
    {"lügen", "lügt", "log", "gelogen"},
};

constexpr std::string_view kTakeSein[] = {
    "sein",   "werden",  "gehen",   "kommen",  "bleiben",   "laufen",   "fallen",     "fahren",
    "reisen", "fliegen", "fliehen", "steigen", "klettern",  "springen", "schleichen", "wandern",
    "rennen", "sterben", "folgen",  "reiten",  "schwimmen", "sinken",   "eilen"};

/// Does a word of the language end so that its third person takes -et ("findet", "öffnet")?
bool needs_e(std::string_view stem) {
    if (stem.ends_with("t") || stem.ends_with("d")) return true;
    if (!stem.ends_with("n") && !stem.ends_with("m")) return false;
    constexpr std::string_view kSmooth = "aeioulrmnh";
    return stem.size() > 1 && kSmooth.find(stem[stem.size() - 2]) == std::string_view::npos;
}

std::string stem_of(std::string_view infinitive) {
    if (infinitive.ends_with("en")) return std::string(infinitive.substr(0, infinitive.size() - 2));
    if (infinitive.ends_with("n")) return std::string(infinitive.substr(0, infinitive.size() - 1));
    return std::string(infinitive);
}

/// Cuts "hebt auf" at its blank.
std::string_view without_particle(std::string_view part, std::string_view& particle) {
    std::size_t blank = part.rfind(' ');
    if (blank == std::string_view::npos) return part;
    particle = part.substr(blank + 1);
    return part.substr(0, blank);
}

std::string regular_participle(std::string_view stem) {
    constexpr std::string_view kFixed[] = {"be", "ge", "er", "ver", "zer", "ent", "emp", "miss"};
    bool takes_ge =
        std::ranges::none_of(kFixed, [&](std::string_view one) { return stem.starts_with(one); }) &&
        !stem.ends_with("ier");
    return (takes_ge ? "ge" : "") + std::string(stem) + (needs_e(stem) ? "et" : "t");
}

}  // namespace

GermanVerb verb_of(std::string_view infinitive, std::span<const std::string> parts) {
    GermanVerb verb;
    std::string_view particle;
    auto part = [&](std::size_t i) -> std::string_view {
        return i < parts.size() ? without_particle(parts[i], particle) : std::string_view();
    };
    std::string_view present = part(0), past = part(1);
    verb.particle = particle;
    std::string_view base = infinitive;
    if (!particle.empty() && base.starts_with(particle)) base.remove_prefix(particle.size());
    verb.infinitive = base;
    verb.participle = parts.size() > 2 ? parts[2] : "";
    auto known = std::ranges::find(kKnown, base, &Known::infinitive);
    bool is_known = known != std::end(kKnown);
    std::string stem = stem_of(base);
    std::string link = needs_e(stem) ? "e" : "";
    verb.present = !present.empty() ? std::string(present)
                   : is_known       ? std::string(known->present)
                                    : stem + link + "t";
    verb.past = !past.empty() ? std::string(past) : is_known ? std::string(known->past) : stem + link + "te";
    if (verb.participle.empty())
        verb.participle =
            verb.particle + (is_known ? std::string(known->participle) : regular_participle(stem));
    verb.takes_sein = std::ranges::find(kTakeSein, base) != std::end(kTakeSein);
    return verb;
}

std::string finite(const GermanVerb& verb, Tense tense, Person person) {
    if (tense == Tense::past) {
        if (person != Person::plural) return verb.past;
        return verb.past + (verb.past.ends_with("e") ? "n" : "en");
    }
    if (verb.infinitive == "sein")
        return person == Person::first ? "bin" : person == Person::third ? "ist" : "sind";
    if (person == Person::plural) return verb.infinitive;
    if (person == Person::third) return verb.present;
    // Verbs like "wissen" and "wollen" have one form for both.
    bool is_same = !verb.present.ends_with("t") || verb.infinitive == "werden";
    if (verb.infinitive == "werden") return "werde";
    return is_same ? verb.present : stem_of(verb.infinitive) + "e";
}

Group group_of(const GermanVerb& verb, ClauseForm form, Tense tense, Person person) {
    GermanVerb auxiliary = verb_of(verb.takes_sein ? "sein" : "haben");
    std::string whole = verb.particle + verb.infinitive;
    switch (form) {
        case ClauseForm::main:
            return {finite(verb, tense, person), verb.particle};
        case ClauseForm::earlier:
            return {finite(auxiliary, tense, person), verb.participle};
        case ClauseForm::subordinate:
        case ClauseForm::accusative:
            return {"", verb.particle + finite(verb, tense, person)};
        case ClauseForm::earlier_subordinate:
            return {"", verb.participle + " " + finite(auxiliary, tense, person)};
        case ClauseForm::infinitive:
            return {"", whole};
        case ClauseForm::prospective: {
            bool is_past = tense == Tense::past;
            std::string will = is_past ? (person == Person::plural ? "würden" : "würde")
                                       : finite(verb_of("werden"), tense, person);
            return {"", whole + " " + will};
        }
    }
    return {};
}

}  // namespace wt::lang::prose::german
