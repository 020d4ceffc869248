// This says of a sentence that cannot be read where it stops fitting, how it could go on, and which sentence that fits is most like it.
#pragma once

#include "base/diagnostic.h"
#include "lang/sentences/clauses.h"
#include "lang/sentences/sentences.h"

namespace wt::lang {

/// Reports a sentence that has no reading. `with_nearest` adds the sentence nearest to it that fits, which costs at most some hundred
/// readings of a changed sentence.
void report_unread(const CutSentence& sentence, const ClauseReader& reader, std::string_view text,
                   bool with_nearest, Diagnostics& diagnostics);

/// This does what `continuations` does.
Continuations continuations_in(std::string_view text, std::uint32_t offset, const SentencePatterns& patterns);

/// Returns the place in a source in sentences of one in its translation.
Span span_in_sentences(Span span, const WorldText& text, const Source& translated, const Source& sentences);

}  // namespace wt::lang
