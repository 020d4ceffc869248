// A hash map from 64-bit keys to small values, for memo tables: open addressing with linear probing, only
// insertion and lookup, no iteration (so nothing can depend on its order).
#pragma once

#include <cstdint>
#include <vector>

#include "base/budget.h"
#include "base/hash.h"

namespace wt {

/// The key ~0 is reserved. References are valid until the next insertion. Charges its memory to a budget.
template <class Value>
class FlatMap {
  public:
    explicit FlatMap(Budget& budget) : budget_(&budget) {}

    const Value* find(std::uint64_t key) const {
        if (slots_.empty()) return nullptr;
        for (std::size_t i = mix(key) & mask();; i = (i + 1) & mask()) {
            if (slots_[i].key == key) return &slots_[i].value;
            if (slots_[i].key == kEmpty) return nullptr;
        }
    }

    /// The value at `key`, inserted as `Value()` if it was not there.
    Value& operator[](std::uint64_t key) {
        if ((size_ + 1) * 10 > slots_.size() * 7) grow();
        for (std::size_t i = mix(key) & mask();; i = (i + 1) & mask()) {
            if (slots_[i].key == key) return slots_[i].value;
            if (slots_[i].key == kEmpty) {
                slots_[i].key = key;
                ++size_;
                return slots_[i].value;
            }
        }
    }

    std::size_t size() const { return size_; }

  private:
    static constexpr std::uint64_t kEmpty = ~0ull;
    struct Slot {
        std::uint64_t key = kEmpty;
        Value value{};
    };

    std::size_t mask() const { return slots_.size() - 1; }

    void grow() {
        std::vector<Slot> old = std::move(slots_);
        slots_ = std::vector<Slot>(old.empty() ? 64 : old.size() * 2);
        budget_->charge_bytes(static_cast<std::int64_t>((slots_.size() - old.size()) * sizeof(Slot)));
        for (Slot& slot : old) {
            if (slot.key == kEmpty) continue;
            std::size_t i = mix(slot.key) & mask();
            while (slots_[i].key != kEmpty)
                i = (i + 1) & mask();
            slots_[i] = std::move(slot);
        }
    }

    Budget* budget_;
    std::vector<Slot> slots_;
    std::size_t size_ = 0;
};

}  // namespace wt
