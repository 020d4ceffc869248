// This is the executable `wrongtree`.
#include "cli/run.h"
#include "serve/serve.h"

namespace {

wt::host::ExitCode serve(const wt::cli::ServeOptions& options, std::string_view version,
                         wt::host::Console& console) {
    return wt::serve::serve({.file = options.file,
                             .port = options.port,
                             .opens_browser = options.opens_browser,
                             .dialect = options.common.dialect,
                             .divergences = options.common.divergences,
                             .seconds = options.common.seconds,
                             .memory_mib = options.common.memory_mib,
                             .states = options.common.states},
                            version, console);
}

}  // namespace

int main(int argc, char** argv) {
    return wt::cli::run(argc, argv, WT_VERSION, serve);
}
