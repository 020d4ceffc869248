// A queue of numbered things by cost for searches in which costs never fall: what is pushed costs at least
// as much as what was popped last (Ahuja, Mehlhorn, Orlin and Tarjan 1990). Pushing is one store, and an
// entry moves at most 32 times on its way out; nothing is freed between uses.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace wt {

class RadixHeap {
  public:
    struct Entry {
        std::uint32_t cost;
        std::uint32_t item;
    };

    bool empty() const { return filled_ == 0; }
    /// Returns the least cost as of the last `advance`.
    std::uint32_t level() const { return level_; }
    /// Is there an entry that costs exactly `level()`?
    bool has_level() const { return (filled_ & 1) != 0; }

    /// Adds an entry. `cost` must be at least `level()`.
    void push(std::uint32_t cost, std::uint32_t item) {
        auto bucket = static_cast<std::size_t>(std::bit_width(cost ^ level_));
        buckets_[bucket].push_back({cost, item});
        filled_ |= std::uint64_t{1} << bucket;
    }
    /// Takes the youngest entry of the level, of which there must be one.
    std::uint32_t pop() {
        std::uint32_t item = buckets_[0].back().item;
        buckets_[0].pop_back();
        if (buckets_[0].empty()) filled_ &= ~std::uint64_t{1};
        return item;
    }
    /// Raises the level to the least cost. There must be an entry.
    void advance() {
        auto first = static_cast<std::size_t>(std::countr_zero(filled_));
        if (first == 0) return;
        std::vector<Entry>& bucket = buckets_[first];
        level_ = bucket[0].cost;
        for (const Entry& entry : bucket)
            level_ = std::min(level_, entry.cost);
        filled_ &= ~(std::uint64_t{1} << first);
        // All entries go to lower buckets, as they agree with the level in the bit that told them from the last one.
        for (const Entry& entry : bucket)
            push(entry.cost, entry.item);
        bucket.clear();
    }
    void clear() {
        for (; filled_ != 0; filled_ &= filled_ - 1)
            buckets_[static_cast<std::size_t>(std::countr_zero(filled_))].clear();
        level_ = 0;
    }

  private:
    std::array<std::vector<Entry>, 33> buckets_;
    std::uint64_t filled_ = 0;  ///< by bucket: has it entries?
    std::uint32_t level_ = 0;
};

}  // namespace wt
