// Clauses written by the patterns with which they are read.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "lang/prose/grammar.h"
#include "lang/sentences/declarations.h"
#include "lang/sentences/say.h"

namespace wt::lang {

using namespace model;
using prose::ClauseForm;
using prose::Role;

namespace {

const SaidTerm& slot_of(const Said& said, std::uint32_t slot) {
    if (slot == kValueSlot) return said.value;
    if (slot == kWhoSlot) return said.who;
    return said.arguments[slot];
}

/// Writes one clause by one pattern.
class ClauseWriter {
  public:
    ClauseWriter(const SentencePatterns& patterns, const Said& said, ClauseForm form, const SaidTerm* subject)
        : patterns_(patterns), said_(said), form_(form), subject_(subject) {}

    std::optional<std::string> write() const {
        for (const SentencePattern& pattern : list())
            if (fits(pattern))
                if (std::optional<std::string> text = write(pattern)) return text;
        return std::nullopt;
    }

  private:
    const std::vector<SentencePattern>& list() const {
        if (said_.kind == Said::Kind::event) return patterns_.events(prose::Tense::present, form_);
        return said_.kind == Said::Kind::fact ? patterns_.facts(form_) : patterns_.beliefs(form_);
    }

    static bool is_same(const SaidTerm& one, const SaidTerm& other) {
        return one.kind == other.kind && one.value == other.value;
    }

    bool fits(const SentencePattern& pattern) const {
        bool is_same_head = pattern.negated == said_.negated && pattern.fails == said_.fails &&
                            (said_.kind != Said::Kind::fact || pattern.property == said_.property) &&
                            (said_.kind != Said::Kind::event || pattern.event == said_.event);
        if (!is_same_head) return false;
        for (const auto& [slot, value] : pattern.fixed) {
            const SaidTerm& term = slot_of(said_, slot);
            if (term.kind != SaidTerm::Kind::value || term.value != value || term.compare != Compare::equal)
                return false;
        }
        std::vector<std::uint32_t> open = open_slots(pattern);
        if (said_.kind == Said::Kind::event) return true;
        if (form_ != ClauseForm::infinitive) return open.empty();
        return open.empty() ||
               (open.size() == 1 && subject_ != nullptr && is_same(slot_of(said_, open[0]), *subject_));
    }

    /// Slots that the pattern does not say.
    std::vector<std::uint32_t> open_slots(const SentencePattern& pattern) const {
        std::vector<std::uint32_t> slots, open;
        if (said_.kind == Said::Kind::belief) slots.push_back(kWhoSlot);
        for (std::uint32_t i = 0; said_.kind != Said::Kind::belief && i < said_.arguments.size(); ++i)
            slots.push_back(i);
        if (said_.kind == Said::Kind::fact) slots.push_back(kValueSlot);
        for (std::uint32_t slot : slots) {
            bool is_said = pattern.fixed.contains(slot) ||
                           std::ranges::any_of(pattern.items, [&](const PatternItem& item) {
                               return item.kind != PatternItem::Kind::word && item.slot == slot;
                           });
            if (!is_said) open.push_back(slot);
        }
        return open;
    }

    std::optional<std::string> write(const SentencePattern& pattern) const {
        std::string text;
        for (const PatternItem& item : pattern.items) {
            std::optional<std::string> next = one(item);
            if (!next) return std::nullopt;
            if (next->empty()) continue;
            bool is_mark = *next == "," || *next == ":";
            if (!text.empty() && !is_mark) text += ' ';
            bool is_name = item.kind == PatternItem::Kind::name;
            if (is_name) patterns_.words().grammar().fit(text, *next);
            text += *next;
        }
        return text;
    }

    std::optional<std::string> one(const PatternItem& item) const {
        switch (item.kind) {
            case PatternItem::Kind::word:
                return item.word == "," ? "," : item.shown;
            case PatternItem::Kind::number:
                return number(slot_of(said_, item.slot));
            case PatternItem::Kind::clause:
                return written_clause(patterns_, said_.parts[0], ClauseForm::subordinate);
            case PatternItem::Kind::name:
                break;
        }
        const SaidTerm& term = slot_of(said_, item.slot);
        if (term.kind == SaidTerm::Kind::some || term.kind == SaidTerm::Kind::missing)
            return some(item, term);
        if (!term.value.is_entity()) return std::nullopt;
        bool is_plural = patterns_.is_plural(term.value.as_entity());
        bool agrees = item.agreement == Agreement::any || (item.agreement == Agreement::plural) == is_plural;
        if (!agrees) return std::nullopt;
        return patterns_.name(term.value.as_entity(), item.role, item.form).text;
    }

    std::optional<std::string> number(const SaidTerm& term) const {
        if (!term.value.is_number()) return std::nullopt;
        std::string text = number_text(term.value.as_number());
        bool is_german = patterns_.is_german();
        switch (term.compare) {
            case Compare::equal:
                return text;
            case Compare::greater_equal:
                return (is_german ? "mindestens " : "at least ") + text;
            case Compare::less_equal:
                return (is_german ? "höchstens " : "at most ") + text;
            case Compare::greater:
                return (is_german ? "mehr als " : "more than ") + text;
            case Compare::less:
                return (is_german ? "weniger als " : "less than ") + text;
            case Compare::not_equal:
                break;
        }
        return std::nullopt;
    }

    /// "somebody", "something", "a treasure".
    std::optional<std::string> some(const PatternItem& item, const SaidTerm& term) const {
        if (item.agreement == Agreement::plural || item.form == "possessive") return std::nullopt;
        const World& world = patterns_.world();
        TypeId of_place = said_.kind == Said::Kind::event ? world[said_.event].formals[item.slot].type
                          : item.slot == kWhoSlot         ? kCharacter
                          : item.slot == kValueSlot       ? world[said_.property].type
                                                          : world[said_.property].formals[item.slot].type;
        TypeId type = term.kind == SaidTerm::Kind::some ? term.type : of_place;
        bool is_dative = item.form == "dative";
        bool is_accusative = item.form == "accusative" || (item.form.empty() && item.role == Role::object);
        bool is_person = world.is_subtype(of_place, kCharacter);
        if (type == of_place && is_person) {
            if (!patterns_.is_german()) return "somebody";
            return is_dative ? "jemandem" : is_accusative ? "jemanden" : "jemand";
        }
        std::string noun = patterns_.noun(type);
        bool is_thing = noun == "thing" || noun == "Ding";
        if (type == of_place && is_thing && !is_dative) return patterns_.is_german() ? "etwas" : "something";
        if (!patterns_.is_german()) {
            std::string before = "a ";
            patterns_.words().grammar().fit(before, noun);
            return before + noun;
        }
        return german_article(type, is_dative, is_accusative) + " " + noun;
    }

    std::string german_article(TypeId type, bool is_dative, bool is_accusative) const {
        const Naming* naming = prose::naming_of(patterns_.world(), "german", type);
        auto has = [&](std::string_view word) {
            return naming != nullptr && std::ranges::find(naming->words, word) != naming->words.end();
        };
        if (has("feminine")) return is_dative ? "einer" : "eine";
        if (is_dative) return "einem";
        return is_accusative && has("masculine") ? "einen" : "ein";
    }

    const SentencePatterns& patterns_;
    const Said& said_;
    ClauseForm form_;
    const SaidTerm* subject_;
};

/// "Jim is not sure whether the marble is hidden in the basket or the marble is hidden in the box".
std::optional<std::string> written_doubt(const SentencePatterns& patterns, const Said& said,
                                         ClauseForm form) {
    bool is_german = patterns.is_german();
    if (said.who.kind != SaidTerm::Kind::value) return std::nullopt;
    EntityId who = said.who.value.as_entity();
    std::string name = patterns.name(who, Role::subject, "").text;
    bool is_plural = patterns.is_plural(who);
    std::string verb = is_german ? (is_plural ? "sind" : "ist") : (is_plural ? "are" : "is");
    std::string text = name + (!is_german                        ? " " + verb + " not sure whether "
                               : form == ClauseForm::subordinate ? " nicht sicher " + verb + ", ob "
                                                                 : " " + verb + " nicht sicher, ob ");
    bool is_boolean = patterns.world()[said.parts[0].property].type == kBoolean;
    for (std::size_t i = 0; i < (is_boolean ? 1 : said.parts.size()); ++i) {
        std::optional<std::string> part = written_clause(patterns, said.parts[i], ClauseForm::subordinate);
        if (!part) return std::nullopt;
        text += (i == 0 ? "" : is_german ? " oder " : " or ") + *part;
    }
    return text;
}

}  // namespace

std::optional<std::string> written_clause(const SentencePatterns& patterns, const Said& said, ClauseForm form,
                                          const SaidTerm* subject) {
    if (said.kind == Said::Kind::belief && said.parts.size() > 1) return written_doubt(patterns, said, form);
    return ClauseWriter(patterns, said, form, subject).write();
}

}  // namespace wt::lang
