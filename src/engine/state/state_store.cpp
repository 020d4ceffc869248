#include "engine/state/state_store.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "base/hash.h"

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
    if (is_new) {
        WT_CHECK(mind.value < kBeliefBit, "STATE-5: the ids of minds and beliefs differ");
        budget_.charge_state();
    }
    return mind;
}

std::strong_ordering StateStore::compare(MindId a, MindId b, const Codes& codes) const {
    if (a == b) return std::strong_ordering::equal;
    if (is_belief(a) || is_belief(b)) {
        Possibility room_a;
        Possibility room_b;
        auto list_a = possibilities(a, room_a);
        auto list_b = possibilities(b, room_b);
        for (std::size_t i = 0; i < std::min(list_a.size(), list_b.size()); ++i) {
            if (auto order = compare(list_a[i].mind, list_b[i].mind, codes); order != 0) return order;
            if (auto order = list_a[i].weight <=> list_b[i].weight; order != 0) return order;
        }
        return list_a.size() <=> list_b.size();
    }
    const Code* codes_a = this->codes(a);
    const Code* codes_b = this->codes(b);
    for (std::size_t i = 0; i < fluent_count(); ++i) {
        if (codes_a[i] == codes_b[i]) continue;
        return codes.before(codes_a[i], codes_b[i]) ? std::strong_ordering::less
                                                    : std::strong_ordering::greater;
    }
    auto below_a = minds_below(a);
    auto below_b = minds_below(b);
    for (std::size_t i = 0; i < below_a.size(); ++i) {
        if (below_a[i] == below_b[i]) continue;
        // At most the self is missing: a world that has not parted from it comes first.
        if (below_a[i] == MindId::kNone) return std::strong_ordering::less;
        if (below_b[i] == MindId::kNone) return std::strong_ordering::greater;
        if (auto order = compare(MindId(below_a[i]), MindId(below_b[i]), codes); order != 0) return order;
    }
    return std::strong_ordering::equal;
}

MindId StateStore::intern_belief(std::vector<Possibility> list, const Codes& codes) {
    auto by_content = [&](const Possibility& a, const Possibility& b) {
        return compare(a.mind, b.mind, codes) < 0;
    };
    if (list.size() > 1) std::ranges::sort(list, by_content);
    std::size_t count = 0;
    std::int64_t factor = 0;
    for (const Possibility& one : list) {
        if (count > 0 && list[count - 1].mind == one.mind) {
            if (__builtin_add_overflow(list[count - 1].weight, one.weight, &list[count - 1].weight))
                budget_.request_stop(Stop::weights);
        } else {
            list[count++] = one;
        }
    }
    list.resize(count);
    if (count == 1) return list[0].mind;
    if (count > most_possibilities_) {
        budget_.request_stop(Stop::possibilities);
        return list[0].mind;
    }
    for (const Possibility& one : list)
        factor = std::gcd(factor, one.weight);
    std::uint64_t hash = count;
    for (Possibility& one : list) {
        one.weight /= factor;
        hash = combine(combine(hash, one.mind.value), static_cast<std::uint64_t>(one.weight));
    }
    auto [first, last] = beliefs_by_hash_.equal_range(hash);
    for (auto known = first; known != last; ++known)
        if (beliefs_[known->second] == list) return MindId(known->second | kBeliefBit);
    auto number = static_cast<std::uint32_t>(beliefs_.size());
    WT_CHECK(number <= kBeliefMask, "STATE-5: the ids of minds and beliefs differ");
    budget_.charge_bytes(static_cast<std::int64_t>(list.size() * sizeof(Possibility) + 96));
    beliefs_.push_back(std::move(list));
    beliefs_by_hash_.emplace(hash, number);
    return MindId(number | kBeliefBit);
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

MindId StateStore::copy(const StateStore& other, MindId mind, const Codes& order,
                        std::unordered_map<std::uint32_t, MindId>& copied) {
    if (auto known = copied.find(mind.value); known != copied.end()) return known->second;
    if (is_belief(mind)) {
        Possibility room;
        std::vector<Possibility> list;
        for (const Possibility& one : other.possibilities(mind, room))
            list.push_back({copy(other, one.mind, order, copied), one.weight});
        MindId belief = intern_belief(std::move(list), order);
        copied.emplace(mind.value, belief);
        return belief;
    }
    std::vector<std::uint32_t> below;  // as deep as minds are nested, at most 250
    for (std::uint32_t one : other.minds_below(mind))
        below.push_back(one == MindId::kNone ? one : copy(other, MindId(one), order, copied).value);
    MindId copy = intern(other.level(mind), other.owner(mind), intern_values(other.codes(mind)), below);
    copied.emplace(mind.value, copy);
    return copy;
}

}  // namespace wt::engine
