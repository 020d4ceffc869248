// These are words of English by their kind, for comparing texts.
#include <algorithm>
#include <iterator>

#include "lang/prose/english.h"

namespace wt::lang::prose {

namespace {

constexpr std::string_view kFunctionWords[] = {
    "a",     "about",  "again",   "all",    "along",   "already", "also",    "although",   "am",
    "an",    "any",    "and",     "are",    "as",      "at",      "back",    "be",         "because",
    "been",  "being",  "but",     "by",     "can",     "could",   "did",     "do",         "does",
    "even",  "fact",   "finally", "for",    "had",     "has",     "have",    "having",     "he",
    "her",   "here",   "herself", "him",    "himself", "his",     "how",     "however",    "i",
    "in",    "indeed", "is",      "it",     "its",     "itself",  "just",    "me",         "meanwhile",
    "might", "mine",   "my",      "myself", "now",     "of",      "on",      "once",       "only",
    "or",    "own",    "quite",   "she",    "should",  "since",   "so",      "some",       "soon",
    "still", "such",   "than",    "that",   "the",     "their",   "them",    "themselves", "then",
    "there", "these",  "they",    "this",   "those",   "though",  "through", "thus",       "too",
    "truth", "upon",   "us",      "very",   "was",     "we",      "were",    "what",       "when",
    "where", "which",  "while",   "who",    "whom",    "whose",   "why",     "will",       "would",
    "yet",   "you"};

constexpr std::string_view kNegations[] = {"not",     "no",      "never", "nobody",  "nothing", "none",
                                           "nowhere", "neither", "nor",   "without", "cannot"};

template <std::size_t size>
bool is_one_of(const std::string_view (&words)[size], std::string_view word) {
    return std::ranges::find(words, word) != std::end(words);
}

}  // namespace

bool English::is_function_word(std::string_view word) const {
    return is_one_of(kFunctionWords, word);
}

bool English::is_negation(std::string_view word) const {
    return is_one_of(kNegations, word) || word.ends_with("n't");
}

std::string English::meaning(std::string_view word) const {
    // Articles come and go with names; "and" and "then" add nothing to what stands in order anyway.
    constexpr std::string_view kEmpty[] = {"a", "an", "the", "and", "then", "that"};
    constexpr std::string_view kCause[] = {"for", "because", "since", "as"};
    constexpr std::string_view kContrast[] = {"but", "yet", "however"};
    constexpr std::string_view kConcession[] = {"though", "although"};
    if (is_one_of(kEmpty, word)) return "";
    if (is_one_of(kCause, word)) return "because";
    if (is_one_of(kContrast, word)) return "but";
    if (is_one_of(kConcession, word)) return "although";
    return std::string(word);
}

std::vector<std::string> English::expanded(std::string_view word) const {
    if (word == "cannot" || word == "can't") return {"can", "not"};
    if (word == "won't") return {"will", "not"};
    if (word == "shan't") return {"shall", "not"};
    if (word.ends_with("n't")) return {std::string(word.substr(0, word.size() - 3)), "not"};
    return {std::string(word)};
}

std::string English::stem(std::string_view word) const {
    if (word.ends_with("'s")) word.remove_suffix(2);
    for (std::string_view ending : {"ing", "ed", "es", "s", "e"}) {
        bool is_long_enough = word.size() >= ending.size() + 3;
        if (is_long_enough && word.ends_with(ending) && !word.ends_with("ss")) {
            word.remove_suffix(ending.size());
            break;
        }
    }
    return std::string(word);
}

}  // namespace wt::lang::prose
