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
    ExitCode operator()(const CheckOptions& options) const {
        Console console(options.common.colour);
        return console.finish(run_check(options, version, console));
    }
    ExitCode operator()(const PlanOptions& options) const {
        Console console(options.common.colour);
        return console.finish(run_plan(options, version, console));
    }
    ExitCode operator()(const VerifyOptions& options) const {
        Console console(options.common.colour);
        return console.finish(run_verify(options, version, console));
    }
    ExitCode operator()(const WhynotOptions& options) const {
        Console console(options.common.colour);
        return console.finish(run_whynot(options, version, console));
    }
    ExitCode operator()(const DiffOptions& options) const {
        Console console(options.common.colour);
        return console.finish(run_diff(options, version, console));
    }
    ExitCode operator()(const ShowOptions& options) const {
        Console console(options.common.colour);
        return console.finish(run_show(options, version, console));
    }
    ExitCode operator()(const WhyOptions& options) const {
        Console console(options.common.colour);
        return console.finish(run_why(options, version, console));
    }
    ExitCode operator()(const SeriesOptions& options) const {
        Console console(options.common.colour);
        return console.finish(run_series(options, version, console));
    }
};

}  // namespace

int run(int argc, const char* const* argv, std::string_view version) {
    prepare_standard_streams();
    return static_cast<int>(std::visit(Runner{version}, read_command_line(argc, argv, version)));
}

}  // namespace wt::surface
