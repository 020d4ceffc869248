#include "story/export/ink.h"

namespace wt::story {

namespace {

/// Puts a backslash before everything that may mean something to ink: all punctuation of ASCII but the most usual, and
/// the first letter of words with which a statement begins. (`//` and `/*` are cut before anything else is read, so the
/// slash is among them.)
std::string escaped(std::string_view text) {
    constexpr std::string_view kPlain = " .,;!?'\"";
    std::string escaped;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        bool is_letter =
            byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_letter && kPlain.find(c) == std::string_view::npos) escaped += '\\';
        escaped += c;
    }
    for (std::string_view word : {"TODO", "INCLUDE", "VAR", "CONST", "LIST", "EXTERNAL", "AUTHOR"})
        if (text.starts_with(word)) return "\\" + escaped;
    return escaped;
}

std::string line_text(const Line& line) {
    return escaped(line.text) + " #line:" + line.id + (line.starts_paragraph ? " #paragraph" : "") + "\n";
}

std::string choice(std::string_view label, std::string_view id, std::string_view target) {
    std::string text = "+ [" + escaped(label) + " #line:";
    return text.append(id).append("]\n    -> ").append(target).append("\n");
}

std::string knot(const Chapter& chapter, const std::vector<Passage>& passages, const Passage& passage) {
    std::string text = "\n=== " + passage.name + " ===\n";
    for (const Line& line : passage.lines)
        text += line_text(line);
    for (std::size_t i = 0; i < passage.choices.size(); ++i) {
        const ChapterWay& way = chapter.ways[passage.choices[i]];
        text += choice(way.label, way.label_id, passages[passage.choice_next[i]].name);
    }
    if (passage.next) text += "-> " + passages[*passage.next].name + "\n";
    if (!passage.next && passage.choices.empty()) text += "-> END\n";
    return text;
}

}  // namespace

std::string ink_of(const Book& book) {
    std::string text = "# title: " + escaped(book.title) + "\n";
    if (!book.author.empty()) text += "# author: " + escaped(book.author) + "\n";
    bool has_menu = book.chapters.size() != 1;
    text += "-> " + (has_menu ? std::string(kMenu) : book.chapters[0].name) + "\n";
    if (has_menu) {
        text += "\n=== " + std::string(kMenu) + " ===\n";
        for (const Chapter& chapter : book.chapters)
            text += choice(chapter.title, chapter.title_id, chapter.name);
        if (book.chapters.empty()) text += "-> END\n";
    }
    for (const Chapter& chapter : book.chapters) {
        std::vector<Passage> passages = passages_of(chapter);
        for (const Passage& passage : passages)
            text += knot(chapter, passages, passage);
    }
    return text;
}

}  // namespace wt::story
