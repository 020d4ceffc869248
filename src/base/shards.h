// Hash tables that grow smoothly: a table is cut into shards, and each shard doubles at another load, so that
// the whole never doubles at once. A memory limit can then be kept closely.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace wt {

inline constexpr std::size_t kShards = 64;

/// The shard of a hash; the low bits choose the place within the shard.
constexpr std::size_t shard_of(std::uint64_t hash) {
    return hash >> 58;
}

/// Does the shard have to grow before it takes one more entry? Loads are spread from 42 % to 84 %.
constexpr bool is_full(std::size_t shard, std::size_t size, std::size_t slots) {
    return (size + 1) * 300 > slots * (126 + 2 * shard);
}

}  // namespace wt
