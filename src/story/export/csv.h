// A book as a sheet for translators: comma-separated values as in RFC 4180, in UTF-8.
#pragma once

#include <string>

#include "story/export/book.h"

namespace wt::story {

/// A row for each title, line and choice: its id, the story, who speaks, the text, the event that it belongs
/// to, and a note on what kind of text it is.
std::string csv_of(const Book& book);

}  // namespace wt::story
