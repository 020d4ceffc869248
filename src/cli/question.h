// Questions of the command line are settled here, and mistakes are told on standard error, in its words.
#pragma once

#include <optional>
#include <string>

#include "ask/decision.h"
#include "ask/question.h"
#include "ask/resources.h"
#include "ask/stop.h"
#include "ask/world.h"
#include "cli/options.h"
#include "host/console.h"
#include "host/stop_words.h"
#include "host/watchdog.h"

namespace wt::cli {

/// Says on standard error why the question cannot be asked.
void report(const ask::QuestionFault& fault, const ask::QuestionOptions& given, host::Console& console);

/// Returns the limits of the options, with the default for memory.
host::ResourceLimits resource_limits(const CommonOptions& options);
/// Returns the part of it that stores and searches may take.
ask::Resources resources_of(const host::ResourceLimits& limits);

/// Says why a budget stopped, in the words of the program; it may have refused something of its own.
std::string stop_text(const Budget& budget);

/// Returns the code with which the program ends where a question was decided so.
host::ExitCode code_of(ask::Decision decision);
/// Returns the same where a question was not answered to the end.
host::ExitCode undecided_code();

}  // namespace wt::cli
