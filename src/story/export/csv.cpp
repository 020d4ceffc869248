#include "story/export/csv.h"

#include <initializer_list>

namespace wt::story {

namespace {

std::string row(std::initializer_list<std::string_view> cells) {
    std::string text;
    for (std::string_view cell : cells) {
        text += text.empty() ? "\"" : ",\"";
        for (char c : cell) {
            if (c == '"') text += '"';
            text += c;
        }
        text += '"';
    }
    return text + "\r\n";
}

std::string rows(const Chapter& chapter, const std::vector<Line>& lines, bool is_told) {
    std::string text;
    for (const Line& line : lines)
        text += row(
            {line.id, chapter.name, chapter.speaker, line.text, line.event, is_told ? "story" : "branch"});
    return text;
}

}  // namespace

std::string csv_of(const Book& book) {
    std::string text = row({"id", "story", "speaker", "text", "context", "note"});
    for (const Chapter& chapter : book.chapters) {
        text += row({chapter.title_id, chapter.name, "", chapter.title, chapter.request, "title"});
        text += rows(chapter, chapter.opening, true);
        for (const ChapterWay& way : chapter.ways) {
            if (!way.label.empty())
                text += row({way.label_id, chapter.name, "", way.label, way.event, "choice"});
            text += rows(chapter, way.lines, way.is_told);
        }
    }
    return text;
}

}  // namespace wt::story
