// Belief states are interned values.
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
//
// What a character is taken to believe is usually one mind. Where it holds several things possible, it is a
// *belief*: a list of possibilities, each a mind and a weight. A belief has an id like a mind (`is_belief`), but
// neither values nor minds below; a belief of one possibility is that mind, with its id:
//
//   STATE-5  the possibilities of a belief differ and are in order of content; their weights, which are positive,
//            have no common factor.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/record_store.h"
#include "engine/ground/codes.h"
#include "engine/ground/formula.h"

namespace wt::engine {

using MindId = Id<struct MindTag>;
using ValuesId = Id<struct ValuesTag>;

/// One of the things that somebody holds possible.
struct Possibility {
    MindId mind;
    std::int64_t weight = 1;

    friend bool operator==(const Possibility&, const Possibility&) = default;
};

class StateStore {
  public:
    /// Makes a store for worlds with so many fluents and characters, and minds down to level `depth` (at least 1).
    StateStore(std::size_t fluent_count, std::size_t character_count, int depth, Budget& budget);

    /// Gives its states back to the budget, which must outlive it.
    ~StateStore() { budget_.give_back_states(mind_count()); }
    StateStore(const StateStore&) = delete;
    StateStore& operator=(const StateStore&) = delete;

    int depth() const { return depth_; }
    std::size_t fluent_count() const { return values_.length(); }
    std::size_t character_count() const { return character_count_; }
    /// Counts the minds except those at the greatest depth, which are nothing but values and an owner.
    std::size_t mind_count() const { return inner_.size(); }
    std::size_t values_count() const { return values_.size(); }

    int level(MindId mind) const {
        return has_minds_below(mind) ? static_cast<int>(inner_[mind.value][0] >> 24) : depth_;
    }
    /// Returns the owner of a mind; none for the real world.
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
    /// Returns the minds below, by character; the owner's own place holds the self of an imagined world, or none. The
    /// list is empty at the greatest depth.
    std::span<const std::uint32_t> minds_below(MindId mind) const {
        if (!has_minds_below(mind)) return {};
        return {inner_[mind.value] + 2, character_count_};
    }
    /// Returns the mind in which `believes(character, ...)` is read: for the owner its self, or the mind itself; at the
    /// greatest depth the mind itself.
    MindId mind_of(MindId mind, model::EntityId character) const {
        if (!has_minds_below(mind)) return mind;
        std::uint32_t below = inner_[mind.value][2 + character.index()];
        return below == MindId::kNone ? mind : MindId(below);
    }

    /// Returns where it is asked whether the character has a reason: for the owner of a world in the world itself, for
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

    /// Is it a list of several possibilities, and no mind?
    static bool is_belief(MindId id) { return (id.value & (kLeafBit | kBeliefBit)) == kBeliefBit; }
    /// Returns a list of imagined worlds, which may have the content of a belief, marked as such for those who look
    /// from outside; nothing is interned under such an id.
    static MindId as_prospect(MindId id) { return is_belief(id) ? MindId(id.value | kProspectBit) : id; }
    static bool is_prospect(MindId id) { return is_belief(id) && (id.value & kProspectBit) != 0; }
    static MindId unmarked(MindId id) { return is_prospect(id) ? MindId(id.value & ~kProspectBit) : id; }
    /// Returns the possibilities of a belief; `room` holds the one of a mind. They are valid as long as both are.
    std::span<const Possibility> possibilities(MindId belief, Possibility& room) const {
        if (is_belief(belief)) return beliefs_[belief.value & kBeliefMask];
        room = {belief, 1};
        return {&room, 1};
    }
    /// Returns a mind of the belief, which has its level and owner.
    MindId first_of(MindId belief) const {
        return is_belief(belief) ? beliefs_[belief.value & kBeliefMask][0].mind : belief;
    }
    /// Returns the belief with these possibilities, at least one, all of one level and owner; equal ones are made one.
    /// If they are too many, or a weight does not fit, the budget is asked to stop and what is returned means nothing.
    /// `codes` say how values are ordered.
    MindId intern_belief(std::vector<Possibility> possibilities, const Codes& codes);
    /// Compares content: values in the order of fluents, then the minds below.
    std::strong_ordering compare(MindId a, MindId b, const Codes& codes) const;
    /// Asks the budget to stop, because a weight does not fit in 64 bits.
    void stop_for_weights() const { budget_.request_stop(Stop::weights); }
    /// Sets how many possibilities a belief may have.
    void set_most_possibilities(int most) { most_possibilities_ = static_cast<std::size_t>(most); }

    ValuesId intern_values(const Code* codes);
    /// Interns a mind. `below` is as minds_below gives it; it is empty exactly if `level` is the depth.
    MindId intern(int level, model::EntityId owner, ValuesId values, std::span<const std::uint32_t> below);
    /// Returns the same mind with other values.
    MindId with_values(MindId mind, ValuesId values);
    /// Returns the world with this self of its owner.
    MindId with_self(MindId world, MindId self);
    /// Returns the mind with the content of `mind`, which is one of another store of the same shape. `copied` holds
    /// what has been copied so far, by old id. Cost: every mind below it once.
    MindId copy(const StateStore& other, MindId mind, const Codes& codes,
                std::unordered_map<std::uint32_t, MindId>& copied);

  private:
    static constexpr std::uint32_t kLeafBit = 0x80000000u;
    static constexpr std::uint32_t kBeliefBit = 0x40000000u;  ///< of the id of a belief, without the other
    static constexpr std::uint32_t kProspectBit = 0x20000000u;
    static constexpr std::uint32_t kBeliefMask = kProspectBit - 1;

    std::size_t character_count_;
    int depth_;
    int owner_bits_;  ///< of the id of a mind at the greatest depth, which says all about it
    Budget& budget_;
    RecordStore values_;
    RecordStore inner_;  ///< level and owner, values, minds below
    std::vector<std::uint32_t> scratch_;
    std::deque<std::vector<Possibility>> beliefs_;
    std::unordered_multimap<std::uint64_t, std::uint32_t> beliefs_by_hash_;
    std::size_t most_possibilities_ = 16;
};

}  // namespace wt::engine
