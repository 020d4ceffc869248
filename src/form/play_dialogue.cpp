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

}  // namespace

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
    if (line.ends_with('\r')) line.remove_suffix(1);
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
