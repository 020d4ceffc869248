#include "lang/sentences/patterns.h"

#include <algorithm>
#include <array>

#include "lang/prose/clauses.h"
#include "lang/prose/grammar.h"

namespace wt::lang {

using namespace model;
using prose::Clause;
using prose::ClauseForm;
using prose::Role;
using prose::Tense;
using prose::Words;

namespace {

/// A number that stands for the one of a slot is this and the slot.
constexpr double kStandInNumber = 7'770'000;
constexpr std::uint32_t kMostFormals = 32;
constexpr std::uint32_t kSlots = 43;
/// More verbs than this that agree with different names are not told apart.
constexpr std::size_t kMostAgreeing = 3;

/// The world with two entities for every slot: one, and several.
World with_stand_ins(const World& world, const std::string& language) {
    World made = world;
    auto telling = std::ranges::find(made.tellings, language, &Telling::language);
    if (telling == made.tellings.end()) {
        Telling one;
        one.language = language;
        one.types.resize(made.types.size());
        made.tellings.push_back(std::move(one));
        telling = made.tellings.end() - 1;
    }
    telling->entities.resize(made.entities.size());
    for (std::uint32_t slot = 0; slot < kSlots; ++slot) {
        for (bool is_plural : {false, true}) {
            made.entities.push_back({"Somebody", {kEntity}, {}});
            Naming naming;
            naming.text = "Somebody";
            if (is_plural) naming.words = {"plural"};
            telling->entities.push_back(std::move(naming));
        }
    }
    return made;
}

/// Without what is said where a condition is false, so that the negation is told.
World without_false(World world) {
    for (Telling& telling : world.tellings)
        for (PropertyTelling& one : telling.properties)
            one.is_false = {};
    return world;
}

}  // namespace

struct SentencePatterns::Impl {
    const World* original;
    World plain;
    World negating;
    std::string language;
    Words words, past, negated_words, names;
    std::map<ClauseForm, std::vector<SentencePattern>> facts, beliefs, wishes;
    std::map<std::pair<Tense, ClauseForm>, std::vector<SentencePattern>> events;
    std::map<std::tuple<std::uint32_t, Role, std::string>, NameForms> known_names;

    std::map<std::pair<Role, std::string>, std::map<std::string, std::vector<EntityId>>> by_first_word;

    Impl(const World& world, const std::string& its_language)
        : original(&world),
          plain(with_stand_ins(world, its_language)),
          negating(without_false(plain)),
          language(its_language),
          words(plain, {its_language, Tense::present, {}}),
          past(plain, {its_language, Tense::past, {}}),
          negated_words(negating, {its_language, Tense::present, {}}),
          names(world, {its_language, Tense::present, {}}) {}

    EntityId stand_in(std::uint32_t slot, bool is_plural) const {
        return EntityId(original->entities.size() + 2 * slot + (is_plural ? 1 : 0));
    }

    Value stand_in(TypeId type, std::uint32_t slot, std::uint32_t plurals) const {
        if (type == kNumber) return Value::number(kStandInNumber + slot);
        return Value::entity(stand_in(slot, (plurals >> slot_bit(slot) & 1U) != 0));
    }

    /// The bit by which a slot is plural.
    static std::uint32_t slot_bit(std::uint32_t slot) { return slot == kValueSlot ? 31 : slot % 31; }

    bool is_german() const { return language == "german"; }

    PatternItem item_of(const prose::ClauseToken& token) const {
        PatternItem item;
        std::size_t number = token.entity.index() - original->entities.size();
        item.kind = PatternItem::Kind::name;
        item.slot = static_cast<std::uint32_t>(number / 2);
        item.role = token.role;
        item.form = token.form;
        return item;
    }

    PatternItem item_of(const SentenceWord& word) const {
        PatternItem item;
        item.word = word.text;
        bool is_stand_in = word.text.size() == 7 && word.text.starts_with("77700");
        if (!is_stand_in) return item;
        item.slot = static_cast<std::uint32_t>(std::stoi(word.text.substr(5)));
        item.kind = item.slot == kClauseSlot ? PatternItem::Kind::clause : PatternItem::Kind::number;
        return item;
    }

    std::vector<PatternItem> items_of(const Clause& clause) const {
        std::vector<PatternItem> items;
        for (prose::ClauseToken token : clause.tokens) {
            // Who is named in the head itself, as in `action start(Ann)`, is a word of the pattern.
            bool is_named = token.entity.valid() && token.entity.index() < original->entities.size();
            if (is_named) token.text = names.grammar().name(token.entity, token.role, token.form);
            if (token.entity.valid() && !is_named) {
                items.push_back(item_of(token));
                continue;
            }
            Span last;
            for (const SentenceWord& word : words_of_sentence(token.text, 0, is_german())) {
                items.push_back(item_of(word));
                if (word.span != last)
                    items.back().shown = token.text.substr(word.span.begin, word.span.end - word.span.begin);
                last = word.span;
            }
        }
        return items;
    }

    static bool same_words(const std::vector<PatternItem>& one, const std::vector<PatternItem>& other) {
        return std::ranges::equal(one, other, [](const PatternItem& a, const PatternItem& b) {
            return a.kind == b.kind && a.word == b.word && a.slot == b.slot;
        });
    }

    static bool same(const SentencePattern& one, const SentencePattern& other) {
        return one.kind == other.kind && one.property == other.property && one.event == other.event &&
               one.fixed == other.fixed && one.negated == other.negated && one.fails == other.fails &&
               std::ranges::equal(one.items, other.items, [](const PatternItem& a, const PatternItem& b) {
                   return a.kind == b.kind && a.word == b.word && a.slot == b.slot && a.role == b.role &&
                          a.form == b.form && a.agreement == b.agreement;
               });
    }

    /// Adds the pattern once for each way in which its verbs can agree. `tell` gives the clause where those slots are plural
    /// whose bits are set.
    template <class Tell>
    void add(std::vector<SentencePattern>& list, const SentencePattern& pattern,
             const std::vector<std::uint32_t>& slots, ClauseForm form, Tell tell) const {
        std::vector<PatternItem> single = items_of(tell(0U));
        std::vector<std::uint32_t> agreeing;
        for (std::uint32_t slot : slots)
            if (agreeing.size() < kMostAgreeing && !same_words(single, items_of(tell(1U << slot_bit(slot)))))
                agreeing.push_back(slot);
        for (std::uint32_t which = 0; which < (1U << agreeing.size()); ++which) {
            std::uint32_t plurals = 0;
            for (std::size_t i = 0; i < agreeing.size(); ++i)
                if ((which >> i & 1U) != 0) plurals |= 1U << slot_bit(agreeing[i]);
            Clause clause = tell(plurals);
            if (form == ClauseForm::infinitive && clause.keeps_subject) return;
            SentencePattern made = pattern;
            made.items = items_of(clause);
            for (PatternItem& item : made.items)
                if (item.kind == PatternItem::Kind::name &&
                    std::ranges::find(agreeing, item.slot) != agreeing.end())
                    item.agreement =
                        (plurals >> slot_bit(item.slot) & 1U) != 0 ? Agreement::plural : Agreement::singular;
            auto is_same = [&](const SentencePattern& other) { return same(made, other); };
            if (std::ranges::none_of(list, is_same)) list.push_back(std::move(made));
        }
    }

    /// The stand-ins of all parameters; `slots`: those that are names.
    std::vector<Value> arguments_of(const std::vector<Formal>& formals, std::uint32_t plurals,
                                    std::vector<std::uint32_t>* slots, SentencePattern& pattern) const {
        std::vector<Value> arguments;
        for (std::uint32_t i = 0; i < formals.size(); ++i) {
            const Formal& formal = formals[i];
            if (formal.is_fixed()) {
                arguments.push_back(formal.fixed);
                pattern.fixed[i] = formal.fixed;
            } else if (formal.type == kBoolean) {
                arguments.push_back(Value::boolean(true));
                pattern.fixed[i] = Value::boolean(true);
            } else {
                arguments.push_back(stand_in(formal.type, i, plurals));
                if (slots != nullptr && formal.type != kNumber) slots->push_back(i);
            }
        }
        return arguments;
    }

    void add_fact(std::vector<SentencePattern>& list, PropertyId id, ClauseForm form,
                  std::optional<Value> value, bool negated, const Words& teller) const {
        const Property& property = plain[id];
        SentencePattern pattern;
        pattern.property = id;
        pattern.negated = negated;
        if (value) pattern.fixed[kValueSlot] = *value;
        std::vector<std::uint32_t> slots;
        arguments_of(property.formals, 0, &slots, pattern);
        if (!value && property.type != kNumber) slots.push_back(kValueSlot);
        bool denies =
            negated || (value && value->is_boolean() && !value->is_true() && &teller == &negated_words);
        add(list, pattern, slots, form, [&](std::uint32_t plurals) {
            SentencePattern ignored;
            Value what = value ? *value : stand_in(property.type, kValueSlot, plurals);
            bool is_told_negated = denies && property.type != kBoolean;
            return teller.fact(id, arguments_of(property.formals, plurals, nullptr, ignored), what, form,
                               is_told_negated);
        });
    }

    void add_facts(std::vector<SentencePattern>& list, PropertyId id, ClauseForm form) const {
        const Property& property = plain[id];
        if (property.formals.size() > kMostFormals) return;
        if (property.type == kBoolean) {
            add_fact(list, id, form, Value::boolean(true), false, words);
            add_fact(list, id, form, Value::boolean(false), false, words);
            add_fact(list, id, form, Value::boolean(false), false, negated_words);
            return;
        }
        for (bool negated : {false, true}) {
            add_fact(list, id, form, std::nullopt, negated, words);
            if (property.type != kNumber) continue;
            for (double number : {0.0, 1.0})
                add_fact(list, id, form, Value::number(number), negated, words);
        }
        if (property.or_none) add_fact(list, id, form, Value::none(), false, negated_words);
        if (!property.or_none || is_unknown_told(id))
            add_fact(list, id, form, Value::unknown(), false, words);
    }

    bool is_unknown_told(PropertyId id) const {
        return std::ranges::any_of(plain.tellings, [&](const Telling& telling) {
            return telling.language == language && id.index() < telling.properties.size() &&
                   telling.properties[id.index()].unknown.is_given();
        });
    }

    void add_event(std::vector<SentencePattern>& list, EventId id, Tense tense, ClauseForm form,
                   bool fails) const {
        const Event& event = plain[id];
        SentencePattern pattern;
        pattern.kind = SentencePattern::Kind::event;
        pattern.event = id;
        pattern.fails = fails;
        std::vector<std::uint32_t> slots;
        arguments_of(event.formals, 0, &slots, pattern);
        const Words& teller = tense == Tense::past ? past : words;
        add(list, pattern, slots, form, [&](std::uint32_t plurals) {
            SentencePattern ignored;
            GroundEvent ground{id, arguments_of(event.formals, plurals, nullptr, ignored)};
            ground.fails = fails;
            return teller.event(ground, form);
        });
    }

    static Clause clause_of_slot(ClauseForm form) {
        Clause clause;
        clause.tokens.push_back(prose::text_token(
            std::to_string(static_cast<int>(kStandInNumber) + static_cast<int>(kClauseSlot))));
        clause.form = form;
        return clause;
    }

    Clause belief(ClauseForm form, bool negated, bool is_plural) const {
        EntityId who = stand_in(kWhoSlot, is_plural);
        Clause what = clause_of_slot(ClauseForm::subordinate);
        if (!negated) return words.grammar().belief(who, std::move(what), form);
        auto told = [&](std::string_view text, std::vector<Clause> parts) {
            return words.grammar().clause(prose::bound_pattern(text, {who}, parts), form, true);
        };
        if (!is_german()) return told("{0} [think] that <0>", {std::move(what)});
        Clause made = told("{0} [glauben]", {});
        made.tokens.push_back(prose::text_token(", dass "));
        made.tokens.push_back(what.tokens[0]);
        return made;
    }

    void add_belief(std::vector<SentencePattern>& list, ClauseForm form, bool negated) const {
        SentencePattern pattern;
        pattern.kind = SentencePattern::Kind::belief;
        pattern.negated = negated;
        add(list, pattern, {kWhoSlot}, form, [&](std::uint32_t plurals) {
            return belief(form, negated, (plurals >> slot_bit(kWhoSlot) & 1U) != 0);
        });
    }

    void add_wish(std::vector<SentencePattern>& list, ClauseForm of_clause) const {
        SentencePattern pattern;
        pattern.kind = SentencePattern::Kind::belief;
        add(list, pattern, {kWhoSlot}, ClauseForm::main, [&](std::uint32_t plurals) {
            EntityId who = stand_in(kWhoSlot, (plurals >> slot_bit(kWhoSlot) & 1U) != 0);
            return words.frame(prose::Frame::wants, {who}, {clause_of_slot(of_clause)});
        });
    }
};

SentencePatterns::SentencePatterns(const World& world, const std::string& language)
    : language_(language), impl_(new Impl(world, language)) {}

SentencePatterns::~SentencePatterns() = default;

const World& SentencePatterns::world() const {
    return *impl_->original;
}

const Words& SentencePatterns::words() const {
    return impl_->names;
}

const std::vector<SentencePattern>& SentencePatterns::facts(ClauseForm form) const {
    auto [found, is_new] = impl_->facts.emplace(form, std::vector<SentencePattern>());
    for (std::size_t i = 0; is_new && i < impl_->plain.properties.size(); ++i)
        impl_->add_facts(found->second, PropertyId(i), form);
    return found->second;
}

const std::vector<SentencePattern>& SentencePatterns::events(Tense tense, ClauseForm form) const {
    auto [found, is_new] = impl_->events.emplace(std::pair(tense, form), std::vector<SentencePattern>());
    for (std::size_t i = 0; is_new && i < impl_->plain.events.size(); ++i) {
        const Event& event = impl_->plain.events[i];
        if (event.is_trigger || event.formals.size() > kMostFormals) continue;
        impl_->add_event(found->second, EventId(i), tense, form, false);
        if (event.can_fail()) impl_->add_event(found->second, EventId(i), tense, form, true);
    }
    return found->second;
}

const std::vector<SentencePattern>& SentencePatterns::beliefs(ClauseForm form) const {
    auto [found, is_new] = impl_->beliefs.emplace(form, std::vector<SentencePattern>());
    for (bool negated : {false, true})
        if (is_new) impl_->add_belief(found->second, form, negated);
    return found->second;
}

const std::vector<SentencePattern>& SentencePatterns::wishes(ClauseForm of_clause) const {
    auto [found, is_new] = impl_->wishes.emplace(of_clause, std::vector<SentencePattern>());
    if (is_new) impl_->add_wish(found->second, of_clause);
    return found->second;
}

const NameForms& SentencePatterns::name(EntityId entity, Role role, const std::string& form) const {
    auto [found, is_new] = impl_->known_names.emplace(std::tuple(entity.value, role, form), NameForms());
    if (!is_new) return found->second;
    NameForms& forms = found->second;
    forms.text = impl_->names.grammar().name(entity, role, form);
    forms.words = words_of_sentence(forms.text, 0, is_german());
    forms.is_plural = is_plural(entity);
    return forms;
}

const std::vector<EntityId>& SentencePatterns::named(const std::string& first_word, Role role,
                                                     const std::string& form) const {
    static const std::vector<EntityId> kNobody;
    auto [found, is_new] =
        impl_->by_first_word.emplace(std::pair(role, form), std::map<std::string, std::vector<EntityId>>());
    for (std::size_t i = 0; is_new && i < impl_->original->entities.size(); ++i) {
        const NameForms& forms = name(EntityId(i), role, form);
        if (!forms.words.empty()) found->second[forms.words[0].text].push_back(EntityId(i));
    }
    auto known = found->second.find(first_word);
    return known == found->second.end() ? kNobody : known->second;
}

bool SentencePatterns::is_plural(EntityId entity) const {
    const Naming* naming = prose::naming_of(*impl_->original, language_, entity);
    if (naming == nullptr) return false;
    auto has = [&](std::string_view word) {
        return std::ranges::find(naming->words, word) != naming->words.end();
    };
    return has("plural") || (is_german() && has("they"));
}

std::vector<std::string> SentencePatterns::pronouns(EntityId entity, Role role,
                                                    const std::string& form) const {
    std::vector<std::string> result;
    for (std::string text :
         {impl_->names.grammar().pronoun(entity, role, form), impl_->names.grammar().reflexive(entity, form)})
        if (!text.empty()) result.push_back(lower_letters(text));
    return result;
}

std::string SentencePatterns::noun(TypeId type) const {
    const Naming* naming = prose::naming_of(*impl_->original, language_, type);
    if (naming != nullptr && !naming->text.empty()) return naming->text;
    return prose::lower_case(prose::words_of_name((*impl_->original)[type].name));
}

std::string SentencePatterns::text(const Clause& clause) const {
    std::string text;
    for (const prose::ClauseToken& token : clause.tokens) {
        std::string said = token.entity.valid()
                               ? impl_->names.grammar().name(token.entity, token.role, token.form)
                               : token.text;
        if (token.entity.valid()) impl_->names.grammar().fit(text, said);
        text += said;
    }
    return text;
}

std::string lower_letters(std::string_view text) {
    std::string result;
    for (const SentenceWord& word : words_of_sentence(text, 0, false))
        result += (result.empty() ? "" : " ") + word.text;
    return result;
}

}  // namespace wt::lang
