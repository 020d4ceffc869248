// This tells when the self of an imagined world may part from the world (docs/semantics.md, 2.8 and 5.4).
//
// The self is what the owner of the world will then take to be so. The two stay one as long as the owner observes
// what happens, is told nothing new, and no trigger looks at what the owner believes while the self is a beat behind.
// Most of this is known of an event or an owner once and for all.
#pragma once

#include <vector>

#include "engine/ground/ground_world.h"

namespace wt::engine {

class Parting {
  public:
    explicit Parting(GroundWorld& ground);

    /// This says what triggers have to do with the beliefs of a character in worlds that the character imagines.
    enum class Triggers : std::uint8_t {
        none,    ///< they neither read nor assign them
        look,    ///< they read them, or assign what already is so while the self is like the world
        differ,  ///< they may make them differ from the world at any time
    };
    Triggers triggers_of(model::EntityId owner) const { return triggers_[owner.index()]; }
    /// Does the event tell the character anything outright?
    bool tells(EventIndex event, model::EntityId character) const;
    /// Can the self of a world that the character imagines part from it at all? Cost of the first question: it compiles
    /// when the character observes each action.
    bool can_part(model::EntityId owner);

  private:
    bool may_part(model::EntityId owner);

    GroundWorld& ground_;
    std::vector<Triggers> triggers_;  ///< by character
    std::vector<char> can_part_;      ///< by character: 0 not known, 1 no, 2 yes
};

}  // namespace wt::engine
