// `wrongtree board`: a story as a page to look at.
#include "surface/cli/board.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fmt/format.h>

#include "surface/board/board_page.h"
#include "surface/cli/commands.h"

namespace wt::surface {

namespace {

/// Canon may take this many belief states beside the story that was asked for.
constexpr std::uint64_t kCanonStates = 100'000;

/// The divergences that the world was made under, `coma, winter`; empty: canon.
std::string divergences_of(const model::World& world) {
    std::string names;
    for (const model::Divergence& one : world.divergences)
        if (one.is_taken) names += (names.empty() ? "" : ", ") + one.name;
    return names;
}

std::string file_name(const std::string& path) {
    std::size_t slash = path.find_last_of('/');
    return path == "-" ? "standard input" : slash == std::string::npos ? path : path.substr(slash + 1);
}

/// What is told of the world and the question above the title.
std::string kicker_of(const BoardCommandOptions& options, const FoundStory& found) {
    std::string text = file_name(options.file);
    std::string names = divergences_of(found.loaded->world);
    if (!names.empty()) text += ", under " + names;
    if (!options.question.request.empty()) text += fmt::format(", request \"{}\"", options.question.request);
    if (!options.question.where.empty()) text += ", where " + options.question.where;
    return text;
}

std::string title_of(const BoardCommandOptions& options, const FoundStory& found) {
    const std::optional<model::Request>& request = found.question.request;
    if (request && !request->title.empty()) return request->title;
    for (const model::Divergence& one : found.loaded->world.divergences)
        if (one.is_taken && !one.title.empty()) return one.title;
    return "A story in " + file_name(options.file);
}

/// Makes one page.
class Maker {
  public:
    Maker(const BoardCommandOptions& options, std::string_view version, Watchdog& watchdog, Console& console,
          const BudgetListener& listener)
        : options_(options), version_(version), watchdog_(watchdog), console_(console), listener_(listener) {}

    BoardMade make() {
        FoundStory here = find_story({options_.file, options_.plan, options_.common, options_.question},
                                     watchdog_, console_, listener_);
        if (!here.story) return {here.code, "", here.absence};
        BoardPage page{title_of(options_, here), kicker_of(options_, here), std::string(version_), {}};
        std::string names = divergences_of(here.loaded->world);
        bool has_canon = !names.empty() && !options_.alone;
        FoundStory canon;
        if (has_canon) {
            canon = find_canon(here);
            if (canon.code == ExitCode::interrupted) return {canon.code, "", canon.absence};
            page.sides.push_back(side("Canon", canon));
        }
        page.sides.push_back(side(has_canon ? names : "", here));
        if (Stop stop = stopped(here, canon); stop != Stop::none)
            return {Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided, "",
                    "undecided: " + stop_text(stop)};
        return {ExitCode::yes, board_page(page), ""};
    }

  private:
    /// The same question, asked of canon.
    FoundStory find_canon(const FoundStory& here) {
        StoryWanted wanted{options_.file, "", options_.common, options_.question, kCanonStates};
        wanted.common.divergences.clear();
        if (!wanted.question.goal && wanted.question.request.empty() && wanted.question.where.empty())
            wanted.question.goal = here.question.goal;
        FoundStory canon;
        std::string request = wanted.question.request;
        if (!request.empty()) {
            // The request itself may ask for the divergence; here it is asked without.
            Console own(console_, Console::Kept{});
            std::unique_ptr<LoadedWorld> loaded = load_world(options_.file, wanted.common, own);
            if (!loaded || std::ranges::find(loaded->world.requests, request, &model::Request::name) ==
                               loaded->world.requests.end()) {
                canon.code = ExitCode::no;
                canon.absence = "the request does not fit canon, which lacks something that it names";
                return canon;
            }
        }
        wanted.in_canon = true;
        Console own(console_, Console::Kept{});
        canon = find_story(wanted, watchdog_, own, listener_);
        if (canon.story) return canon;
        if (canon.absence.empty()) canon.absence = "the question cannot be asked of canon";
        return canon;
    }

    BoardSide side(const std::string& name, const FoundStory& found) {
        BoardSide result;
        result.name = name;
        if (!found.story) {
            result.absence = found.absence;
            return result;
        }
        if (listener_) listener_(found.budget.get());
        {
            Watchdog::Watch watch(watchdog_, *found.budget, "drawing");
            result.board = story::board_of(*found.story);
        }
        if (listener_) listener_(nullptr);
        result.story = &*found.story;
        return result;
    }

    static Stop stopped(const FoundStory& here, const FoundStory& canon) {
        Stop stop = here.budget->stop();
        return stop == Stop::none && canon.story ? canon.budget->stop() : stop;
    }

    const BoardCommandOptions& options_;
    std::string_view version_;
    Watchdog& watchdog_;
    Console& console_;
    const BudgetListener& listener_;
};

/// Writes the page; what went wrong, if anything.
std::string write_page(const std::string& path, const std::string& page) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (!file) return std::strerror(errno);
    bool written = std::fwrite(page.data(), 1, page.size(), file) == page.size();
    int error = errno;
    bool closed = std::fclose(file) == 0;
    if (written && closed) return "";
    return std::strerror(written ? errno : error);
}

}  // namespace

BoardMade make_board(const BoardCommandOptions& options, std::string_view version, Watchdog& watchdog,
                     Console& console, const BudgetListener& listener) {
    return Maker(options, version, watchdog, console, listener).make();
}

ExitCode run_command(const BoardCommandOptions& options, std::string_view version, Console& console) {
    if (options.file == "-" && options.plan == "-") {
        console.error("only one of FILE and PLAN can be standard input");
        return ExitCode::bad_input;
    }
    if (options.file == "-" && !options.alone) {
        console.error("a world from standard input is read once; --alone leaves canon out");
        return ExitCode::bad_input;
    }
    Watchdog watchdog(resource_limits(options.common), error_is_terminal());
    BoardMade made = make_board(options, version, watchdog, console);
    if (!made.absence.empty()) console.note(made.absence);
    if (made.code != ExitCode::yes) return made.code;
    if (options.output.empty() || options.output == "-") {
        console.ready_answer(made.page);
        return ExitCode::yes;
    }
    std::string wrong = write_page(options.output, made.page);
    if (wrong.empty()) return ExitCode::yes;
    console.error(fmt::format("cannot write `{}`: {}", options.output, wrong));
    return ExitCode::internal;
}

}  // namespace wt::surface
