#include "model/telling_language.h"

#include <algorithm>
#include <array>

namespace wt::model {

namespace {

constexpr std::array<std::string_view, 4> kEnglishForms = {"possessive", "reflexive", "subject", "object"};
constexpr std::array<std::string_view, 5> kEnglishWords = {"he", "she", "it", "they", "plural"};
constexpr std::array<std::string_view, 6> kGermanForms = {"nominative", "genitive",   "dative",
                                                          "accusative", "possessive", "reflexive"};
constexpr std::array<std::string_view, 8> kGermanWords = {"masculine", "feminine", "neuter", "plural",
                                                          "he",        "she",      "it",     "they"};

constexpr std::array<TellingLanguage, 2> kLanguages = {{
    {"english", kEnglishForms, kEnglishWords, 2, "[throw/threw/thrown]"},
    {"german", kGermanForms, kGermanWords, 3, "[kaufen/kauft/kaufte/gekauft]"},
}};

constexpr std::array<std::string_view, 4> kPronouns = {"he", "she", "it", "they"};
constexpr std::array<std::string_view, 4> kGenders = {"masculine", "feminine", "neuter", "plural"};

bool contains(std::span<const std::string_view> words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

std::span<const TellingLanguage> telling_languages() {
    return kLanguages;
}

const TellingLanguage* find_telling_language(std::string_view name) {
    auto found = std::ranges::find(kLanguages, name, &TellingLanguage::name);
    return found == kLanguages.end() ? nullptr : &*found;
}

bool are_contradictory(std::string_view one, std::string_view other) {
    if (one == other) return true;
    if (contains(kPronouns, one) && contains(kPronouns, other)) return true;
    if (contains(kGenders, one) && contains(kGenders, other)) return true;
    auto is_singular = [](std::string_view word) { return contains(kPronouns, word) && word != "they"; };
    return (one == "plural" && is_singular(other)) || (other == "plural" && is_singular(one));
}

}  // namespace wt::model
