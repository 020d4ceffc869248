// The story that a command is about is found as `plan` finds it and accepted by the referee, or it is read from a file.
// Remarks about it go to standard error.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "ask/solve.h"
#include "ask/telling_style.h"
#include "cli/load.h"
#include "cli/options.h"
#include "cli/question.h"
#include "host/console.h"

namespace wt::cli {

/// This says which story is meant.
struct StoryWanted {
    const CommonOptions& common;
    const ask::QuestionOptions& question;
    std::string file;
    std::string plan;       ///< a file; empty: the story is looked for
    std::string_view what;  ///< is done with it, for the progress line: "telling"
    /// This overseer looks after it, in this thread, and outlives it; null means a watchdog of its own. It is for
    /// several stories whose time is counted together; the one that was found first is the last to go.
    Overseer* overseer = nullptr;
};

/// A story with the watchdog of its own, if it has one, which is the last to go.
struct WatchedStory {
    std::unique_ptr<host::Watchdog> watchdog;
    std::unique_ptr<ask::FoundStory> story;
};

/// Finds or reads the story. Mistakes in the input go to standard error, and the exit code is handed out; so does our
/// own mistake, a plan that the referee rejects.
tl::expected<WatchedStory, host::ExitCode> find_story(const StoryWanted& wanted, host::Console& console);

/// Says on standard error why there is no story to work on, or none that work could be ended on, as `plan` does, and how
/// the program shall end.
host::ExitCode report_no_story(const ask::FoundStory& found, host::Console& console);

/// Finds who tells the story, none for a narrator; or says why nobody can, in the words of the command line.
tl::expected<model::EntityId, std::string> find_teller(const ask::FoundStory& found,
                                                       const ask::TellingStyle& style);

}  // namespace wt::cli
