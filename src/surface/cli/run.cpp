#include "surface/cli/run.h"

#include <variant>

#include "surface/cli/command_line.h"
#include "surface/cli/commands.h"
#include "surface/cli/console.h"

namespace wt::surface {

namespace {

struct Runner {
    std::string_view version;

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
        return console.finish(run_command(options, version, console));
    }
};

}  // namespace

int run(int argc, const char* const* argv, std::string_view version) {
    prepare_standard_streams();
    return static_cast<int>(std::visit(Runner{version}, read_command_line(argc, argv, version)));
}

}  // namespace wt::surface
