// This writes a book as JSON (docs/schema/export.schema.json), for tools and games that read neither ink nor Twee nor
// Yarn.
#pragma once

#include <string>

#include "story/export/book.h"

namespace wt::story {

/// Writes all of the book: texts with their ids, moments and the events between them.
std::string json_of(const Book& book);

}  // namespace wt::story
