// This parses `library` and `use` (docs/language.md, section 17).
#pragma once

#include "lang/parse_context.h"

namespace wt::lang {

/// Reads `library life/places 1.2 "..."` or `use life/places, life/trade 1 (thing as goods)` at the token `at`, which
/// goes behind what was read; nothing at or behind `end` belongs to it. Returns none, and reports it, if something is
/// wrong.
NodeId parse_library(ParseContext& context, std::uint32_t& at, std::uint32_t end);

}  // namespace wt::lang
