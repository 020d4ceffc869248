#include "story/export/csv.h"

#include <initializer_list>
#include <utility>

#include "base/characters.h"

namespace wt::story {

namespace {

/// Would a spreadsheet compute the cell? Some look behind blanks, and take full-width signs as well.
bool is_formula(std::string_view cell) {
    std::size_t at = 0;
    while (at < cell.size()) {
        Character c = character_at(cell, at);
        bool is_blank = c.code == ' ' || c.code == '\t' || c.code == '\r' || c.code == '\n' ||
                        c.code == 0xa0 || c.code == 0x3000;
        if (!is_blank && !is_invisible(c.code)) break;
        at += c.size;
    }
    if (at >= cell.size()) return false;
    char32_t sign = character_at(cell, at).code;
    if (sign > 0xff00 && sign < 0xff5f) sign = sign - 0xff00 + 0x20;
    return sign == '=' || sign == '+' || sign == '-' || sign == '@' || sign == '|' || sign == '%';
}

class Sheet {
  public:
    explicit Sheet(bool for_excel) : for_excel_(for_excel), text_(for_excel ? "\xef\xbb\xbf" : "") {}

    void row(std::initializer_list<std::string_view> cells) {
        bool is_first = true;
        for (std::string_view cell : cells) {
            text_ += is_first ? "\"" : ",\"";
            is_first = false;
            if (for_excel_ && is_formula(cell)) text_ += '\'';
            add(cell);
            text_ += '"';
        }
        text_ += "\r\n";
    }

    void rows(const Chapter& chapter, const std::vector<Line>& lines, bool is_told) {
        for (const Line& line : lines)
            row({line.id, chapter.name, chapter.speaker, line.text, line.event,
                 is_told ? "story" : "branch"});
    }

    std::string take() { return std::move(text_); }

  private:
    void add(std::string_view cell) {
        for (char c : cell) {
            if (c == '"') text_ += '"';
            text_ += c;
        }
    }

    bool for_excel_;
    std::string text_;
};

}  // namespace

std::string csv_of(const Book& book, bool for_excel) {
    Sheet sheet(for_excel);
    sheet.row({"id", "story", "speaker", "text", "context", "note"});
    for (const Chapter& chapter : book.chapters) {
        sheet.row({chapter.title_id, chapter.name, "", chapter.title, chapter.request, "title"});
        sheet.rows(chapter, chapter.opening, true);
        for (const ChapterWay& way : chapter.ways) {
            if (!way.label.empty())
                sheet.row({way.label_id, chapter.name, "", way.label, way.event, "choice"});
            sheet.rows(chapter, way.lines, way.is_told);
        }
    }
    return sheet.take();
}

}  // namespace wt::story
