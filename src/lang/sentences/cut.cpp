#include "lang/sentences/cut.h"

#include <algorithm>
#include <array>

#include "base/characters.h"

namespace wt::lang {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Does the character belong to a word? An apostrophe does, and so does the `/` of a library's name.
bool is_of_word(char32_t code) {
    bool is_ascii = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
                    (code >= '0' && code <= '9') || code == '_' || code == '/' || code == '-';
    return is_ascii || code == '\'' || code == 0x2019 || code == 0xad || code == 0x2060 ||
           (code >= 0x80 && code != 0x85 && code != 0xa0 && !is_separator(code) && !is_invisible(code));
}

/// Small letters of ASCII, Latin-1, Greek and Cyrillic; without what cannot be seen, with a plain apostrophe.
std::string lower(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        Character c = character_at(text, at);
        char32_t code = c.code;
        if ((code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde && code != 0xd7) ||
            (code >= 0x391 && code <= 0x3a9) || (code >= 0x410 && code <= 0x42f))
            code += 0x20;
        if (code == 0x2019) code = '\'';
        if (code != 0xad && code != 0x2060) append_character(result, code);
        at += c.size;
    }
    return result;
}

struct Contraction {
    std::string_view both, first, second;
};
constexpr Contraction kGerman[] = {{"im", "in", "dem"},  {"ins", "in", "das"},  {"am", "an", "dem"},
                                   {"ans", "an", "das"}, {"vom", "von", "dem"}, {"zum", "zu", "dem"},
                                   {"zur", "zu", "der"}, {"beim", "bei", "dem"}};
constexpr Contraction kEnglish[] = {{"can't", "cannot", ""}, {"won't", "will", "not"}};

/// Adds a word, or both parts of a contraction.
void add_word(std::vector<SentenceWord>& words, std::string text, Span span, bool is_german) {
    if (is_german) {
        for (const Contraction& one : kGerman)
            if (one.both == text) {
                words.push_back({std::string(one.first), span});
                words.push_back({std::string(one.second), span});
                return;
            }
    } else if (text.ends_with("n't")) {
        for (const Contraction& one : kEnglish)
            if (one.both == text) {
                words.push_back({std::string(one.first), span});
                if (!one.second.empty()) words.push_back({std::string(one.second), span});
                return;
            }
        words.push_back({text.substr(0, text.size() - 3), span});
        words.push_back({"not", span});
        return;
    }
    words.push_back({std::move(text), span});
}

/// The word that begins at `at`, without apostrophes and hyphens at its start: its end; `at` if none does.
std::size_t end_of_word(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size()) {
        Character c = character_at(text, end);
        bool is_point = c.code == '.' && end > at && is_digit(text[end - 1]) && end + 1 < text.size() &&
                        is_digit(text[end + 1]);
        if (!is_of_word(c.code) && !is_point) break;
        if (text.substr(end).starts_with("//")) break;
        end += c.size;
    }
    return end;
}

bool is_only_marks(std::string_view word) {
    return std::ranges::all_of(word, [](char c) { return c == '\'' || c == '-' || c == '/' || c == '_'; });
}

bool is_abbreviation(const SentenceWord& word) {
    constexpr std::string_view kShort[] = {"mr", "mrs", "ms", "dr", "st", "prof", "hr", "fr"};
    return std::ranges::find(kShort, std::string_view(word.text)) != std::end(kShort);
}

/// Cuts a text at full stops and empty lines.
class Cutter {
  public:
    Cutter(std::string_view text, bool is_german) : text_(text), is_german_(is_german) {}

    std::vector<CutSentence> cut() {
        while (at_ < text_.size())
            step();
        finish(false);
        return std::move(sentences_);
    }

  private:
    void step() {
        Character c = character_at(text_, at_);
        if (text_.substr(at_).starts_with("//")) {
            at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
            return;
        }
        if (c.code == '\n' || c.code == '\r') return line_end();
        if (c.code == '.' || c.code == '!' || c.code == '?' || c.code == 0x2026) {
            bool is_short = c.code == '.' && !now_.words.empty() && is_abbreviation(now_.words.back()) &&
                            now_.words.back().span.end == at_;
            at_ += c.size;
            if (!is_short) finish(true);
            return;
        }
        if (std::size_t end = end_of_word(text_, at_); end > at_) {
            std::string_view word = text_.substr(at_, end - at_);
            if (!is_only_marks(word)) add_word(now_.words, lower(word), span(at_, end), is_german_);
            at_ = end;
            return;
        }
        if (c.code == ',' || c.code == ':' || c.code == '(' || c.code == ')' || c.code == ';')
            add_mark(c.code == ';' ? ',' : static_cast<char>(c.code));
        else
            at_ += c.size;
    }

    void add_mark(char mark) {
        now_.words.push_back({std::string(1, mark), span(at_, at_ + 1)});
        ++at_;
        if (mark == ':' && is_heading()) read_title();
    }

    /// `Story NAME:`
    bool is_heading() const {
        const std::vector<SentenceWord>& words = now_.words;
        return (words.size() == 2 || words.size() == 3) &&
               (words[0].text == "story" || words[0].text == "geschichte");
    }

    void read_title() {
        std::size_t end = std::min({text_.find_first_of("\r\n", at_), text_.find("//", at_), text_.size()});
        std::size_t begin = at_;
        while (begin < end && (text_[begin] == ' ' || text_[begin] == '\t'))
            ++begin;
        while (end > begin && (text_[end - 1] == ' ' || text_[end - 1] == '\t'))
            --end;
        at_ = end;
        if (end > begin && text_[end - 1] == '.' && !text_.substr(begin, end - begin).ends_with("..")) --end;
        now_.title = span(begin, end);
        finish(true);
    }

    /// An empty line ends a sentence.
    void line_end() {
        std::size_t next = at_;
        int lines = 0;
        while (next < text_.size() &&
               (text_[next] == '\n' || text_[next] == '\r' || text_[next] == ' ' || text_[next] == '\t')) {
            lines += text_[next] == '\n' || (text_[next] == '\r' && text_.substr(next, 2) != "\r\n") ? 1 : 0;
            ++next;
        }
        at_ = next;
        if (lines > 1) finish(false);
    }

    void finish(bool is_ended) {
        if (!now_.words.empty()) {
            now_.is_ended = is_ended;
            now_.span = {now_.words.front().span.begin,
                         is_ended ? static_cast<std::uint32_t>(at_) : now_.words.back().span.end};
            sentences_.push_back(std::move(now_));
        }
        now_ = {};
    }

    static Span span(std::size_t begin, std::size_t end) {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    std::string_view text_;
    bool is_german_;
    std::size_t at_ = 0;
    CutSentence now_;
    std::vector<CutSentence> sentences_;
};

}  // namespace

bool SentenceWord::is_mark() const {
    return text == "," || text == ":" || text == "(" || text == ")";
}

std::vector<SentenceWord> words_of_sentence(std::string_view text, std::uint32_t offset, bool is_german) {
    std::vector<SentenceWord> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = end_of_word(text, at);
        if (end == at) {
            char c = text[at];
            if (c == ',' || c == ':' || c == '(' || c == ')')
                words.push_back(
                    {std::string(1, c),
                     {offset + static_cast<std::uint32_t>(at), offset + static_cast<std::uint32_t>(at) + 1}});
            at += character_at(text, at).size;
            continue;
        }
        std::string_view word = text.substr(at, end - at);
        if (!is_only_marks(word))
            add_word(words, lower(word),
                     {offset + static_cast<std::uint32_t>(at), offset + static_cast<std::uint32_t>(end)},
                     is_german);
        at = end;
    }
    return words;
}

std::vector<CutSentence> cut_sentences(std::string_view text, bool is_german) {
    return Cutter(text, is_german).cut();
}

}  // namespace wt::lang
