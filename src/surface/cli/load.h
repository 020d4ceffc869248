// Getting files in: texts, and worlds read from them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "ask/world.h"
#include "base/budget.h"
#include "base/source.h"
#include "lang/lang.h"
#include "model/plan.h"
#include "surface/cli/console.h"
#include "surface/cli/options.h"
#include "surface/cli/watchdog.h"

namespace wt::surface {

/// No file may be larger than this, in bytes.
inline constexpr std::size_t kMostFileBytes = std::size_t{64} << 20;
/// No world may be: reading takes up to a hundred times as much memory.
inline constexpr std::size_t kMostWorldBytes = std::size_t{8} << 20;

/// The text of a file; `-` is standard input. Otherwise a sentence that says why there is none.
tl::expected<Source, std::string> read_file(const std::string& path, std::size_t most = kMostFileBytes);

/// While it lives, time is watched: where reading alone takes all of `--time`, the program ends as undecided.
/// What it takes is counted as time of the question that follows.
class TimeOfReading {
  public:
    explicit TimeOfReading(const CommonOptions& options);
    ~TimeOfReading();
    TimeOfReading(const TimeOfReading&) = delete;
    TimeOfReading& operator=(const TimeOfReading&) = delete;

  private:
    Watchdog watchdog_;
    Budget nobody_asks_;
    Watch watch_;
};

/// Reads a world in such a time, which begins with it.
lang::Reading read_world_in_time(const Source& source, lang::Dialect dialect, const CommonOptions& options,
                                 const std::vector<std::string>& requests);

/// The language of a file by the option, else by its name.
lang::Dialect dialect_for(const std::string& path, DialectChoice choice);

/// Reads the world for a command that works on it. Mistakes go to standard error, and none is handed out; of
/// mere warnings only their number is told. In one piece of memory, because much refers to the world. The
/// divergences are those of the options, and those under which the requests are set.
std::unique_ptr<ask::LoadedWorld> load_world(const std::string& path, const CommonOptions& options,
                                             Console& console, const std::vector<std::string>& requests = {});

/// Says which triggers never come to rest, if any were met, with the mind, the beat and their places in the text: an
/// error where it happens at the start; after an action, which is impossible there, a warning.
void report_endless(const ask::LoadedWorld& loaded, const std::optional<model::EndlessTriggers>& met,
                    Console& console);

}  // namespace wt::surface
