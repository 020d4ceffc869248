// This is the way back: it says a world of the language in sentences.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "lang/sentences/patterns.h"
#include "lang/sentences/said.h"

namespace wt::lang {

/// Writes a clause, without a full stop, or gives nothing if no pattern says it. An infinitive leaves out `subject`.
std::optional<std::string> written_clause(const SentencePatterns& patterns, const Said& said,
                                          prose::ClauseForm form, const SaidTerm* subject = nullptr);

/// This is a world in sentences.
struct SaidWorld {
    std::string text;  ///< it is a file in sentences, with what is left out as comments at its end
    std::vector<std::string>
        left_out;  ///< no sentence says this, which is in the language of worlds, with its line
};

/// Says all that the file itself says (not its libraries), if a sentence does: every sentence is read again, and left out if it
/// would not be read as what it is to say. The language is that of the telling of the file. `world` is the source's. Cost: that of
/// reading the sentences.
SaidWorld say_world(const Source& source, const model::World& world);

}  // namespace wt::lang
