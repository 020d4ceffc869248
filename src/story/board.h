// A board is a story as it can be looked at: who perceived which event, where everybody is, and at every moment what
// each believes about the world and about each other. It is plain data; pages are made of it in form/board.
//
// A moment is the state after so many events, 0 where the story begins. The minds of all moments stand in one
// table, each content once, so that a page can open beliefs about beliefs as deep as the session keeps them:
//
//     Board board = board_of(story);
//     const BoardMind& truth = board.minds[board.moments[3]];
//     const BoardMind& hers = board.minds[truth.minds[temari.index()]];
//     const BoardMind& his_as_she_sees_it = board.minds[hers.minds[shikamaru.index()]];
//     model::Value value = board.value(hers, fluent);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "story/reason.h"

namespace wt::story {

/// This says how a character takes an event in.
enum class Awareness : std::uint8_t {
    acts,      ///< consents to it
    observes,  ///< (docs/semantics.md, rule 5.2)
    notices,   ///< does not observe it, but it changes what they believe
    unaware,   ///< does not perceive it
};

struct BoardEvent {
    model::GroundEvent event;
    std::vector<Awareness> awareness;  ///< of each character
    std::vector<bool> actor_observes;  ///< of each character: one who acts need not observe it (rule 5.3)
    std::vector<Reason> reasons;       ///< of those who consent, in the order of consent
    std::optional<Consequences> consequences;  ///< if nobody consents
};

/// One mind; at the root of a moment, the truth.
struct BoardMind {
    std::vector<std::pair<std::uint32_t, model::Value>> values;  ///< where not as in `Board::base`; by fluent
    /// This is what is not sure in it, by fluent; the value is `?` then, for a condition false.
    std::vector<std::pair<std::uint32_t, Doubt>> open;
    std::vector<std::uint32_t> minds;  ///< of each character, in the table; kNoBoardMind: not kept
};

inline constexpr std::uint32_t kNoBoardMind = ~std::uint32_t{0};

/// This says where everybody is, by the property of one argument that says so.
struct BoardPlaces {
    model::PropertyId property;
    std::vector<model::EntityId> places;  ///< those where somebody is at some moment; in entity order
    std::vector<std::pair<model::EntityId, std::uint32_t>> located;  ///< who is somewhere, and the fluent
};

struct Board {
    std::vector<Fluent> fluents;     ///< without believers: those that can change, and those that say where
    std::vector<model::Value> base;  ///< of each fluent, in truth where the story begins
    std::vector<BoardMind> minds;
    std::vector<std::uint32_t> moments;  ///< the truth at each; one more than events
    std::vector<BoardEvent> events;
    std::optional<BoardPlaces> places;
    bool is_whole = true;  ///< no: some minds, the deepest ones, were left out

    model::Value value(const BoardMind& mind, std::uint32_t fluent) const;
    /// Returns what is held possible; null if the fluent is sure in the mind.
    const Doubt* open(const BoardMind& mind, std::uint32_t fluent) const;
    /// Is it otherwise in the mind than in truth? Something that is held possible beside other things is no mistake.
    bool is_mistaken(const BoardMind& mind, const BoardMind& truth, std::uint32_t fluent) const;
};

struct BoardOptions {
    std::size_t most_minds = 20'000;  ///< more are left out, the deepest first
};

/// Makes the board of a story. Cost: a reason for each event and consenting character, and the fluents times the minds
/// that differ.
Board board_of(const Story& story, const BoardOptions& options = {});

/// Returns the property that says where characters are: what the world says by `whereabouts`, else one of one argument
/// that can be a character, with a value that is an entity and never a character, that actions change: to one of their
/// parameters rather than to what they name (one goes somewhere, and falls asleep), and of several the one that most
/// expressions read; none if there is none.
std::optional<model::PropertyId> place_property(const model::World& world);

/// A place in two stories side by side: the same event in both or one of the same name, or an event of one.
struct BoardColumn {
    std::optional<std::size_t> first;
    std::optional<std::size_t> second;
    bool is_same = false;  ///< with the same arguments

    friend bool operator==(const BoardColumn&, const BoardColumn&) = default;
};

/// An event to be aligned: two are the same if their texts are, and alike if their names are.
struct BoardKey {
    std::string name;
    std::string text;
};

/// Puts two stories side by side, so that as many events as possible stand beside ones of their name, and of these as
/// many as possible beside the same; events of the first come before those of the second. Cost: the product of their
/// lengths.
std::vector<BoardColumn> aligned(const std::vector<BoardKey>& first, const std::vector<BoardKey>& second);

}  // namespace wt::story
