// What happens to a mind: first state, actions, triggers (docs/semantics.md, sections 2, 4, 5 and 6).
//
// An event is first applied to a mind and, through observation, to the minds below it, without triggers
// (`apply`); then the whole settles beat by beat (`settle`). Both together are `successor`. All of this is a
// function of the mind and the event alone, so answers are remembered in the context.
#pragma once

#include <map>

#include "referee/context.h"

namespace wt::referee {

/// Believers, outermost first, without adjacent repeats.
using Chain = std::vector<model::EntityId>;
/// Appends a believer unless the chain ends with it.
Chain longer(const Chain& chain, model::EntityId believer);

/// A fluent as somebody takes somebody to see it; in the mind itself if the chain is empty.
struct Place {
    Chain chain;
    FluentId fluent;

    /// Is it what the owner of a mind believes itself?
    bool is_in_mind_of(model::EntityId owner) const {
        return chain.empty() || (chain.size() == 1 && chain.front() == owner);
    }

    friend bool operator==(const Place&, const Place&) = default;
};

/// New values for the fluents of a mind (empty chain) and of minds below it.
using Changes = std::map<std::pair<Chain, FluentId>, model::Value>;

/// What an effect changes in a mind owned by somebody: `first` are the assignments whose chain does not start
/// with the owner; `second` are those that tell the owner something, with the owner removed. The second are
/// imposed on the self of an imagined world; in a mind they change nothing.
struct EffectChanges {
    Changes first;
    Changes second;
};

/// Reads the effect in the mind: tests and values are those of the state before.
EffectChanges read_effect(const Context& context, MindId mind, const Scope& scope, model::EffectId effect);

/// The mind with these values: silent, nobody else notices, nothing follows.
MindId impose(Context& context, MindId mind, const Changes& changes);

/// The world, real or imagined, after the action, as far as it and the minds below observe it, before
/// triggers.
MindId apply(Context& context, MindId world, ActionId action);

/// One beat of triggers in the world and below; the same world if it is at rest.
MindId beat(Context& context, MindId world);
/// Beats until the world is at rest. Sets `context.endless` if that never happens.
MindId settle(Context& context, MindId world);

/// The world after the action and the triggers that follow. A mind is taken for the world that its owner
/// imagines.
MindId successor(Context& context, MindId world, ActionId action);

/// The state in which planning starts.
MindId first_state(Context& context);

}  // namespace wt::referee
