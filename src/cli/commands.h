// These are the commands. Each prints its answer and remarks on the console and says how the program shall end.
#pragma once

#include <string_view>

#include "cli/options.h"
#include "host/console.h"

namespace wt::cli {

host::ExitCode run_command(const CheckOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const PlanOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const VerifyOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const ShowOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const NewOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const VendorOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const WhyOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const WhynotOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const DiffOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const BetaOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const BoardCommandOptions& options, std::string_view version,
                           host::Console& console);
host::ExitCode run_command(const SeriesOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const TellOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const PlayOptions& options, std::string_view version, host::Console& console);
host::ExitCode run_command(const ExportOptions& options, std::string_view version, host::Console& console);

}  // namespace wt::cli
