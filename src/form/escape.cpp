#include "form/escape.h"

#include <utf8proc.h>

#include <fmt/format.h>

namespace wt::form {

namespace {

bool is_invisible(utf8proc_category_t category) {
    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
           category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

Glyph escaped(std::string text, std::size_t bytes) {
    int width = static_cast<int>(text.size());
    return {std::move(text), width, bytes};
}

}  // namespace

Glyph first_glyph(std::string_view text) {
    auto first = static_cast<unsigned char>(text[0]);
    if (first >= 0x20 && first < 0x7f) return {std::string(1, text[0]), 1, 1};
    utf8proc_int32_t code = -1;
    utf8proc_ssize_t bytes =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size() < 4 ? text.size() : 4), &code);
    if (bytes <= 0 || code < 0) return escaped(fmt::format("\\x{:02x}", first), 1);
    auto length = static_cast<std::size_t>(bytes);
    if (code < 0x80) return escaped(fmt::format("\\x{:02x}", first), 1);
    if (is_invisible(utf8proc_category(code))) return escaped(fmt::format("\\u{{{:x}}}", code), length);
    return {std::string(text.substr(0, length)), utf8proc_charwidth(code), length};
}

std::string shown(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        Glyph glyph = first_glyph(text);
        result += glyph.text;
        text.remove_prefix(glyph.bytes);
    }
    return result;
}

}  // namespace wt::form
