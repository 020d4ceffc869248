// These functions look at characters of Unicode as people see them: what separates words, what cannot be seen, what
// looks like something else. Names are compared byte by byte everywhere; these functions tell an author why two names
// that look the same are not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wt {

/// A character and how many bytes it takes. A byte that is not UTF-8 is a character of its own, U+FFFD.
struct Character {
    char32_t code = 0;
    std::uint32_t size = 1;
    bool valid = true;
};

/// Returns the character that begins at a byte of a text, which must not be its end.
Character character_at(std::string_view text, std::size_t at);
void append_character(std::string& text, char32_t code);

/// Does the character stand between words: punctuation, blanks and controls beyond ASCII?
bool is_separator(char32_t code);
/// Is the character one that cannot be seen: zero-width characters, soft hyphens, variation selectors, marks of
/// direction?
bool is_invisible(char32_t code);

/// Returns the ASCII text for which a character is often written by mistake, by an editor or on another keyboard: `"`
/// for a typographic quote, `!=` for the sign of inequality, `(` for the full-width one. The text is empty if there is
/// none.
std::string_view ascii_for(char32_t code);

/// Texts that look the same have the same appearance: it is canonically decomposed, with each letter that
/// looks like one of ASCII replaced by that, and without what cannot be seen.
std::string appearance_of(std::string_view text);

/// Returns the text in canonical decomposition (NFD), whatever form it is in.
std::string decomposed(std::string_view text);

/// Says where two different texts of one appearance differ: "this one has U+0435, that one `e`". The text is empty if
/// they do not look the same.
std::string difference_in_looks(std::string_view one, std::string_view other);

}  // namespace wt
