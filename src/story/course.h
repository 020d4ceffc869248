// This follows a draft, event after event: which state each item meets, and what is wrong there.
//
// An event is sound if it is possible, possible in the minds of all who consent, and each of them has a
// reason for it at the full character limit (docs/semantics.md, 9.5 P and X); an assertion is sound if it is
// true. An event that cannot happen is taken not to happen; one that merely nobody has a reason for happens.
// Faults of an item with `intended` do not count for `is_sound` and `first_fault`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/budget.h"
#include "engine/inspect.h"
#include "story/draft.h"

namespace wt::story {

/// This is a world for formulas, a session, and what has been found out about states. Questions of a search (repairs,
/// gaps) are answered with limited effort: what takes longer counts as unsound.
struct Stage {
    model::World& world;  ///< a copy of the session's, which has the draft's formulas; its pools grow
    engine::Session& session;
    Budget& budget;
    model::Limits limits;
    std::map<std::uint32_t, std::vector<model::GroundEvent>> explained_actions = {};

    bool is_stopped() const { return budget.stop() != Stop::none; }
    engine::ReasonLimits reason_limits(std::uint64_t effort = ~0ull) const {
        return {limits.character, limits.belief, effort};
    }
};

/// One question about reasons may take so many steps of search while repairs and fillings are looked for.
inline constexpr std::uint64_t kSearchEffort = 20'000;

enum class FaultKind : std::uint8_t {
    impossible,          ///< the precondition is false
    endless,             ///< triggers never come to rest after it, which makes it impossible
    thought_impossible,  ///< it is in the mind of `character`
    no_reason,           ///< `character` has none
    untrue,              ///< an assertion
    unfilled,            ///< a gap
};

struct Fault {
    FaultKind kind = FaultKind::impossible;
    model::EntityId character;
};

/// Returns what is wrong with an item in a state. A gap is unfilled.
std::vector<Fault> faults_of(Stage& stage, engine::MindId state, const DraftItem& item,
                             std::uint64_t effort = ~0ull);
/// Returns the state after an item.
engine::MindId after(Stage& stage, engine::MindId state, const DraftItem& item);

/// Are all items sound from this state on? A gap is not. Cheap tests go first.
bool is_sound(Stage& stage, engine::MindId state, const std::vector<DraftItem>& items);
/// Returns the first item that is not sound; the number of items if all are.
std::size_t first_fault(Stage& stage, const std::vector<DraftItem>& items);
/// Returns the states before each item and, last, at the end.
std::vector<engine::MindId> states_of(Stage& stage, const std::vector<DraftItem>& items);

/// Returns all actions that are explained in a state (author-only ones too), in order. They are valid as long as the
/// stage.
const std::vector<model::GroundEvent>& explained_actions(Stage& stage, engine::MindId state);

/// Looks for shortest series of explained actions from a state, breadth first; each state is met once.
class Insertions {
  public:
    Insertions(Stage& stage, engine::MindId start) : stage_(stage), level_{{start, {}}}, seen_{start.value} {}

    /// One way to go on: the actions so far and where they lead.
    struct Way {
        engine::MindId state;
        std::vector<model::GroundEvent> actions;
    };
    /// Returns the ways of the present length.
    const std::vector<Way>& ways() const { return level_; }
    /// Goes on to the ways that are one action longer. `expansions` counts down; at 0, or when the session
    /// has done `last_effort` steps of search for reasons, nothing more is added.
    void lengthen(int& expansions, std::uint64_t last_effort);

  private:
    Stage& stage_;
    std::vector<Way> level_;
    std::set<std::uint32_t> seen_;
};

/// These limit how gaps are filled: so many events in one, so many states looked at and steps of search for it.
inline constexpr int kMostInGap = 8;
inline constexpr int kGapExpansions = 600;
inline constexpr std::uint64_t kGapEffort = 10'000'000;

/// Returns the items with every gap replaced by what is in it (perhaps nothing). A gap for which no filling makes all
/// that follows sound gets one after which the next item is sound; one that has none at all stays. Each filling is a
/// shortest one.
std::vector<DraftItem> without_gaps(Stage& stage, const std::vector<DraftItem>& items);

}  // namespace wt::story
