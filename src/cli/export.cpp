// `wrongtree export`: a story, or several as a book, for games, readers and translators.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "ask/book.h"
#include "base/characters.h"
#include "cli/commands.h"
#include "cli/found_story.h"
#include "cli/teller.h"
#include "form/series_text.h"
#include "host/several.h"
#include "host/write_file.h"
#include "story/export/yarn.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

using model::EntityId;

constexpr std::string_view kNobody = "nobody";
constexpr std::string_view kAnyStory = "any story";
constexpr std::string_view kProjectEnding = ".yarnproject";

/// What a chapter is made of.
struct ChapterSource {
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
        std::optional<std::vector<ChapterSource>> wanted = chapters_wanted();
        if (!wanted || !may_write(*wanted)) return ExitCode::bad_input;
        for (const ChapterSource& one : *wanted) {
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

    std::optional<std::vector<ChapterSource>> chapters_wanted() {
        std::vector<ChapterSource> wanted;
        if (!options_.series.empty()) {
            if (!add_series(wanted)) return std::nullopt;
        } else if (options_.requests.size() == 1 && options_.plans.size() == 1) {
            wanted.push_back({options_.requests[0], options_.plans[0], options_.requests[0], "", ""});
        } else if (!options_.plans.empty()) {
            for (const std::string& plan : options_.plans)
                wanted.push_back({"", plan, stem_of(plan), stem_of(plan), ""});
        } else if (options_.all_requests) {
            std::unique_ptr<ask::LoadedWorld> loaded = load_world(options_.file, options_.common, console_);
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
    bool add_series(std::vector<ChapterSource>& wanted) {
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

    ExitCode add(const ChapterSource& wanted) {
        ask::QuestionOptions question = options_.question;
        question.request = wanted.request;
        // The warnings of the world are told of once.
        Console own(console_, Console::Kept{});
        auto found =
            find_story({options_.common, question, options_.file, wanted.plan, "exporting", &watchdog_},
                       has_loaded_ ? own : console_);
        if (!found) {
            console_.remark(own.take_remarks());
            return found.error();
        }
        has_loaded_ = true;
        ask::FoundStory& story = *found->story;
        return story.verdict == ask::StoryVerdict::found ? add(wanted, story) : leave_out(wanted, story);
    }

    ExitCode leave_out(const ChapterSource& wanted, const ask::FoundStory& found) {
        std::string what = wanted.request.empty() ? wanted.name : wanted.request;
        console_.note(fmt::format("{}: {}", what, ask::absence_text(found, option_stop_text)));
        if (found.request())
            book_.left_out.push_back({wanted.request, story::clean_text(found.request()->title),
                                      found.verdict == ask::StoryVerdict::none});
        return code_of_absence(found);
    }

    ExitCode add(const ChapterSource& wanted, ask::FoundStory& found) {
        auto teller = find_teller(found, options_.telling);
        auto player = find_player(found, teller.value_or(EntityId()));
        for (const auto* one : {&teller, &player})
            if (!*one) {
                console_.error(one->error());
                return ExitCode::bad_input;
            }
        ask::ChapterWanted chapter{wanted.name,
                                   wanted.title,
                                   wanted.asked,
                                   options_.telling,
                                   *teller,
                                   *player,
                                   is_linear() ? 0 : options_.depth};
        ask::ChapterMade made = ask::make_chapter(found, chapter, names_);
        if (made.rejected > 0)
            console_.note(
                fmt::format("{} alternatives were left out because the referee rejects them, which is "
                            "a mistake in Wrongtree; please report it",
                            made.rejected));
        if (made.unknown > 0 || made.is_full)
            console_.note(fmt::format(
                "{}: {} for how they go on was not found or not judged within the limits", wanted.name,
                made.is_full ? std::string("more alternatives were left out")
                             : fmt::format("{} alternatives were left out", made.unknown)));
        if (!made.chapter) return leave_out(wanted, found);
        book_.chapters.push_back(std::move(*made.chapter));
        return ExitCode::yes;
    }

    /// Formats to be read from the beginning to the end.
    bool is_linear() const { return options_.format == ask::BookFormat::epub; }

    tl::expected<EntityId, std::string> find_player(const ask::FoundStory& found, EntityId teller) const {
        if (options_.player.empty()) return teller;
        return ask::find_character(found.world(), options_.player, "play", std::string(kNobody));
    }

    // ---- the file ----

    void give_title() {
        if (book_.title.empty() && book_.chapters.size() == 1) book_.title = book_.chapters[0].title;
        if (book_.title.empty()) book_.title = stem_of(options_.file);
        book_.title = story::clean_text(book_.title);
        if (book_.title.empty()) book_.title = "Wrongtree";
    }

    std::string text() const { return ask::book_text(book_, options_.format, options_.for_excel); }

    bool is_file() const { return !options_.output.empty() && options_.output != "-"; }

    /// Can the story be written where it is wanted, without harm to what it is made of?
    bool may_write(const std::vector<ChapterSource>& wanted) {
        if (!is_file()) return true;
        std::vector<std::string> inputs = {options_.file};
        for (const ChapterSource& one : wanted)
            if (!one.plan.empty()) inputs.push_back(one.plan);
        std::optional<std::string> refusal = refusal_of_output(options_.output, inputs);
        if (!refusal && options_.format == ask::BookFormat::yarn) {
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
        if (!wrong && options_.format == ask::BookFormat::yarn) wrong = write_project();
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
    if (std::string mistake = ask::mistake_in(options.telling); !mistake.empty()) {
        console.error(mistake);
        return ExitCode::bad_input;
    }
    if (options.for_excel && options.format != ask::BookFormat::csv) {
        console.error("--excel is about CSV; write `--as csv --excel`");
        return ExitCode::bad_input;
    }
    return Exporter(options, version, console).run();
}

}  // namespace wt::cli
