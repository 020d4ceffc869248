#include "story/denial.h"

#include <algorithm>

namespace wt::story {

namespace {

/// Deny by themselves, wherever they stand before the verb.
constexpr std::string_view kDenying[] = {
    "not",       "never",     "no",         "nobody",    "none",        "neither",   "nor",
    "cannot",    "hardly",    "barely",     "scarcely",  "almost",      "nearly",    "without",
    "instead",   "would",     "could",      "might",     "may",         "should",    "will",
    "shall",     "can",       "must",       "ought",     "if",          "unless",    "unable",
    "unwilling", "rarely",    "seldom",     "perhaps",   "maybe",       "dont",      "doesnt",
    "didnt",     "wont",      "wouldnt",    "cant",      "couldnt",     "isnt",      "wasnt",
    "nothing",   "allegedly", "supposedly", "virtually", "practically", "hopefully", "soon"};

/// Say what somebody has in mind or leaves undone, with their other forms.
constexpr std::string_view kVerbs[] = {
    "refuse",    "refuses",   "refused",    "refusing",   "decline",     "declines",    "declined",
    "declining", "fail",      "fails",      "failed",     "failing",     "plan",        "plans",
    "planned",   "planning",  "intend",     "intends",    "intended",    "intending",   "want",
    "wants",     "wanted",    "wanting",    "wish",       "wishes",      "wished",      "wishing",
    "hope",      "hopes",     "hoped",      "hoping",     "try",         "tries",       "tried",
    "trying",    "attempt",   "attempts",   "attempted",  "attempting",  "mean",        "means",
    "meant",     "meaning",   "threaten",   "threatens",  "threatened",  "threatening", "promise",
    "promises",  "promised",  "promising",  "swear",      "swears",      "swore",       "swearing",
    "offer",     "offers",    "offered",    "offering",   "decide",      "decides",     "decided",
    "deciding",  "consider",  "considers",  "considered", "considering", "dream",       "dreams",
    "dreamed",   "dreamt",    "dreaming",   "imagine",    "imagines",    "imagined",    "imagining",
    "pretend",   "pretends",  "pretended",  "pretending", "avoid",       "avoids",      "avoided",
    "avoiding",  "forget",    "forgets",    "forgot",     "forgotten",   "forgetting",  "hesitate",
    "hesitates", "hesitated", "hesitating", "neglect",    "neglects",    "neglected",   "neglecting",
    "prepare",   "prepares",  "prepared",   "preparing",  "long",        "longs",       "longed",
    "longing",   "seem",      "seems",      "seemed",     "appear",      "appears",     "appeared",
    "think",     "thinks",    "thought",    "thinking",   "need",        "needs",       "needed",
    "expect",    "expects",   "expected",   "stop",       "stops",       "stopped",     "resist",
    "resists",   "resisted",  "ask",        "asks",       "asked",       "agree",       "agrees",
    "agreed",    "like",      "likes",      "going",      "about",       "ready",       "supposed",
    "able",      "afraid",    "reluctant",  "forbidden",  "forbids",     "forbade",     "prevents",
    "prevented", "keeps",     "kept",       "abstains",   "abstained",   "refrains",    "refrained",
    "resolves",  "resolved",  "fears",      "feared",     "aims",        "aimed"};

/// Behind some of the verbs above the event must follow as an infinitive or with one of these words.
constexpr std::string_view kLinks[] = {"to", "of", "from", "against", "about", "how", "whether", "that"};

/// Begin a part of a sentence that is about something else.
constexpr std::string_view kAsides[] = {"who",      "whom",    "whose", "which", "that",  "because", "since",
                                        "although", "though",  "while", "when",  "after", "before",  "as",
                                        "having",   "despite", "until", "where", "once"};

template <std::size_t size>
bool is_one_of(const std::string_view (&all)[size], std::string_view word) {
    return std::ranges::find(all, word) != std::end(all);
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

class Clause {
  public:
    Clause(std::string_view sentence, std::span<const std::string_view> words,
           const std::vector<bool>& is_meant)
        : sentence_(sentence), words_(words), is_meant_(is_meant) {
        for (std::string_view word : words)
            small_.push_back(lower(word));
    }

    std::string denial(std::size_t first, std::size_t last) const {
        for (std::size_t i = begin_of(first); i < first; ++i) {
            if (std::size_t end = end_of_aside(i, first); end > i) {
                i = end - 1;
                continue;
            }
            if (is_meant_[i]) continue;
            if (is_contracted(i)) return std::string(words_[i]) + "'" + std::string(words_[i + 1]);
            bool denies = is_one_of(kDenying, small_[i]) && !is_harmless(i);
            if (denies || is_intention(i, first)) return std::string(words_[i]);
        }
        bool is_behind = last + 1 < words_.size() && !is_meant_[last + 1] &&
                         gap(last + 1).find(',') == gap_none &&
                         (small_[last + 1] == "not" || small_[last + 1] == "never") &&
                         !(last + 2 < words_.size() && small_[last + 2] == "to");
        return is_behind ? std::string(words_[last + 1]) : "";
    }

  private:
    static constexpr std::size_t gap_none = std::string_view::npos;

    /// What stands between a word and the one before it.
    std::string_view gap(std::size_t i) const {
        const char* begin = i == 0 ? sentence_.data() : words_[i - 1].data() + words_[i - 1].size();
        return {begin, static_cast<std::size_t>(words_[i].data() - begin)};
    }

    /// The clause of the verb begins behind a mark that ends a sentence, or behind `but`.
    std::size_t begin_of(std::size_t verb) const {
        for (std::size_t i = verb; i > 0; --i)
            if (gap(i).find_first_of(".!?;:") != gap_none || small_[i - 1] == "but") return i;
        return 0;
    }

    /// A stretch between commas that begins with a word such as `who`: its end, else `i`.
    std::size_t end_of_aside(std::size_t i, std::size_t verb) const {
        bool begins = (i == 0 || gap(i).find(',') != gap_none) && is_one_of(kAsides, small_[i]);
        for (std::size_t end = i + 1; begins && end <= verb; ++end)
            if (gap(end).find(',') != gap_none) return end;
        return i;
    }

    /// `didn't`, whose parts are two words here.
    bool is_contracted(std::size_t i) const {
        return i + 1 < words_.size() && small_[i].ends_with('n') && small_[i + 1] == "t" && gap(i + 1) == "'";
    }

    /// `can` of tin, `May` of a calendar: `the can`, `her will`. And `not only`, `no longer alone`.
    bool is_harmless(std::size_t i) const {
        constexpr std::string_view kNouns[] = {"can", "will", "may", "might", "must"};
        constexpr std::string_view kArticles[] = {"the",   "a",   "an", "his", "her",  "its",
                                                  "their", "own", "of", "in",  "with", "against"};
        bool is_noun = i > 0 && is_one_of(kNouns, small_[i]) && is_one_of(kArticles, small_[i - 1]);
        bool is_only = i + 1 < words_.size() && small_[i] == "not" &&
                       (small_[i + 1] == "only" || small_[i + 1] == "just" || small_[i + 1] == "alone");
        return is_noun || is_only;
    }

    /// `plans to`, `is about to`, `thinks of`: with such a link before the verb, or the verb at once behind.
    bool is_intention(std::size_t i, std::size_t verb) const {
        if (!is_one_of(kVerbs, small_[i])) return false;
        if (i + 1 == verb) return true;
        for (std::size_t at = i + 1; at < verb; ++at)
            if (is_one_of(kLinks, small_[at]) && at + 3 >= verb) return true;
        return false;
    }

    std::string_view sentence_;
    std::span<const std::string_view> words_;
    const std::vector<bool>& is_meant_;
    std::vector<std::string> small_;
};

}  // namespace

std::string denial_in(std::string_view sentence, std::span<const std::string_view> words,
                      const std::vector<bool>& is_meant, std::span<const std::size_t> verb) {
    return Clause(sentence, words, is_meant).denial(verb.front(), verb.back());
}

}  // namespace wt::story
