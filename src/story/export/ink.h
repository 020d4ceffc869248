// This writes a book as a story in ink (inkle's language for branching prose; compiled by inklecate or inkjs).
#pragma once

#include <string>

#include "story/export/book.h"

namespace wt::story {

/// Writes one knot for each passage, whose name stays the same as long as what happens does, because players' saves
/// refer to it. Each sentence is a line with its id as the tag `line:`, and `paragraph` where one begins.
std::string ink_of(const Book& book);

}  // namespace wt::story
