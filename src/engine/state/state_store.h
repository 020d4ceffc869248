// Belief states as interned values.
//
// A mind is a node: its level (0 is the real world), its owner, the values of all fluents, and for every
// other character the mind that it takes that character to have, one level deeper. At the greatest depth D a
// mind has no minds below: it takes everybody to believe what it believes. So a state is a finite tree, and
// equal content means equal id:
//
//   STATE-1  two nodes are equal exactly if level, owner, values and all minds below are equal.
//   STATE-2  ids are never reused, and what an id means never changes.
//
// The values are interned apart from the nodes, because minds that agree about the facts share them. The real
// world has no owner (EntityId::none()).
//
// An *imagined world* (docs/semantics.md, 2.8) is a mind that has a mind for its owner, too: the self, where it
// differs from the world. A world whose self is like itself is the plain mind, with the same id.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/record_store.h"
#include "engine/ground/codes.h"
#include "engine/ground/formula.h"

namespace wt::engine {

using MindId = Id<struct MindTag>;
using ValuesId = Id<struct ValuesTag>;

class StateStore {
  public:
    /// For worlds with so many fluents and characters, and minds down to level `depth` (at least 1).
    StateStore(std::size_t fluent_count, std::size_t character_count, int depth, Budget& budget);

    /// Gives its states back to the budget, which must outlive it.
    ~StateStore() { budget_.give_back_states(mind_count()); }
    StateStore(const StateStore&) = delete;
    StateStore& operator=(const StateStore&) = delete;

    int depth() const { return depth_; }
    std::size_t fluent_count() const { return values_.length(); }
    std::size_t character_count() const { return character_count_; }
    /// Those at the greatest depth apart, which are nothing but values and an owner.
    std::size_t mind_count() const { return inner_.size(); }
    std::size_t values_count() const { return values_.size(); }

    int level(MindId mind) const {
        return has_minds_below(mind) ? static_cast<int>(inner_[mind.value][0] >> 24) : depth_;
    }
    /// None for the real world.
    model::EntityId owner(MindId mind) const {
        if (!has_minds_below(mind)) return model::EntityId(mind.value & ((1u << owner_bits_) - 1));
        std::uint32_t owner = inner_[mind.value][0] & 0xffffffu;
        return owner == 0xffffffu ? model::EntityId::none() : model::EntityId(owner);
    }
    ValuesId values(MindId mind) const {
        return ValuesId(has_minds_below(mind) ? inner_[mind.value][1]
                                              : (mind.value & ~kLeafBit) >> owner_bits_);
    }
    const Code* codes(ValuesId values) const { return values_[values.value]; }
    const Code* codes(MindId mind) const { return codes(values(mind)); }
    bool has_minds_below(MindId mind) const { return (mind.value & kLeafBit) == 0; }
    /// Starts to fetch a mind that will be looked at.
    void prefetch(MindId mind) const {
        if (has_minds_below(mind)) __builtin_prefetch(inner_[mind.value]);
    }
    /// By character; the owner's own place holds the self of an imagined world, or none. Empty at the greatest
    /// depth.
    std::span<const std::uint32_t> minds_below(MindId mind) const {
        if (!has_minds_below(mind)) return {};
        return {inner_[mind.value] + 2, character_count_};
    }
    /// The mind in which `believes(character, ...)` is read: for the owner its self, or the mind itself; at the
    /// greatest depth the mind itself.
    MindId mind_of(MindId mind, model::EntityId character) const {
        if (!has_minds_below(mind)) return mind;
        std::uint32_t below = inner_[mind.value][2 + character.index()];
        return below == MindId::kNone ? mind : MindId(below);
    }

    /// Where it is asked whether the character has a reason: for the owner of a world in the world itself, for
    /// everybody else in their mind (9.1).
    MindId asked_in(MindId world, model::EntityId character) const {
        return owner(world) == character ? world : mind_of(world, character);
    }
    /// Is it an imagined world whose self differs from it?
    bool has_parted(MindId world) const {
        if (!has_minds_below(world)) return false;
        model::EntityId owner = this->owner(world);
        return owner.valid() && inner_[world.value][2 + owner.index()] != MindId::kNone;
    }

    ValuesId intern_values(const Code* codes);
    /// `below` as minds_below gives it; empty exactly if `level` is the depth.
    MindId intern(int level, model::EntityId owner, ValuesId values, std::span<const std::uint32_t> below);
    /// The same mind with other values.
    MindId with_values(MindId mind, ValuesId values);
    /// The world with this self of its owner.
    MindId with_self(MindId world, MindId self);
    /// The mind with the content of `mind`, which is one of another store of the same shape. `copied` holds
    /// what has been copied so far, by old id. Cost: once every mind below it.
    MindId copy(const StateStore& other, MindId mind, std::unordered_map<std::uint32_t, MindId>& copied);

  private:
    static constexpr std::uint32_t kLeafBit = 0x80000000u;

    std::size_t character_count_;
    int depth_;
    int owner_bits_;  ///< of the id of a mind at the greatest depth, which says all about it
    Budget& budget_;
    RecordStore values_;
    RecordStore inner_;  ///< level and owner, values, minds below
    std::vector<std::uint32_t> scratch_;
};

}  // namespace wt::engine
