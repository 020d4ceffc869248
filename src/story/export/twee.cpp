#include "story/export/twee.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/characters.h"

namespace wt::story {

namespace {

bool is_plain(std::string_view text, std::size_t i) {
    constexpr std::string_view kPlain = " .,;?";
    constexpr std::string_view kPlainAlone = "'\"-";  // two of them are markup somewhere
    char c = text[i];
    auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    if (kPlain.find(c) != std::string_view::npos) return true;
    if (i == 0) return false;  // the first of a line may make it a heading, an item, a quotation
    if (c == '!') return true;
    bool is_alone = text[i - 1] != c && (i + 1 == text.size() || text[i + 1] != c);
    return is_alone && kPlainAlone.find(c) != std::string_view::npos;
}

std::string escaped(std::string_view text) {
    std::string escaped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_plain(text, i))
            escaped += text[i];
        else
            escaped += fmt::format("&#{};", static_cast<int>(text[i]));
    }
    return escaped;
}

/// Story formats do not agree on what a reference in a link is, and some read markup there. So the signs of
/// markup are written full-width in a link, which looks much the same and means nothing to any of them.
std::string in_link(std::string_view text) {
    constexpr std::string_view kPlain = " .,;:?!()%";
    constexpr std::string_view kPlainAlone = "'\"-";
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        auto byte = static_cast<unsigned char>(c);
        bool is_letter =
            byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        bool is_alone = (i == 0 || text[i - 1] != c) && (i + 1 == text.size() || text[i + 1] != c);
        bool is_harmless = is_letter || kPlain.find(c) != std::string_view::npos ||
                           (is_alone && kPlainAlone.find(c) != std::string_view::npos);
        // `(name:` would be a macro.
        bool is_macro = c == ':' && text.rfind('(', i) != std::string_view::npos &&
                        text.find_first_of(" )", text.rfind('(', i)) >= i;
        if (is_harmless && !is_macro)
            result += c;
        else
            append_character(result, byte + 0xfee0u);
    }
    return result;
}

std::string link(std::string_view label, std::string_view target) {
    return fmt::format("[[{}->{}]]\n", in_link(label), target);
}

std::string passage_text(const Chapter& chapter, const std::vector<Passage>& passages,
                         const Passage& passage) {
    std::string text;
    for (const Line& line : passage.lines) {
        bool is_new = line.starts_paragraph && !text.empty();
        if (!text.empty()) text += is_new ? "\n\n" : " ";
        std::string sentence = escaped(line.text);
        text += sentence;
    }
    if (!text.empty()) text += "\n";
    bool has_links = passage.next || !passage.choices.empty();
    if (!text.empty() && has_links) text += "\n";
    for (std::size_t i = 0; i < passage.choices.size(); ++i)
        text += link(chapter.ways[passage.choices[i]].label, passages[passage.choice_next[i]].name);
    if (passage.next) text += fmt::format("[[...->{}]]\n", passages[*passage.next].name);
    return ":: " + passage.name + "\n" + text + "\n";
}

}  // namespace

std::string twee_of(const Book& book) {
    bool has_menu = book.chapters.size() != 1;
    nlohmann::ordered_json data;
    data["ifid"] = uuid_of(content_of(book));
    data["start"] = has_menu ? std::string(kMenu) : book.chapters[0].name;
    // A line that begins with `::` would begin a passage.
    std::string title = book.title.starts_with("::") ? " " + book.title : book.title;
    std::string text = ":: StoryTitle\n" + title + "\n\n:: StoryData\n" +
                       data.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n\n";
    if (has_menu) {
        text += ":: " + std::string(kMenu) + "\n";
        for (const Chapter& chapter : book.chapters)
            text += link(chapter.title, chapter.name);
        text += "\n";
    }
    for (const Chapter& chapter : book.chapters) {
        std::vector<Passage> passages = passages_of(chapter);
        for (const Passage& passage : passages)
            text += passage_text(chapter, passages, passage);
    }
    return text;
}

}  // namespace wt::story
