#include "story/denial.h"

#include <algorithm>

namespace wt::story {

namespace {

/// These deny by themselves, wherever they stand before the verb.
constexpr std::string_view kDenying[] = {
    "not",       "never",     "no",         "nobody",    "none",        "neither",   "nor",
    "cannot",    "hardly",    "barely",     "scarcely",  "almost",      "nearly",    "without",
    "instead",   "would",     "could",      "might",     "may",         "should",    "will",
    "shall",     "can",       "must",       "ought",     "if",          "unless",    "unable",
    "unwilling", "rarely",    "seldom",     "perhaps",   "maybe",       "dont",      "doesnt",
    "didnt",     "wont",      "wouldnt",    "cant",      "couldnt",     "isnt",      "wasnt",
    "nothing",   "allegedly", "supposedly", "virtually", "practically", "hopefully", "soon"};

/// These say what somebody has in mind or leaves undone, with their other forms.
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

/// These begin a part of a sentence that is about something else.
constexpr std::string_view kAsides[] = {"who",      "whom",    "whose", "which", "that",  "because", "since",
                                        "although", "though",  "while", "when",  "after", "before",  "as",
                                        "having",   "despite", "until", "where", "once"};

// The rest is the same in German. Umlauts are decomposed, as the words of a sentence are.

/// These deny wherever they stand in the clause, for in German most stand behind the verb.
constexpr std::string_view kGermanDenying[] = {
    "nicht",      "nie",       "niemals",    "nimmer",          "kein",
    "keine",      "keinen",    "keinem",     "keiner",          "keines",
    "niemand",    "niemanden", "niemandem",  "nichts",          "beinahe",
    "beinah",     "kaum",      "keineswegs", "nirgends",        "keinesfalls",
    "vielleicht", "weder",     "vermutlich", "womo\u0308glich", "angeblich"};
/// These are other words in English, so they count only where the world is told in German.
constexpr std::string_view kGermanDenyingIfGerman[] = {"fast", "bald"};
/// These deny before the verb.
constexpr std::string_view kGermanBefore[] = {
    "ohne",       "statt",        "anstatt",      "wenn",         "falls",         "sofern",
    "kann",       "konnte",       "ko\u0308nnte", "darf",         "durfte",        "du\u0308rfte",
    "mag",        "mo\u0308chte", "muss",         "musste",       "mu\u0308sste",  "soll",
    "sollte",     "sollen",       "wollte",       "wollen",       "ha\u0308tte",   "ha\u0308tten",
    "wa\u0308re", "wa\u0308ren",  "wu\u0308rde",  "wu\u0308rden", "ko\u0308nnten", "ko\u0308nnen"};
/// These make the future before an infinitive; otherwise it is the passive.
constexpr std::string_view kGermanFuture[] = {"wird", "werden"};
/// These say what somebody has in mind or leaves undone, before `zu` and the verb.
constexpr std::string_view kGermanVerbs[] = {"um",
                                             "weigert",
                                             "weigerte",
                                             "weigern",
                                             "verweigert",
                                             "versucht",
                                             "versuchte",
                                             "plant",
                                             "plante",
                                             "planen",
                                             "beabsichtigt",
                                             "droht",
                                             "drohte",
                                             "hofft",
                                             "hoffte",
                                             "wu\u0308nscht",
                                             "wu\u0308nschte",
                                             "tra\u0308umt",
                                             "tra\u0308umte",
                                             "verspricht",
                                             "versprach",
                                             "u\u0308berlegt",
                                             "u\u0308berlegte",
                                             "zo\u0308gert",
                                             "zo\u0308gerte",
                                             "vermeidet",
                                             "vermied",
                                             "vergisst",
                                             "vergass",
                                             "vergaß",
                                             "unterla\u0308sst",
                                             "unterließ",
                                             "entschließt",
                                             "entschloss",
                                             "beschließt",
                                             "beschloss",
                                             "scheint",
                                             "schien",
                                             "denkt",
                                             "dachte",
                                             "lehnt",
                                             "lehnte",
                                             "schwo\u0308rt",
                                             "schwor",
                                             "bietet",
                                             "bot",
                                             "meint",
                                             "glaubt",
                                             "bereit",
                                             "vor",
                                             "fu\u0308rchtet",
                                             "verzichtet",
                                             "braucht",
                                             "vermag",
                                             "wagt"};
/// These begin a part of a sentence that is about something else, behind a comma.
constexpr std::string_view kGermanAsides[] = {
    "der",     "die",     "das",  "den",  "dem",    "deren",    "dessen",        "welche",
    "welcher", "welches", "weil", "da",   "obwohl", "obgleich", "wa\u0308hrend", "als",
    "nachdem", "bevor",   "dass", "seit", "trotz",  "wo",       "sobald",        "wie"};
/// These begin another clause behind a comma only; otherwise they are particles.
constexpr std::string_view kGermanBut[] = {"aber", "sondern", "doch", "jedoch"};

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
           const std::vector<bool>& is_meant, bool is_german)
        : sentence_(sentence), words_(words), is_meant_(is_meant), is_german_(is_german) {
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
            bool denies = (is_one_of(kDenying, small_[i]) || denies_in_german(i, last)) && !is_harmless(i);
            if (denies || is_intention(i, first)) return std::string(words_[i]);
        }
        for (std::size_t i = last + 1; i < words_.size() && !ends_german_clause(i); ++i)
            if (!is_meant_[i] && is_german_denial(i) && !is_harmless(i)) return std::string(words_[i]);
        bool is_behind = last + 1 < words_.size() && !is_meant_[last + 1] &&
                         gap(last + 1).find(',') == gap_none &&
                         (small_[last + 1] == "not" || small_[last + 1] == "never") &&
                         !(last + 2 < words_.size() && small_[last + 2] == "to");
        return is_behind ? std::string(words_[last + 1]) : "";
    }

  private:
    static constexpr std::size_t gap_none = std::string_view::npos;

    /// Returns what stands between a word and the one before it.
    std::string_view gap(std::size_t i) const {
        const char* begin = i == 0 ? sentence_.data() : words_[i - 1].data() + words_[i - 1].size();
        return {begin, static_cast<std::size_t>(words_[i].data() - begin)};
    }

    /// The clause of the verb begins behind a mark that ends a sentence, or behind `but`.
    std::size_t begin_of(std::size_t verb) const {
        for (std::size_t i = verb; i > 0; --i)
            if (gap(i).find_first_of(".!?;:") != gap_none || small_[i - 1] == "but" || is_german_but(i - 1))
                return i;
        return 0;
    }

    /// Returns the end of a stretch between commas that begins with a word such as `who`; `i` if there is none.
    std::size_t end_of_aside(std::size_t i, std::size_t verb) const {
        bool is_behind_comma = i > 0 && gap(i).find(',') != gap_none;
        bool begins = ((i == 0 || is_behind_comma) && is_one_of(kAsides, small_[i])) ||
                      (is_behind_comma && is_one_of(kGermanAsides, small_[i]));
        for (std::size_t end = i + 1; begins && end <= verb; ++end)
            if (gap(end).find(',') != gap_none) return end;
        return i;
    }

    /// Is it like `didn't`, whose parts are two words here?
    bool is_contracted(std::size_t i) const {
        return i + 1 < words_.size() && small_[i].ends_with('n') && small_[i + 1] == "t" && gap(i + 1) == "'";
    }

    bool is_german_denial(std::size_t i) const {
        return is_one_of(kGermanDenying, small_[i]) ||
               (is_german_ && is_one_of(kGermanDenyingIfGerman, small_[i]));
    }

    /// Does the word deny, before the verb, whose last word is `verb`?
    bool denies_in_german(std::size_t i, std::size_t verb) const {
        bool is_future = is_one_of(kGermanFuture, small_[i]) && small_[verb].ends_with('n');
        return is_german_denial(i) || is_future || is_one_of(kGermanBefore, small_[i]);
    }

    bool is_german_but(std::size_t i) const {
        return is_one_of(kGermanBut, small_[i]) && gap(i).find(',') != gap_none;
    }

    /// Does the clause end before this word?
    bool ends_german_clause(std::size_t i) const {
        return gap(i).find_first_of(".!?;:,") != gap_none || small_[i] == "und" || small_[i] == "oder";
    }

    /// Is it `can` of tin, `May` of a calendar: `the can`, `her will`? Or `not only`, `no longer alone`?
    bool is_harmless(std::size_t i) const {
        constexpr std::string_view kNouns[] = {"can", "will", "may", "might", "must"};
        constexpr std::string_view kArticles[] = {"the",   "a",   "an", "his", "her",  "its",
                                                  "their", "own", "of", "in",  "with", "against"};
        bool is_noun = i > 0 && is_one_of(kNouns, small_[i]) && is_one_of(kArticles, small_[i - 1]);
        bool is_only = i + 1 < words_.size() && small_[i] == "not" &&
                       (small_[i + 1] == "only" || small_[i + 1] == "just" || small_[i + 1] == "alone");
        bool is_nur = i + 1 < words_.size() && small_[i] == "nicht" &&
                      (small_[i + 1] == "nur" || small_[i + 1] == "allein" || small_[i + 1] == "blo\u00df");
        bool is_german_need = is_german_ && i > 0 && words_[i] == "Not";
        return is_noun || is_only || is_nur || is_german_need;
    }

    /// Is it `plans to`, `is about to`, `thinks of`, with such a link before the verb, or the verb at once behind?
    bool is_intention(std::size_t i, std::size_t verb) const {
        if (small_[verb - 1] == "zu" && i + 1 < verb && is_one_of(kGermanVerbs, small_[i])) return true;
        if (!is_one_of(kVerbs, small_[i])) return false;
        if (i + 1 == verb) return true;
        for (std::size_t at = i + 1; at < verb; ++at)
            if (is_one_of(kLinks, small_[at]) && at + 3 >= verb) return true;
        return false;
    }

    std::string_view sentence_;
    std::span<const std::string_view> words_;
    const std::vector<bool>& is_meant_;
    bool is_german_;
    std::vector<std::string> small_;
};

}  // namespace

std::string denial_in(std::string_view sentence, std::span<const std::string_view> words,
                      const std::vector<bool>& is_meant, std::span<const std::size_t> verb, bool is_german) {
    return Clause(sentence, words, is_meant, is_german).denial(verb.front(), verb.back());
}

}  // namespace wt::story
