// Hashing with fixed results on every machine: no seed, no pointer, no standard library.
#pragma once

#include <cstdint>
#include <span>

namespace wt {

/// Mixes 64 bits well (the finaliser of splitmix64, Steele et al. 2014).
constexpr std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ull;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

constexpr std::uint64_t combine(std::uint64_t hash, std::uint64_t value) {
    return mix(hash * 0x9e3779b97f4a7c15ull + value + 0x2545f4914f6cdd1dull);
}

/// Returns the hash of a sequence of words. Cost: linear.
inline std::uint64_t hash_words(std::span<const std::uint32_t> words, std::uint64_t seed = 0) {
    std::uint64_t hash = seed ^ (words.size() * 0x9e3779b97f4a7c15ull);
    auto add = [&](std::uint64_t word) { hash = (hash ^ word) * 0xd6e8feb86659fd93ull + (hash >> 29); };
    std::size_t i = 0;
    for (; i + 1 < words.size(); i += 2)
        add(std::uint64_t{words[i]} << 32 | words[i + 1]);
    if (i < words.size()) add(words[i]);
    return mix(hash);
}

}  // namespace wt
