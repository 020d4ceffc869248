// The parser turns a text into a syntax tree. It never stops at a mistake: it reports it, goes on behind the next `;`
// or closing brace, and leaves an `error` node.
#pragma once

#include "lang/dialect.h"
#include "lang/syntax.h"

namespace wt::lang {

/// Brackets and operators may nest this deep, each counting one. Chains such as `a & b & c` or `1 + 2 + 3` and lists of
/// `elseif` are flat and may be of any length.
inline constexpr int kMaxNesting = 200;

/// After so many errors the rest of a text is not looked at.
inline constexpr std::size_t kEnoughMistakes = 2000;

/// Parses a whole text. The tree borrows `source`. Cost: linear in the text, except for texts made to be hard, which
/// are refused as nested too deeply.
SyntaxTree parse(const Source& source, Dialect dialect, Diagnostics& diagnostics);

}  // namespace wt::lang
