// This parses what stands in a `telling` block (docs/language.md, section 15).
#pragma once

#include "lang/parse_context.h"

namespace wt::lang {

/// Reads the tokens `first` to `end`, between the braces. Items that cannot be read become `error` nodes, with a
/// message.
std::vector<NodeId> parse_told_items(ParseContext& context, std::uint32_t first, std::uint32_t end);

}  // namespace wt::lang
