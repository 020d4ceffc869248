// A storyboard made for a call: `wrongtree board` writes it, `wrongtree serve` shows it.
#pragma once

#include <string>
#include <string_view>

#include "base/overseer.h"
#include "surface/cli/console.h"
#include "surface/cli/options.h"

namespace wt::surface {

struct BoardMade {
    ExitCode code = ExitCode::yes;
    std::string page;     ///< empty if there is no story to be shown
    std::string absence;  ///< then why, as a clause; empty if the console was told
};

/// Finds the story, and the one that canon has where divergences are taken; makes the page. The overseer hears of each
/// budget that is used.
BoardMade make_board(const BoardCommandOptions& options, std::string_view version, Console& console,
                     Overseer& overseer);

}  // namespace wt::surface
