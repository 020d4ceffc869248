// A hash map from 64-bit keys to small values, for memo tables: open addressing with linear probing, only
// insertion and lookup, no iteration (so nothing can depend on its order).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/budget.h"
#include "base/hash.h"
#include "base/shards.h"

namespace wt {

/// The key ~0 is reserved. References are valid until the next insertion. Charges its memory to a budget,
/// which must outlive it.
template <class Value>
class FlatMap {
  public:
    explicit FlatMap(Budget& budget) : budget_(&budget) {}
    ~FlatMap() { clear(); }
    FlatMap(const FlatMap&) = delete;
    FlatMap& operator=(const FlatMap&) = delete;

    const Value* find(std::uint64_t key) const {
        std::uint64_t hash = mix(key);
        const std::vector<Slot>& slots = shards_[shard_of(hash)].slots;
        if (slots.empty()) return nullptr;
        std::size_t mask = slots.size() - 1;
        for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
            if (slots[i].key == key) return &slots[i].value;
            if (slots[i].key == kEmpty) return nullptr;
        }
    }

    /// The value at `key`, inserted as `Value()` if it was not there.
    Value& operator[](std::uint64_t key) {
        std::uint64_t hash = mix(key);
        std::size_t number = shard_of(hash);
        Shard& shard = shards_[number];
        if (is_full(number, shard.size, shard.slots.size())) grow(shard);
        std::size_t mask = shard.slots.size() - 1;
        for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
            if (shard.slots[i].key == key) return shard.slots[i].value;
            if (shard.slots[i].key == kEmpty) {
                shard.slots[i].key = key;
                ++shard.size;
                ++size_;
                return shard.slots[i].value;
            }
        }
    }

    std::size_t size() const { return size_; }

    /// Forgets everything and gives the memory back.
    void clear() {
        for (Shard& shard : shards_) {
            budget_->charge_bytes(-static_cast<std::int64_t>(shard.slots.size() * sizeof(Slot)));
            shard = Shard();
        }
        size_ = 0;
    }

  private:
    static constexpr std::uint64_t kEmpty = ~0ull;
    struct Slot {
        std::uint64_t key = kEmpty;
        Value value{};
    };
    struct Shard {
        std::vector<Slot> slots;
        std::size_t size = 0;
    };

    void grow(Shard& shard) {
        std::vector<Slot> old = std::move(shard.slots);
        shard.slots = std::vector<Slot>(old.empty() ? 8 : old.size() * 2);
        budget_->charge_bytes(static_cast<std::int64_t>((shard.slots.size() - old.size()) * sizeof(Slot)));
        std::size_t mask = shard.slots.size() - 1;
        for (Slot& slot : old) {
            if (slot.key == kEmpty) continue;
            std::size_t i = mix(slot.key) & mask;
            while (shard.slots[i].key != kEmpty)
                i = (i + 1) & mask;
            shard.slots[i] = std::move(slot);
        }
    }

    Budget* budget_;
    std::array<Shard, kShards> shards_;
    std::size_t size_ = 0;
};

}  // namespace wt
