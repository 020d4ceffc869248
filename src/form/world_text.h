// This is the answer of `show --as` and `show --rules`: a world as a text that can be read again.
#pragma once

#include <string>
#include <string_view>

#include "ask/world.h"

namespace wt::form {

/// This says as what a world is shown.
enum class WorldAs {
    facts,      ///< the ground world (form/show_text.h)
    rules,      ///< its rules as they count (form/rules_text.h)
    wt,         ///< the text of the world in the language; of a file in sentences its translation
    sentences,  ///< in sentences, with what no sentence says as comments
};

/// Returns the text, for anything but `facts`. With a version of the program it is a document (docs/schema/rules.schema.json,
/// docs/schema/world.schema.json).
std::string world_text(const ask::LoadedWorld& loaded, lang::Dialect dialect, WorldAs as,
                       std::string_view version = "");

}  // namespace wt::form
