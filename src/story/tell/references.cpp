#include "story/tell/references.h"

#include <algorithm>

#include <fmt/format.h>

#include "story/tell/words.h"

namespace wt::story {

using model::EntityId;

namespace {

constexpr Role kRoles[] = {Role::subject, Role::object, Role::indirect, Role::genitive};
constexpr std::string_view kForms[] = {"", "nominative", "genitive", "dative", "accusative"};

/// Returns the small letters of a text that is a pronoun or may be one.
std::string plain(std::string_view text) {
    return lower_case(text);
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Goes through a paragraph; keeps who was mentioned lately.
struct ReferenceChecker {
    const Words& words;
    std::vector<ReferenceFault> faults = {};
    std::size_t sentence = 0;
    std::vector<EntityId> last = {};
    std::vector<EntityId> here = {};

    const Grammar& grammar() const { return words.grammar(); }
    const model::World& world() const { return words.world(); }

    void report(std::size_t begin, std::size_t end, std::string what) {
        faults.push_back({sentence, begin, end, std::move(what)});
    }

    /// Does the word stand in the paradigm of the entity? An entity that has none may be anybody.
    bool has_pronoun(EntityId entity, const std::string& word) const {
        bool has_any = false;
        for (Role role : kRoles)
            for (std::string_view form : kForms) {
                std::string own = grammar().pronoun(entity, role, std::string(form));
                has_any = has_any || !own.empty();
                if (plain(own) == word) return true;
            }
        return !has_any && world().is_character(entity) && grammar().is_personal_pronoun(word);
    }

    void check_pronoun(const Mention& mention, const std::string& word) {
        bool is_reflexive = grammar().is_reflexive_pronoun(word);
        if (mention.entity == words.style().speaker) return;
        // The one with whom the sentence began goes before those of the last one.
        bool is_first = !here.empty() && here[0] == mention.entity;
        std::vector<EntityId> candidates;
        for (const std::vector<EntityId>* list : {&last, &here})
            for (EntityId one : *list) {
                if (is_first && list == &last) continue;
                bool fits = is_reflexive ? one == mention.entity : has_pronoun(one, word);
                if (fits && std::ranges::find(candidates, one) == candidates.end()) candidates.push_back(one);
            }
        if (candidates.empty())
            return report(mention.begin, mention.end, fmt::format("`{}` means nobody", word));
        for (EntityId one : candidates)
            if (one != mention.entity)
                report(mention.begin, mention.end,
                       fmt::format("`{}` is {}, and could be {}", word, world()[mention.entity].name,
                                   world()[one].name));
    }

    void check_name(const Mention& mention, const std::string& said) {
        if (mention.entity == words.style().speaker)
            report(mention.begin, mention.end, fmt::format("the speaker is called `{}`", said));
        std::string own = plain(words.name(mention.entity));
        for (std::size_t i = 0; i < world().entities.size(); ++i) {
            EntityId other = EntityId(i);
            if (other != mention.entity && plain(words.name(other)) == own)
                report(mention.begin, mention.end,
                       fmt::format("`{}` is {}, and could be {}", said, world()[mention.entity].name,
                                   world()[other].name));
        }
    }

    void check_word(std::size_t begin, std::string_view word) {
        if (grammar().is_personal_pronoun(plain(word)))
            report(begin, begin + word.size(),
                   fmt::format("`{}` is a pronoun that refers to nobody named", word));
    }

    /// Checks words between mentions, without those that somebody says.
    void check_words(std::string_view text, std::size_t begin, std::size_t end, bool& is_quoted) {
        for (std::size_t i = begin; i < end;) {
            if (text[i] == '"') is_quoted = !is_quoted;
            if (text.substr(i).starts_with("“")) is_quoted = true;
            if (text.substr(i).starts_with("”")) is_quoted = false;
            std::size_t stop = i;
            while (stop < end && is_letter(text[stop]))
                ++stop;
            if (stop > i && !is_quoted) check_word(i, text.substr(i, stop - i));
            i = std::max(stop, i + 1);
        }
    }

    void check(const MentionedText& one) {
        here.clear();
        bool is_quoted = false;
        std::size_t place = 0;
        for (const Mention& mention : one.mentions) {
            if (mention.begin < place || mention.end <= mention.begin || mention.end > one.text.size()) {
                report(mention.begin, mention.end, "the mention is not where it says");
                continue;
            }
            check_words(one.text, place, mention.begin, is_quoted);
            std::string said = one.text.substr(mention.begin, mention.end - mention.begin);
            if (mention.is_pronoun)
                check_pronoun(mention, plain(said));
            else
                check_name(mention, said);
            here.push_back(mention.entity);
            place = mention.end;
        }
        check_words(one.text, place, one.text.size(), is_quoted);
        last = here;
        ++sentence;
    }
};

}  // namespace

std::vector<ReferenceFault> ambiguities(const Words& words, std::span<const MentionedText> paragraph) {
    ReferenceChecker checker{words};
    for (const MentionedText& one : paragraph)
        checker.check(one);
    return std::move(checker.faults);
}

std::vector<std::pair<EntityId, EntityId>> told_alike(const Words& words) {
    std::vector<std::pair<EntityId, EntityId>> pairs;
    std::size_t count = words.world().entities.size();
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = a + 1; b < count; ++b)
            if (plain(words.name(EntityId(a))) == plain(words.name(EntityId(b))))
                pairs.emplace_back(EntityId(a), EntityId(b));
    return pairs;
}

}  // namespace wt::story
