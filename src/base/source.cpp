#include "base/source.h"

#include <algorithm>

namespace wt {

namespace {

void drop_byte_order_mark(std::string& text) {
    if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
}

}  // namespace

Source::Source(std::string name, std::string text) : text_(std::move(text)) {
    drop_byte_order_mark(text_);
    parts_.push_back({std::move(name), 0, static_cast<std::uint32_t>(text_.size()), 1});
    line_starts_.push_back(0);
    add_lines(0);
}

void Source::add_part(std::string name, std::string text) {
    drop_byte_order_mark(text);
    std::size_t from = text_.size();
    text_ += '\n';
    add_lines(from);
    auto begin = static_cast<std::uint32_t>(text_.size());
    auto first_line = static_cast<std::uint32_t>(line_starts_.size());
    text_ += text;
    parts_.push_back({std::move(name), begin, static_cast<std::uint32_t>(text_.size()), first_line});
    add_lines(begin);
}

const SourcePart& Source::part_at(std::uint32_t offset) const {
    auto after = std::ranges::upper_bound(parts_, offset, {}, &SourcePart::begin);
    return after == parts_.begin() ? *after : *std::prev(after);
}

void Source::add_lines(std::size_t from) {
    for (std::size_t i = from; i < text_.size(); ++i) {
        bool lone_cr = text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n');
        if (text_[i] == '\n' || lone_cr) line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
    }
}

std::size_t Source::line_number(std::uint32_t offset) const {
    auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    return static_cast<std::size_t>(after - line_starts_.begin()) - 1;
}

std::string_view Source::text(Span span) const {
    auto size = static_cast<std::uint32_t>(text_.size());
    std::uint32_t begin = std::min(span.begin, size);
    std::uint32_t end = std::clamp(span.end, begin, size);
    return std::string_view(text_).substr(begin, end - begin);
}

LineColumn Source::locate(std::uint32_t offset) const {
    offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
    std::size_t number = line_number(offset);
    auto line = static_cast<std::uint32_t>(number + 2) - part_at(offset).first_line;
    std::uint32_t column = 1;
    for (std::uint32_t i = line_starts_[number]; i < offset; ++i) {
        bool continuation = (static_cast<unsigned char>(text_[i]) & 0xc0) == 0x80;
        if (!continuation) ++column;
    }
    return {line, column};
}

Span Source::line_at(std::uint32_t offset) const {
    std::size_t number = line_number(std::min(offset, static_cast<std::uint32_t>(text_.size())));
    std::uint32_t begin = line_starts_[number];
    std::uint32_t end = number + 1 < line_starts_.size() ? line_starts_[number + 1]
                                                         : static_cast<std::uint32_t>(text_.size());
    while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r'))
        --end;
    return {begin, end};
}

}  // namespace wt
