// This finds out which bracket belongs to which.
#pragma once

#include "lang/parse_context.h"

namespace wt::lang {

/// Fills `context.partner` and reports brackets without a partner. A `{` that nothing closes gets the token
/// before which it should have been closed, so that what is in it can still be read; other brackets without a
/// partner get none.
void match_brackets(ParseContext& context);

/// Does a divergence or request begin at this token?
bool begins_block(const ParseContext& context, std::uint32_t token);

/// Does a block of templates begin at this token?
bool begins_telling(const ParseContext& context, std::uint32_t token);

/// Does a definition other than a statement begin at this token?
bool begins_definition(const ParseContext& context, std::uint32_t token);

}  // namespace wt::lang
