// Interned records of one fixed length: equal content, equal number. Records are never removed and their
// addresses stay valid.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/budget.h"
#include "base/check.h"
#include "base/hash.h"
#include "base/shards.h"

namespace wt {

class RecordStore {
  public:
    /// Makes a store of records of `length` words each (at least 0).
    RecordStore(std::size_t length, Budget& budget) : length_(length), budget_(&budget) {
        std::size_t wanted = kChunkWords / std::max<std::size_t>(length, 1);
        while ((std::size_t{1} << (chunk_bits_ + 1)) <= wanted)
            ++chunk_bits_;
    }

    /// Gives back what it charged to the budget, which must outlive it.
    ~RecordStore() {
        std::size_t words = (chunks_.size() << chunk_bits_) * length_;
        for (const Shard& shard : shards_)
            words += shard.slots.size();
        budget_->charge_bytes(-static_cast<std::int64_t>(words * sizeof(std::uint32_t)));
    }
    RecordStore(const RecordStore&) = delete;
    RecordStore& operator=(const RecordStore&) = delete;

    std::size_t size() const { return size_; }
    std::size_t length() const { return length_; }

    const std::uint32_t* operator[](std::uint32_t number) const {
        return chunks_[number >> chunk_bits_].get() + (number & ((1u << chunk_bits_) - 1)) * length_;
    }

    /// Returns the number of the record with this content; `is_new` tells whether it was added.
    std::uint32_t intern(const std::uint32_t* words, bool& is_new) {
        std::uint64_t hash = hash_words({words, length_});
        auto tag = static_cast<std::uint32_t>(hash);
        std::size_t number = shard_of(hash);
        Shard& shard = shards_[number];
        if (is_full(number, shard.size, shard.slots.size())) grow(shard);
        std::size_t mask = shard.slots.size() - 1;
        for (std::size_t i = tag & mask;; i = (i + 1) & mask) {
            Slot& slot = shard.slots[i];
            if (slot.entry == kNone) {
                is_new = true;
                ++shard.size;
                slot.tag = tag;
                return slot.entry = append(words);
            }
            if (slot.tag == tag && has(slot.entry, words)) {
                is_new = false;
                return slot.entry;
            }
        }
    }

  private:
    static constexpr std::uint32_t kNone = 0xffffffffu;
    static constexpr std::size_t kChunkWords = 1u << 15;
    /// Part of the hash stands beside the entry, so that neither looking nor growing touches other records.
    struct Slot {
        std::uint32_t entry = kNone;
        std::uint32_t tag = 0;
    };
    struct Shard {
        std::vector<Slot> slots;
        std::size_t size = 0;
    };

    bool has(std::uint32_t number, const std::uint32_t* words) const {
        const std::uint32_t* record = (*this)[number];
        for (std::size_t i = 0; i < length_; ++i)
            if (record[i] != words[i]) return false;
        return true;
    }

    std::uint32_t append(const std::uint32_t* words) {
        WT_CHECK(size_ < kNone, "a store holds at most 2^32 - 1 records");
        std::size_t per_chunk = std::size_t{1} << chunk_bits_;
        if (size_ == chunks_.size() * per_chunk) {
            chunks_.push_back(std::make_unique_for_overwrite<std::uint32_t[]>(
                per_chunk * std::max<std::size_t>(length_, 1)));
            budget_->charge_bytes(static_cast<std::int64_t>(per_chunk * length_ * sizeof(std::uint32_t)));
        }
        auto number = static_cast<std::uint32_t>(size_++);
        std::copy(words, words + length_, const_cast<std::uint32_t*>((*this)[number]));
        return number;
    }

    void grow(Shard& shard) {
        std::vector<Slot> old = std::move(shard.slots);
        shard.slots = std::vector<Slot>(old.empty() ? 8 : old.size() * 2);
        budget_->charge_bytes(static_cast<std::int64_t>((shard.slots.size() - old.size()) * sizeof(Slot)));
        std::size_t mask = shard.slots.size() - 1;
        for (const Slot& slot : old) {
            if (slot.entry == kNone) continue;
            std::size_t i = slot.tag & mask;
            while (shard.slots[i].entry != kNone)
                i = (i + 1) & mask;
            shard.slots[i] = slot;
        }
    }

    std::size_t length_;
    std::size_t chunk_bits_ = 0;
    std::size_t size_ = 0;
    Budget* budget_;
    std::vector<std::unique_ptr<std::uint32_t[]>> chunks_;
    std::array<Shard, kShards> shards_;
};

}  // namespace wt
