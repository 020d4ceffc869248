// Libraries are files of rules that a world puts under itself with `use` (docs/language.md, section 17).
//
// What a world uses is put behind its text before it is read (`with_libraries`), so that one source holds all that the
// world is made of, and every message can name a place in any file of it. Files are not looked for here: the caller
// that reads a world gives a function that finds the text of a library by its name.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "lang/dialect.h"
#include "lang/divergences.h"
#include "lang/syntax.h"

namespace wt::lang {

/// More libraries than this under one world are not put there.
inline constexpr std::size_t kMostLibraries = 100;
/// More bytes than this of libraries are not read.
inline constexpr std::size_t kMostLibraryBytes = std::size_t{8} << 20;

/// Such a function finds the text of a library by its name, such as `life/places`; nothing if there is none. The source
/// has the name by which messages call it, that of its file.
using FindLibrary = std::function<std::optional<Source>(std::string_view name)>;

/// Returns the library of this name that comes with the program; nothing if none does.
std::optional<Source> find_shipped(std::string_view name);

/// Puts all libraries behind the text that it uses, directly or not, each once, and each after those that it uses; what
/// is renamed (`use life/trade (thing as goods)`) is renamed in it and in all that use it. What cannot be found is left
/// out, and `read_world` complains about it. Texts in Sabre's language use nothing. Cost: one pass over each text.
Source with_libraries(Source source, Dialect dialect, const FindLibrary& find);

/// A library that a text uses.
struct UsedLibrary {
    std::string name;
    Source source;  ///< as it was found
};
/// Returns the libraries that a text uses, directly or not, in the order in which they lie under it.
std::vector<UsedLibrary> libraries_of(const Source& source, Dialect dialect, const FindLibrary& find);

/// Returns the name that a `path` node spells.
std::string path_of(const SyntaxTree& tree, NodeId path);

/// Returns the layers of a tree, and what each uses. Reports a file that is no library, or another one than it is taken
/// for, libraries that use themselves, those that are not there or too old, and renaming what they do not have.
std::vector<LayerNode> layers_of(const SyntaxTree& tree, Diagnostics& diagnostics);

}  // namespace wt::lang
