// This does all that is left to do when a text has been parsed: it turns the tree into a world.
#pragma once

#include "lang/lang.h"
#include "lang/syntax.h"
#include "lang/uses.h"

namespace wt::lang {

/// Does what `read_world` does with a tree. `diagnostics` are those of the parser. `uses` gets what the checker alone
/// can tell of the meaning of names; null means that nobody asks.
Reading read_tree(const SyntaxTree& tree, Dialect dialect, const Selection& selection,
                  Diagnostics diagnostics, UseTable* uses = nullptr);

}  // namespace wt::lang
