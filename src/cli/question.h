// Questions of the command line: settled with what is wrong told on standard error, and in its words.
#pragma once

#include <optional>
#include <string>

#include "ask/question.h"
#include "ask/resources.h"
#include "ask/stop.h"
#include "ask/world.h"
#include "cli/options.h"
#include "host/console.h"
#include "host/stop_words.h"
#include "host/watchdog.h"

namespace wt::cli {

/// The question, asked of a world that has been read; none: what is wrong has gone to standard error.
std::optional<ask::QuestionUsed> settle(const ask::LoadedWorld& loaded, const ask::QuestionOptions& given,
                                        const ask::QuestionOfPlan& plan, host::Console& console);
/// Says on standard error why the question cannot be asked.
void report(const ask::QuestionFault& fault, const ask::QuestionOptions& given, host::Console& console);

/// `limits: author 8 (given), ...` for standard error.
std::string question_text(const ask::QuestionUsed& question);

/// The options, with the default for memory.
host::ResourceLimits resource_limits(const CommonOptions& options);
/// What of it stores and searches may take.
ask::Resources resources_of(const host::ResourceLimits& limits);

/// Why a budget stopped, in the words of the program; it may have refused something of its own.
std::string stop_text(const Budget& budget);

/// How the program ends where a question was not answered to the end.
host::ExitCode undecided_code();

}  // namespace wt::cli
