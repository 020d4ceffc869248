#include "cli/run.h"

#include <algorithm>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/question.h"
#include "host/console.h"
#include "host/watchdog.h"

namespace wt::cli {

using namespace host;

namespace {

/// Less memory than this does not suffice for the program itself.
constexpr std::uint64_t kLeastMemory = std::uint64_t{16} << 20;

/// Nothing if the program can start with so much memory at all.
std::string too_little_memory(const CommonOptions& options) {
    if (!options.memory_mib) return "";
    std::uint64_t least = std::max(kLeastMemory, resident_bytes() + (std::uint64_t{4} << 20)) >> 20;
    if (*options.memory_mib >= least) return "";
    return fmt::format("--memory {} is less than the program itself needs; give {} or more",
                       *options.memory_mib, least);
}

struct Runner {
    std::string_view version;
    ServeCommand serve;

    ExitCode operator()(const Reply& reply) const {
        Console console(ColourChoice::automatic);
        if (reply.code == ExitCode::yes)
            console.ready_answer(reply.text);
        else
            console.error(reply.text);
        return console.finish(reply.code);
    }
    template <class Options>
    ExitCode operator()(const Options& options) const {
        Console console(options.common.colour);
        if (std::string why = too_little_memory(options.common); !why.empty()) {
            console.error(why);
            return console.finish(ExitCode::bad_input);
        }
        if (std::is_same_v<Options, ServeOptions>) {
            end_by_itself_at_interrupt();
            return console.finish(command(options, console));
        }
        // Time is counted for each question by itself; memory and Ctrl-C are the whole program's.
        ResourceLimits limits = resource_limits(options.common);
        limits.seconds.reset();
        Watchdog outermost(limits, false);
        return console.finish(command(options, console));
    }

    template <class Options>
    ExitCode command(const Options& options, Console& console) const {
        if constexpr (std::is_same_v<Options, ServeOptions>)
            return serve(options, version, console);
        else
            return run_command(options, version, console);
    }
};

}  // namespace

int run(int argc, const char* const* argv, std::string_view version, ServeCommand serve) {
    prepare_standard_streams();
    return static_cast<int>(std::visit(Runner{version, serve}, read_command_line(argc, argv, version)));
}

}  // namespace wt::cli
