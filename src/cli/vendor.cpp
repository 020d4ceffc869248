// `wrongtree vendor` copies the libraries that a world uses beside it, so that it no longer depends on the
// installation.
#include "ask/world.h"
#include "cli/commands.h"
#include "host/library_files.h"
#include "host/read_file.h"

namespace wt::cli {

using namespace host;

ExitCode run_command(const VendorOptions& options, std::string_view, Console& console) {
    if (options.file == "-")
        return console.refuse("the world has to be a file: the libraries are copied into its folder");
    tl::expected<Source, std::string> source = read_file(options.file, kMostWorldBytes);
    if (!source) return console.refuse(source.error());
    lang::Dialect dialect = ask::dialect_for(options.file, options.common.dialect);
    std::string text;
    for (const lang::UsedLibrary& library :
         ask::libraries_of(*source, dialect, libraries_beside(options.file))) {
        auto done = copy_library(options.file, library.name, library.source);
        if (!done) return console.refuse(done.error());
        text += *done;
    }
    console.answer(text.empty() ? "the world uses no libraries that can be found\n" : text);
    return ExitCode::yes;
}

}  // namespace wt::cli
