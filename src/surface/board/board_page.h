// A storyboard as one page of HTML that needs nothing else: the picture of a story, or of two side by side,
// the reasons, and the data from which its script shows who believes what.
//
// Without the script the page has the picture, all reasons in order, and who comes to be mistaken about what.
// Styles and script are files of web/board that the build puts into the program (board_assets.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "story/board.h"
#include "story/tell/tell.h"
#include "surface/board/board_words.h"

namespace wt::surface {

/// A story told by somebody.
struct BoardTelling {
    std::string teller;  ///< a character's name; empty: a narrator
    story::Narration narration;
};

/// One story of the page.
struct BoardSide {
    std::string name;  ///< "Canon", "coma"; may be empty where there is one side
    /// Why there is no story; empty if there is one. Without a story the rest is not looked at.
    std::string absence;
    const story::Story* story = nullptr;
    story::Board board;
    std::vector<BoardTelling> tellings;  ///< the first one is shown first
};

struct BoardPage {
    std::string title;   ///< of the request, or what stands for it
    std::string kicker;  ///< above the title: which world
    std::string version;
    std::vector<BoardSide> sides;  ///< one or two
};

/// The page. The same input gives the same bytes.
std::string board_page(const BoardPage& page);

}  // namespace wt::surface
