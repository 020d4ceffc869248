#include "story/export/epub.h"

#include <fmt/format.h>

#include "base/characters.h"
#include "story/export/zip.h"

namespace wt::story {

namespace {

/// Makes a text fit for XML, which allows no other control characters, no surrogates and no U+FFFE and U+FFFF: in their
/// place, and in that of bytes that are not UTF-8, stands U+FFFD.
std::string escaped(std::string_view text) {
    std::string escaped;
    for (std::size_t at = 0; at < text.size();) {
        Character character = character_at(text, at);
        char c = text[at];
        at += character.size;
        bool is_allowed = character.code >= 0x20 ? character.code != 0xfffe && character.code != 0xffff
                                                 : c == '\t' || c == '\n' || c == '\r';
        if (!is_allowed || !character.valid || character.size > 1) {
            append_character(escaped, is_allowed ? character.code : 0xfffd);
            continue;
        }
        if (c == '&')
            escaped += "&amp;";
        else if (c == '<')
            escaped += "&lt;";
        else if (c == '>')
            escaped += "&gt;";
        else if (c == '"')
            escaped += "&quot;";
        else
            escaped += c;
    }
    return escaped;
}

constexpr std::string_view kContainer = R"(<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
)";

constexpr std::string_view kStyle = R"(body { margin: 1em; line-height: 1.5; }
h1 { font-size: 1.4em; line-height: 1.2; }
p { margin: 0 0 0.8em 0; }
.about { font-style: italic; }
)";

std::string page(const Book& book, std::string_view title, std::string_view body) {
    return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{0}" xml:lang="{0}">
<head>
<title>{1}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{2}</body>
</html>
)",
                       language_tag(book.language), escaped(title), body);
}

std::string file_of(std::size_t chapter) {
    return fmt::format("chapter-{:02}.xhtml", chapter + 1);
}

/// Returns the lines of the story as it was found.
std::vector<Line> told_lines(const Chapter& chapter) {
    std::vector<Line> lines = chapter.opening;
    for (std::size_t moment = 0; !chapter.moments[moment].ways.empty();) {
        const ChapterWay& way = chapter.ways[chapter.moments[moment].ways[0]];
        lines.insert(lines.end(), way.lines.begin(), way.lines.end());
        moment = way.to;
    }
    return lines;
}

std::string paragraphs(const std::vector<Line>& lines) {
    std::string text;
    for (const Line& line : lines) {
        bool is_new = text.empty() || line.starts_paragraph;
        if (is_new) text += text.empty() ? "<p dir=\"auto\">" : "</p>\n<p dir=\"auto\">";
        text += fmt::format("{}<span id=\"{}\">{}</span>", is_new ? "" : " ", line.id, escaped(line.text));
    }
    return text.empty() ? text : text + "</p>\n";
}

std::string chapter_page(const Book& book, const Chapter& chapter) {
    const BookWords& words = book_words(book.language);
    std::string body =
        "<section epub:type=\"chapter\">\n<h1 dir=\"auto\">" + escaped(chapter.title) + "</h1>\n";
    std::string teller = chapter.teller.empty() ? std::string(words.narrator) : chapter.teller;
    body += "<p class=\"about\" dir=\"auto\">";
    if (!chapter.request.empty()) body += fmt::format("{}: {}. ", words.request, escaped(chapter.request));
    body += fmt::format("{} {}.</p>\n", words.teller, escaped(teller));
    body += paragraphs(told_lines(chapter)) + "</section>\n";
    return page(book, chapter.title, body);
}

std::string note_page(const Book& book) {
    const BookWords& words = book_words(book.language);
    std::string body = fmt::format("<section epub:type=\"preface\">\n<h1>{}</h1>\n", words.note);
    if (!book.note.empty()) body += "<p dir=\"auto\">" + escaped(book.note) + "</p>\n";
    body += fmt::format("<p>{}</p>\n", fmt::format(fmt::runtime(words.made_by), escaped(book.world)));
    if (!book.left_out.empty()) {
        body += fmt::format("<h2>{}</h2>\n<ul>\n", words.left_out);
        for (const LeftOut& left_out : book.left_out)
            body += fmt::format("<li dir=\"auto\">{}: {}.</li>\n",
                                escaped(left_out.title.empty() ? left_out.request : left_out.title),
                                left_out.is_proved ? words.none : words.unknown);
        body += "</ul>\n";
    }
    return page(book, words.note, body + "</section>\n");
}

std::string title_page(const Book& book) {
    std::string body =
        "<section epub:type=\"titlepage\">\n<h1 dir=\"auto\">" + escaped(book.title) + "</h1>\n";
    if (!book.author.empty()) body += "<p dir=\"auto\">" + escaped(book.author) + "</p>\n";
    return page(book, book.title, body + "</section>\n");
}

std::string contents_page(const Book& book) {
    const BookWords& words = book_words(book.language);
    std::string body = fmt::format("<nav epub:type=\"toc\" id=\"toc\" role=\"doc-toc\">\n<h1>{}</h1>\n<ol>\n",
                                   words.contents);
    body += fmt::format("<li><a href=\"note.xhtml\">{}</a></li>\n", words.note);
    for (std::size_t i = 0; i < book.chapters.size(); ++i)
        body += fmt::format("<li><a href=\"{}\">{}</a></li>\n", file_of(i), escaped(book.chapters[i].title));
    body += "</ol>\n</nav>\n";
    if (!book.chapters.empty())
        body += fmt::format(
            "<nav epub:type=\"landmarks\" hidden=\"hidden\">\n<ol>\n"
            "<li><a epub:type=\"toc\" href=\"#toc\">{}</a></li>\n"
            "<li><a epub:type=\"bodymatter\" href=\"{}\">{}</a></li>\n</ol>\n</nav>\n",
            words.contents, file_of(0), words.start);
    return page(book, words.contents, body);
}

std::string package(const Book& book) {
    std::string items, spine;
    for (std::size_t i = 0; i < book.chapters.size(); ++i) {
        items +=
            fmt::format("    <item id=\"chapter-{0}\" href=\"{1}\" media-type=\"application/xhtml+xml\"/>\n",
                        i + 1, file_of(i));
        spine += fmt::format("    <itemref idref=\"chapter-{}\"/>\n", i + 1);
    }
    std::string creator =
        book.author.empty() ? "" : "    <dc:creator>" + escaped(book.author) + "</dc:creator>\n";
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:{id}</dc:identifier>
    <dc:title>{title}</dc:title>
    <dc:language>{language}</dc:language>
{creator}    <dc:date>{date}</dc:date>
    <meta property="dcterms:modified">{date}T00:00:00Z</meta>
    <meta name="generator" content="Wrongtree {version}"/>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityFeature">readingOrder</meta>
    <meta property="schema:accessibilityFeature">structuralNavigation</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">{access}</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="style" href="style.css" media-type="text/css"/>
    <item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>
    <item id="note" href="note.xhtml" media-type="application/xhtml+xml"/>
{items}  </manifest>
  <spine>
    <itemref idref="title"/>
    <itemref idref="nav"/>
    <itemref idref="note"/>
{spine}  </spine>
</package>
)",
        fmt::arg("language", language_tag(book.language)), fmt::arg("id", uuid_of(content_of(book))),
        fmt::arg("title", escaped(book.title)), fmt::arg("creator", creator), fmt::arg("date", book.date),
        fmt::arg("version", escaped(book.version)), fmt::arg("access", book_words(book.language).access),
        fmt::arg("items", items), fmt::arg("spine", spine));
}

}  // namespace

std::string epub_of(const Book& book) {
    std::vector<ZipEntry> entries{
        {"mimetype", "application/epub+zip"},    {"META-INF/container.xml", std::string(kContainer)},
        {"EPUB/book.opf", package(book)},        {"EPUB/nav.xhtml", contents_page(book)},
        {"EPUB/style.css", std::string(kStyle)}, {"EPUB/title.xhtml", title_page(book)},
        {"EPUB/note.xhtml", note_page(book)},
    };
    for (std::size_t i = 0; i < book.chapters.size(); ++i)
        entries.push_back({"EPUB/" + file_of(i), chapter_page(book, book.chapters[i])});
    return zip_of(entries, book.date);
}

}  // namespace wt::story
