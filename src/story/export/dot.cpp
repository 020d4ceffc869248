#include "story/export/dot.h"

#include <fmt/format.h>

namespace wt::story {

namespace {

/// Returns the text between quotes. Graphviz reads `\n`, `\N` and the like in labels, and `&amp;` and the like
/// everywhere.
std::string quoted(std::string_view text) {
    std::string quoted = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
        if (c == '&') quoted += "amp;";
    }
    return quoted + "\"";
}

std::string list_text(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string way_text(const Chapter& chapter, const ChapterWay& way) {
    std::string told;
    for (const Line& line : way.lines)
        told += (told.empty() ? "" : " ") + line.text;
    std::string label = quoted(way.event);
    if (!way.consenting.empty()) {
        std::string names = quoted(list_text(way.consenting));
        label.pop_back();
        label += "\\n" + names.substr(1);
    }
    return fmt::format("        {}_m{} -> {}_m{} [label={}, tooltip={}, style={}];\n", chapter.name, way.from,
                       chapter.name, way.to, label, quoted(told.empty() ? way.event : told),
                       way.is_told ? "bold" : "dashed");
}

}  // namespace

std::string dot_of(const Book& book) {
    std::string text = "// " + book.title + "\n";
    text += "digraph story {\n    charset=\"UTF-8\";\n    rankdir=LR;\n    node [fontname=\"sans-serif\"];\n";
    text += "    edge [fontname=\"sans-serif\"];\n    label=" + quoted(book.title) + ";\n";
    for (const Chapter& chapter : book.chapters) {
        text += fmt::format("    subgraph cluster_{} {{\n        label={};\n", chapter.name,
                            quoted(chapter.title));
        for (std::size_t i = 0; i < chapter.moments.size(); ++i) {
            const ChapterMoment& moment = chapter.moments[i];
            text += fmt::format("        {}_m{} [label=\"{}\", shape={}];\n", chapter.name, i, i,
                                moment.ways.empty() ? "doublecircle" : "circle");
        }
        for (const ChapterWay& way : chapter.ways)
            text += way_text(chapter, way);
        text += "    }\n";
    }
    return text + "}\n";
}

}  // namespace wt::story
