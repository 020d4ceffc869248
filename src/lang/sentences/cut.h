// This cuts a text in sentences into words.
//
// What a writer's program makes of a text is no matter: typographic quotes, dashes and blanks of all kinds separate words as
// plain ones do. Contractions are taken apart ("isn't" is "is not", "im" is "in dem"), so that one form of each is read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace wt::lang {

/// This is a word or a mark (`,`, `:`, `(`, `)`) of a sentence.
struct SentenceWord {
    std::string text;  ///< it is in small letters, as words are compared
    Span span;         ///< the parts of a contraction share it

    bool is_mark() const;
};

struct CutSentence {
    std::vector<SentenceWord> words;
    Span span;              ///< it goes from the first to the last word, with the full stop
    Span title;             ///< of a heading (`Story NAME: TITLE`): the title, which is no part of the words
    bool is_ended = false;  ///< by a full stop
};

/// More words of a sentence than this are not read.
inline constexpr std::size_t kMostSentenceWords = 400;

/// Returns the words of a stretch of text, which begins at `offset`.
std::vector<SentenceWord> words_of_sentence(std::string_view text, std::uint32_t offset, bool is_german);

/// Returns all sentences of a text. Each ends at a full stop, or where a line is empty; what stands behind `//` is a comment. A point
/// between digits or behind `Mr`, `Dr` and the like ends nothing.
std::vector<CutSentence> cut_sentences(std::string_view text, bool is_german);

}  // namespace wt::lang
