// `wrongtree export`: a story, or several as a book, for games, readers and translators.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/text.h"
#include "story/export/chapter.h"
#include "story/export/csv.h"
#include "story/export/dot.h"
#include "story/export/epub.h"
#include "story/export/ink.h"
#include "story/export/json.h"
#include "story/export/twee.h"
#include "story/export/yarn.h"
#include "surface/cli/commands.h"
#include "surface/cli/found_story.h"
#include "surface/cli/series_text.h"
#include "surface/cli/telling_style.h"
#include "surface/cli/write_file.h"

namespace wt::surface {

namespace {

using model::EntityId;

constexpr std::string_view kNobody = "nobody";
constexpr std::string_view kAnyStory = "any story";
constexpr std::string_view kProjectEnding = ".yarnproject";

/// What a chapter is made of.
struct ChapterWanted {
    std::string request;  ///< by name; empty: none
    std::string plan;     ///< a file; empty: the story is looked for
    std::string name;
    std::string title;  ///< if the request has none
    std::string asked;  ///< what was asked for, where that has no name
};

/// The name of a file as text: bytes that are not UTF-8 become U+FFFD.
std::string readable(std::string_view name) {
    std::string text;
    for (std::size_t at = 0; at < name.size();) {
        Character c = character_at(name, at);
        append_character(text, c.code);
        at += c.size;
    }
    return text;
}

std::string stem_of(const std::string& path) {
    return path == "-" ? "story" : readable(std::filesystem::path(path).stem().string());
}

/// The worst of several, in the order 0, 1, 3, 2 and what is worse still.
ExitCode worse(ExitCode a, ExitCode b) {
    auto rank = [](ExitCode code) {
        constexpr ExitCode kOrder[] = {ExitCode::yes, ExitCode::no, ExitCode::undecided, ExitCode::bad_input};
        return std::ranges::find(kOrder, code) - std::begin(kOrder);
    };
    return rank(a) < rank(b) ? b : a;
}

class Exporter {
  public:
    Exporter(const ExportOptions& options, std::string_view version, Console& console)
        : options_(options),
          console_(console),
          watchdog_(resource_limits(options.common), error_is_terminal()) {
        book_.title = options.title;
        book_.author = story::clean_text(options.author);
        book_.note = story::clean_text(options.note);
        book_.language = options.telling.language;
        book_.date = options.date;
        book_.version = version;
        book_.world = options.file == "-" ? "standard input"
                                          : readable(std::filesystem::path(options.file).filename().string());
    }

    ExitCode run() {
        std::optional<std::vector<ChapterWanted>> wanted = chapters_wanted();
        if (!wanted || !may_write(*wanted)) return ExitCode::bad_input;
        for (const ChapterWanted& one : *wanted) {
            ExitCode code = add(one);
            bool goes_on = code == ExitCode::yes || code == ExitCode::no || code == ExitCode::undecided;
            code_ = goes_on ? worse(code_, code) : code;
            if (!goes_on || Watchdog::interrupted())
                return Watchdog::interrupted() ? ExitCode::interrupted : code;
        }
        if (book_.chapters.empty()) return code_;
        give_title();
        return write() ? code_ : ExitCode::internal;
    }

  private:
    // ---- what is wanted ----

    std::optional<std::vector<ChapterWanted>> chapters_wanted() {
        std::vector<ChapterWanted> wanted;
        if (!options_.series.empty()) {
            if (!add_series(wanted)) return std::nullopt;
        } else if (options_.requests.size() == 1 && options_.plans.size() == 1) {
            wanted.push_back({options_.requests[0], options_.plans[0], options_.requests[0], "", ""});
        } else if (!options_.plans.empty()) {
            for (const std::string& plan : options_.plans)
                wanted.push_back({"", plan, stem_of(plan), stem_of(plan), ""});
        } else if (options_.all_requests) {
            std::unique_ptr<LoadedWorld> loaded = load_world(options_.file, options_.common, console_);
            if (!loaded) return std::nullopt;
            has_loaded_ = true;
            for (const lang::RequestHead& request : loaded->requests)
                wanted.push_back({request.name, "", request.name, "", ""});
            if (wanted.empty()) return refuse(fmt::format("`{}` has no requests", options_.file));
        } else if (!options_.requests.empty()) {
            for (const std::string& name : options_.requests)
                wanted.push_back({name, "", name, "", ""});
        } else {
            wanted.push_back({"", "", "story", stem_of(options_.file), options_.question.where});
        }
        bool reads_once = options_.file == "-" && (wanted.size() > 1 || has_loaded_);
        if (reads_once)
            return refuse(
                "a world from standard input is read once, and each chapter reads it anew; give a file");
        return wanted;
    }

    std::nullopt_t refuse(const std::string& text) {
        console_.error(text);
        return std::nullopt;
    }

    /// The stories of a folder of `series`, by their numbers.
    bool add_series(std::vector<ChapterWanted>& wanted) {
        for (std::size_t number = 1;; ++number) {
            std::string path = options_.series + "/" + story_file_name(number);
            if (std::error_code error; !std::filesystem::exists(path, error)) break;
            tl::expected<Source, std::string> source = read_file(path);
            if (!source) {
                console_.error(source.error());
                return false;
            }
            std::string_view line = source->line(1);
            if (line.starts_with("// ")) line.remove_prefix(3);
            std::string asked = line == kAnyStory ? "" : std::string(line);
            wanted.push_back(
                {"", path, fmt::format("story_{}", number), fmt::format("Story {}", number), asked});
        }
        if (!wanted.empty()) return true;
        console_.error(fmt::format("`{}` has no `{}`; `wrongtree series -o` writes such a folder",
                                   options_.series, story_file_name(1)));
        return false;
    }

    // ---- chapters ----

    ExitCode add(const ChapterWanted& wanted) {
        QuestionOptions question = options_.question;
        question.request = wanted.request;
        StoryWanted asked{options_.common, question, options_.file, wanted.plan, "exporting"};
        asked.watchdog = &watchdog_;
        // The warnings of the world are told of once.
        Console own(console_, Console::Kept{});
        auto found = find_story(asked, has_loaded_ ? own : console_);
        if (!found) {
            console_.remark(own.take_remarks());
            return found.error();
        }
        has_loaded_ = true;
        if ((*found)->verdict != StoryVerdict::found) return leave_out(wanted, **found);
        return add(wanted, **found);
    }

    ExitCode leave_out(const ChapterWanted& wanted, const FoundStory& found) {
        Absence absence = absence_of(found);
        std::string what = wanted.request.empty() ? wanted.name : wanted.request;
        console_.note(fmt::format("{}: {}", what, absence.text));
        if (found.request())
            book_.left_out.push_back({wanted.request, story::clean_text(found.request()->title),
                                      found.verdict == StoryVerdict::none});
        return absence.code;
    }

    ExitCode add(const ChapterWanted& wanted, FoundStory& found) {
        auto teller = find_teller(found, options_.telling);
        auto player = find_player(found, teller.value_or(EntityId()));
        for (const auto* one : {&teller, &player})
            if (!*one) {
                console_.error(one->error());
                return ExitCode::bad_input;
            }
        story::BranchGoal goal{found.request(), std::nullopt, found.question.belief_depth};
        if (!found.request()) goal.goal = found.question.goal;
        story::BranchOptions branching;
        branching.player = *player;
        branching.depth = is_linear() ? 0 : options_.depth;
        story::Branches branches = story::branch(*found.story, goal, branching, found.budget);
        if (branches.rejected > 0)
            console_.note(
                fmt::format("{} alternatives were left out because the referee rejects them, which is "
                            "a mistake in Wrongtree; please report it",
                            branches.rejected));
        std::size_t unknown = branches.unknown + branches.unjudged;
        if (unknown > 0 || branches.is_full)
            console_.note(fmt::format(
                "{}: {} for how they go on was not found or not judged within the limits", wanted.name,
                branches.is_full ? std::string("more alternatives were left out")
                                 : fmt::format("{} alternatives were left out", unknown)));
        story::ChapterOptions options{telling_options(options_.telling, *teller), *player, wanted.name,
                                      wanted.title};
        story::Chapter chapter = story::chapter_of(branches, options, found.request(), names_);
        if (found.was_stopped()) return leave_out(wanted, found);
        if (chapter.request.empty()) chapter.request = story::clean_text(wanted.asked);
        book_.chapters.push_back(std::move(chapter));
        return ExitCode::yes;
    }

    /// Formats to be read from the beginning to the end.
    bool is_linear() const { return options_.format == ExportFormat::epub; }

    tl::expected<EntityId, std::string> find_player(const FoundStory& found, EntityId teller) const {
        if (options_.player.empty()) return teller;
        return find_character(found.world(), options_.player, "play", std::string(kNobody));
    }

    // ---- the file ----

    void give_title() {
        if (book_.title.empty() && book_.chapters.size() == 1) book_.title = book_.chapters[0].title;
        if (book_.title.empty()) book_.title = stem_of(options_.file);
        book_.title = story::clean_text(book_.title);
        if (book_.title.empty()) book_.title = "Wrongtree";
    }

    std::string text() const {
        switch (options_.format) {
            case ExportFormat::json:
                return story::json_of(book_);
            case ExportFormat::ink:
                return story::ink_of(book_);
            case ExportFormat::twee:
                return story::twee_of(book_);
            case ExportFormat::yarn:
                return story::yarn_of(book_);
            case ExportFormat::epub:
                return story::epub_of(book_);
            case ExportFormat::dot:
                return story::dot_of(book_);
            case ExportFormat::csv:
                return story::csv_of(book_, options_.for_excel);
        }
        return "";
    }

    bool is_file() const { return !options_.output.empty() && options_.output != "-"; }

    /// Can the story be written where it is wanted, without harm to what it is made of?
    bool may_write(const std::vector<ChapterWanted>& wanted) {
        if (!is_file()) return true;
        std::vector<std::string> inputs = {options_.file};
        for (const ChapterWanted& one : wanted)
            if (!one.plan.empty()) inputs.push_back(one.plan);
        std::optional<std::string> refusal = refusal_of_output(options_.output, inputs);
        if (!refusal && options_.format == ExportFormat::yarn) {
            if (is_project(options_.output))
                refusal = fmt::format(
                    "cannot write `{}`: that is the name of a project; name the story, such as `{}`, and the "
                    "project is written beside it",
                    options_.output,
                    std::filesystem::path(options_.output).replace_extension(".yarn").string());
            else if (std::error_code error; !std::filesystem::exists(project_path(), error))
                refusal = refusal_of_output(project_path(), inputs);
        }
        if (refusal) console_.error(*refusal);
        return !refusal;
    }

    static bool is_project(const std::string& path) {
        std::string ending = std::filesystem::path(path).extension().string();
        for (char& c : ending)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return ending == kProjectEnding;
    }

    std::string project_path() const {
        return std::filesystem::path(options_.output).replace_extension(kProjectEnding).string();
    }

    bool write() {
        if (!is_file()) {
            console_.ready_answer(text());
            return true;
        }
        std::optional<std::string> wrong = write_file(options_.output, text());
        if (!wrong && options_.format == ExportFormat::yarn) wrong = write_project();
        if (wrong) console_.error(*wrong);
        return !wrong;
    }

    /// A project of the author's own, with translations and voices, is left as it is.
    std::optional<std::string> write_project() {
        std::string name = std::filesystem::path(options_.output).filename().string();
        std::string project = story::yarn_project_of(book_, name);
        std::error_code error;
        if (!std::filesystem::exists(project_path(), error)) return write_file(project_path(), project);
        tl::expected<Source, std::string> there = read_file(project_path());
        if (!there || there->text() != project)
            console_.note(
                fmt::format("`{}` is there already and left alone; its `sourceFiles` must name `{}`",
                            project_path(), name));
        return std::nullopt;
    }

    const ExportOptions& options_;
    Console& console_;
    Watchdog watchdog_;
    story::Book book_;
    story::BookNames names_;
    ExitCode code_ = ExitCode::yes;
    bool has_loaded_ = false;
};

}  // namespace

ExitCode run_command(const ExportOptions& options, std::string_view version, Console& console) {
    if (std::string mistake = mistake_in(options.telling); !mistake.empty()) {
        console.error(mistake);
        return ExitCode::bad_input;
    }
    if (options.for_excel && options.format != ExportFormat::csv) {
        console.error("--excel is about CSV; write `--as csv --excel`");
        return ExitCode::bad_input;
    }
    return Exporter(options, version, console).run();
}

}  // namespace wt::surface
