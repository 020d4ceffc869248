// This checker of references shares nothing with what makes them (`Discourse`) but the words of the language: it looks
// at finished sentences, and says which of their pronouns could mean somebody else, or nobody.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "story/tell/words.h"

namespace wt::story {

/// A sentence as it was told, with its mentions in order.
struct MentionedText {
    std::string text;
    std::vector<Mention> mentions;
};

struct ReferenceFault {
    std::size_t sentence = 0;  ///< of the paragraph, from 0
    std::size_t begin = 0;     ///< bytes of the sentence
    std::size_t end = 0;
    std::string what;
};

/// Returns what is wrong with the references of a paragraph. It is empty if each pronoun has exactly one candidate
/// among those mentioned in its sentence before it and in the sentence before, if no word refers to somebody without
/// being a mention, and if every other mention is the name of one entity alone. Cost: mentions squared a sentence.
std::vector<ReferenceFault> ambiguities(const Words& words, std::span<const MentionedText> paragraph);

/// Returns pairs of entities that are told by the same name.
std::vector<std::pair<model::EntityId, model::EntityId>> told_alike(const Words& words);

}  // namespace wt::story
