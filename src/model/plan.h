// A plan has its reasons with it: a search answers with plans, the referee judges them, and later steps tell them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/world.h"

namespace wt::model {

/// A ground event: one value for every formal of the head, fixed ones included.
struct GroundEvent {
    EventId event;
    std::vector<Value> arguments;
    bool fails = false;  ///< it was tried in vain

    friend bool operator==(const GroundEvent&, const GroundEvent&) = default;
};

using ExplanationId = Id<struct ExplanationTag>;

/// One action of a plan. `reasons` holds one explanation for every consenting character in the order of
/// consent, where one is owed: for every action of the author's plan, and for every action of an explanation
/// but the first.
struct Step {
    GroundEvent action;
    std::vector<ExplanationId> reasons;

    friend bool operator==(const Step&, const Step&) = default;
};

/// This says why `character` takes part in `steps[0].action`: a plan that the character imagines, which begins with
/// that action and improves the character's utility (docs/semantics.md, section 9). It holds in the state that the
/// character believes in there.
struct Explanation {
    EntityId character;
    std::vector<Step> steps;

    friend bool operator==(const Explanation&, const Explanation&) = default;
};

/// A plan of the author. Explanations stand in one table because many places share one.
struct Plan {
    std::vector<Step> steps;
    std::vector<Explanation> explanations;

    const Explanation& operator[](ExplanationId id) const { return explanations[id.index()]; }
};

/// Returns the actions, without their reasons.
std::vector<GroundEvent> actions_of(const std::vector<Step>& steps);

/// These triggers never came to rest (docs/semantics.md, 6.4). At the start that is an error of the world; after an
/// action, the action is impossible there, and worth a warning.
struct EndlessTriggers {
    std::vector<GroundEvent> triggers;  ///< some that take part
    std::optional<GroundEvent> action;  ///< after which; none: at the start
    std::vector<EntityId> believers;    ///< in whose mind, outermost first; nobody: in the real world
    int beat = 0;                       ///< from which on the same states come back, or the last one tried
};

/// Returns the consenting characters of a ground action: duplicates are dropped, the first position is kept.
std::vector<EntityId> consenting_characters(const World& world, const GroundEvent& action);

}  // namespace wt::model
