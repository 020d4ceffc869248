#include "form/play_dialogue.h"

#include <fmt/format.h>

#include "model/print.h"

namespace wt::form {

namespace {

constexpr std::string_view kHelp =
    "A number does that, nothing waits, `why 2` shows the plan behind the second, s saves, q leaves";

/// Returns a number of at most six digits; 0 if the text is none.
std::size_t number_of(std::string_view text) {
    if (text.size() > 6) return 0;
    std::size_t number = 0;
    for (char c : text) {
        if (c < '0' || c > '9') return 0;
        number = number * 10 + static_cast<std::size_t>(c - '0');
    }
    return number;
}

/// A game that goes on turn by turn; a step that ends it says how.
class Game {
  public:
    using End = std::optional<GameEnd>;

    Game(ask::Play& play, PlayDialogue& dialogue, PlayTable& table)
        : play_(play), dialogue_(dialogue), table_(table) {}

    /// Tells what is known, reads what is done, and lets the others act.
    End turn() {
        bool is_done = table_.work([&] {
            table_.say(dialogue_.news(false));
            dialogue_.look();
        });
        if (!is_done) return GameEnd::stopped;
        table_.say(dialogue_.offer());
        End end = obey();
        return end ? end : let_others_act();
    }

  private:
    /// Reads commands until one of them takes a turn.
    End obey() {
        for (;;) {
            table_.say("> ");
            std::optional<std::string> line = table_.read();
            if (!line) {
                table_.say("\n");
                return leave();
            }
            PlayDialogue::Reply reply;
            // Where this stops, so does what comes next.
            (void)table_.work([&] { reply = dialogue_.obey(*line); });
            table_.say(reply.text);
            if (reply.wish == PlayDialogue::Wish::turn) return std::nullopt;
            if (reply.wish == PlayDialogue::Wish::leave) return leave();
            if (reply.wish != PlayDialogue::Wish::save) continue;
            if (!table_.can_save())
                table_.say("There is no file to save to; --save FILE names one.\n");
            else if (table_.save())
                table_.say("Saved.\n");
        }
    }

    End let_others_act() {
        std::optional<model::GroundEvent> event;
        if (!table_.work([&] { event = play_.let_others_act(); })) return GameEnd::stopped;
        if (event || !dialogue_.is_idle()) return table_.save() ? End() : GameEnd::unsaved;
        table_.say("Nobody has a reason to do anything any more.\n");
        return leave();
    }

    GameEnd leave() { return table_.save() ? GameEnd::left : GameEnd::unsaved; }

    ask::Play& play_;
    PlayDialogue& dialogue_;
    PlayTable& table_;
};

}  // namespace

GameEnd play_game(ask::Play& play, PlayDialogue& dialogue, PlayTable& table) {
    table.say(dialogue.greeting());
    Game game(play, dialogue, table);
    Game::End end;
    while (!end)
        end = game.turn();
    if (*end == GameEnd::left) table.say(dialogue.news(true));
    return *end;
}

std::string PlayDialogue::greeting() const {
    return fmt::format("You are {}. {}.\n\n", world_[player_].name, kHelp);
}

std::string PlayDialogue::news(bool is_over) {
    std::string text = fmt::format("{}", fmt::join(play_.news(is_over), " "));
    return text.empty() ? text : text + "\n\n";
}

std::string PlayDialogue::offer() const {
    if (choices_.empty()) return fmt::format("{} has no reason to do anything.\n", world_[player_].name);
    std::string text;
    for (std::size_t i = 0; i < choices_.size(); ++i)
        text += fmt::format("{}. {}\n", i + 1, model::to_text(world_, choices_[i].event));
    return text;
}

PlayDialogue::Reply PlayDialogue::obey(std::string_view line) {
    if (line == "q") return {Wish::leave, ""};
    if (line.empty() || line == "w") return {Wish::turn, ""};
    if (line == "s") return {Wish::save, ""};
    bool asks_why = line.starts_with("why ");
    std::size_t number = number_of(asks_why ? line.substr(4) : line);
    if (number < 1 || number > choices_.size()) return {Wish::nothing, fmt::format("{}.\n", kHelp)};
    const ask::Intention& choice = choices_[number - 1];
    if (!asks_why) {
        std::string why_not = play_.act(choice.event);
        return {Wish::turn, why_not.empty() ? why_not : why_not + "\n"};
    }
    std::string text = "It is how this would go:\n";
    for (const model::GroundEvent& event : choice.plan)
        text += "  " + model::to_text(world_, event) + "\n";
    return {Wish::nothing, text};
}

tl::expected<model::EntityId, std::string> find_player(const model::World& world, std::string_view name) {
    std::string names;
    for (std::size_t i = 0; i < world.character_count; ++i) {
        if (world.entities[i].name == name) return model::EntityId(i);
        names += fmt::format("{}`{}`", names.empty() ? "" : ", ", world.entities[i].name);
    }
    return tl::unexpected(
        fmt::format("`{}` is no character of the world; who can be played: {}", name, names));
}

}  // namespace wt::form
