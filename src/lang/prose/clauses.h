// All languages do these things with clauses: they make lists of them, and fill patterns with them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/prose/grammar.h"

namespace wt::lang::prose {

ClauseToken text_token(std::string text);
/// Takes it out; returns an empty clause if there is none.
Clause take_first(std::vector<Clause>& parts);
/// Returns "<a>, <b> and <c>" with `last_joint` " and ", each behind `each`.
Clause listed(std::vector<Clause> parts, std::string_view last_joint, const std::string& each);
/// Lists clauses of one subject, which is told once.
Clause joined(std::vector<Clause> parts, std::string_view last_joint);
/// Joins clauses that differ in what they name last, and tells once what they share: "<a>, or in the beech".
/// `last_joint` stands before the last.
Clause alternatives(const std::vector<Clause>& parts, std::string_view joint, std::string_view last_joint);
/// Binds a pattern of `parse_pattern`; `{0}` is `who[0]`, `<0>` is `parts[0]`.
BoundTemplate bound_pattern(std::string_view text, const std::vector<model::EntityId>& who,
                            const std::vector<Clause>& parts);

}  // namespace wt::lang::prose
