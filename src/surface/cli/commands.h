// The commands. Each prints its answer and remarks on the console and says how the program shall end.
#pragma once

#include <string_view>

#include "surface/cli/console.h"
#include "surface/cli/options.h"

namespace wt::surface {

ExitCode run_check(const CheckOptions& options, std::string_view version, Console& console);
ExitCode run_plan(const PlanOptions& options, std::string_view version, Console& console);
ExitCode run_verify(const VerifyOptions& options, std::string_view version, Console& console);
ExitCode run_diff(const DiffOptions& options, std::string_view version, Console& console);
ExitCode run_whynot(const WhynotOptions& options, std::string_view version, Console& console);
ExitCode run_show(const ShowOptions& options, std::string_view version, Console& console);
ExitCode run_why(const WhyOptions& options, std::string_view version, Console& console);
ExitCode run_series(const SeriesOptions& options, std::string_view version, Console& console);

}  // namespace wt::surface
