#include "lang/sentences/rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "lang/sentences/declarations.h"
#include "lang/sentences/frames.h"
#include "model/print.h"

namespace wt::lang {

using namespace model;
using prose::ClauseForm;
using prose::Tense;

namespace {

/// Reads one sentence by all rules.
class Rules {
  public:
    Rules(const CutSentence& sentence, std::string_view text, ClauseReader& reader)
        : sentence_(sentence),
          text_(text),
          reader_(reader),
          world_(reader.patterns().world()),
          is_german_(reader.patterns().is_german()),
          frames_(is_german_ ? kGermanFrames : kEnglishFrames) {}

    std::vector<Meaning> read() {
        if (is_heading()) return heading();
        bool declares = is_declared();
        statements();
        if (declares) {
            add({}, size());
            return std::move(found_);
        }
        wishes();
        request();
        parts();
        limits();
        return std::move(found_);
    }

  private:
    std::size_t size() const { return reader_.size(); }

    void expect_end(std::size_t at) {
        Expectation what;
        what.kind = Expectation::Kind::end;
        reader_.expect(at, std::move(what));
    }

    /// Adds a reading that ends at a place, if the sentence ends there.
    void add(Meaning meaning, std::size_t end) {
        if (end < size()) return expect_end(end);
        meaning.span = sentence_.span;
        auto is_same = [&](const Meaning& other) { return other.summary() == meaning.summary(); };
        if (std::ranges::none_of(found_, is_same)) found_.push_back(std::move(meaning));
    }

    // ---- what has been read elsewhere ----

    bool is_declared() {
        const std::vector<SentenceWord>& words = sentence_.words;
        bool is_language = words.size() >= 2 && words.size() <= 3 &&
                           (words[0].text == "language" || words[0].text == "sprache");
        if (is_language || said_libraries(sentence_, text_, is_german_)) return true;
        if (declarations_in(sentence_, text_, world_, reader_.patterns().language(), {})) return true;
        expect_noun();
        reader_.expect_word(0, is_german_ ? "benutze" : "use");
        return false;
    }

    /// Behind "is a" a kind could stand.
    void expect_noun() {
        const std::vector<SentenceWord>& words = sentence_.words;
        for (std::size_t i = 1; i < words.size(); ++i) {
            bool is_one = words[i].text == (is_german_ ? "ist" : "is");
            bool is_several = words[i].text == (is_german_ ? "sind" : "are");
            if (!is_one && !is_several) continue;
            auto is_article = [&](std::size_t at) {
                return at < words.size() && (is_german_ ? words[at].text == "ein" || words[at].text == "eine"
                                                        : words[at].text == "a" || words[at].text == "an");
            };
            bool has_article = is_article(i + 1);
            if (has_article || (is_several && words.size() == i + 2)) {
                Expectation what;
                what.kind = Expectation::Kind::noun;
                what.text = has_article ? "one" : "several";
                reader_.expect(i + (has_article ? 2 : 1), std::move(what));
            }
            return;
        }
    }

    bool is_heading() const {
        const std::vector<SentenceWord>& words = sentence_.words;
        return (words.size() == 2 || words.size() == 3) && words.back().text == ":" &&
               words[0].text == frames_.story;
    }

    std::vector<Meaning> heading() {
        Meaning meaning;
        meaning.kind = Meaning::Kind::heading;
        const std::vector<SentenceWord>& words = sentence_.words;
        if (words.size() == 3)
            meaning.name = text_.substr(words[1].span.begin, words[1].span.end - words[1].span.begin);
        std::string title;
        for (char c : text_.substr(sentence_.title.begin, sentence_.title.end - sentence_.title.begin)) {
            if (c == '"' || c == '\\') title += '\\';
            title += c;
        }
        meaning.text.add(title, sentence_.title);
        meaning.span = sentence_.span;
        return {meaning};
    }

    // ---- how things stand ----

    void statements() {
        for (const ClauseReader::Found& one : reader_.clauses(0, ClauseForm::main, ClauseUse::fact)) {
            if (!one.said.other_values.empty()) continue;
            Meaning meaning;
            meaning.kind = Meaning::Kind::statement;
            meaning.text = statement_of(world_, one.said);
            add(std::move(meaning), one.end);
        }
        std::optional<std::size_t> at = words(0, frames_.everybody_knows);
        if (!at) return;
        for (const ClauseReader::Found& one :
             reader_.clauses(*at, ClauseForm::subordinate, ClauseUse::fact)) {
            if (one.said.kind != Said::Kind::fact || !one.said.other_values.empty()) continue;
            Meaning meaning;
            meaning.kind = Meaning::Kind::statement;
            meaning.text.add("everybody knows ", reader_.span(0, *at));
            meaning.text.add(statement_of(world_, one.said));
            add(std::move(meaning), one.end);
        }
    }

    /// As `ClauseReader::words`, but a comma may be left out.
    std::optional<std::size_t> words(std::size_t at, std::string_view wanted) {
        std::string without(wanted);
        std::erase(without, ',');
        if (without.size() != wanted.size())
            if (std::optional<std::size_t> end = reader_.words(at, wanted)) return end;
        return reader_.words(at, without);
    }

    // ---- wishes ----

    void wishes() {
        for (const ClauseReader::Found& one : reader_.wishes(0))
            add_wish(to_text(world_, one.said.who.value), one.said.parts[0], one.end,
                     one.said.who.kind == SaidTerm::Kind::value);
        for (const auto& [end, type] : everybody())
            if (std::optional<std::size_t> behind = words(end, frames_.wants)) wishes_of_each(*behind, type);
        std::optional<std::size_t> at = words(0, frames_.author_wants);
        if (!at) return;
        if (!frames_.author_that.empty()) {
            std::size_t begin = *at + (reader_.is_word(*at, ",") ? 1 : 0);
            at = words(begin, frames_.author_that);
            if (!at) return;
        }
        for (const ClauseReader::Found& one :
             reader_.clauses(*at, ClauseForm::accusative, ClauseUse::condition))
            add_wish("", one.said, one.end, true);
    }

    /// "everybody", "every guard", where the sentence begins.
    std::vector<std::pair<std::size_t, TypeId>> everybody() {
        std::vector<std::pair<std::size_t, TypeId>> result;
        if (std::optional<std::size_t> end = words(0, frames_.everybody))
            result.emplace_back(*end, kCharacter);
        for (std::string_view every : frames_.every) {
            std::optional<std::size_t> begin = every.empty() ? std::nullopt : words(0, every);
            for (std::size_t i = 0; begin && i < world_.types.size(); ++i) {
                TypeId type(i);
                if (type == kBoolean || type == kNumber || !world_.is_subtype(type, kCharacter)) continue;
                if (std::optional<std::size_t> end =
                        words(*begin, noun_of_type(world_, reader_.patterns().language(), type)))
                    result.emplace_back(*end, type);
            }
        }
        return result;
    }

    void wishes_of_each(std::size_t at, TypeId type) {
        SaidTerm each;
        each.kind = SaidTerm::Kind::each;
        each.type = type;
        std::string who = fmt::format("({} : {})", kEach, world_[type].name);
        for (const ClauseReader::Found& one :
             reader_.clauses(at, ClauseForm::infinitive, ClauseUse::condition, &each))
            add_wish(who, one.said, one.end, true);
        std::optional<std::size_t> begin = at;
        if (!frames_.author_that.empty())
            begin = words(at + (reader_.is_word(at, ",") ? 1 : 0), frames_.author_that);
        if (!begin) return;
        for (const ClauseReader::Found& one :
             reader_.clauses(*begin, ClauseForm::accusative, ClauseUse::condition))
            add_wish(who, one.said, one.end, true);
    }

    void add_wish(const std::string& who, const Said& what, std::size_t end, bool is_named) {
        if (!is_named) return;
        Meaning meaning;
        meaning.kind = Meaning::Kind::wish;
        meaning.who = who;
        meaning.text = condition_of(world_, what);
        std::size_t at = end + (reader_.is_word(end, ",") ? 1 : 0);
        for (auto [said, weight] : frames_.weights) {
            std::optional<std::size_t> behind = words(at, said);
            if (!behind) continue;
            Meaning weighed = meaning;
            weighed.weight = weight;
            add(std::move(weighed), *behind);
        }
        add(std::move(meaning), end);
    }

    // ---- requests ----

    /// One moment of a story, and where it ends.
    struct Moment {
        std::size_t end = 0;
        WorldText text;
        bool is_event = false;
    };

    std::vector<Moment> moments(std::size_t at, ClauseForm form) {
        std::vector<Moment> result;
        add_events(at, form, result);
        for (const ClauseReader::Found& one : reader_.clauses(at, form, ClauseUse::condition))
            result.push_back({one.end, condition_of(world_, one.said), false});
        std::vector<Moment> with_conditions;
        for (const Moment& one : result)
            for (Moment& more : conditions_behind(one))
                with_conditions.push_back(std::move(more));
        result.insert(result.end(), with_conditions.begin(), with_conditions.end());
        return result;
    }

    /// Where several actions are told in the very same words, any of them is meant.
    void add_events(std::size_t at, ClauseForm form, std::vector<Moment>& result) {
        std::vector<std::pair<const SentencePattern*, std::vector<WorldText>>> groups;
        std::vector<std::size_t> ends;
        for (const ClauseReader::Found& one : reader_.events(at, Tense::present, form)) {
            std::size_t group = 0;
            while (group < groups.size() &&
                   !(ends[group] == one.end && is_told_alike(*groups[group].first, *one.pattern)))
                ++group;
            if (group == groups.size()) {
                groups.push_back({one.pattern, {}});
                ends.push_back(one.end);
            }
            groups[group].second.push_back(happening_of(world_, one.said));
        }
        for (std::size_t i = 0; i < groups.size(); ++i)
            result.push_back({ends[i], any_of(groups[i].second, reader_.span(at, ends[i])), true});
    }

    static bool is_told_alike(const SentencePattern& one, const SentencePattern& other) {
        return std::ranges::equal(one.items, other.items, [](const PatternItem& a, const PatternItem& b) {
            return a.kind == b.kind && a.word == b.word;
        });
    }

    static WorldText any_of(const std::vector<WorldText>& all, Span span) {
        if (all.size() == 1) return all[0];
        WorldText result;
        for (const WorldText& one : all) {
            result.add(&one == &all[0] ? "(" : " | ", span);
            result.add(one);
        }
        result.add(")", span);
        return result;
    }

    /// "... while S and S".
    std::vector<Moment> conditions_behind(const Moment& first) {
        std::size_t at = first.end + (reader_.is_word(first.end, ",") ? 1 : 0);
        std::optional<std::size_t> begin = words(at, frames_.while_);
        std::vector<Moment> result;
        if (!begin) return result;
        std::vector<std::pair<std::size_t, Moment>> open = {{*begin, first}};
        while (!open.empty() && result.size() < ClauseReader::kMostReadings) {
            auto [place, so_far] = std::move(open.back());
            open.pop_back();
            for (const ClauseReader::Found& one :
                 reader_.clauses(place, ClauseForm::subordinate, ClauseUse::condition)) {
                Moment more = so_far;
                more.end = one.end;
                more.text.add(" & ", one.said.span);
                more.text.add(condition_of(world_, one.said));
                result.push_back(more);
                if (std::optional<std::size_t> next = words(one.end, frames_.and_))
                    open.emplace_back(*next, std::move(more));
            }
        }
        return result;
    }

    /// A constraint: one moment, or several that follow each other.
    struct Constraint {
        std::size_t end = 0;
        WorldText text;
        std::size_t count = 1;
        bool is_event_alone = false;
    };

    static WorldText in_brackets(const WorldText& inner, Span span) {
        WorldText result;
        result.add("(", span);
        result.add(inner);
        result.add(")", span);
        return result;
    }

    std::vector<Constraint> constraints(std::size_t at) {
        std::vector<Constraint> open, done;
        for (Moment& one : moments(at, ClauseForm::subordinate))
            open.push_back({one.end,
                            one.is_event && one.text.text().find(" & ") == std::string::npos
                                ? one.text
                                : in_brackets(one.text, reader_.span(at, one.end)),
                            1, false});
        while (!open.empty() && done.size() < ClauseReader::kMostReadings) {
            Constraint so_far = std::move(open.back());
            open.pop_back();
            for (std::string_view joint : frames_.then) {
                if (joint.empty()) continue;
                std::size_t place = so_far.end + (reader_.is_word(so_far.end, ",") ? 1 : 0);
                std::optional<std::size_t> begin = words(place, joint);
                if (!begin) continue;
                for (Moment& next : moments(*begin, ClauseForm::subordinate)) {
                    Constraint more = so_far;
                    more.end = next.end;
                    more.text.add(" then ", reader_.span(place, *begin));
                    more.text.add(next.is_event && next.text.text().find(" & ") == std::string::npos
                                      ? next.text
                                      : in_brackets(next.text, reader_.span(*begin, next.end)));
                    ++more.count;
                    open.push_back(std::move(more));
                }
            }
            if (so_far.count == 1 && so_far.text.text().starts_with("(")) {
                WorldText sometime;
                sometime.add("sometime ", reader_.span(at, so_far.end));
                sometime.add(so_far.text);
                so_far.text = std::move(sometime);
            }
            done.push_back(std::move(so_far));
        }
        return done;
    }

    struct Teller {
        std::size_t end = 0;
        std::string name;
    };
    std::vector<Teller> tellers(std::size_t at) {
        std::vector<Teller> result;
        std::optional<std::size_t> begin = words(at + (reader_.is_word(at, ",") ? 1 : 0), frames_.as);
        if (!begin) return result;
        PatternItem place;
        place.role = prose::Role::subject;
        auto add = [&](std::size_t end, std::string name) {
            if (std::optional<std::size_t> behind = words(end, frames_.knows_it))
                result.push_back({*behind, std::move(name)});
        };
        for (auto& [end, who] : reader_.names(*begin, place, kCharacter, ClauseUse::fact))
            add(end, to_text(world_, who.value));
        for (std::string_view narrator : frames_.narrator)
            if (std::optional<std::size_t> end = words(*begin, narrator)) add(*end, "narrator");
        return result;
    }

    void add_request(std::size_t end, const WorldText& text) {
        Meaning meaning;
        meaning.kind = Meaning::Kind::request;
        meaning.text = text;
        for (const Teller& teller : tellers(end)) {
            Meaning told = meaning;
            told.teller = teller.name;
            add(std::move(told), teller.end);
        }
        add(std::move(meaning), end);
    }

    void request() {
        std::optional<std::size_t> plain = words(0, frames_.happens);
        if (plain) add_request(*plain, {});
        std::optional<std::size_t> begin = words(0, frames_.how);
        if (!begin) return;
        std::vector<Constraint> open = constraints(*begin);
        for (Constraint& one : open)
            one.text.add(";\n", sentence_.span);
        std::size_t tried = 0;
        while (!open.empty() && ++tried < 200) {
            Constraint so_far = std::move(open.back());
            open.pop_back();
            add_request(so_far.end, so_far.text);
            std::size_t place = so_far.end + (reader_.is_word(so_far.end, ",") ? 1 : 0);
            std::optional<std::size_t> next = words(place, frames_.and_how);
            if (!next) continue;
            for (Constraint& one : constraints(*next)) {
                Constraint more = so_far;
                more.end = one.end;
                more.text.add(one.text);
                more.text.add(";\n", sentence_.span);
                open.push_back(std::move(more));
            }
        }
    }

    void parts() {
        part(frames_.end, "ends: ", ClauseForm::main);
        part(frames_.never, "never ", ClauseForm::subordinate);
        part(frames_.always, "always ", ClauseForm::subordinate);
    }

    void part(std::string_view frame, std::string_view keyword, ClauseForm form) {
        std::optional<std::size_t> begin = words(0, frame);
        if (!begin) return;
        std::size_t at = *begin + (reader_.is_word(*begin, ",") || reader_.is_word(*begin, ":") ? 1 : 0);
        bool is_end = keyword == "ends: ";
        std::vector<Moment> all = moments(at, form);
        for (Moment& one : all) {
            if (is_end && one.is_event) continue;
            Meaning meaning;
            meaning.kind = Meaning::Kind::part;
            meaning.text.add(keyword, reader_.span(0, *begin));
            meaning.text.add(in_brackets(one.text, reader_.span(at, one.end)));
            meaning.text.add(";\n", sentence_.span);
            add(std::move(meaning), one.end);
        }
    }

    void limits() {
        limit(frames_.story_limit, "author", frames_.events);
        limit(frames_.plan_limit, "character", frames_.steps);
        limit(frames_.belief_limit, "belief", frames_.deep);
    }

    void limit(std::string_view frame, std::string_view name, const std::string_view (&units)[2]) {
        std::optional<std::size_t> begin = words(0, frame);
        if (!begin) return;
        std::optional<double> number = reader_.whole_number(*begin);
        if (!number) return;
        for (std::string_view unit : units) {
            std::optional<std::size_t> end = words(*begin + 1, unit);
            if (!end) continue;
            Meaning meaning;
            meaning.kind = Meaning::Kind::limit;
            meaning.text.add(fmt::format("{} {}", name, *number), sentence_.span);
            add(std::move(meaning), *end);
        }
    }

    const CutSentence& sentence_;
    std::string_view text_;
    ClauseReader& reader_;
    const World& world_;
    bool is_german_;
    const SentenceFrames& frames_;
    std::vector<Meaning> found_;
};

}  // namespace

std::string Meaning::summary() const {
    switch (kind) {
        case Kind::nothing:
            return "somebody or something of a kind";
        case Kind::wish:
            return fmt::format("{} wants {}{}{}", who.empty() ? "the author" : who, text.text(),
                               weight.empty() ? "" : " ", weight);
        case Kind::request:
            return fmt::format("request {{ {}teller: {}; }}", text.text(),
                               teller.empty() ? "narrator" : teller);
        case Kind::limit:
            return "limits: " + text.text();
        case Kind::heading:
            return fmt::format("request {} \"{}\"", name, text.text());
        case Kind::statement:
        case Kind::part:
            break;
    }
    return text.text();
}

std::vector<Meaning> meanings_of(const CutSentence& sentence, std::string_view text, ClauseReader& reader) {
    return Rules(sentence, text, reader).read();
}

}  // namespace wt::lang
