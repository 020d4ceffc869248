// A span is a stretch of bytes of one source text.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>

namespace wt {

/// Bytes `begin` (inclusive) to `end` (exclusive). Lines and columns are computed when shown (base/source.h).
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend constexpr auto operator<=>(const Span&, const Span&) = default;
};

/// Returns the smallest span that covers both.
constexpr Span join(Span a, Span b) {
    return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

}  // namespace wt
