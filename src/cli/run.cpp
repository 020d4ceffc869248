#include "cli/run.h"

#include <type_traits>
#include <variant>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/question.h"
#include "host/console.h"
#include "host/watchdog.h"

namespace wt::cli {

using namespace host;

namespace {

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
        if (std::string why = too_little_memory(options.common.memory_mib); !why.empty())
            return console.finish(console.refuse(why));
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
