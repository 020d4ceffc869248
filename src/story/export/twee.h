// This writes a book in Twee 3, the text form of Twine's stories, for any story format.
#pragma once

#include <string>

#include "story/export/book.h"

namespace wt::story {

/// Writes one passage for each passage. Text that a story format might read as markup stands as a character reference
/// of HTML, which all formats show as the character.
std::string twee_of(const Book& book);

}  // namespace wt::story
