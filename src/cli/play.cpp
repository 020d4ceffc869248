// `wrongtree play` runs a world as a game in the terminal.
#include "ask/play.h"

#include <iostream>

#include <fmt/format.h>

#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/question.h"
#include "form/play_dialogue.h"
#include "form/save_json.h"
#include "host/write_file.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

class Game {
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
        console_.answer(dialogue_->greeting());
        while (turn()) {
        }
        if (code_ == ExitCode::yes) console_.answer(dialogue_->news(true));
        return code_;
    }

  private:
    /// Tells what is known, reads what is done, and lets the others act. Returns false if the game is over.
    bool turn() {
        watched([&] {
            console_.answer(dialogue_->news(false));
            dialogue_->look();
        });
        if (budget_.stop() != Stop::none) return end(stopped());
        console_.answer(dialogue_->offer());
        return obey() && let_others_act();
    }

    /// Reads commands until one of them takes a turn. Returns false if the game is over.
    bool obey() {
        for (std::string line;;) {
            console_.answer("> ");
            console_.flush();
            if (!std::getline(std::cin, line)) {
                console_.answer("\n");
                return leave();
            }
            PlayDialogue::Reply reply;
            watched([&] { reply = dialogue_->obey(line); });
            console_.answer(reply.text);
            if (reply.wish == PlayDialogue::Wish::turn) return true;
            if (reply.wish == PlayDialogue::Wish::leave) return leave();
            if (reply.wish != PlayDialogue::Wish::save) continue;
            if (options_.save.empty())
                console_.answer("There is no file to save to; --save FILE names one.\n");
            else if (save())
                console_.answer("Saved.\n");
        }
    }

    bool let_others_act() {
        std::optional<model::GroundEvent> event;
        watched([&] { event = play_->let_others_act(); });
        if (budget_.stop() != Stop::none) return end(stopped());
        if (event || !dialogue_->is_idle()) return save() || end(ExitCode::internal);
        console_.answer("Nobody has a reason to do anything any more.\n");
        return leave();
    }

    /// Does some work with the time that each turn has.
    template <class Work>
    void watched(const Work& work) {
        Watchdog watchdog(limits_, error_is_terminal());
        Watch watch(watchdog, budget_, "playing");
        work();
    }

    bool leave() { return end(save() ? ExitCode::yes : ExitCode::internal); }

    bool end(ExitCode code) {
        code_ = code;
        return false;
    }

    ExitCode stopped() {
        if (Watchdog::interrupted()) return ExitCode::interrupted;
        console_.note("undecided: " + stop_text(budget_));
        return undecided_code();
    }

    /// Saves after each turn, so that nothing is lost whatever happens.
    bool save() {
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
    ExitCode code_ = ExitCode::yes;
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
