// This finds out why somebody has no reason: how near they come to one, and what it lacks.
//
// A reason for an action is a plan that begins with it, that can happen as its owner sees it (possible), that leaves them
// better off (improves), in which everybody else has a reason for what they do (explained), and of which nothing can be
// left out (minimal; docs/semantics.md, section 9). Here plans are looked at that lack one of these, and limits that
// would do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/inspect.h"
#include "model/plan.h"

namespace wt::story {

/// This is what the nearest reason lacks.
enum class Lack {
    character_limit,  ///< nothing but length: `limit` actions would do
    belief_limit,     ///< nothing but depth: the belief limit `limit` would do
    minimal,          ///< `plan` leaves them better off, but so does `rest`, which is less
    explained,  ///< `plan` would leave them better off, but `character` has no reason for the event at `step`
    possible,   ///< likewise, but `character` takes the event at `step` to be impossible
    improves,   ///< nothing that was looked at leaves them better off
};

struct NearReason {
    Lack lack = Lack::improves;
    int limit = 0;
    std::vector<model::GroundEvent> plan;  ///< begins with the action
    std::vector<model::GroundEvent> rest;
    std::size_t step = 0;
    model::EntityId character;
    bool is_whole = true;  ///< all that can follow within the limits was looked at
};

/// Finds how near the owner of a mind comes to a reason for an action that is possible there and for which they have
/// none within the limits. Returns nothing where something is uncertain, or if the budget of the session stops. Cost:
/// at most `kMostStates` states, and for each of a few plans a question for every event whether it is explained.
std::optional<NearReason> near_reason(engine::Session& session, engine::MindId mind,
                                      const model::GroundEvent& action, model::EntityId owner,
                                      const model::Limits& limits);

/// Would a greater belief limit do, greater by at most two? `events` are what happens before. It is asked in sessions
/// of its own.
std::optional<NearReason> deeper_reason(engine::Session& session,
                                        const std::vector<model::GroundEvent>& events,
                                        const model::GroundEvent& action, model::EntityId owner,
                                        const model::Limits& limits);

/// Says both in one clause: what the nearest reason lacks, for somebody who has none for an event in their `mind`,
/// which is theirs behind `before`. The text is empty where that says nothing.
std::string nearest_reason(engine::Session& session, const std::vector<model::GroundEvent>& before,
                           engine::MindId mind, const model::GroundEvent& event, model::EntityId owner,
                           const model::Limits& limits);

/// Returns a clause, names in backticks: "a character limit of 6 instead of 5 would do".
std::string phrase(const model::World& world, model::EntityId owner, const model::Limits& limits,
                   const NearReason& near);

}  // namespace wt::story
