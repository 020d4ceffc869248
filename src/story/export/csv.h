// This writes a book as a sheet for translators: comma-separated values as in RFC 4180, in UTF-8.
#pragma once

#include <string>

#include "story/export/book.h"

namespace wt::story {

/// Writes a row for each title, line and choice: its id, the story, who speaks, the text, the event that it belongs to,
/// and a note on what kind of text it is.
///
/// With `for_excel` it has a byte order mark, without which Excel takes the bytes for another encoding, and an
/// apostrophe before every cell that a spreadsheet would take for a formula. Without it, cells are as they are: a
/// program that reads them back gets what was written.
std::string csv_of(const Book& book, bool for_excel = false);

}  // namespace wt::story
