// Is a text that somebody else has polished still the same story?
//
// The check is one of words, on purpose: it takes a good sentence for a changed one sooner than the other way
// round. Each sentence must keep its names, numbers, pronouns, directions (`from`, `to`) and all words with a
// meaning of their own, by their stems and in their order, so that nobody changes places, must have no
// others, and as many negations. Articles, conjunctions, auxiliaries and punctuation are free, and a name may
// stand for its pronoun.
#pragma once

#include <span>
#include <string>

#include "story/tell/tell.h"

namespace wt::story {

struct PolishedSentence {
    std::string id;
    std::string text;
};

/// Says what is wrong with the polished text, as a sentence without a full stop that names the sentence; it is empty if
/// nothing is. `polished` must have the sentences of the narration in their order. Cost: linear.
std::string polish_fault(const Words& words, const Narration& narration,
                         std::span<const PolishedSentence> polished);

/// Returns the narration in the polished words. Mentions are left out where the text has changed.
Narration with_polish(Narration narration, std::span<const PolishedSentence> polished);

}  // namespace wt::story
