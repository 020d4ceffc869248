// `wrongtree export` writes a story, or several as a book, for games, readers and translators.
#include <algorithm>

#include <fmt/format.h>

#include "ask/book.h"
#include "cli/commands.h"
#include "cli/found_story.h"
#include "form/book_text.h"
#include "form/chapters.h"
#include "form/series_folder.h"
#include "host/file_names.h"
#include "host/folder.h"
#include "host/output.h"
#include "host/several.h"
#include "story/export/yarn.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

using model::EntityId;

constexpr std::string_view kProjectEnding = ".yarnproject";

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
        book_.world = readable_name(base_name(options.file));
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
        ask::give_title(book_, stem_of(options_.file, "story"));
        return write() ? code_ : ExitCode::internal;
    }

  private:
    // ---- what is wanted ----

    std::optional<std::vector<ChapterSource>> chapters_wanted() {
        ChaptersAsked asked{options_.requests, {}, stem_of(options_.file, "story"), options_.question.where};
        for (const std::string& plan : options_.plans)
            asked.plans.push_back({plan, stem_of(plan, "story")});
        if (!options_.series.empty()) {
            auto chapters = chapters_of_series(Folder(options_.series), options_.series);
            if (!chapters) return refuse(chapters.error());
            return *chapters;
        }
        if (options_.all_requests) {
            std::unique_ptr<ask::LoadedWorld> loaded = load_world(options_.file, options_.common, console_);
            if (!loaded) return std::nullopt;
            has_loaded_ = true;
            if (loaded->requests.empty()) return refuse(fmt::format("`{}` has no requests", options_.file));
            for (const lang::RequestHead& request : loaded->requests)
                asked.requests.push_back(request.name);
        }
        std::vector<ChapterSource> wanted = chapters_of(asked);
        if (options_.file != "-" || (wanted.size() < 2 && !has_loaded_)) return wanted;
        return refuse(
            "a world from standard input is read once, and each chapter reads it anew; give a file");
    }

    std::nullopt_t refuse(const std::string& text) {
        console_.error(text);
        return std::nullopt;
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
        std::string what = wanted.request.empty() ? wanted.chapter.name : wanted.request;
        console_.note(fmt::format("{}: {}", what, ask::absence_text(found, option_stop_text)));
        ask::leave_out(book_, found);
        return code_of(ask::decision_of(found));
    }

    ExitCode add(const ChapterSource& wanted, ask::FoundStory& found) {
        auto teller = find_teller(found, ask::told_to(found.world(), options_.telling, options_.player));
        auto player = ask::find_player(found.world(), options_.player, teller.value_or(EntityId()));
        for (const auto* one : {&teller, &player})
            if (!*one) return console_.refuse(one->error());
        ask::ChapterWanted chapter = wanted.chapter;
        chapter.telling = options_.telling;
        chapter.teller = *teller;
        chapter.player = *player;
        bool has_choices = options_.format != ask::BookFormat::epub;
        chapter.depth = has_choices ? options_.depth : 0;
        ask::ChapterMade made = ask::make_chapter(found, chapter, names_);
        console_.notes(chapter_notes(wanted.chapter.name, made));
        if (!made.chapter) return leave_out(wanted, found);
        book_.chapters.push_back(std::move(*made.chapter));
        return ExitCode::yes;
    }

    // ---- the file ----

    std::string text() const { return ask::book_text(book_, options_.format, options_.for_excel); }

    /// Can the story be written where it is wanted, without harm to what it is made of?
    bool may_write(const std::vector<ChapterSource>& wanted) {
        std::vector<std::string> inputs = {options_.file};
        for (const ChapterSource& one : wanted)
            inputs.push_back(one.plan);
        output_.emplace(options_.output, std::move(inputs));
        std::optional<std::string> refusal = output_->refusal();
        if (!refusal && has_project()) {
            if (ending_of(options_.output) == kProjectEnding)
                refusal = fmt::format(
                    "cannot write `{}`: that is the name of a project; name the story, such as `{}`, and the "
                    "project is written beside it",
                    options_.output, output_->beside(".yarn"));
            else
                refusal = output_->refusal_beside(kProjectEnding);
        }
        if (refusal) console_.error(*refusal);
        return !refusal;
    }

    bool has_project() const { return output_->is_file() && options_.format == ask::BookFormat::yarn; }

    bool write() {
        if (!output_->is_file()) console_.ready_answer(text());
        std::optional<std::string> wrong;
        if (output_->is_file()) wrong = output_->write(text());
        if (!wrong && has_project()) wrong = write_project();
        if (wrong) console_.error(*wrong);
        return !wrong;
    }

    /// A project of the author's own, with translations and voices, is left as it is.
    std::optional<std::string> write_project() {
        std::string name = base_name(options_.output);
        Output::Beside done;
        auto wrong = output_->write_beside(kProjectEnding, story::yarn_project_of(book_, name), done);
        if (done == Output::Beside::left_alone)
            console_.note(
                fmt::format("`{}` is there already and left alone; its `sourceFiles` must name `{}`",
                            output_->beside(kProjectEnding), name));
        return wrong;
    }

    const ExportOptions& options_;
    Console& console_;
    Watchdog watchdog_;
    std::optional<Output> output_;
    story::Book book_;
    story::BookNames names_;
    ExitCode code_ = ExitCode::yes;
    bool has_loaded_ = false;
};

}  // namespace

ExitCode run_command(const ExportOptions& options, std::string_view version, Console& console) {
    if (std::string mistake = ask::mistake_in(options.telling); !mistake.empty())
        return console.refuse(mistake);
    if (options.for_excel && options.format != ask::BookFormat::csv)
        return console.refuse("--excel is about CSV; write `--as csv --excel`");
    return Exporter(options, version, console).run();
}

}  // namespace wt::cli
