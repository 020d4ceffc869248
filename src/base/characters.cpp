#include "base/characters.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utf8proc.h>
#include <vector>

#include <fmt/format.h>

namespace wt {

namespace {

struct StandIn {
    char32_t code;
    std::string_view ascii;
};

/// The list is ascending.
constexpr StandIn kTypographic[] = {
    {0x00ab, "\""}, {0x00ac, "!"},  {0x00bb, "\""}, {0x00d7, "*"},  {0x00f7, "/"},  {0x2018, "'"},
    {0x2019, "'"},  {0x201a, "'"},  {0x201b, "'"},  {0x201c, "\""}, {0x201d, "\""}, {0x201e, "\""},
    {0x201f, "\""}, {0x2227, "&"},  {0x2228, "|"},  {0x2260, "!="}, {0x2264, "<="}, {0x2265, ">="},
    {0x2a7d, "<="}, {0x2a7e, ">="}, {0x300c, "\""}, {0x300d, "\""}, {0xff01, "!"},  {0xff02, "\""},
    {0xff06, "&"},  {0xff08, "("},  {0xff09, ")"},  {0xff0a, "*"},  {0xff0b, "+"},  {0xff0c, ","},
    {0xff0d, "-"},  {0xff0f, "/"},  {0xff1a, ":"},  {0xff1b, ";"},  {0xff1c, "<"},  {0xff1d, "="},
    {0xff1e, ">"},  {0xff1f, "?"},  {0xff3b, "["},  {0xff3d, "]"},  {0xff5b, "{"},  {0xff5c, "|"},
    {0xff5d, "}"},
};

/// Most fonts draw these letters like one of ASCII. They belong to the scripts that are mixed up in practice. The list
/// is ascending.
constexpr StandIn kLookAlike[] = {
    {0x0131, "i"}, {0x0237, "j"}, {0x0251, "a"}, {0x0261, "g"}, {0x0391, "A"}, {0x0392, "B"}, {0x0395, "E"},
    {0x0396, "Z"}, {0x0397, "H"}, {0x0399, "I"}, {0x039a, "K"}, {0x039c, "M"}, {0x039d, "N"}, {0x039f, "O"},
    {0x03a1, "P"}, {0x03a4, "T"}, {0x03a5, "Y"}, {0x03a7, "X"}, {0x03b1, "a"}, {0x03b9, "i"}, {0x03bd, "v"},
    {0x03bf, "o"}, {0x03c1, "p"}, {0x03f2, "c"}, {0x03f3, "j"}, {0x03f9, "C"}, {0x0405, "S"}, {0x0406, "I"},
    {0x0408, "J"}, {0x0410, "A"}, {0x0412, "B"}, {0x0415, "E"}, {0x041a, "K"}, {0x041c, "M"}, {0x041d, "H"},
    {0x041e, "O"}, {0x0420, "P"}, {0x0421, "C"}, {0x0422, "T"}, {0x0423, "Y"}, {0x0425, "X"}, {0x0430, "a"},
    {0x0435, "e"}, {0x043e, "o"}, {0x0440, "p"}, {0x0441, "c"}, {0x0443, "y"}, {0x0445, "x"}, {0x0455, "s"},
    {0x0456, "i"}, {0x0458, "j"}, {0x04ae, "Y"}, {0x04bb, "h"}, {0x04c0, "I"}, {0x04cf, "l"}, {0x0501, "d"},
    {0x051b, "q"}, {0x051d, "w"}, {0x0555, "O"}, {0x0570, "h"}, {0x0578, "n"}, {0x057d, "u"}, {0x0585, "o"},
};

std::string_view stand_in(const StandIn* begin, const StandIn* end, char32_t code) {
    const StandIn* found = std::lower_bound(
        begin, end, code, [](const StandIn& one, char32_t wanted) { return one.code < wanted; });
    return found != end && found->code == code ? found->ascii : std::string_view();
}

utf8proc_category_t category(char32_t code) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(code));
}

/// Appends the canonical decomposition of one character.
void decompose(char32_t code, std::vector<char32_t>& result) {
    std::array<utf8proc_int32_t, 8> parts{};
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(code), parts.data(),
                                static_cast<utf8proc_ssize_t>(parts.size()), UTF8PROC_DECOMPOSE, &boundary);
    bool fits = count > 0 && count <= static_cast<utf8proc_ssize_t>(parts.size());
    if (!fits) return result.push_back(code);
    for (utf8proc_ssize_t i = 0; i < count; ++i)
        result.push_back(static_cast<char32_t>(parts[static_cast<std::size_t>(i)]));
}

int combining_class(char32_t code) {
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(code))->combining_class;
}

/// Puts each run of combining characters into the canonical order.
void order_marks(std::vector<char32_t>& codes) {
    for (auto at = codes.begin(); at != codes.end();) {
        auto end = std::find_if(at, codes.end(), [](char32_t c) { return combining_class(c) == 0; });
        std::stable_sort(at, end,
                         [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
        at = end == codes.end() ? end : std::next(end);
    }
}

std::string text_of(const std::vector<char32_t>& codes) {
    std::string text;
    for (char32_t code : codes)
        append_character(text, code);
    return text;
}

std::vector<Character> characters_of(std::string_view text) {
    std::vector<Character> characters;
    for (std::size_t at = 0; at < text.size(); at += characters.back().size)
        characters.push_back(character_at(text, at));
    return characters;
}

/// Names a character with the marks that combine with it.
std::string name_of_character(std::string_view text, std::size_t at) {
    if (at >= text.size()) return "nothing more";
    Character c = character_at(text, at);
    bool is_ascii = c.code > 0x20 && c.code < 0x7f;
    std::string name = is_ascii ? fmt::format("`{}`", static_cast<char>(c.code))
                                : fmt::format("U+{:04X}", static_cast<std::uint32_t>(c.code));
    for (at += c.size; at < text.size(); at += c.size) {
        c = character_at(text, at);
        if (combining_class(c.code) == 0) break;
        name += fmt::format(" with U+{:04X}", static_cast<std::uint32_t>(c.code));
    }
    return name;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
    unsigned char first = byte(at);
    if (first < 0x80) return {first, 1, true};
    std::uint32_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4) return {0xfffd, 1, false};
    char32_t code = first & (0xffu >> (size + 1));
    for (std::uint32_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xc0) != 0x80) return {0xfffd, 1, false};
        code = code << 6 | (byte(at + i) & 0x3fu);
    }
    bool too_long = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    bool surrogate = code >= 0xd800 && code <= 0xdfff;
    if (too_long || surrogate || code > 0x10ffff) return {0xfffd, 1, false};
    return {code, size, true};
}

void append_character(std::string& text, char32_t code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xc0 | code >> 6);
        text += static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xe0 | code >> 12);
        text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        text += static_cast<char>(0x80 | (code & 0x3f));
    } else {
        text += static_cast<char>(0xf0 | code >> 18);
        text += static_cast<char>(0x80 | (code >> 12 & 0x3f));
        text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        text += static_cast<char>(0x80 | (code & 0x3f));
    }
}

bool is_separator(char32_t code) {
    if (code < 0x80) return false;
    switch (category(code)) {
        case UTF8PROC_CATEGORY_PC:
        case UTF8PROC_CATEGORY_PD:
        case UTF8PROC_CATEGORY_PS:
        case UTF8PROC_CATEGORY_PE:
        case UTF8PROC_CATEGORY_PI:
        case UTF8PROC_CATEGORY_PF:
        case UTF8PROC_CATEGORY_PO:
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
        case UTF8PROC_CATEGORY_CC:
            return true;
        default:
            return false;
    }
}

bool is_invisible(char32_t code) {
    if (code < 0x80) return false;
    bool is_filler = code == 0x34f || code == 0x115f || code == 0x1160 || code == 0x17b4 || code == 0x17b5 ||
                     (code >= 0x180b && code <= 0x180f) || code == 0x3164 || code == 0xffa0 ||
                     (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
    // Some signs that go with Arabic and Syriac numbers are format characters, too, but can be seen.
    bool is_sign = (code >= 0x600 && code <= 0x605) || code == 0x6dd || code == 0x70f ||
                   (code >= 0x890 && code <= 0x891) || code == 0x8e2 || code == 0x110bd || code == 0x110cd;
    return is_filler || (category(code) == UTF8PROC_CATEGORY_CF && !is_sign);
}

std::string_view ascii_for(char32_t code) {
    return stand_in(std::begin(kTypographic), std::end(kTypographic), code);
}

std::string decomposed(std::string_view text) {
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return std::string(text);
    std::vector<char32_t> codes;
    for (const Character& c : characters_of(text))
        decompose(c.code, codes);
    order_marks(codes);
    return text_of(codes);
}

std::string appearance_of(std::string_view text) {
    std::vector<char32_t> codes;
    for (const Character& c : characters_of(text))
        if (!is_invisible(c.code)) decompose(c.code, codes);
    order_marks(codes);
    std::string result;
    for (char32_t code : codes) {
        std::string_view ascii = stand_in(std::begin(kLookAlike), std::end(kLookAlike), code);
        bool is_wide = code > 0xff00 && code < 0xff5f;
        if (is_wide)
            result += static_cast<char>(code - 0xff00 + 0x20);
        else if (!ascii.empty())
            result += ascii;
        else
            append_character(result, code);
    }
    return result;
}

std::string difference_in_looks(std::string_view one, std::string_view other) {
    if (one == other || appearance_of(one) != appearance_of(other)) return {};
    std::size_t at = 0;
    while (at < one.size() && at < other.size()) {
        Character a = character_at(one, at), b = character_at(other, at);
        if (a.code != b.code) break;
        at += a.size;
    }
    return fmt::format("this one has {}, that one {}", name_of_character(one, at),
                       name_of_character(other, at));
}

}  // namespace wt
