#include "cli/question.h"

#include "base/source.h"
#include "form/diagnostics.h"

namespace wt::cli {

using namespace form;
using namespace host;

void report(const ask::QuestionFault& fault, const ask::QuestionOptions& given, Console& console) {
    switch (fault.kind) {
        case ask::QuestionFault::Kind::no_such_request:
            return console.remark(fault.text + "\n");
        case ask::QuestionFault::Kind::bad_constraint:
            return console.remark(
                render(Source("--where", given.where), fault.diagnostics, console.colour_on_error()));
        case ask::QuestionFault::Kind::bad_limits:
            return console.error(fault.text);
    }
}

ResourceLimits resource_limits(const CommonOptions& options) {
    return host::resource_limits(options.seconds, options.memory_mib, options.states);
}

ask::Resources resources_of(const ResourceLimits& limits) {
    return {bytes_for_stores(limits), limits.states};
}

std::string stop_text(const Budget& budget) {
    return ask::stop_text(budget, option_stop_text);
}

ExitCode code_of(ask::Decision decision) {
    switch (decision) {
        case ask::Decision::yes:
            return ExitCode::yes;
        case ask::Decision::no:
            return ExitCode::no;
        case ask::Decision::undecided:
            return undecided_code();
        case ask::Decision::interrupted:
            return ExitCode::interrupted;
        case ask::Decision::bad_input:
            return ExitCode::bad_input;
        case ask::Decision::internal:
            return ExitCode::internal;
    }
    return ExitCode::internal;
}

ExitCode undecided_code() {
    return Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided;
}

}  // namespace wt::cli
