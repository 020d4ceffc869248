#include "form/html.h"

#include <cstdint>
#include <utf8proc.h>

namespace wt::form {

namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// Is it an embedding, override or isolate? An unclosed one in a name would turn round what stands behind it.
bool turns_direction(std::int32_t code) {
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

void add(std::string& result, std::string_view character, std::int32_t code) {
    bool is_blank = code == '\n' || code == '\t';
    if (code == '&')
        result += "&amp;";
    else if (code == '<')
        result += "&lt;";
    else if (code == '>')
        result += "&gt;";
    else if (code == '"')
        result += "&quot;";
    else if (code == '\'')
        result += "&#39;";
    else if (code < 0 || (code < 0x20 && !is_blank) || (code >= 0x7f && code < 0xa0))
        result += kReplacement;
    else if (!turns_direction(code))
        result += character;
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string result;
    std::size_t at = 0;
    while (at < text.size()) {
        utf8proc_int32_t code = -1;
        utf8proc_ssize_t length =
            utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                             static_cast<utf8proc_ssize_t>(text.size() - at), &code);
        std::size_t bytes = length > 0 ? static_cast<std::size_t>(length) : 1;
        add(result, text.substr(at, bytes), length > 0 ? code : -1);
        at += bytes;
    }
    return result;
}

std::string escape_html_with_code(std::string_view text) {
    std::string result;
    while (true) {
        std::size_t begin = text.find('`');
        std::size_t end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
        if (end == std::string_view::npos) return result + escape_html(text);
        result += escape_html(text.substr(0, begin)) + "<code>" +
                  escape_html(text.substr(begin + 1, end - begin - 1)) + "</code>";
        text.remove_prefix(end + 1);
    }
}

std::string escape_json_for_html(std::string_view json) {
    std::string result;
    for (std::size_t i = 0; i < json.size(); ++i) {
        std::string_view rest = json.substr(i);
        // `<` and `>` stand in strings only, where this is the same character.
        if (rest[0] == '<')
            result += "\\u003c";
        else if (rest[0] == '>')
            result += "\\u003e";
        else if (rest[0] == '&')
            result += "\\u0026";
        else if (rest.starts_with("\xe2\x80\xa8"))
            result += "\\u2028", i += 2;
        else if (rest.starts_with("\xe2\x80\xa9"))
            result += "\\u2029", i += 2;
        else
            result += rest[0];
    }
    return result;
}

std::string policy_hash(std::string_view hexadecimal) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result = "sha256-";
    std::uint32_t bits = 0;
    int count = 0;
    for (char digit : hexadecimal) {
        std::uint32_t value = static_cast<std::uint32_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        bits = (bits << 4 | value) & 0xffffu;
        count += 4;
        if (count < 6) continue;
        count -= 6;
        result += kDigits[bits >> count & 63u];
    }
    if (count > 0) result += kDigits[bits << (6 - count) & 63u];
    while ((result.size() - 7) % 4 != 0)
        result += '=';
    return result;
}

}  // namespace wt::form
