// `wrongtree play`: a world as a game in the terminal.
#include "ask/play.h"

#include <filesystem>
#include <iostream>

#include <fmt/format.h>

#include "ask/telling_style.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "form/save_json.h"
#include "host/write_file.h"
#include "model/print.h"

namespace wt::cli {

using namespace host;

namespace {

constexpr std::string_view kHelp =
    "A number does that, nothing waits, `why 2` shows the plan behind the second, s saves, q leaves";

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
        if (!restore()) return ExitCode::bad_input;
        console_.answer(fmt::format("You are {}. {}.\n\n", loaded_.world[player_].name, kHelp));
        while (turn()) {
        }
        if (code_ == ExitCode::yes) tell(true);
        return code_;
    }

  private:
    /// What is known, what might be done, what is done, and what the others do. False: the game is over.
    bool turn() {
        std::vector<ask::Intention> choices;
        {
            Watchdog watchdog(limits_, error_is_terminal());
            Watch watch(watchdog, budget_, "playing");
            tell(false);
            choices = play_->choices();
        }
        if (budget_.stop() != Stop::none) return end(stopped());
        for (std::size_t i = 0; i < choices.size(); ++i)
            console_.answer(fmt::format("{}. {}\n", i + 1, model::to_text(loaded_.world, choices[i].event)));
        if (choices.empty())
            console_.answer(fmt::format("{} has no reason to do anything.\n", loaded_.world[player_].name));
        return obey(choices) && let_others_act(choices.empty());
    }

    void tell(bool is_over) {
        std::string text;
        for (const std::string& sentence : play_->news(is_over))
            text += (text.empty() ? "" : " ") + sentence;
        if (!text.empty()) console_.answer(text + "\n\n");
    }

    /// Reads commands until one of them takes a turn. False: the game is over.
    bool obey(const std::vector<ask::Intention>& choices) {
        for (std::string line;;) {
            console_.answer("> ");
            console_.flush();
            if (!std::getline(std::cin, line)) {
                console_.answer("\n");
                return end(save() ? ExitCode::yes : ExitCode::internal);
            }
            if (!line.empty() && line.back() == '\r') line.pop_back();
            if (line == "q") return end(save() ? ExitCode::yes : ExitCode::internal);
            if (line.empty() || line == "w") return true;
            if (line == "s") {
                if (options_.save.empty())
                    console_.answer("There is no file to save to; --save FILE names one.\n");
                else if (save())
                    console_.answer("Saved.\n");
                continue;
            }
            bool asks_why = line.starts_with("why ");
            auto number = parse_whole(asks_why ? line.substr(4) : line);
            if (!number || *number < 1 || *number > choices.size()) {
                console_.answer(fmt::format("{}.\n", kHelp));
                continue;
            }
            const ask::Intention& choice = choices[*number - 1];
            if (asks_why) {
                console_.answer("It is how this would go:\n");
                for (const model::GroundEvent& event : choice.plan)
                    console_.answer("  " + model::to_text(loaded_.world, event) + "\n");
                continue;
            }
            Watchdog watchdog(limits_, error_is_terminal());
            Watch watch(watchdog, budget_, "playing");
            std::string why_not = play_->act(choice.event);
            if (!why_not.empty()) console_.answer(why_not + "\n");
            return true;
        }
    }

    bool let_others_act(bool is_idle) {
        std::optional<model::GroundEvent> event;
        {
            Watchdog watchdog(limits_, error_is_terminal());
            Watch watch(watchdog, budget_, "playing");
            event = play_->let_others_act();
        }
        if (budget_.stop() != Stop::none) return end(stopped());
        if (event || !is_idle) return save() || end(ExitCode::internal);
        console_.answer("Nobody has a reason to do anything any more.\n");
        return end(save() ? ExitCode::yes : ExitCode::internal);
    }

    static std::optional<std::size_t> parse_whole(std::string_view text) {
        if (text.empty() || text.size() > 6) return std::nullopt;
        std::size_t number = 0;
        for (char c : text) {
            if (c < '0' || c > '9') return std::nullopt;
            number = number * 10 + static_cast<std::size_t>(c - '0');
        }
        return number;
    }

    static bool is_there(const std::string& path) {
        std::error_code error;
        return std::filesystem::exists(path, error);
    }

    bool end(ExitCode code) {
        code_ = code;
        return false;
    }

    ExitCode stopped() {
        if (Watchdog::interrupted()) return ExitCode::interrupted;
        console_.note("undecided: " + stop_text(budget_));
        return undecided_code();
    }

    /// After each turn, so that nothing is lost whatever happens.
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
    ExitCode code_ = ExitCode::yes;
};

}  // namespace

ExitCode run_command(const PlayOptions& options, std::string_view version, Console& console) {
    if (options.file == "-") {
        console.error("what is played comes from a file, because the moves come from standard input");
        return ExitCode::bad_input;
    }
    std::vector<std::string> inputs = {options.file};
    if (!options.save.empty())
        if (std::optional<std::string> refusal = refusal_of_output(options.save, inputs)) {
            console.error(*refusal);
            return ExitCode::bad_input;
        }
    std::unique_ptr<ask::LoadedWorld> loaded = load_world(options.file, options.common, console);
    if (!loaded) return ExitCode::bad_input;
    std::optional<ask::QuestionUsed> question = settle(*loaded, options.question, {}, console);
    if (!question) return ExitCode::bad_input;
    std::string names;
    model::EntityId player;
    for (std::size_t i = 0; i < loaded->world.character_count; ++i) {
        const std::string& name = loaded->world.entities[i].name;
        if (name == options.player) player = model::EntityId(i);
        names += (names.empty() ? "`" : ", `") + name + "`";
    }
    if (!player.valid()) {
        console.error(
            fmt::format("`{}` is no character of the world; who can be played: {}", options.player, names));
        return ExitCode::bad_input;
    }
    return Game(options, version, *loaded, *question, player, console).run();
}

}  // namespace wt::cli
