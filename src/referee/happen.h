// This computes what happens to a mind: first state, actions, triggers (docs/semantics.md, sections 2, 4, 5 and 6).
//
// An event is first applied to a mind and, through observation, to the minds below it, without triggers
// (`apply`); then the whole settles beat by beat (`settle`). Both together are `successor`. All of this is a
// function of the mind and the event alone, so answers are remembered in the context.
#pragma once

#include <vector>

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

/// One of the alternatives of `possibly`.
struct Alternative {
    model::Value value;
    std::int64_t weight = 1;
};

/// This is what an effect does to one fluent of a mind (empty chain) or of beliefs below it.
struct Write {
    enum class Kind : std::uint8_t {
        assign,
        possibly,
        learn,
        everybody,  ///< an assignment at the start that holds in all minds
    };

    Chain chain;
    FluentId fluent;
    model::Value value;  ///< of all but `possibly`
    Kind kind = Kind::assign;
    std::vector<Alternative> alternatives;  ///< of `possibly`: different values, in their order
};
using Writes = std::vector<Write>;

/// This is what an effect changes in a mind owned by somebody: `first` are the writes whose chain does not start with
/// the owner; `second` are those that tell the owner something. The second are imposed on the self of an imagined
/// world, from their second believer on; in a mind they change nothing. In both, one write for each chain and fluent is
/// left (4.4), in the order of the text.
struct EffectChanges {
    Writes first;
    Writes second;
};

/// Reads the effect in the mind: tests and values are those of the state before. `effect` may be none.
EffectChanges read_effect(const Context& context, MindId mind, const Bindings& scope, model::EffectId effect);

/// Returns the mind or belief with these writes: silent, nobody else notices, nothing follows. The believers of a chain
/// before `from` have been followed already. The writes are imposed in their order, and beliefs merge after each.
MindId impose(Context& context, MindId belief, const Writes& writes, std::size_t from = 0);

/// Returns the world, real or imagined, after the action with its outcome, as far as it and the minds below observe it,
/// before triggers.
MindId apply(Context& context, MindId world, ActionId action);

/// Takes one beat of triggers in the world and below; the same world if it is at rest.
MindId beat(Context& context, MindId world);
/// Returns the world with this self. A world whose self is like itself has none, and none has one at the greatest
/// depth.
MindId with_self(Context& context, MindId world, MindId self);
/// Takes beats until the world is at rest; none if that never happens.
MindId settle(Context& context, MindId world);

/// Returns the world after the action and the triggers that follow. A mind is taken for the world that its owner
/// imagines.
MindId successor(Context& context, MindId world, ActionId action);

/// Returns the state in which planning starts.
MindId first_state(Context& context);

}  // namespace wt::referee
