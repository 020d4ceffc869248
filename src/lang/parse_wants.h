// This parses `wants` (docs/language.md, section 8).
#pragma once

#include "lang/parse_cursor.h"

namespace wt::lang {

/// Reads `wants Ann: condition [weight], ...` or `wants(c : character): ...`, which begins at the cursor, and leaves it
/// before the `;`. A mistake in one want is reported and does not touch the others.
NodeId parse_wants(Cursor& cursor);

}  // namespace wt::lang
