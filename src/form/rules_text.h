// This writes the answer of `show --rules`: the rules of a world, as text that can be read again.
#pragma once

#include <string>
#include <string_view>

#include "base/source.h"
#include "model/world.h"

namespace wt::form {

/// Writes all actions and triggers as they count, in the order of the world: what libraries and divergences replace,
/// extend and leave out is taken into account, and declarations of perception are written out. In front of each stands,
/// as a comment, the file and line that it comes from. Cost: the size of the text.
std::string rules_text(const model::World& world, const Source& source);
/// Writes the same as a document (docs/schema/rules.schema.json).
std::string rules_json(const model::World& world, const Source& source, std::string_view version);

}  // namespace wt::form
