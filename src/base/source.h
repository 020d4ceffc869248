// A source is a text with its name, and knows where its lines are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace wt {

/// 1-based line and column. A column counts characters (code points), not bytes.
struct LineColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

/// A file whose text stands in a source.
struct SourcePart {
    std::string name;
    std::uint32_t begin = 0;       ///< the offset of its first byte
    std::uint32_t end = 0;         ///< behind its last byte
    std::uint32_t first_line = 1;  ///< the number of its first line, counted through all parts
};

/// A text, and behind it the texts that it uses. One space of offsets serves them all, so a span names a place in
/// any of them; lines are counted in each from 1.
class Source {
  public:
    /// Takes over `text`, without a byte order mark (U+FEFF) at its beginning. Lines end at LF, CR, or CR LF.
    /// Cost: one pass over the text.
    Source(std::string name, std::string text);

    /// Puts the text of another file behind the rest; it ends in a line of its own.
    void add_part(std::string name, std::string text);

    const std::string& name() const { return parts_[0].name; }
    /// Returns all parts, the file itself first.
    const std::vector<SourcePart>& parts() const { return parts_; }
    /// Returns the part in which an offset lies.
    const SourcePart& part_at(std::uint32_t offset) const;
    /// Returns the file itself, without what it uses.
    std::string_view own_text() const { return std::string_view(text_).substr(0, parts_[0].end); }
    std::string_view text() const { return text_; }
    std::string_view text(Span span) const;
    std::size_t line_count() const { return line_starts_.size(); }  ///< of all parts

    /// Returns where in its part a byte offset (at most the size of the text) is. Cost: logarithmic plus the length of
    /// the line.
    LineColumn locate(std::uint32_t offset) const;
    /// Returns the line in which an offset lies, without its line end.
    Span line_at(std::uint32_t offset) const;
    /// Returns the text of a 1-based line, counted through all parts, without its line end.
    std::string_view line(std::uint32_t number) const { return text(line_at(line_start(number))); }
    /// Returns the offset of the first byte of such a line.
    std::uint32_t line_start(std::uint32_t number) const { return line_starts_[number - 1]; }

  private:
    void add_lines(std::size_t from);
    /// Returns the number of the line of an offset, from 0, counted through all parts.
    std::size_t line_number(std::uint32_t offset) const;

    std::vector<SourcePart> parts_;
    std::string text_;
    std::vector<std::uint32_t> line_starts_;
};

}  // namespace wt
