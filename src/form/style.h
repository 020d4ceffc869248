// We use only these few styles of text on terminals.
#pragma once

#include <string>
#include <string_view>

namespace wt::form {

enum class Style { strong, dim, error, warning, note, mark };

/// Returns `text` in the style if `colour`, else `text`.
inline std::string styled(std::string_view text, Style style, bool colour) {
    if (!colour) return std::string(text);
    std::string_view code;
    switch (style) {
        case Style::strong:
            code = "1";
            break;
        case Style::dim:
            code = "2";
            break;
        case Style::error:
            code = "1;31";
            break;
        case Style::warning:
            code = "1;35";
            break;
        case Style::note:
            code = "1;36";
            break;
        case Style::mark:
            code = "1;32";
            break;
    }
    return std::string("\x1b[").append(code).append("m").append(text).append("\x1b[0m");
}

}  // namespace wt::form
