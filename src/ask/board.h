// A storyboard shows a story, beside the one that canon has where divergences are taken, as the data of a page.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ask/solve.h"
#include "lang/dialect.h"
#include "story/board.h"
#include "story/tell/tell.h"

namespace wt::ask {

/// A story told by somebody.
struct BoardTelling {
    std::string teller;  ///< a character's name; empty: a narrator
    story::Narration narration;
};

/// One story of the page.
struct BoardSide {
    std::string name;  ///< "Canon", "coma"; may be empty where there is one side
    /// This says why there is no story; it is empty if there is one. Without a story the rest is not looked at.
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

/// The page that is wanted.
struct BoardWanted {
    std::string world = {};  ///< what the world is called
    lang::Dialect dialect = lang::Dialect::wrongtree;
    QuestionOptions question = {};  ///< as it was asked
    bool alone = false;             ///< without canon beside the story of a divergence
    std::string version = {};
    StopWords words = stop_text;
};

/// The page with what it refers to.
struct BoardMade {
    std::unique_ptr<FoundStory> here;
    std::unique_ptr<FoundStory> canon;  ///< null: not asked for, or it could not be asked
    BoardPage page;                     ///< without sides if the budget stopped
};

/// Makes the page of a story that was found. Canon is asked the same question, with fewer states.
BoardMade make_board(std::unique_ptr<FoundStory> here, const BoardWanted& wanted, const Call& call);

}  // namespace wt::ask
