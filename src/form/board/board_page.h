// A storyboard is one page of HTML that needs nothing else: the picture of a story, or of two side by side, the
// reasons, and the data from which its script shows who believes what.
//
// Without the script the page has the picture, all reasons in order, and who comes to be mistaken about what.
// Styles and script are files of web/board that the build puts into the program (board_assets.h).
#pragma once

#include <string>

#include "ask/board.h"
#include "form/board/board_words.h"

namespace wt::form {

/// Returns the page. The same input gives the same bytes.
std::string board_page(const ask::BoardPage& page);

}  // namespace wt::form
