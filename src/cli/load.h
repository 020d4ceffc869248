// This gets worlds in from files.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "ask/world.h"
#include "base/budget.h"
#include "base/source.h"
#include "cli/options.h"
#include "host/console.h"
#include "host/read_file.h"
#include "host/watchdog.h"
#include "lang/lang.h"
#include "model/plan.h"

namespace wt::cli {

/// Puts the libraries behind a text and reads it as a world, in a time that begins with it.
lang::Reading read_world_in_time(const std::string& path, Source& source, const CommonOptions& options,
                                 const std::vector<std::string>& requests);

/// Reads the world for a command that works on it. Mistakes go to standard error, and none is returned; of mere
/// warnings only their number is told. The world is in one piece of memory, because much refers to it. The divergences
/// are those of the options, and those under which the requests are set.
std::unique_ptr<ask::LoadedWorld> load_world(const std::string& path, const CommonOptions& options,
                                             host::Console& console,
                                             const std::vector<std::string>& requests = {});

/// Says which triggers never come to rest, if any were met, with the mind, the beat and their places in the text: an
/// error where it happens at the start; after an action, which is impossible there, a warning.
void report_endless(const ask::LoadedWorld& loaded, const std::optional<model::EndlessTriggers>& met,
                    host::Console& console);

}  // namespace wt::cli
