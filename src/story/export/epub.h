// This writes a book as an EPUB 3 publication: the stories as they were found, without branches.
#pragma once

#include <string>

#include "story/export/book.h"

namespace wt::story {

/// Returns the bytes of the file. It has a chapter for each story, with the request that it answers; the author's note;
/// a table of contents; and what readers need to know who cannot see. All depends on the book alone.
std::string epub_of(const Book& book);

}  // namespace wt::story
