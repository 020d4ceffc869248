// `wrongtree vendor`: copies the libraries that a world uses beside it, so that it no longer depends on the installation.
#include <filesystem>

#include <fmt/format.h>

#include "ask/world.h"
#include "cli/commands.h"
#include "host/library_files.h"
#include "host/read_file.h"
#include "host/write_file.h"

namespace wt::cli {

using namespace host;

namespace {

/// Where a library lies beside a world.
std::filesystem::path path_beside(const std::string& world, const std::string& library) {
    return std::filesystem::path(world).parent_path() / (library + ".wt");
}

/// Writes one library. A sentence if that fails.
std::optional<std::string> copy(const lang::UsedLibrary& library, const std::filesystem::path& to,
                                const std::string& world) {
    std::error_code error;
    std::filesystem::create_directories(to.parent_path().empty() ? "." : to.parent_path(), error);
    if (error)
        return fmt::format("cannot make the folder `{}`: {}", to.parent_path().string(), error.message());
    if (auto refusal = refusal_of_output(to.string(), std::vector<std::string>{world})) return refusal;
    return write_file(to.string(), library.source.text());
}

}  // namespace

ExitCode run_command(const VendorOptions& options, std::string_view, Console& console) {
    if (options.file == "-") {
        console.error("the world has to be a file: the libraries are copied into its folder");
        return ExitCode::bad_input;
    }
    tl::expected<Source, std::string> source = read_file(options.file, kMostWorldBytes);
    if (!source) {
        console.error(source.error());
        return ExitCode::bad_input;
    }
    lang::Dialect dialect = ask::dialect_for(options.file, options.common.dialect);
    std::string text;
    for (const lang::UsedLibrary& library :
         ask::libraries_of(*source, dialect, libraries_beside(options.file))) {
        std::filesystem::path to = path_beside(options.file, library.name);
        if (std::filesystem::exists(to)) {
            text += fmt::format("{}: is there already\n", to.string());
            continue;
        }
        if (std::optional<std::string> failure = copy(library, to, options.file)) {
            console.error(*failure);
            return ExitCode::bad_input;
        }
        text += fmt::format("{}: copied\n", to.string());
    }
    if (text.empty()) text = "the world uses no libraries that can be found\n";
    console.answer(text);
    return ExitCode::yes;
}

}  // namespace wt::cli
