#include "engine/state/state_store.h"

#include <algorithm>
#include <bit>

namespace wt::engine {

StateStore::StateStore(std::size_t fluent_count, std::size_t character_count, int depth, Budget& budget)
    : character_count_(character_count),
      depth_(depth),
      owner_bits_(std::bit_width(character_count)),
      budget_(budget),
      values_(fluent_count, budget),
      inner_(2 + character_count, budget),
      scratch_(2 + character_count) {}

ValuesId StateStore::intern_values(const Code* codes) {
    bool is_new = false;
    return ValuesId(values_.intern(codes, is_new));
}

MindId StateStore::intern(int level, model::EntityId owner, ValuesId values,
                          std::span<const std::uint32_t> below) {
    WT_DCHECK(below.empty() == (level == depth_ || character_count_ == 0),
              "STATE-1: minds stand below a mind exactly above the greatest depth");
    if (level == depth_ && owner.valid()) {
        WT_CHECK(values.value < kLeafBit >> owner_bits_, "STATE-1: the id of a mind holds its values");
        return MindId(kLeafBit | values.value << owner_bits_ | owner.value);
    }
    scratch_[0] = static_cast<std::uint32_t>(level) << 24 | (owner.value & 0xffffffu);
    scratch_[1] = values.value;
    std::copy(below.begin(), below.end(), scratch_.begin() + 2);
    bool is_new = false;
    MindId mind(inner_.intern(scratch_.data(), is_new));
    if (is_new) budget_.charge_state();
    return mind;
}

MindId StateStore::with_values(MindId mind, ValuesId values) {
    if (values == this->values(mind)) return mind;
    return intern(level(mind), owner(mind), values, minds_below(mind));
}

MindId StateStore::with_self(MindId world, MindId self) {
    auto old = minds_below(world);
    std::vector<std::uint32_t> below(old.begin(), old.end());
    below[owner(world).index()] = MindId::kNone;
    MindId plain = intern(level(world), owner(world), values(world), below);
    if (plain == self) return plain;
    below[owner(world).index()] = self.value;
    return intern(level(world), owner(world), values(world), below);
}

MindId StateStore::copy(const StateStore& other, MindId mind,
                        std::unordered_map<std::uint32_t, MindId>& copied) {
    if (auto known = copied.find(mind.value); known != copied.end()) return known->second;
    std::vector<std::uint32_t> below;  // as deep as minds are nested, at most 250
    for (std::uint32_t one : other.minds_below(mind))
        below.push_back(one == MindId::kNone ? one : copy(other, MindId(one), copied).value);
    MindId copy = intern(other.level(mind), other.owner(mind), intern_values(other.codes(mind)), below);
    copied.emplace(mind.value, copy);
    return copy;
}

}  // namespace wt::engine
