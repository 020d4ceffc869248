#include "story/export/yarn.h"

#include <nlohmann/json.hpp>

namespace wt::story {

namespace {

std::string escaped(std::string_view text) {
    constexpr std::string_view kSpecial = "\\<>{}#/[]";
    std::string escaped;
    for (char c : text) {
        if (kSpecial.find(c) != std::string_view::npos) escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string line_text(const Chapter& chapter, const Line& line) {
    return chapter.speaker + ": " + escaped(line.text) + " #line:" + line.id +
           (line.starts_paragraph ? " #paragraph" : "") + "\n";
}

/// A word before a colon is taken for a speaker; so there must be one if there is a colon.
std::string option(const Chapter& chapter, std::string_view label, std::string_view id,
                   std::string_view target) {
    bool needs_speaker = label.find(':') != std::string_view::npos;
    std::string text = "-> " + (needs_speaker ? chapter.speaker + ": " : "") + escaped(label) + " #line:";
    return text.append(id).append("\n    <<jump ").append(target).append(">>\n");
}

std::string node(const Chapter& chapter, const std::vector<Passage>& passages, const Passage& passage) {
    std::string text = "title: " + passage.name + "\n---\n";
    for (const Line& line : passage.lines)
        text += line_text(chapter, line);
    for (std::size_t i = 0; i < passage.choices.size(); ++i) {
        const ChapterWay& way = chapter.ways[passage.choices[i]];
        text += option(chapter, way.label, way.label_id, passages[passage.choice_next[i]].name);
    }
    if (passage.next) text += "<<jump " + passages[*passage.next].name + ">>\n";
    if (!passage.next && passage.choices.empty()) text += "<<stop>>\n";
    return text + "===\n";
}

}  // namespace

std::string yarn_of(const Book& book) {
    std::string text;
    if (book.chapters.size() != 1) {
        text += "title: " + std::string(kMenu) + "\n---\n";
        for (const Chapter& chapter : book.chapters)
            text += option(chapter, chapter.title, chapter.title_id, chapter.name);
        if (book.chapters.empty()) text += "<<stop>>\n";
        text += "===\n";
    }
    for (const Chapter& chapter : book.chapters) {
        std::vector<Passage> passages = passages_of(chapter);
        for (const Passage& passage : passages)
            text += node(chapter, passages, passage);
    }
    return text;
}

std::string yarn_project_of(const Book& book, std::string_view file_name) {
    nlohmann::ordered_json json;
    json["projectFileVersion"] = 2;
    json["sourceFiles"] = nlohmann::ordered_json::array({file_name});
    json["excludeFiles"] = nlohmann::ordered_json::array();
    json["localisation"] = nlohmann::ordered_json::object();
    json["baseLanguage"] = language_tag(book.language);
    json["definitions"] = nullptr;
    json["compilerOptions"] = nlohmann::ordered_json::object();
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace wt::story
