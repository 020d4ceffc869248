// The way in: text to world, and text to plan.
//
//   wt::Source source("tale.wt", text);
//   wt::lang::Reading reading = wt::lang::read_world(source, wt::lang::dialect_of(source.name()));
//   if (reading.world) ...  // else reading.diagnostics says why
//
// A world owns all it needs; spans in it and in diagnostics refer to the source.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "lang/dialect.h"
#include "model/plan.h"
#include "model/world.h"

namespace wt::lang {

/// More messages than this are not handed out; errors go before warnings.
inline constexpr std::size_t kMostMessages = 200;

/// What came of reading a text. There is a world exactly if no diagnostic is an error.
struct Reading {
    std::optional<model::World> world;
    Diagnostics diagnostics;  ///< sorted by place
};

Reading read_world(const Source& source, Dialect dialect);

/// Reads a plan: one ground action a line, such as `walk(Tom, Home, Market)`. Blank lines and comments are
/// skipped.
Result<std::vector<model::GroundEvent>> read_plan(const model::World& world, const Source& source);

}  // namespace wt::lang
