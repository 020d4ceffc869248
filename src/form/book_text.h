// This writes notes about the chapters of a book.
#pragma once

#include <string>
#include <vector>

#include "ask/book.h"

namespace wt::form {

/// Tells which alternatives were left out of the chapter of this name and why, a sentence each.
std::vector<std::string> chapter_notes(const std::string& name, const ask::ChapterMade& made);

}  // namespace wt::form
