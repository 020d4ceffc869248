// A source text with its name, and where its lines are.
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

class Source {
  public:
    /// Takes over `text`, without a byte order mark (U+FEFF) at its beginning. Lines end at LF, CR, or CR LF.
    /// Cost: one pass over the text.
    Source(std::string name, std::string text);

    const std::string& name() const { return name_; }
    std::string_view text() const { return text_; }
    std::string_view text(Span span) const;
    std::size_t line_count() const { return line_starts_.size(); }

    /// Where a byte offset (at most the size of the text) is. Cost: logarithmic plus the length of the line.
    LineColumn locate(std::uint32_t offset) const;
    /// The text of a 1-based line without its line end.
    std::string_view line(std::uint32_t number) const;
    /// The offset of the first byte of a 1-based line.
    std::uint32_t line_start(std::uint32_t number) const { return line_starts_[number - 1]; }

  private:
    std::string name_;
    std::string text_;
    std::vector<std::uint32_t> line_starts_;
};

}  // namespace wt
