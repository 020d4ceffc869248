// This is the way in: it reads a text as a world, and a text as a plan.
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

/// This chooses one of the worlds of a text; without anything it is canon.
struct Selection {
    std::vector<std::string> divergences;
    std::vector<std::string> requests;  ///< the divergences under which they are set are taken, too
};

/// Keeps the first `kMostMessages`, errors before warnings, and says how many there were.
void keep_first(Diagnostics& diagnostics);

/// Drops warnings about the libraries behind a text, except for triggers that may fire for ever: the others are for the
/// author of the library, and `check` of its own file gives them.
void drop_warnings_of_libraries(const Source& source, Diagnostics& diagnostics);

/// A request by its name.
struct RequestHead {
    std::string name;
    std::string title;
};

/// This is the outcome of reading a text. There is a world exactly if no diagnostic is an error and there is no
/// refusal.
struct Reading {
    std::optional<model::World> world;
    std::vector<RequestHead> requests;  ///< all in the text, also those that do not fit the world
    Diagnostics diagnostics;            ///< sorted by place
    bool is_library = false;            ///< the text is a library: a world without anybody in it
    std::string refusal;  ///< a sentence: a divergence or request was asked for that is not in the text
};

/// Reads a text as one of its worlds. Mistakes in all divergences and requests are reported, whichever are
/// asked for: each divergence is checked by itself (with what it requires), as is each request. Cost: one
/// check of the text for every one of them, each linear. The libraries that the text uses have to stand behind it
/// (lang/libraries.h).
Reading read_world(const Source& source, Dialect dialect, const Selection& selection = {});

/// Reads a plan: one ground action a line, such as `walk(Tom, Home, Market)`. Blank lines and comments are
/// skipped.
Result<std::vector<model::GroundEvent>> read_plan(const model::World& world, const Source& source);

}  // namespace wt::lang
