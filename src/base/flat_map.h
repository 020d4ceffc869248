// A hash map from keys of 64 or 96 bits to small values, for memo tables: open addressing with linear
// probing, only insertion and lookup, no iteration (so nothing can depend on its order).
#pragma once

#include <array>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "base/budget.h"
#include "base/hash.h"
#include "base/shards.h"

namespace wt {

/// Three words as a key. A first word of ~0 is reserved.
struct TripleKey {
    std::uint32_t a = 0xffffffffu;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
    friend constexpr bool operator==(const TripleKey&, const TripleKey&) = default;
};

constexpr std::uint64_t hash_of(std::uint64_t key) {
    return mix(key);
}
constexpr std::uint64_t hash_of(const TripleKey& key) {
    return mix((std::uint64_t{key.a} << 32 | key.b) + mix(key.c));
}

/// The key ~0 is reserved. References are valid until the next insertion. The map charges its memory to a budget, which
/// must outlive it.
template <class Value, class Key = std::uint64_t>
class FlatMap {
  public:
    explicit FlatMap(Budget& budget) : budget_(&budget) {}
    ~FlatMap() { clear(); }
    FlatMap(const FlatMap&) = delete;
    FlatMap& operator=(const FlatMap&) = delete;

    const Value* find(Key key) const {
        std::uint64_t hash = hash_of(key);
        const std::vector<Slot>& slots = shards_[shard_of(hash)].slots;
        if (slots.empty()) return nullptr;
        std::size_t mask = slots.size() - 1;
        for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
            if (slots[i].key == key) return &slots[i].value;
            if (slots[i].key == kEmpty) return nullptr;
        }
    }

    /// Starts to fetch what `find` will look at. Several at once take hardly longer than one.
    void prefetch(Key key) const {
        std::uint64_t hash = hash_of(key);
        const std::vector<Slot>& slots = shards_[shard_of(hash)].slots;
        if (!slots.empty()) __builtin_prefetch(&slots[hash & (slots.size() - 1)]);
    }

    /// Returns the value at `key`, inserted as `Value()` if it was not there.
    Value& operator[](Key key) {
        std::uint64_t hash = hash_of(key);
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
    static constexpr Key empty_key() {
        if constexpr (std::is_same_v<Key, std::uint64_t>) return ~0ull;
        return Key();
    }
    static constexpr Key kEmpty = empty_key();
    struct Slot {
        Key key = kEmpty;
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
            std::size_t i = hash_of(slot.key) & mask;
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
