#include "form/diagnostics.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "form/escape.h"
#include "form/style.h"

namespace wt::form {

namespace {

constexpr int kTabWidth = 4;
constexpr int kWindow = 100;       ///< columns of a line that are shown
constexpr int kBeforeMark = 60;    ///< of these, before the mark at most
constexpr std::size_t kFar = 400;  ///< bytes on each side of the window that are looked at

/// A line laid out in columns: what is shown, and where each glyph begins.
struct Cell {
    std::string text;
    int column = 0;
    std::size_t offset = 0;  ///< of its first byte in the line
};

struct Layout {
    std::vector<Cell> cells;
    int width = 0;
    bool cut_before = false;
    bool cut_after = false;
};

/// Lays out the part of the line around the bytes `begin` to `end`.
Layout lay_out(std::string_view line, std::size_t begin, std::size_t end) {
    Layout layout;
    std::size_t from = begin > kFar ? begin - kFar : 0;
    while (from > 0 && (static_cast<unsigned char>(line[from]) & 0xc0) == 0x80)
        --from;
    std::size_t to = std::min(line.size(), std::min(end, begin + kFar) + kFar);
    layout.cut_before = from > 0;
    layout.cut_after = to < line.size();
    for (std::size_t i = from; i < to;) {
        Glyph glyph;
        if (line[i] == '\t') {
            int width = kTabWidth - layout.width % kTabWidth;
            glyph = {std::string(static_cast<std::size_t>(width), ' '), width, 1};
        } else {
            glyph = first_glyph(line.substr(i));
        }
        layout.cells.push_back({std::move(glyph.text), layout.width, i});
        layout.width += glyph.width;
        i += glyph.bytes;
    }
    return layout;
}

/// Returns the column at which the byte `offset` of the line is shown.
int column_of(const Layout& layout, std::size_t offset) {
    for (const Cell& cell : layout.cells)
        if (cell.offset >= offset) return cell.column;
    return layout.width;
}

/// Drops cells so that about kWindow columns remain around the mark.
void cut_to_window(Layout& layout, int mark_begin) {
    int first = layout.width <= kWindow && !layout.cut_before ? 0 : std::max(0, mark_begin - kBeforeMark);
    int last = first + kWindow;
    auto before = [&](const Cell& cell) { return cell.column < first; };
    auto after = [&](const Cell& cell) { return cell.column >= last; };
    layout.cut_before |= std::any_of(layout.cells.begin(), layout.cells.end(), before);
    layout.cut_after |= std::any_of(layout.cells.begin(), layout.cells.end(), after);
    std::erase_if(layout.cells, [&](const Cell& cell) { return before(cell) || after(cell); });
}

std::string gutter(std::string_view number) {
    return fmt::format("{:>5} | ", number);
}

std::string place_text(const Source& source, Span span) {
    LineColumn place = source.locate(span.begin);
    return fmt::format("{}:{}:{}", shown(source.part_at(span.begin).name), place.line, place.column);
}

Style style_of(Severity severity) {
    switch (severity) {
        case Severity::note:
            return Style::note;
        case Severity::warning:
            return Style::warning;
        case Severity::error:
            return Style::error;
    }
    return Style::error;
}

}  // namespace

std::string excerpt(const Source& source, Span span, bool colour) {
    std::uint32_t number = source.locate(span.begin).line;
    Span whole = source.line_at(span.begin);
    std::string_view line = source.text(whole);
    std::size_t start = whole.begin;
    std::size_t begin = std::min<std::size_t>(span.begin - start, line.size());
    std::size_t end =
        std::clamp<std::size_t>(span.end - std::min<std::size_t>(start, span.end), begin, line.size());

    Layout layout = lay_out(line, begin, end);
    int mark_begin = column_of(layout, begin);
    int mark_end = column_of(layout, end);
    cut_to_window(layout, mark_begin);
    int left = layout.cells.empty() ? mark_begin : layout.cells.front().column;
    int right = layout.cells.empty() ? mark_begin : left + kWindow;

    std::string text = layout.cut_before ? "..." : "";
    std::size_t indent = text.size() + static_cast<std::size_t>(std::max(0, mark_begin - left));
    for (const Cell& cell : layout.cells)
        text += cell.text;
    if (layout.cut_after) text += "...";
    auto length = static_cast<std::size_t>(std::max(1, std::min(mark_end, right) - mark_begin));
    std::string mark = "^" + std::string(length - 1, '~');
    return styled(gutter(fmt::format("{}", number)), Style::dim, colour) + text + "\n" +
           styled(gutter(""), Style::dim, colour) + std::string(indent, ' ') +
           styled(mark, Style::mark, colour) + "\n";
}

std::string remark(std::string_view name, std::string_view text, bool colour) {
    if (text.empty()) return "";
    std::string result = "  " + styled(name, Style::strong, colour) + ": ";
    while (true) {
        std::size_t end = text.find('\n');
        result += shown(text.substr(0, end)) + "\n";
        if (end == std::string_view::npos) return result;
        text.remove_prefix(end + 1);
        result += std::string(name.size() + 4, ' ');
    }
}

std::string headline(const Source& source, Span span, Severity severity, std::string_view message,
                     std::string_view name, bool colour) {
    return styled(place_text(source, span) + ":", Style::strong, colour) + " " +
           styled(fmt::format("{}:", name_of(severity)), style_of(severity), colour) + " " + shown(message) +
           fmt::format(" [{}]\n", name);
}

std::string render(const Source& source, const Diagnostic& diagnostic, bool colour) {
    std::string text = headline(source, diagnostic.span, diagnostic.severity, diagnostic.message,
                                name_of(diagnostic.code), colour);
    text += excerpt(source, diagnostic.span, colour);
    text += remark("found", diagnostic.found, colour);
    text += remark("expected", diagnostic.expected, colour);
    text += remark("hint", diagnostic.hint, colour);
    for (const Label& label : diagnostic.labels) {
        text += styled(place_text(source, label.span) + ":", Style::strong, colour) + " " +
                styled("note:", Style::note, colour) + " " + shown(label.message) + "\n";
        text += excerpt(source, label.span, colour);
    }
    return text;
}

std::string render(const Source& source, const Diagnostics& diagnostics, bool colour) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.items()) {
        if (!text.empty()) text += "\n";
        text += render(source, diagnostic, colour);
    }
    return text;
}

std::string count_text(std::size_t errors, std::size_t warnings) {
    std::string text = errors == 0 ? "no errors" : errors == 1 ? "1 error" : fmt::format("{} errors", errors);
    if (warnings == 1) text += ", 1 warning";
    if (warnings > 1) text += fmt::format(", {} warnings", warnings);
    return text;
}

}  // namespace wt::form
