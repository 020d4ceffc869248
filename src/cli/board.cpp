// `wrongtree board` shows a story as a page to look at.
#include "ask/board.h"

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/found_story.h"
#include "form/board/board_page.h"
#include "host/file_names.h"
#include "host/output.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

/// Finds the story, and the one that canon has where divergences are taken; makes the page.
tl::expected<std::string, ExitCode> page_of(const BoardCommandOptions& options, std::string_view version,
                                            Console& console, Overseer& overseer) {
    StoryWanted wanted{options.common, options.question, options.file, options.plan, "drawing", &overseer};
    auto found = find_story(wanted, console);
    if (!found) return tl::unexpected(found.error());
    if (found->story->verdict != ask::StoryVerdict::found)
        return tl::unexpected(report_no_story(*found->story, console));
    ask::BoardWanted page{base_name(options.file), ask::dialect_for(options.file, options.common.dialect),
                          options.question,        options.alone,
                          std::string(version),    option_stop_text};
    ask::BoardMade made = ask::make_board(
        std::move(found->story), page, {overseer, resources_of(resource_limits(options.common)), "drawing"});
    if (made.page.sides.empty()) return tl::unexpected(report_no_story(*made.here, console));
    for (const ask::BoardSide& side : made.page.sides)
        if (side.story && !side.board.is_whole)
            console.note(
                fmt::format("{} minds are drawn; deeper ones were left out", side.board.minds.size()));
    if (!Watchdog::interrupted()) return board_page(made.page);
    console.note("undecided: interrupted");
    return tl::unexpected(ExitCode::interrupted);
}

}  // namespace

ExitCode run_command(const BoardCommandOptions& options, std::string_view version, Console& console) {
    if (options.file == "-" && options.plan == "-")
        return console.refuse("only one of FILE and PLAN can be standard input");
    if (options.file == "-" && !options.alone)
        return console.refuse("a world from standard input is read once; --alone leaves canon out");
    Output output(options.output, {options.file, options.plan});
    if (std::optional<std::string> refusal = output.refusal()) return console.refuse(*refusal);
    Watchdog watchdog(resource_limits(options.common), error_is_terminal());
    auto page = page_of(options, version, console, watchdog);
    if (!page) return page.error();
    if (!output.is_file()) console.ready_answer(*page);
    std::optional<std::string> wrong;
    if (output.is_file()) wrong = output.write(*page);
    if (!wrong) return ExitCode::yes;
    console.error(*wrong);
    return ExitCode::internal;
}

}  // namespace wt::cli
