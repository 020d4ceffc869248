// A book for Yarn Spinner 2: a file of nodes, and the project file that belongs to it.
#pragma once

#include <string>

#include "story/export/book.h"

namespace wt::story {

/// One node for each passage. Who tells is the speaker of every line; so no word before a colon in the text
/// is taken for one.
std::string yarn_of(const Book& book);
/// The `.yarnproject`. `file_name`: of the other one, without its folder.
std::string yarn_project_of(const Book& book, std::string_view file_name);

}  // namespace wt::story
