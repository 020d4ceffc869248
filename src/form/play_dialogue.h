// A game is a dialogue: this says what the player reads, and what the lines that they write mean.
//
//     PlayDialogue dialogue(play, world, player);
//     console.answer(dialogue.greeting());
//     console.answer(dialogue.news(false));
//     dialogue.look();
//     console.answer(dialogue.offer());
//     PlayDialogue::Reply reply = dialogue.obey(line);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "ask/play.h"

namespace wt::form {

class PlayDialogue {
  public:
    enum class Wish {
        nothing,  ///< the line took no turn: the player is to be asked again
        turn,     ///< the player's turn is over
        save,
        leave,
    };
    struct Reply {
        Wish wish = Wish::nothing;
        std::string text;
    };

    /// Everything that is referred to outlives it.
    PlayDialogue(ask::Play& play, const model::World& world, model::EntityId player)
        : play_(play), world_(world), player_(player) {}

    std::string greeting() const;
    /// Tells what has happened since this was last asked, as the player knows it; empty if that is nothing.
    std::string news(bool is_over);
    /// Looks for what the player's character would do. This takes long, and means nothing where the budget stops.
    void look() { choices_ = play_.choices(); }
    /// Lists what was found, numbered.
    std::string offer() const;
    /// Did the last look find nothing to do?
    bool is_idle() const { return choices_.empty(); }
    /// Does what a line says.
    Reply obey(std::string_view line);

  private:
    ask::Play& play_;
    const model::World& world_;
    model::EntityId player_;
    std::vector<ask::Intention> choices_;
};

/// Returns the character of this name, or a sentence about whom one can play.
tl::expected<model::EntityId, std::string> find_player(const model::World& world, std::string_view name);

}  // namespace wt::form
