// Files that end in `.story` are worlds in sentences (docs/sentences.md).
//
//     Use life/things.
//     Sally and Anne are women. The room is a place. The marble is a thing. The basket is a hiding place.
//     The marble is hidden in the basket.
//     Sally thinks that Anne is in the room.
//     Tell how Sally looks for the marble in the basket, as Sally knows it.
//
// A file in sentences is translated into a text of the language of worlds, and means what that means: nothing is checked twice.
// The grammar is what a world and its libraries are told with (`patterns.h`): a sentence means the fact, belief or event that would
// be told by it. No sentence is guessed. One that does not fit is reported at the word where it stops fitting, with all that could
// stand there and the sentence nearest to it that fits; one that fits in two ways is reported with both.
//
//   cut            text to sentences and words
//   declarations   libraries, kinds, who and what there is
//   patterns       what the world can be told with, as patterns
//   clauses        all readings of a clause by the patterns
//   rules          all readings of a sentence
//   sentences      a file: this header
//   say            the way back: a world as sentences (`written`: a clause; `said_by`: what a formula says)
//   nearest        what to say of a sentence that does not fit, and continuations
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "lang/sentences/said.h"

namespace wt::lang {

/// This is a file in sentences as a text of the language of worlds.
struct Translation {
    WorldText text;           ///< it is complete only if no diagnostic is an error
    Diagnostics diagnostics;  ///< their places are in the sentences
    std::string language;     ///< of the sentences: `english`, `german`
};

/// Translates a source in sentences, which has the libraries that it uses behind it. This costs two readings of the libraries, and for
/// each sentence what `ClauseReader` costs.
Translation translate(const Source& source);

/// Returns the `use` definitions of a file in sentences, which are all that is needed to find its libraries.
std::string uses_of_sentences(std::string_view text);

/// Returns a source with the translation in the place of the sentences, and the same libraries.
Source source_of(const Translation& translation, const Source& sentences);

/// Returns the world with which the sentences of a source are read (its libraries, and who and what it declares), or nothing if that has
/// mistakes. The libraries stand behind the other source.
std::optional<model::World> grammar_of(const Source& sentences, const Source& libraries);

/// This is one way in which a sentence could go on.
struct Continuation {
    enum class Kind : std::uint8_t { word, name, number, noun, end } kind = Kind::word;
    std::string text;  ///< it is what would be written; empty for a number
    std::string what;  ///< it is the kind of what a name stands for
};
struct Continuations {
    std::uint32_t begin = 0;          ///< the word that is being written begins here, or would
    std::vector<Continuation> items;  ///< they begin with what stands there, and are sorted
    bool is_readable = true;  ///< if not, the sentence stops fitting at `begin`, and the items are for there
};

/// Finds what could stand at a place of a source in sentences, by the sentence up to there. This costs as much as reading what the text
/// declares, and one sentence.
Continuations continuations(const Source& source, std::uint32_t offset);

}  // namespace wt::lang
