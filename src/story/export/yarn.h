// This writes a book for Yarn Spinner 2: a file of nodes, and the project file that belongs to it.
#pragma once

#include <string>

#include "story/export/book.h"

namespace wt::story {

/// Writes one node for each passage. The teller is the speaker of every line; so no word before a colon in the text is
/// taken for one.
std::string yarn_of(const Book& book);
/// Writes the `.yarnproject`. `file_name` is that of the other one, without its folder.
std::string yarn_project_of(const Book& book, std::string_view file_name);

}  // namespace wt::story
