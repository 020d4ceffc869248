// This writes a book as a drawing for Graphviz: moments and the events between them, one cluster for each story.
#pragma once

#include <string>

#include "story/export/book.h"

namespace wt::story {

/// The story as it was found is drawn bold, branches dashed, ends as double circles. Under an event stand
/// those who consent to it.
std::string dot_of(const Book& book);

}  // namespace wt::story
