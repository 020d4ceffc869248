#include "cli/load.h"

#include <fmt/format.h>

#include "form/diagnostics.h"
#include "host/library_files.h"

namespace wt::cli {

using namespace form;
using namespace host;

lang::Reading read_world_in_time(const std::string& path, Source& source, const CommonOptions& options,
                                 const std::vector<std::string>& requests) {
    lang::Dialect dialect = ask::dialect_for(path, options.dialect);
    source = ask::with_libraries(std::move(source), dialect, libraries_beside(path));
    count_as_time_of_the_question(0);
    TimeOfReading time(options.seconds);
    return lang::read_world(source, dialect, {options.divergences, requests});
}

std::unique_ptr<ask::LoadedWorld> load_world(const std::string& path, const CommonOptions& options,
                                             Console& console, const std::vector<std::string>& requests) {
    tl::expected<Source, std::string> source = read_file(path, kMostWorldBytes);
    if (!source) {
        console.error(source.error());
        return nullptr;
    }
    lang::Reading reading = read_world_in_time(path, *source, options, requests);
    auto loaded = ask::world_of(std::move(*source), std::move(reading));
    if (!loaded) {
        const ask::WorldFault& fault = loaded.error();
        if (fault.diagnostics.has_errors())
            console.remark(render(fault.source, fault.diagnostics, console.colour_on_error()));
        else
            console.error(fmt::format("`{}`: {}", path, fault.refusal));
        return nullptr;
    }
    ask::WarningCount warnings = ask::count_warnings(**loaded);
    if (warnings.count > 0)
        console.note(fmt::format("{}{} {} in `{}`; see `wrongtree check`", warnings.count,
                                 warnings.all ? "" : " or more", warnings.count == 1 ? "warning" : "warnings",
                                 path));
    return std::move(*loaded);
}

void report_endless(const ask::LoadedWorld& loaded, const std::optional<model::EndlessTriggers>& met,
                    Console& console) {
    if (!met) return;
    console.remark(
        render(loaded.source, ask::endless_message(loaded.world, *met), console.colour_on_error()));
}

}  // namespace wt::cli
