#include "base/source.h"

#include <algorithm>

namespace wt {

Source::Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.erase(0, 3);
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i) {
        bool lone_cr = text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n');
        if (text_[i] == '\n' || lone_cr) line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
    }
}

std::string_view Source::text(Span span) const {
    auto size = static_cast<std::uint32_t>(text_.size());
    std::uint32_t begin = std::min(span.begin, size);
    std::uint32_t end = std::clamp(span.end, begin, size);
    return std::string_view(text_).substr(begin, end - begin);
}

LineColumn Source::locate(std::uint32_t offset) const {
    offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
    auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
    std::uint32_t column = 1;
    for (std::uint32_t i = line_starts_[line - 1]; i < offset; ++i) {
        bool continuation = (static_cast<unsigned char>(text_[i]) & 0xc0) == 0x80;
        if (!continuation) ++column;
    }
    return {line, column};
}

std::string_view Source::line(std::uint32_t number) const {
    std::uint32_t begin = line_starts_[number - 1];
    std::uint32_t end =
        number < line_starts_.size() ? line_starts_[number] : static_cast<std::uint32_t>(text_.size());
    while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r'))
        --end;
    return std::string_view(text_).substr(begin, end - begin);
}

}  // namespace wt
