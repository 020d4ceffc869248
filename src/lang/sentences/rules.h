// These are the rules of whole sentences: what each states, in all its readings.
#pragma once

#include <string>
#include <vector>

#include "lang/sentences/clauses.h"

namespace wt::lang {

/// This is what a whole sentence states.
struct Meaning {
    enum class Kind : std::uint8_t {
        nothing,    ///< it has been read elsewhere: libraries, kinds, who and what there is
        statement,  ///< how things stand at the start
        wish,       ///< of `who`, or of the author; `text` is the condition
        request,    ///< "Tell how ..."
        part,       ///< something more of the request before it
        limit,      ///< of the story or request before it
        heading,    ///< "Story NAME: TITLE"
    } kind = Kind::nothing;
    WorldText text;      ///< in the language of worlds, without a semicolon
    std::string who;     ///< of a wish: the name; empty: the author's
    std::string weight;  ///< of a wish: `a little`, `much`, `above all`, or empty
    std::string teller;
    std::string name;  ///< of a heading
    Span span;

    /// The summaries of two are equal exactly if they mean the same.
    std::string summary() const;
};

/// Returns all readings of the sentence, none twice. If there is none, `reader` knows how far it could be read and what could stand there.
std::vector<Meaning> meanings_of(const CutSentence& sentence, std::string_view text, ClauseReader& reader);

}  // namespace wt::lang
