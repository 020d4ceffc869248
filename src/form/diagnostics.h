// This shows diagnostics as people read them: the place, the line with the wrong stretch marked, what stood there, what
// could stand there, a hint, and the other places involved.
//
//     market.wt:12:15: error: nothing declares `Makret` [undefined-name]
//        12 |     effect: at(who) = Makret;
//           |                       ^~~~~~
//        hint: did you mean `Market`?
//
// Colours are ANSI escapes around the parts and change nothing else, so tests compare the plain form.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/source.h"

namespace wt::form {

/// Shows one diagnostic, ending in a line end.
std::string render(const Source& source, const Diagnostic& diagnostic, bool colour);

/// Returns the first line of one: `file:3:1: error: MESSAGE [NAME]`.
std::string headline(const Source& source, Span span, Severity severity, std::string_view message,
                     std::string_view name, bool colour);

/// Returns `  hint: text` below one, further lines of the text indented alike; nothing if there is no text.
std::string remark(std::string_view name, std::string_view text, bool colour);

/// Shows all of them, in their order, with an empty line between two.
std::string render(const Source& source, const Diagnostics& diagnostics, bool colour);

/// Returns the line of `span` with the span marked below it, indented, each line ending in a line end. At most about
/// 100 columns of a long line are shown, those around the beginning of the span. A span over several lines is marked in
/// its first one.
std::string excerpt(const Source& source, Span span, bool colour);

/// Returns `3 errors, 1 warning`; `no errors` and no mention of warnings if there are none.
std::string count_text(std::size_t errors, std::size_t warnings);

}  // namespace wt::form
