// This says what a template may ask of a language: its forms of references, its words about names, and how many
// principal parts a verb has. The grammar itself is where the words are made.
#pragma once

#include <span>
#include <string_view>

namespace wt::model {

struct TellingLanguage {
    std::string_view name;
    std::span<const std::string_view> forms;  ///< of a reference, `{x:form}`
    std::span<const std::string_view> words;  ///< about a name
    std::size_t principal_parts = 0;          ///< of a verb behind its base form, if it has any
    std::string_view verb_sample;             ///< a verb with its principal parts
};

/// Returns all of them; the first is meant where a `telling` names none.
std::span<const TellingLanguage> telling_languages();
/// Returns the language of that name, or nullptr.
const TellingLanguage* find_telling_language(std::string_view name);
/// Do two words about one name contradict each other? A word that is given twice does, too.
bool are_contradictory(std::string_view one, std::string_view other);

}  // namespace wt::model
