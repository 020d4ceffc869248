// Places in a text as editors count them: lines from 0, and columns in units of UTF-16, of which a character beyond the
// basic plane takes two.
#pragma once

#include "base/source.h"

namespace wt {

struct Utf16Place {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    auto operator<=>(const Utf16Place&) const = default;
};

/// Returns where in its part a byte offset (at most the size of the text) is. Cost: logarithmic plus the length of the
/// line.
Utf16Place utf16_place(const Source& source, std::uint32_t offset);
/// Returns the byte offset of a place in a part of the source, by default the file itself; behind the end of its line
/// it is that end, and behind the last line the end of the part. A place between the two units of a character is its
/// beginning.
std::uint32_t offset_of(const Source& source, Utf16Place place, std::size_t part = 0);

}  // namespace wt
