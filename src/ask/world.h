// Worlds are read from texts here, and it is said what is to be said of them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "base/diagnostic.h"
#include "base/source.h"
#include "engine/planner.h"
#include "lang/lang.h"
#include "lang/libraries.h"
#include "model/world.h"

namespace wt::ask {

/// This says in which language a text is written; `by_name` means as its name says.
enum class DialectChoice { by_name, sabre, wrongtree };
lang::Dialect dialect_for(std::string_view name, DialectChoice choice);

/// A world with the text it was read from. It never changes: sessions and questions refer to it, in one thread or several.
struct LoadedWorld {
    Source source;
    const model::World world;
    std::vector<lang::RequestHead> requests = {};  ///< all in the text, also those that do not fit the world
    Diagnostics warnings = {};                     ///< that the text alone shows
};

/// The reason why there is no world.
struct WorldFault {
    Source source;
    Diagnostics diagnostics;  ///< with an error, unless there is a refusal
    std::string refusal;      ///< a sentence: a divergence or request was asked for that is not in the text
};

/// Returns the text with all libraries behind it that it uses: as `beside` finds them, else those that come with the
/// program.
Source with_libraries(Source source, lang::Dialect dialect, const lang::FindLibrary& beside = {});

/// Returns the libraries that `with_libraries` puts behind a text, as they are found.
std::vector<lang::UsedLibrary> libraries_of(const Source& source, lang::Dialect dialect,
                                            const lang::FindLibrary& beside);

/// Returns the world of a text, which has its libraries behind it, in one piece of memory because much refers to it.
tl::expected<std::unique_ptr<LoadedWorld>, WorldFault> read_world(Source source, lang::Dialect dialect,
                                                                  const lang::Selection& selection);
/// Returns the same of a text that has been read.
tl::expected<std::unique_ptr<LoadedWorld>, WorldFault> world_of(Source source, lang::Reading reading);

/// Finds what only the ground world shows to be doubtful, as far as the budget goes.
Diagnostics lint(const model::World& world, Budget& budget);

struct WarningCount {
    std::size_t count = 0;
    bool all = true;  ///< none was left out because finding it would have taken long
};
/// Counts as many as a whole check finds, where the ground world is small.
WarningCount count_warnings(const LoadedWorld& loaded);

/// Tells which triggers never come to rest, with the mind, the beat and their places in the text: an error where it happens at
/// the start; after an action, which is impossible there, a warning.
Diagnostics endless_message(const model::World& world, const model::EndlessTriggers& met);

}  // namespace wt::ask
