// `wrongtree board`: a story as a page to look at.
#include "surface/cli/board.h"

#include <algorithm>

#include <fmt/format.h>

#include "surface/board/board_page.h"
#include "surface/cli/commands.h"
#include "surface/cli/write_file.h"

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
    std::string names = divergences_of(found.world());
    if (!names.empty()) text += ", under " + names;
    if (!options.question.request.empty()) text += fmt::format(", request \"{}\"", options.question.request);
    if (!options.question.where.empty()) text += ", where " + options.question.where;
    return text;
}

std::string title_of(const BoardCommandOptions& options, const FoundStory& found) {
    const std::optional<model::Request>& request = found.question.request;
    if (request && !request->title.empty()) return request->title;
    for (const model::Divergence& one : found.world().divergences)
        if (one.is_taken && !one.title.empty()) return one.title;
    return "A story in " + file_name(options.file);
}

/// The story told by everybody who could tell it: first by the teller of the request, if there is one, else
/// by a narrator.
std::vector<BoardTelling> tellings_of(const FoundStory& found) {
    const model::EntityId narrator;
    std::vector<model::EntityId> tellers = {found.request() ? found.request()->teller : narrator};
    auto add = [&](model::EntityId one) {
        if (one != tellers[0]) tellers.push_back(one);
    };
    add(narrator);
    for (std::size_t i = 0; i < found.world().character_count; ++i)
        add(model::EntityId(i));
    std::vector<BoardTelling> tellings;
    for (model::EntityId teller : tellers) {
        story::TellingOptions options;
        options.teller = teller;
        tellings.push_back({teller.valid() ? found.world()[teller].name : "",
                            story::tell(*found.story, options, found.request())});
    }
    return tellings;
}

/// Makes one page.
class Maker {
  public:
    Maker(const BoardCommandOptions& options, std::string_view version, Console& console,
          const BudgetListener& listener)
        : options_(options),
          version_(version),
          watchdog_(resource_limits(options.common), error_is_terminal()),
          console_(console),
          listener_(listener) {}

    BoardMade make() {
        StoryWanted wanted{options_.common, options_.question, options_.file, options_.plan, "drawing"};
        auto here = find(wanted, console_);
        if (!here) return {here.error(), "", ""};
        if ((*here)->verdict != StoryVerdict::found) return none(**here);
        BoardPage page{title_of(options_, **here), kicker_of(options_, **here), std::string(version_), {}};
        std::string names = divergences_of((*here)->world());
        bool has_canon = !names.empty() && !options_.alone;
        page.sides.push_back(side(has_canon ? names : "", **here));
        if ((*here)->was_stopped()) return none(**here);
        std::unique_ptr<FoundStory> canon;  // that the page refers to
        if (has_canon) page.sides.insert(page.sides.begin(), canon_side(**here, canon));
        if (Watchdog::interrupted()) return {ExitCode::interrupted, "", "undecided: interrupted"};
        return {ExitCode::yes, board_page(page), ""};
    }

  private:
    tl::expected<std::unique_ptr<FoundStory>, ExitCode> find(StoryWanted& wanted, Console& console) {
        wanted.watchdog = &watchdog_;
        wanted.listener = listener_;
        return find_story(wanted, console);
    }

    static BoardMade none(const FoundStory& found) {
        Absence absence = absence_of(found);
        return {absence.code, "", absence.text};
    }

    BoardSide canon_side(const FoundStory& here, std::unique_ptr<FoundStory>& canon) {
        BoardSide result;
        result.name = "Canon";
        auto found = find_canon(here);
        if (!found) {
            result.absence = std::move(found.error());
            return result;
        }
        canon = std::move(*found);
        if (canon->verdict == StoryVerdict::found) result = side("Canon", *canon);
        if (canon->verdict != StoryVerdict::found || canon->was_stopped()) {
            result.absence = absence_of(*canon).text;
            result.story = nullptr;
        }
        return result;
    }

    /// The same question, asked of canon; or why it cannot be.
    tl::expected<std::unique_ptr<FoundStory>, std::string> find_canon(const FoundStory& here) {
        CommonOptions common = options_.common;
        common.divergences.clear();
        QuestionOptions question = options_.question;
        if (!question.goal && question.request.empty() && question.where.empty())
            question.goal = here.question.goal;
        Console own(console_, Console::Kept{});
        if (!question.request.empty()) {
            // The request itself may ask for the divergence; here it is asked without.
            std::unique_ptr<LoadedWorld> loaded = load_world(options_.file, common, own);
            if (!loaded || std::ranges::find(loaded->world.requests, question.request,
                                             &model::Request::name) == loaded->world.requests.end())
                return tl::unexpected(
                    std::string("the request does not fit canon, which lacks something that it names"));
        }
        StoryWanted wanted{common, question, options_.file, "", "drawing"};
        wanted.in_canon = true;
        wanted.states = kCanonStates;
        auto found = find(wanted, own);
        if (!found) return tl::unexpected(std::string("the question cannot be asked of canon"));
        return std::move(*found);
    }

    BoardSide side(const std::string& name, const FoundStory& found) {
        BoardSide result;
        result.name = name;
        result.story = &*found.story;
        result.board = story::board_of(*found.story);
        result.tellings = tellings_of(found);
        return result;
    }

    const BoardCommandOptions& options_;
    std::string_view version_;
    Watchdog watchdog_;
    Console& console_;
    const BudgetListener& listener_;
};

}  // namespace

BoardMade make_board(const BoardCommandOptions& options, std::string_view version, Console& console,
                     const BudgetListener& listener) {
    return Maker(options, version, console, listener).make();
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
    bool is_file = !options.output.empty() && options.output != "-";
    if (is_file) {
        std::vector<std::string> inputs = {options.file};
        if (!options.plan.empty()) inputs.push_back(options.plan);
        if (std::optional<std::string> refusal = refusal_of_output(options.output, inputs)) {
            console.error(*refusal);
            return ExitCode::bad_input;
        }
    }
    BoardMade made = make_board(options, version, console);
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

}  // namespace wt::surface
