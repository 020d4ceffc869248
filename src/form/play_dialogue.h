// A game is a dialogue: this says what the player reads, and what the lines that they write mean.
//
//     PlayDialogue dialogue(play, world, player);
//     GameEnd end = play_game(play, dialogue, table);
#pragma once

#include <functional>
#include <optional>
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

/// Where a game is played: what is said, read and kept goes through here.
class PlayTable {
  public:
    PlayTable() = default;
    virtual ~PlayTable() = default;
    PlayTable(const PlayTable&) = delete;
    PlayTable& operator=(const PlayTable&) = delete;

    virtual void say(std::string_view text) = 0;
    /// A line of the player's; none: there are no more.
    virtual std::optional<std::string> read() = 0;
    /// Does some work with the resources that each turn has. False: they were not enough.
    virtual bool work(const std::function<void()>& work) = 0;
    /// Is the game kept anywhere?
    virtual bool can_save() const = 0;
    /// False: it could not be kept. True if it is kept nowhere.
    virtual bool save() = 0;
};

enum class GameEnd {
    left,     ///< the player has left, or nobody does anything any more
    stopped,  ///< the resources of a turn were not enough
    unsaved,  ///< the game could not be kept
};

/// Plays until the game is over. It is kept after each turn, so that nothing is lost whatever happens.
GameEnd play_game(ask::Play& play, PlayDialogue& dialogue, PlayTable& table);

/// The character of this name, or a sentence about whom one can play.
tl::expected<model::EntityId, std::string> find_player(const model::World& world, std::string_view name);

}  // namespace wt::form
