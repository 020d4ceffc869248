// A file in sentences declares the libraries that it uses, its kinds, and who and what there is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lang/sentences/cut.h"
#include "lang/sentences/said.h"
#include "model/world.h"

namespace wt::lang {

/// Returns `english` or `german`: what is said (`Language: German.`), else what the first sentences are in.
std::string language_of_sentences(std::string_view text);

/// This is a library that is used, and where that is said.
struct SaidLibrary {
    std::string name;
    Span span;
};
/// Reads "Use life/things and life/speech." A name alone is that of a part of `life`, if there is one.
std::optional<std::vector<SaidLibrary>> said_libraries(const CutSentence& sentence, std::string_view text,
                                                       bool is_german);

/// This is what "A treasure is a thing" declares.
struct SaidKind {
    std::string name;
    std::string noun;
    std::string parent;  ///< the name of a type
    Span span;
};

/// This is somebody or something that there is.
struct SaidEntity {
    std::string name;  ///< as the language of worlds calls it
    std::string text;  ///< as it stands in a sentence, with its article
    std::string word;  ///< its gender or number; may be empty
    std::string type;
    Span span;
};

struct Declarations {
    std::vector<SaidKind> kinds;
    std::vector<SaidEntity> entities;
};

/// Returns what a sentence declares, by the types of a world and the kinds said before, or nothing if it declares nothing.
std::optional<Declarations> declarations_in(const CutSentence& sentence, std::string_view text,
                                            const model::World& world, const std::string& language,
                                            const std::vector<SaidKind>& kinds);

/// Returns all nouns that can follow "is a", or in the plural "are", to show how a sentence could go on.
std::vector<std::string> nouns_of_kinds(const model::World& world, const std::string& language, bool plural);

/// Returns the noun of a type.
std::string noun_of_type(const model::World& world, const std::string& language, model::TypeId type);
std::string plural_of_noun(std::string_view noun);
/// Returns the name in the language of worlds that a text gives: "the old mill" is OldMill.
std::string name_of_text(std::string_view text);

/// Returns the word about the gender of one of the nouns for people that all worlds know ("people", "woman"), which may be empty, or nothing
/// for another noun.
std::optional<std::string> word_for_person(std::string_view noun, bool is_german, bool plural);

}  // namespace wt::lang
