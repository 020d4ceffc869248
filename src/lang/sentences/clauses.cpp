#include "lang/sentences/clauses.h"

#include <algorithm>
#include <cmath>

#include "lang/lex.h"

namespace wt::lang {

using namespace model;
using prose::ClauseForm;
using prose::Role;
using prose::Tense;

namespace {

constexpr std::string_view kEnglishNumbers[] = {"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                                "seven", "eight", "nine", "ten",   "eleven", "twelve"};
constexpr std::string_view kGermanNumbers[] = {"null",   "eins", "zwei", "drei", "vier", "fünf", "sechs",
                                               "sieben", "acht", "neun", "zehn", "elf",  "zwölf"};

/// More values than this, in a doubt between them, are not read.
constexpr std::size_t kMostValues = 15;

/// A fact once for each of its values.
std::vector<Said> alternatives_of(const Said& said) {
    std::vector<Said> result = {said};
    result[0].other_values.clear();
    for (const SaidTerm& value : said.other_values) {
        result.push_back(result[0]);
        result.back().value = value;
    }
    return result;
}

/// Words of belief that mean the same, the one of the pattern first.
constexpr std::string_view kThinking[][2] = {{"thinks", "believes"}, {"think", "believe"},
                                             {"glaubt", "denkt"},    {"glaubt", "meint"},
                                             {"glauben", "denken"},  {"glauben", "meinen"}};

bool means(std::string_view pattern, std::string_view word) {
    return std::ranges::any_of(kThinking, [&](auto& pair) { return pair[0] == pattern && pair[1] == word; });
}

}  // namespace

/// One pattern at one place.
struct ClauseReader::Match {
    const SentencePattern* pattern = nullptr;
    ClauseForm form{};
    ClauseForm of_clause = ClauseForm::subordinate;
    ClauseUse use{};
    const SaidTerm* subject = nullptr;
    std::size_t begin = 0;
    std::vector<Found>* found = nullptr;
    std::uint32_t open_again = kClauseSlot;  ///< the slot that is said anew; all others stand
};

ClauseReader::ClauseReader(const SentencePatterns& patterns, const std::vector<SentenceWord>& words)
    : patterns_(patterns), words_(words) {}

Span ClauseReader::span(std::size_t begin, std::size_t end) const {
    if (words_.empty()) return {};
    if (begin >= words_.size()) return {words_.back().span.end, words_.back().span.end};
    if (end <= begin) return {words_[begin].span.begin, words_[begin].span.begin};
    return {words_[begin].span.begin, words_[std::min(end, words_.size()) - 1].span.end};
}

void ClauseReader::expect(std::size_t at, Expectation what) {
    if (at < furthest_) return;
    if (at > furthest_) expected_.clear();
    furthest_ = at;
    expected_.insert(std::move(what));
}

void ClauseReader::expect_word(std::size_t at, std::string_view word) {
    Expectation what;
    what.text = word;
    expect(at, std::move(what));
}

std::optional<std::size_t> ClauseReader::words(std::size_t at, std::string_view wanted) {
    for (const SentenceWord& word : words_of_sentence(wanted, 0, patterns_.is_german())) {
        if (!is_word(at, word.text)) {
            expect_word(at, word.text);
            return std::nullopt;
        }
        ++at;
    }
    return at;
}

// ---- names and numbers ----

void ClauseReader::add_some(std::size_t at, const PatternItem& place, TypeId type,
                            std::vector<std::pair<std::size_t, SaidTerm>>& found) {
    if (at >= size() || place.agreement == Agreement::plural) return;
    const World& world = patterns_.world();
    const std::string& word = words_[at].text;
    auto add = [&](std::size_t end, TypeId some) {
        SaidTerm term;
        term.kind = SaidTerm::Kind::some;
        term.type = some;
        term.span = span(at, end);
        found.emplace_back(end, term);
    };
    bool is_german = patterns_.is_german();
    bool is_person = world.is_subtype(type, kCharacter);
    if (!is_german && is_person && (word == "somebody" || word == "someone")) add(at + 1, type);
    if (is_german && is_person && (word == "jemand" || word == "jemanden" || word == "jemandem"))
        add(at + 1, type);
    if (!is_person && word == (is_german ? "etwas" : "something")) add(at + 1, type);
    bool is_article = is_german ? word == "ein" || word == "eine" || word == "einen" || word == "einem" ||
                                      word == "einer" || word == "irgendein"
                                : word == "a" || word == "an" || word == "some";
    if (!is_article) return;
    for (std::size_t i = 0; i < world.types.size(); ++i) {
        if (TypeId(i) == kBoolean || TypeId(i) == kNumber || !world.is_subtype(TypeId(i), type)) continue;
        std::vector<SentenceWord> noun = words_of_sentence(patterns_.noun(TypeId(i)), 0, is_german);
        std::size_t end = at + 1;
        bool fits = true;
        for (const SentenceWord& one : noun) {
            if (!is_word(end, one.text)) {
                expect_word(end, one.text);
                fits = false;
                break;
            }
            ++end;
        }
        if (fits) add(end, TypeId(i));
    }
}

std::vector<std::pair<std::size_t, SaidTerm>> ClauseReader::names(std::size_t at, const PatternItem& place,
                                                                  TypeId type, ClauseUse use) {
    std::vector<std::pair<std::size_t, SaidTerm>> found;
    const World& world = patterns_.world();
    static const std::vector<EntityId> kNobody;
    for (EntityId entity : at < size() ? patterns_.named(words_[at].text, place.role, place.form) : kNobody) {
        if (!world.is_of_type(Value::entity(entity), type)) continue;
        const NameForms& name = patterns_.name(entity, place.role, place.form);
        bool agrees =
            place.agreement == Agreement::any || (place.agreement == Agreement::plural) == name.is_plural;
        if (!agrees) continue;
        std::size_t end = at;
        for (const SentenceWord& word : name.words) {
            if (!is_word(end, word.text)) {
                if (end > at) expect_word(end, word.text);
                break;
            }
            ++end;
        }
        if (end - at != name.words.size()) continue;
        SaidTerm term;
        term.kind = SaidTerm::Kind::value;
        term.value = Value::entity(entity);
        term.span = span(at, end);
        found.emplace_back(end, term);
    }
    if (use == ClauseUse::condition) add_some(at, place, type, found);
    if (found.empty()) {
        Expectation what;
        what.kind = Expectation::Kind::name;
        what.type = type;
        what.role = place.role;
        what.form = place.form;
        what.agreement = place.agreement;
        expect(at, std::move(what));
    }
    return found;
}

std::vector<std::pair<std::size_t, SaidTerm>> ClauseReader::numbers(std::size_t at, ClauseUse use) {
    struct Bound {
        std::string_view words;
        Compare compare;
    };
    static constexpr Bound kEnglishBounds[] = {{"at least", Compare::greater_equal},
                                               {"at most", Compare::less_equal},
                                               {"more than", Compare::greater},
                                               {"less than", Compare::less},
                                               {"fewer than", Compare::less}};
    static constexpr Bound kGermanBounds[] = {{"mindestens", Compare::greater_equal},
                                              {"höchstens", Compare::less_equal},
                                              {"mehr als", Compare::greater},
                                              {"weniger als", Compare::less}};
    std::size_t first = at;
    Compare compare = Compare::equal;
    std::span<const Bound> bounds =
        patterns_.is_german() ? std::span<const Bound>(kGermanBounds) : kEnglishBounds;
    for (const Bound& bound : bounds) {
        if (use != ClauseUse::condition) break;
        if (std::optional<std::size_t> end = words(at, bound.words)) {
            first = *end;
            compare = bound.compare;
        }
    }
    std::vector<std::pair<std::size_t, SaidTerm>> found;
    std::optional<double> number;
    if (first < size()) {
        const std::string& text = words_[first].text;
        bool is_digits = !text.empty() && std::ranges::all_of(text, [](char c) {
            return (c >= '0' && c <= '9') || c == '.';
        }) && text.front() != '.';
        bool is_negative = text.size() > 1 && text[0] == '-' && text[1] >= '0' && text[1] <= '9';
        if (is_digits || is_negative) number = number_value(text);
        auto in_words =
            patterns_.is_german() ? std::span<const std::string_view>(kGermanNumbers) : kEnglishNumbers;
        for (std::size_t i = 0; i < in_words.size(); ++i)
            if (in_words[i] == text) number = static_cast<double>(i);
    }
    if (number && std::isfinite(*number)) {
        SaidTerm term;
        term.kind = SaidTerm::Kind::value;
        term.value = Value::number(*number);
        term.compare = compare;
        term.span = span(at, first + 1);
        found.emplace_back(first + 1, term);
        return found;
    }
    Expectation what;
    what.kind = Expectation::Kind::number;
    expect(first, std::move(what));
    return found;
}

std::optional<double> ClauseReader::whole_number(std::size_t at) {
    for (const auto& [end, term] : numbers(at, ClauseUse::fact))
        if (term.value.as_number() == std::floor(term.value.as_number())) return term.value.as_number();
    return std::nullopt;
}

// ---- patterns ----

SaidTerm* ClauseReader::slot_of(Said& said, std::uint32_t slot) const {
    if (slot == kValueSlot) return &said.value;
    if (slot == kWhoSlot) return &said.who;
    return &said.arguments[slot];
}

TypeId ClauseReader::type_of(const SentencePattern& pattern, std::uint32_t slot) const {
    const World& world = patterns_.world();
    if (slot == kWhoSlot) return kCharacter;
    if (pattern.kind == SentencePattern::Kind::event) return world[pattern.event].formals[slot].type;
    if (slot == kValueSlot) return world[pattern.property].type;
    return world[pattern.property].formals[slot].type;
}

Said ClauseReader::start_of(const SentencePattern& pattern) const {
    const World& world = patterns_.world();
    Said said;
    said.negated = pattern.negated;
    said.fails = pattern.fails;
    switch (pattern.kind) {
        case SentencePattern::Kind::fact:
            said.property = pattern.property;
            said.arguments.resize(world[pattern.property].formals.size());
            break;
        case SentencePattern::Kind::event:
            said.kind = Said::Kind::event;
            said.event = pattern.event;
            said.arguments.resize(world[pattern.event].formals.size());
            break;
        case SentencePattern::Kind::belief:
            said.kind = Said::Kind::belief;
            break;
    }
    for (const auto& [slot, value] : pattern.fixed) {
        SaidTerm& term = *slot_of(said, slot);
        term.kind = SaidTerm::Kind::value;
        term.value = value;
    }
    return said;
}

void ClauseReader::match_all(const std::vector<SentencePattern>& list, Match& match) {
    for (const SentencePattern& pattern : list) {
        bool is_statement = match.use == ClauseUse::fact && pattern.negated;
        if (is_statement || match.found->size() >= kMostReadings) continue;
        match.pattern = &pattern;
        this->match(match, 0, match.begin, start_of(pattern));
    }
}

void ClauseReader::match(Match& match, std::size_t item, std::size_t at, Said said) {
    if (match.found->size() >= kMostReadings) return;
    if (item == match.pattern->items.size()) return finish(match, at, std::move(said));
    const PatternItem& one = match.pattern->items[item];
    switch (one.kind) {
        case PatternItem::Kind::word: {
            if (one.word == ",") {
                // A comma may be left out.
                return this->match(match, item + 1, is_word(at, ",") ? at + 1 : at, std::move(said));
            }
            bool is_belief = match.pattern->kind == SentencePattern::Kind::belief;
            bool fits = at < size() &&
                        (words_[at].text == one.word || (is_belief && means(one.word, words_[at].text)));
            if (fits) return this->match(match, item + 1, at + 1, std::move(said));
            expect_word(at, one.word);
            return;
        }
        case PatternItem::Kind::name:
            return match_name(match, item, at, said);
        case PatternItem::Kind::number:
            for (const auto& [end, term] : numbers(at, match.use)) {
                Said next = said;
                *slot_of(next, one.slot) = term;
                this->match(match, item + 1, end, std::move(next));
            }
            return;
        case PatternItem::Kind::clause:
            return match_clause(match, item, at, said);
    }
}

void ClauseReader::match_name(Match& match, std::size_t item, std::size_t at, const Said& said) {
    const PatternItem& one = match.pattern->items[item];
    Said copy = said;
    const SaidTerm& term = *slot_of(copy, one.slot);
    bool is_said = term.kind != SaidTerm::Kind::missing;
    TypeId type = type_of(*match.pattern, one.slot);
    if (is_said && term.kind == SaidTerm::Kind::value && term.value.is_entity() && at < size()) {
        // A pronoun for what the same clause has named: no other can be meant.
        for (const std::string& pronoun : patterns_.pronouns(term.value.as_entity(), one.role, one.form))
            if (is_word(at, pronoun)) this->match(match, item + 1, at + 1, said);
    }
    for (auto& [end, name] : names(at, one, type, match.use)) {
        if (is_said && !(name.kind == term.kind && name.value == term.value)) continue;
        Said next = said;
        *slot_of(next, one.slot) = name;
        if (one.slot == kValueSlot && match.use == ClauseUse::fact) match_more_values(match, item, end, next);
        this->match(match, item + 1, end, std::move(next));
    }
}

/// "... in the flat or in the shop": further values, with the words before them or without.
void ClauseReader::match_more_values(Match& match, std::size_t item, std::size_t at, const Said& said) {
    const std::vector<PatternItem>& items = match.pattern->items;
    std::size_t behind = at + (is_word(at, ",") ? 1 : 0);
    const char* joint = patterns_.is_german() ? "oder" : "or";
    if (said.other_values.size() >= kMostValues || !is_word(behind, joint)) return;
    std::size_t first = item;
    while (first > 0 && items[first - 1].kind == PatternItem::Kind::word)
        --first;
    TypeId type = type_of(*match.pattern, kValueSlot);
    for (std::size_t from = first; from <= item; ++from) {
        std::size_t place = behind + 1;
        std::size_t next_item = from;
        while (next_item < item && is_word(place, items[next_item].word)) {
            ++place;
            ++next_item;
        }
        if (next_item < item) {
            expect_word(place, items[next_item].word);
            continue;
        }
        for (auto& [end, value] : names(place, items[item], type, ClauseUse::fact)) {
            Said next = said;
            next.other_values.push_back(value);
            match_more_values(match, item, end, next);
            this->match(match, item + 1, end, std::move(next));
        }
    }
}

void ClauseReader::match_clause(Match& match, std::size_t item, std::size_t at, const Said& said) {
    if (depth_ >= kMostDepth) return;
    ++depth_;
    SaidTerm subject = said.who;
    bool has_subject = match.of_clause == ClauseForm::infinitive;
    for (Found& one : clauses(at, match.of_clause, match.use, has_subject ? &subject : nullptr)) {
        Said next = said;
        next.parts = alternatives_of(one.said);
        std::size_t end = one.end;
        std::size_t before = match.found->size();
        this->match(match, item + 1, end, std::move(next));
        bool may_go_on = match.use == ClauseUse::fact && match.of_clause == ClauseForm::subordinate &&
                         item + 1 == match.pattern->items.size() && match.found->size() > before;
        if (may_go_on) add_alternatives(match, one, match.found->size());
    }
    --depth_;
}

/// "... or that ...", behind the belief that was found last.
void ClauseReader::add_alternatives(Match& match, const Found& first, std::size_t count) {
    Found whole = (*match.found)[count - 1];
    const char* joint = patterns_.is_german() ? "oder" : "or";
    if (!is_word(whole.end, joint) && !(is_word(whole.end, ",") && is_word(whole.end + 1, joint))) {
        expect_word(whole.end, joint);
        return;
    }
    std::vector<Found> open = {whole};
    while (!open.empty() && match.found->size() < kMostReadings) {
        Found next = std::move(open.back());
        open.pop_back();
        std::size_t at = next.end + (is_word(next.end, ",") ? 1 : 0);
        if (!is_word(at, joint)) {
            expect_word(at, joint);
            continue;
        }
        for (Found& tail : tails(first, at + 1)) {
            Found more = next;
            more.end = tail.end;
            more.said.parts.push_back(tail.said);
            more.said.span = {more.said.span.begin, span(tail.end - 1, tail.end).end};
            match.found->push_back(more);
            open.push_back(std::move(more));
        }
    }
}

/// What stands behind "or": the clause with another value.
std::vector<ClauseReader::Found> ClauseReader::tails(const Found& first, std::size_t at) {
    std::vector<Found> found;
    const SentencePattern* pattern = first.pattern;
    bool is_fact = pattern != nullptr && pattern->kind == SentencePattern::Kind::fact;
    if (!is_fact || pattern->fixed.contains(kValueSlot)) return found;
    // In full, with or without its conjunction.
    std::size_t begin = at;
    for (const char* conjunction : {"that", "whether", "dass", "ob"})
        if (is_word(at, conjunction)) begin = at + 1;
    Match whole;
    whole.pattern = pattern;
    whole.use = ClauseUse::fact;
    whole.begin = begin;
    whole.found = &found;
    Said open = first.said;
    open.value = {};
    match(whole, 0, begin, open);
    // Where the verb stands last, what comes again is left out before the value: "... im Garten ist oder im Haus ist".
    std::size_t place = 0;
    while (place < pattern->items.size() && pattern->items[place].slot != kValueSlot)
        ++place;
    for (std::size_t item = place; begin == at && item > 0 && item < pattern->items.size(); --item) {
        if (item < place && pattern->items[item].kind != PatternItem::Kind::word) break;
        if (patterns_.is_german()) match(whole, item, begin, open);
    }
    std::vector<Found> different;
    for (Found& one : found) {
        auto is_same = [&](const Found& other) {
            return other.end == one.end && other.said.value.value == one.said.value.value;
        };
        if (std::ranges::none_of(different, is_same)) different.push_back(std::move(one));
    }
    return different;
}

void ClauseReader::finish(Match& match, std::size_t at, Said said) {
    said.span = span(match.begin, at);
    std::vector<std::uint32_t> open;
    if (said.kind == Said::Kind::belief) {
        if (said.who.kind == SaidTerm::Kind::missing) open.push_back(kWhoSlot);
    } else {
        for (std::uint32_t i = 0; i < said.arguments.size(); ++i)
            if (said.arguments[i].kind == SaidTerm::Kind::missing) open.push_back(i);
        bool has_value = said.kind == Said::Kind::fact;
        if (has_value && said.value.kind == SaidTerm::Kind::missing) open.push_back(kValueSlot);
    }
    if (said.kind == Said::Kind::event) open.clear();
    if (open.size() > 1 || (open.size() == 1 && match.subject == nullptr)) return;
    if (open.size() == 1) {
        TypeId type = type_of(*match.pattern, open[0]);
        const World& world = patterns_.world();
        bool fits = match.subject->kind == SaidTerm::Kind::value
                        ? world.is_of_type(match.subject->value, type)
                        : world.is_subtype(match.subject->type, type);
        if (!fits) return;
        *slot_of(said, open[0]) = *match.subject;
    }
    match.found->push_back({at, std::move(said), match.pattern});
}

// ---- clauses ----

std::vector<ClauseReader::Found> ClauseReader::clauses(std::size_t at, ClauseForm form, ClauseUse use,
                                                       const SaidTerm* subject) {
    auto key = std::tuple(at, form, use);
    bool is_plain = subject == nullptr;
    if (is_plain)
        if (auto known = known_.find(key); known != known_.end()) return known->second;
    std::vector<Found> found;
    Match match;
    match.form = form;
    match.use = use;
    match.subject = subject;
    match.begin = at;
    match.found = &found;
    match_all(patterns_.facts(form), match);
    match_all(patterns_.beliefs(form), match);
    if (use == ClauseUse::fact) read_unsure(at, form, found);
    if (is_plain && depth_ < kMostDepth) known_.emplace(key, found);
    return found;
}

/// "Jim is not sure whether ... or ..."
void ClauseReader::read_unsure(std::size_t at, ClauseForm form, std::vector<Found>& found) {
    if (depth_ >= kMostDepth) return;
    bool is_german = patterns_.is_german();
    for (bool is_plural : {false, true}) {
        PatternItem place;
        place.role = Role::subject;
        place.agreement = is_plural ? Agreement::plural : Agreement::singular;
        for (auto& [end, who] : names(at, place, kCharacter, ClauseUse::fact)) {
            std::string verb = is_german ? (is_plural ? "sind" : "ist") : (is_plural ? "are" : "is");
            std::string frame = !is_german                        ? verb + " not sure whether"
                                : form == ClauseForm::subordinate ? "nicht sicher " + verb + ", ob"
                                                                  : verb + " nicht sicher, ob";
            std::optional<std::size_t> begin = words(end, frame);
            if (!begin && is_german)
                begin = words(end, form == ClauseForm::subordinate ? "nicht sicher " + verb + " ob"
                                                                   : verb + " nicht sicher ob");
            if (!begin) continue;
            ++depth_;
            for (Found& first : clauses(*begin, ClauseForm::subordinate, ClauseUse::fact)) {
                Found whole;
                whole.end = first.end;
                whole.said.kind = Said::Kind::belief;
                whole.said.who = who;
                whole.said.parts = alternatives_of(first.said);
                whole.said.span = span(at, first.end);
                if (first.said.kind != Said::Kind::fact) continue;
                if (patterns_.world()[first.said.property].type == kBoolean) {
                    Said other = first.said;
                    other.value.value = Value::boolean(!first.said.value.value.is_true());
                    whole.said.parts.push_back(other);
                    if (!whole.said.parts[0].value.value.is_true())
                        std::swap(whole.said.parts[0], whole.said.parts[1]);
                    found.push_back(std::move(whole));
                    continue;
                }
                if (whole.said.parts.size() > 1) found.push_back(whole);
                Match match;
                match.found = &found;
                std::size_t before = found.size();
                found.push_back(whole);
                add_alternatives(match, first, found.size());
                found.erase(found.begin() + static_cast<std::ptrdiff_t>(before));
            }
            --depth_;
        }
    }
}

std::vector<ClauseReader::Found> ClauseReader::events(std::size_t at, Tense tense, ClauseForm form) {
    std::vector<Found> found;
    Match match;
    match.form = form;
    match.use = ClauseUse::condition;
    match.begin = at;
    match.found = &found;
    match_all(patterns_.events(tense, form), match);
    return found;
}

std::vector<ClauseReader::Found> ClauseReader::wishes(std::size_t at) {
    std::vector<Found> found;
    for (ClauseForm form : {ClauseForm::infinitive, ClauseForm::accusative}) {
        Match match;
        match.form = ClauseForm::main;
        match.of_clause = form;
        match.use = ClauseUse::condition;
        match.begin = at;
        match.found = &found;
        match_all(patterns_.wishes(form), match);
    }
    return found;
}

}  // namespace wt::lang
