// These are words of German by their kind, for comparing texts.
#include <algorithm>
#include <iterator>

#include "lang/prose/german.h"

namespace wt::lang::prose {

namespace {

constexpr std::string_view kFunctionWords[] = {
    "aber",    "als",     "also",   "am",     "an",     "ans",     "auch",   "auf",     "aus",    "bei",
    "beim",    "bereits", "bin",    "bist",   "da",     "dabei",   "dafür",  "damit",   "dann",   "daran",
    "darauf",  "das",     "dass",   "davon",  "dazu",   "dem",     "den",    "denn",    "der",    "des",
    "deshalb", "die",     "dies",   "diese",  "dieser", "dieses",  "doch",   "dort",    "durch",  "ein",
    "eine",    "einem",   "einen",  "einer",  "eines",  "endlich", "er",     "es",      "etwas",  "euch",
    "für",     "habe",    "haben",  "hat",    "hatte",  "hatten",  "hier",   "ich",     "ihm",    "ihn",
    "ihnen",   "ihr",     "ihre",   "ihrem",  "ihren",  "ihrer",   "im",     "immer",   "in",     "indem",
    "ins",     "ist",     "jedoch", "mein",   "meine",  "mich",    "mir",    "noch",    "nun",    "nur",
    "ob",      "oder",    "schon",  "sehr",   "sein",   "seine",   "seinem", "seinen",  "seiner", "seit",
    "sich",    "sie",     "sind",   "so",     "um",     "und",     "uns",    "während", "war",    "waren",
    "was",     "weil",    "wem",    "wen",    "wer",    "werden",  "wie",    "wird",    "wo",     "worauf",
    "wurde",   "wurden",  "würde",  "würden", "zwar"};

constexpr std::string_view kNegations[] = {"nicht",  "nie",  "niemals", "niemand", "niemandem", "niemanden",
                                           "nichts", "kein", "keine",   "keinem",  "keinen",    "keiner",
                                           "keines", "ohne", "weder",   "nirgends"};

template <std::size_t size>
bool is_one_of(const std::string_view (&words)[size], std::string_view word) {
    return std::ranges::find(words, word) != std::end(words);
}

}  // namespace

bool German::is_function_word(std::string_view word) const {
    return is_one_of(kFunctionWords, word);
}

bool German::is_negation(std::string_view word) const {
    return is_one_of(kNegations, word);
}

std::string German::meaning(std::string_view word) const {
    constexpr std::string_view kEmpty[] = {"und", "dann", "dass"};
    constexpr std::string_view kCause[] = {"denn", "weil", "da"};
    constexpr std::string_view kContrast[] = {"aber", "doch", "jedoch"};
    if (is_one_of(kEmpty, word)) return "";
    if (is_one_of(kCause, word)) return "weil";
    if (is_one_of(kContrast, word)) return "aber";
    return std::string(word);
}

std::vector<std::string> German::expanded(std::string_view word) const {
    return {std::string(word)};
}

std::string German::stem(std::string_view word) const {
    for (std::string_view ending : {"en", "er", "es", "em", "e", "n", "s"}) {
        if (word.size() < ending.size() + 3 || !word.ends_with(ending)) continue;
        word.remove_suffix(ending.size());
        break;
    }
    return std::string(word);
}

}  // namespace wt::lang::prose
