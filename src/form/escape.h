// Texts of others are made fit to be shown: nothing in a name or a file reaches the terminal as a command.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wt::form {

/// This is one character as it is shown, and how many columns it takes.
struct Glyph {
    std::string text;
    int width = 0;
    std::size_t bytes = 0;  ///< of the text it stands for, at least 1
};

/// Returns the character at the beginning of `text`, which must not be empty. Control characters, invisible formatting
/// characters (which can reorder a line) and bytes that are not UTF-8 are written as `\x1b` or `\u{202e}`.
Glyph first_glyph(std::string_view text);

/// Returns the whole text in this form. Line ends and tabs are escaped too.
std::string shown(std::string_view text);

}  // namespace wt::form
