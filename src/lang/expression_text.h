// This reads formulas and expressions that stand alone: on the command line, in a draft, in a request.
#pragma once

#include "base/result.h"
#include "base/source.h"
#include "lang/dialect.h"
#include "model/world.h"

namespace wt::lang {

/// Reads one expression of any type, such as `at(Tom) == Home` or `believes(Ann, money(Tom))`, whose names
/// are those of the world. Its nodes are added to the world's pools, where nothing else changes; nodes that
/// are left behind by an expression with a mistake are never referred to. Spans, those of the new nodes and
/// of diagnostics, refer to `source`. Cost: linear in the text, and in the number of names of the world.
Result<model::ExprId> read_expression(model::World& world, const Source& source,
                                      Dialect dialect = Dialect::wrongtree);

/// Reads a condition in the same way, which must be true or false.
Result<model::ExprId> read_condition(model::World& world, const Source& source,
                                     Dialect dialect = Dialect::wrongtree);

/// Reads a constraint over stories in the same way, such as `sometime at(Tom) == Home & never happens steal`
/// (docs/language.md, section 14).
Result<model::TraceId> read_constraint(model::World& world, const Source& source,
                                       Dialect dialect = Dialect::wrongtree);

}  // namespace wt::lang
