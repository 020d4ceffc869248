// The executable `wrongtree`.
#include "surface/cli/run.h"
#include "surface/serve/serve.h"

namespace {

wt::surface::ExitCode serve(const wt::surface::ServeOptions& options, std::string_view version,
                            wt::surface::Console& console) {
    return wt::surface::serve({.file = options.file,
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
    return wt::surface::run(argc, argv, WT_VERSION, serve);
}
