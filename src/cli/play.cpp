// `wrongtree play` runs a world as a game in the terminal.
#include "ask/play.h"

#include <fmt/format.h>

#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/question.h"
#include "form/play_dialogue.h"
#include "form/save_json.h"
#include "host/read_file.h"
#include "host/write_file.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

class Game : public PlayTable {
  public:
    Game(const PlayOptions& options, std::string_view version, const ask::LoadedWorld& loaded,
         const ask::QuestionUsed& question, model::EntityId player, Console& console)
        : options_(options),
          version_(version),
          loaded_(loaded),
          question_(question),
          player_(player),
          console_(console),
          limits_(resource_limits(options.common)) {
        ask::set_limits(budget_, resources_of(limits_));
    }

    ExitCode run() {
        {
            Watchdog watchdog(limits_, error_is_terminal());
            Watch watch(watchdog, budget_, "grounding");
            session_.emplace(question_.asked_of(loaded_.world), ask::session_options(question_), budget_);
        }
        if (session_->state_of_start() == engine::Verdict::endless_triggers) {
            report_endless(loaded_, session_->endless_triggers(), console_);
            return ExitCode::bad_input;
        }
        if (budget_.stop() != Stop::none) return stopped();
        play_.emplace(loaded_.world, *session_, question_, player_, budget_, options_.seed);
        dialogue_.emplace(*play_, loaded_.world, player_);
        if (!restore()) return ExitCode::bad_input;
        GameEnd end = play_game(*play_, *dialogue_, *this);
        if (end == GameEnd::stopped) return stopped();
        return end == GameEnd::left ? ExitCode::yes : ExitCode::internal;
    }

  private:
    void say(std::string_view text) override { console_.answer(text); }

    std::optional<std::string> read() override {
        console_.flush();
        return read_line();
    }

    bool work(const std::function<void()>& work) override {
        Watchdog watchdog(limits_, error_is_terminal());
        Watch watch(watchdog, budget_, "playing");
        work();
        return budget_.stop() == Stop::none;
    }

    bool can_save() const override { return !options_.save.empty(); }

    ExitCode stopped() {
        if (Watchdog::interrupted()) return ExitCode::interrupted;
        console_.note("undecided: " + stop_text(budget_));
        return undecided_code();
    }

    bool save() override {
        if (options_.save.empty()) return true;
        std::optional<std::string> wrong = write_file(
            options_.save,
            form::save_json(version_, loaded_.source, loaded_.world, play_->story(), play_->now()));
        if (wrong) console_.error(*wrong);
        return !wrong;
    }

    /// Goes on from the save, if there is one.
    bool restore() {
        if (options_.save.empty() || !is_there(options_.save)) return true;
        tl::expected<Source, std::string> text = read_file(options_.save);
        if (!text) {
            console_.error(text.error());
            return false;
        }
        auto restored = form::restore(text->text(), loaded_.source, loaded_.world, play_->story());
        if (!restored) {
            console_.error(fmt::format("`{}`: {}", options_.save, restored.error()));
            return false;
        }
        for (const form::Restored::LeftOut& one : restored->left_out)
            console_.note(fmt::format("left out of `{}`: {}: {}", options_.save, one.event, one.why));
        play_->go_to(restored->moment);
        return true;
    }

    const PlayOptions& options_;
    std::string_view version_;
    const ask::LoadedWorld& loaded_;
    const ask::QuestionUsed& question_;
    model::EntityId player_;
    Console& console_;
    ResourceLimits limits_;
    Budget budget_;
    std::optional<engine::Session> session_;
    std::optional<ask::Play> play_;
    std::optional<PlayDialogue> dialogue_;
};

}  // namespace

ExitCode run_command(const PlayOptions& options, std::string_view version, Console& console) {
    if (options.file == "-")
        return console.refuse("what is played comes from a file, because the moves come from standard input");
    std::vector<std::string> inputs = {options.file};
    if (!options.save.empty())
        if (std::optional<std::string> refusal = refusal_of_output(options.save, inputs))
            return console.refuse(*refusal);
    std::optional<Asked> asked = read_asked(options.file, "", options.common, options.question, console);
    if (!asked) return ExitCode::bad_input;
    auto player = find_player(asked->loaded->world, options.player);
    if (!player) return console.refuse(player.error());
    return Game(options, version, *asked->loaded, asked->question, *player, console).run();
}

}  // namespace wt::cli
