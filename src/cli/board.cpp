// `wrongtree board`: a story as a page to look at.
#include "ask/board.h"

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/found_story.h"
#include "form/board/board_page.h"
#include "host/write_file.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

std::string file_name(const std::string& path) {
    std::size_t slash = path.find_last_of('/');
    return path == "-" ? "standard input" : slash == std::string::npos ? path : path.substr(slash + 1);
}

/// What became of a board.
struct BoardAnswer {
    ExitCode code = ExitCode::yes;
    std::string page;     ///< empty if there is no story to be shown
    std::string absence;  ///< then why, as a clause; empty if the console was told
};

BoardAnswer none(const ask::FoundStory& found) {
    return {code_of_absence(found), "", ask::absence_text(found, option_stop_text)};
}

/// Finds the story, and the one that canon has where divergences are taken; makes the page.
BoardAnswer answer(const BoardCommandOptions& options, std::string_view version, Console& console,
                   Overseer& overseer) {
    StoryWanted wanted{options.common, options.question, options.file, options.plan, "drawing", &overseer};
    auto found = find_story(wanted, console);
    if (!found) return {found.error(), "", ""};
    if (found->story->verdict != ask::StoryVerdict::found) return none(*found->story);
    ask::BoardWanted page{file_name(options.file), ask::dialect_for(options.file, options.common.dialect),
                          options.question,        options.alone,
                          std::string(version),    option_stop_text};
    ask::BoardMade made = ask::make_board(
        std::move(found->story), page, {overseer, resources_of(resource_limits(options.common)), "drawing"});
    if (made.page.sides.empty()) return none(*made.here);
    for (const ask::BoardSide& side : made.page.sides)
        if (side.story && !side.board.is_whole)
            console.note(
                fmt::format("{} minds are drawn; deeper ones were left out", side.board.minds.size()));
    if (Watchdog::interrupted()) return {ExitCode::interrupted, "", "undecided: interrupted"};
    return {ExitCode::yes, board_page(made.page), ""};
}

}  // namespace

ExitCode run_command(const BoardCommandOptions& options, std::string_view version, Console& console) {
    if (options.file == "-" && options.plan == "-") {
        console.error("only one of FILE and PLAN can be standard input");
        return ExitCode::bad_input;
    }
    if (options.file == "-" && !options.alone) {
        console.error("a world from standard input is read once; --alone leaves canon out");
        return ExitCode::bad_input;
    }
    bool is_file = !options.output.empty() && options.output != "-";
    if (is_file) {
        std::vector<std::string> inputs = {options.file};
        if (!options.plan.empty()) inputs.push_back(options.plan);
        if (std::optional<std::string> refusal = refusal_of_output(options.output, inputs)) {
            console.error(*refusal);
            return ExitCode::bad_input;
        }
    }
    Watchdog watchdog(resource_limits(options.common), error_is_terminal());
    BoardAnswer made = answer(options, version, console, watchdog);
    if (!made.absence.empty()) console.note(made.absence);
    if (made.code != ExitCode::yes) return made.code;
    if (!is_file) {
        console.ready_answer(made.page);
        return ExitCode::yes;
    }
    std::optional<std::string> wrong = write_file(options.output, made.page);
    if (!wrong) return ExitCode::yes;
    console.error(*wrong);
    return ExitCode::internal;
}

}  // namespace wt::cli
