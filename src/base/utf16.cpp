#include "base/utf16.h"

#include <algorithm>

#include "base/characters.h"

namespace wt {

namespace {

constexpr char32_t kLastOfBasicPlane = 0xffff;

std::uint32_t units_of(const Character& character) {
    return character.code > kLastOfBasicPlane ? 2 : 1;
}

}  // namespace

Utf16Place utf16_place(const Source& source, std::uint32_t offset) {
    Utf16Place place{source.locate(offset).line - 1, 0};
    for (std::uint32_t at = source.line_at(offset).begin; at < offset;) {
        Character character = character_at(source.text(), at);
        place.column += units_of(character);
        at += character.size;
    }
    return place;
}

std::uint32_t offset_of(const Source& source, Utf16Place place, std::size_t part) {
    const SourcePart& within = source.parts()[part];
    if (place.line >= source.line_count() - (within.first_line - 1)) return within.end;
    Span line = source.line_at(source.line_start(within.first_line + place.line));
    if (line.begin >= within.end && line.begin > within.begin) return within.end;
    std::uint32_t at = line.begin;
    for (std::uint32_t column = 0; at < line.end;) {
        Character character = character_at(source.text(), at);
        column += units_of(character);
        if (column > place.column) break;
        at += character.size;
    }
    return at;
}

}  // namespace wt
