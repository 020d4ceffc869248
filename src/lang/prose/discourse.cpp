// This decides who is named and who gets a pronoun, and makes the clause a sentence.
#include <algorithm>

#include "lang/prose/grammar.h"

namespace wt::lang::prose {

using model::EntityId;

namespace {

/// One sentence in the making.
struct SentenceMaker {
    const Words& words;
    const std::vector<EntityId>& last;
    std::vector<Mention>& mentions;
    std::string text = {};
    std::vector<EntityId> subjects_by_pronoun = {};  ///< told last as a pronoun
    bool is_start = true;                            ///< nothing but punctuation so far

    const Grammar& grammar() const { return words.grammar(); }

    bool was_mentioned(EntityId entity) const {
        auto is_it = [&](const Mention& mention) { return mention.entity == entity; };
        return std::ranges::find(last, entity) != last.end() || std::ranges::any_of(mentions, is_it);
    }

    /// Could the pronoun mean anybody else who was mentioned? The one with whom the sentence began goes before those of
    /// the last one.
    bool is_ambiguous(const std::string& pronoun, EntityId entity) const {
        auto is_meant = [&](EntityId other) {
            return other != entity && grammar().could_mean(pronoun, other);
        };
        bool is_first = !mentions.empty() && mentions[0].entity == entity;
        return (!is_first && std::ranges::any_of(last, is_meant)) ||
               std::ranges::any_of(mentions, [&](const Mention& m) { return is_meant(m.entity); });
    }

    /// Returns the pronoun to use; empty for the name.
    std::string pronoun_for(const ClauseToken& token) const {
        if (token.entity == words.style().speaker)
            return token.role == Role::reflexive ? grammar().reflexive(token.entity, token.form)
                                                 : grammar().pronoun(token.entity, token.role, token.form);
        if (token.role == Role::reflexive) return grammar().reflexive(token.entity, token.form);
        if (!was_mentioned(token.entity)) return "";
        std::string pronoun = grammar().pronoun(token.entity, token.role, token.form);
        bool may = !pronoun.empty() && grammar().allows_pronoun(token.entity, token.role, text) &&
                   !is_ambiguous(pronoun, token.entity);
        return may ? pronoun : "";
    }

    void add_words(std::string more, bool is_template) {
        if (is_start && is_template) {
            std::size_t first = more.find_first_not_of(" \"'(");
            std::size_t quotes = more.find("“");
            if (quotes == first && first != std::string::npos) first += std::string("“").size();
            if (first != std::string::npos && first < more.size()) {
                std::string rest = more.substr(first);
                capitalise(rest);
                more = more.substr(0, first) + rest;
            }
        }
        if (more.find_first_not_of(' ') != std::string::npos) is_start = false;
        text += more;
    }

    void add_mention(const ClauseToken& token, bool may_fit) {
        std::string pronoun = pronoun_for(token);
        bool is_pronoun = !pronoun.empty();
        std::string said = is_pronoun ? pronoun : grammar().name(token.entity, token.role, token.form);
        if (is_start) capitalise(said);
        if (may_fit) grammar().fit(text, said);
        if (token.role == Role::subject) {
            std::erase(subjects_by_pronoun, token.entity);
            if (is_pronoun) subjects_by_pronoun.push_back(token.entity);
        }
        mentions.push_back({token.entity, text.size(), text.size() + said.size(), is_pronoun});
        text += said;
        is_start = false;
    }

    void add(const ClauseToken& token, bool behind_template) {
        if (token.entity.valid()) return add_mention(token, behind_template);
        bool is_by_pronoun = token.agrees.valid() && std::ranges::find(subjects_by_pronoun, token.agrees) !=
                                                         subjects_by_pronoun.end();
        add_words(is_by_pronoun ? token.after_pronoun : token.text, token.is_template);
    }

    /// Adds a full stop, unless the sentence has its end.
    void finish() {
        constexpr std::string_view kEnds[] = {".", "!", "?", "…", ".”", "!”", "?”", ".\"", "!\"", "?\""};
        bool has_end = std::ranges::any_of(kEnds, [&](std::string_view end) { return text.ends_with(end); });
        if (!has_end && !text.empty()) text += ".";
    }
};

}  // namespace

Discourse::Discourse(const Words& words) : words_(words) {}

std::string Discourse::sentence(const Clause& clause, std::vector<Mention>& mentions) {
    mentions.clear();
    SentenceMaker maker{words_, last_, mentions};
    bool behind_template = false;
    for (const ClauseToken& token : clause.tokens) {
        maker.add(token, behind_template);
        behind_template = token.is_template;
    }
    maker.finish();
    std::vector<EntityId> told;
    for (const Mention& mention : mentions)
        if (std::ranges::find(told, mention.entity) == told.end()) told.push_back(mention.entity);
    last_ = std::move(told);
    return std::move(maker.text);
}

void Discourse::new_paragraph() {
    last_.clear();
}

}  // namespace wt::lang::prose
