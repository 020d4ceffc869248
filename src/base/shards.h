// Hash tables that grow smoothly: a table is cut into shards, and each shard doubles at another load, so that
// the whole never doubles at once. A memory limit can then be kept closely.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/hash.h"

namespace wt {

inline constexpr std::size_t kShards = 64;

/// Returns the shard of a hash; the low bits choose the place within the shard.
constexpr std::size_t shard_of(std::uint64_t hash) {
    return hash >> 58;
}

/// Does the shard have to grow before it takes one more entry? Loads are spread from 42 % to 84 %.
constexpr bool is_full(std::size_t shard, std::size_t size, std::size_t slots) {
    return (size + 1) * 300 > slots * (126 + 2 * shard);
}

/// Ids of things that are kept elsewhere, found by their content. `Hash` and `Equal` look at the content of an id. No
/// insertion moves more than one shard.
template <class Id, class Hash, class Equal>
class ContentIndex {
  public:
    ContentIndex(Hash hash, Equal equal) : hash_(hash) {
        for (std::size_t i = 0; i < kShards; ++i) {
            shards_.emplace_back(0, HashOfEntry{}, EqualEntries{equal});
            shards_.back().max_load_factor(0.7F + 0.01F * static_cast<float>(i));
        }
    }

    /// Returns the id of equal content that was there before, or `id`; and whether it is new. Cost: a hash of the
    /// content.
    std::pair<Id, bool> insert(Id id) {
        std::uint64_t hash = mix(hash_(id));
        auto [place, is_new] = shards_[shard_of(hash)].insert(Entry{id, hash});
        return {place->id, is_new};
    }

  private:
    struct Entry {
        Id id;
        std::uint64_t hash;
    };
    struct HashOfEntry {
        std::size_t operator()(const Entry& entry) const noexcept { return entry.hash; }
    };
    struct EqualEntries {
        Equal equal;
        bool operator()(const Entry& a, const Entry& b) const {
            return a.hash == b.hash && equal(a.id, b.id);
        }
    };

    Hash hash_;
    std::vector<std::unordered_set<Entry, HashOfEntry, EqualEntries>> shards_;
};

}  // namespace wt
