// A storyboard made for a call: `wrongtree board` writes it, `wrongtree serve` shows it.
#pragma once

#include <string>
#include <string_view>

#include "surface/cli/find_story.h"
#include "surface/cli/options.h"

namespace wt::surface {

struct BoardMade {
    ExitCode code = ExitCode::yes;
    std::string page;     ///< empty if there is no story to be shown
    std::string absence;  ///< then, if it is known and the console was not told: why, as a sentence
};

/// Finds the story, and the one that canon has where divergences are taken; makes the page.
BoardMade make_board(const BoardCommandOptions& options, std::string_view version, Watchdog& watchdog,
                     Console& console, const BudgetListener& listener = {});

}  // namespace wt::surface
