// This parses constraints over a whole story, as they stand in requests and behind `--where` (docs/language.md, section
// 14).
#pragma once

#include "lang/parse_context.h"

namespace wt::lang {

/// Reads the tokens `first` to `end` as a constraint. Returns an `error` node, and reports it, if they are none.
NodeId parse_constraint(ParseContext& context, std::uint32_t first, std::uint32_t end);

/// Reads them as something that can be said of one moment: conditions and happenings.
NodeId parse_moment(ParseContext& context, std::uint32_t first, std::uint32_t end);

}  // namespace wt::lang
