#include "story/export/book.h"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <utf8proc.h>

#include <fmt/format.h>

#include "base/hash.h"

namespace wt::story {

namespace {

/// This is the character at the beginning of the text, and how many bytes it takes; a negative one is none.
struct Decoded {
    utf8proc_int32_t character = -1;
    std::size_t bytes = 1;
};

Decoded decode(std::string_view text) {
    Decoded decoded;
    auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &decoded.character);
    if (size > 0) decoded.bytes = static_cast<std::size_t>(size);
    if (size <= 0) decoded.character = -1;
    return decoded;
}

bool is_blank(utf8proc_int32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/// Is it not allowed in XML, or not text, or does it turn round what stands behind it, as an unclosed embedding does?
bool is_unfit(utf8proc_int32_t c) {
    if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)) return true;
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef) ||
           c == 0xfeff;
}

bool is_word_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

constexpr BookWords kEnglish{
    "Contents",
    "Author’s note",
    "Start",
    "The request",
    "Told by",
    "a narrator",
    "Requests without a story",
    "there is no story that answers it, within the limits that were set",
    "no story was found before a limit ended the search",
    "The stories were found by Wrongtree in the world {}: everybody in them acts for reasons of their own, "
    "on "
    "what they believe.",
    "The end",
    "Text only, in reading order, with a table of contents.",
};

constexpr BookWords kGerman{
    "Inhalt",
    "Vorbemerkung",
    "Anfang",
    "Gewünscht war",
    "Erzählt von",
    "niemandem, der dabei ist",
    "Wünsche ohne Geschichte",
    "innerhalb der gesetzten Grenzen gibt es keine Geschichte, die ihn erfüllt",
    "eine Grenze hat die Suche beendet, bevor eine Geschichte gefunden war",
    "Die Geschichten hat Wrongtree in der Welt {} gefunden: alle handeln aus eigenen Gründen, nach dem, was "
    "sie "
    "glauben.",
    "Ende",
    "Nur Text, in Lesereihenfolge, mit Inhaltsverzeichnis.",
};

/// These are words of ink and its built-in functions (capitals do not count), names of passages that Twee keeps for
/// itself, and ours.
constexpr std::array<std::string_view, 48> kReserved{
    kMenu,      "end",         "done",        "function",    "not",        "and",          "or",
    "mod",      "has",         "hasnt",       "true",        "false",      "else",         "return",
    "temp",     "var",         "const",       "list",        "ref",        "todo",         "include",
    "external", "storydata",   "storytitle",  "storyinit",   "storymenu",  "storycaption", "choice_count",
    "turns",    "turns_since", "seed_random", "random",      "list_value", "list_random",  "list_count",
    "list_min", "list_max",    "list_all",    "list_invert", "list_range", "read_count",   "int",
    "floor",    "ceiling",     "float",       "min",         "max",        "pow",
};

/// Cuts a chapter into passages, each when the first that leads to it is cut.
class Cutter {
  public:
    explicit Cutter(const Chapter& chapter) : chapter_(chapter) {}

    std::vector<Passage> cut() {
        begin(chapter_.name, {}, 0);
        passages_[0].lines = chapter_.opening;
        while (!open_.empty()) {
            Open next = open_.front();
            open_.pop_front();
            fill(next);
        }
        return std::move(passages_);
    }

  private:
    /// A passage that is to be filled: from a way, or else from a moment.
    struct Open {
        std::size_t passage;
        std::optional<std::size_t> way;
        std::size_t moment;
    };

    std::size_t begin(const std::string& name, std::optional<std::size_t> way, std::size_t moment) {
        passages_.push_back({name, {}, {}, {}, {}});
        open_.push_back({passages_.size() - 1, way, moment});
        return passages_.size() - 1;
    }

    void fill(const Open& start) {
        std::optional<std::size_t> way = start.way;
        std::size_t moment = start.moment;
        bool may_stop = way.has_value();  // not at the moment that the passage begins with
        while (true) {
            if (way) {
                const ChapterWay& taken = chapter_.ways[*way];
                std::vector<Line>& lines = passages_[start.passage].lines;
                lines.insert(lines.end(), taken.lines.begin(), taken.lines.end());
                moment = taken.to;
            }
            const ChapterMoment& here = chapter_.moments[moment];
            if (may_stop && here.ways_here > 1) {
                std::size_t next = passage_at(moment);
                passages_[start.passage].next = next;
                return;
            }
            may_stop = true;
            if (here.ways.size() != 1) return choose(start.passage, here);
            way = here.ways[0];
        }
    }

    void choose(std::size_t passage, const ChapterMoment& here) {
        for (std::size_t way : here.ways) {
            std::size_t next = begin(chapter_.ways[way].name, way, chapter_.ways[way].to);
            passages_[passage].choices.push_back(way);
            passages_[passage].choice_next.push_back(next);
        }
    }

    std::size_t passage_at(std::size_t moment) {
        auto known = by_moment_.find(moment);
        if (known != by_moment_.end()) return known->second;
        std::size_t passage = begin(chapter_.moments[moment].name, {}, moment);
        by_moment_[moment] = passage;
        return passage;
    }

    const Chapter& chapter_;
    std::vector<Passage> passages_;
    std::deque<Open> open_;
    std::map<std::size_t, std::size_t> by_moment_;  ///< passages that begin where ways come together
};

}  // namespace

std::string clean_text(std::string_view text) {
    std::string clean;
    bool is_gap = false;
    while (!text.empty()) {
        auto [character, bytes] = decode(text);
        if (character >= 0 && is_blank(character)) {
            is_gap = true;
        } else if (character >= 0 && !is_unfit(character)) {
            if (is_gap && !clean.empty()) clean += ' ';
            is_gap = false;
            clean += text.substr(0, bytes);
        }
        text.remove_prefix(bytes);
    }
    return clean;
}

std::string word_of(std::string_view text) {
    std::string word;
    bool is_gap = false;
    while (!text.empty()) {
        auto [character, bytes] = decode(text);
        if (bytes == 1 && is_word_letter(text[0])) {
            if (is_gap && !word.empty()) word += '_';
            is_gap = false;
            word += text[0];
        } else if (character >= 0x80) {
            if (is_gap && !word.empty()) word += '_';
            is_gap = false;
            word += fmt::format("u{:x}", character);
        } else {
            is_gap = true;
        }
        text.remove_prefix(bytes);
    }
    return word;
}

std::string Names::take(const std::string& wanted) {
    auto lower = [](std::string text) {
        for (char& c : text)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return text;
    };
    std::string name = wanted;
    for (int number = 2; !taken_.insert(lower(name)).second; ++number)
        name = fmt::format("{}_{}", wanted, number);
    return name;
}

BookNames::BookNames() {
    for (std::string_view word : kReserved)
        places.take(std::string(word));
}

std::string uuid_of(std::string_view text) {
    std::uint64_t first = 0x57726f6e67747265;  // another start, another half
    std::uint64_t second = text.size();
    for (char c : text) {
        first = combine(first, static_cast<unsigned char>(c));
        second = combine(second, static_cast<unsigned char>(c) + 256u);
    }
    first = (first & ~0xf000ull) | 0x4000;                       // version 4
    second = (second & ~(0xc000ull << 48)) | (0x8000ull << 48);  // variant 1
    return fmt::format("{:08X}-{:04X}-{:04X}-{:04X}-{:012X}", first >> 32, first >> 16 & 0xffff,
                       first & 0xffff, second >> 48, second & 0xffffffffffff);
}

std::string content_of(const Book& book) {
    std::string text = book.title + "\n" + book.author + "\n" + book.language + "\n" + book.note + "\n";
    auto add = [&](const std::vector<Line>& lines) {
        for (const Line& line : lines)
            text += line.id + "\t" + line.text + "\n";
    };
    for (const Chapter& chapter : book.chapters) {
        text += chapter.name + "\t" + chapter.title + "\n";
        add(chapter.opening);
        for (const ChapterWay& way : chapter.ways) {
            text += fmt::format("{} {} {} {}\n", way.name, way.from, way.to, way.label);
            add(way.lines);
        }
    }
    return text;
}

std::string_view language_tag(std::string_view language) {
    return language == "german" ? "de" : "en";
}

const BookWords& book_words(std::string_view language) {
    return language == "german" ? kGerman : kEnglish;
}

std::vector<Passage> passages_of(const Chapter& chapter) {
    return Cutter(chapter).cut();
}

}  // namespace wt::story
