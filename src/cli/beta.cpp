// `wrongtree beta` reads a draft as a first reader would.
#include "ask/beta.h"

#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "form/beta_text.h"
#include "form/diagnostics.h"
#include "host/watchdog.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

void report(const ask::DraftFault& fault, Console& console) {
    if (fault.source)
        console.remark(render(*fault.source, fault.diagnostics, console.colour_on_error()));
    else
        console.error(fault.text);
}

}  // namespace

ExitCode run_command(const BetaOptions& options, std::string_view version, Console& console) {
    if (options.file == "-" && options.draft == "-")
        return console.refuse("only one of FILE and DRAFT can be standard input");
    std::unique_ptr<ask::LoadedWorld> loaded = load_world(options.file, options.common, console);
    if (!loaded) return ExitCode::bad_input;
    tl::expected<Source, std::string> text = read_file(options.draft);
    if (!text) return console.refuse(text.error());
    Source expression("--who-knows", options.who_knows);
    auto asked = [&] {
        TimeOfReading time(options.common.seconds);
        return ask::ask_of_draft(loaded->world, *text, options.who_knows.empty() ? nullptr : &expression,
                                 options.question);
    }();
    if (!asked) {
        report(asked.error(), console);
        return ExitCode::bad_input;
    }
    ResourceLimits limits = resource_limits(options.common);
    Watchdog watchdog(limits, error_is_terminal());
    Budget budget;
    ask::set_limits(budget, resources_of(limits));
    Watch watch(watchdog, budget, "reading");
    ask::DraftReport found = ask::review(loaded->world, asked->read, asked->question, budget);
    if (found.is_endless) {
        report_endless(*loaded, found.endless, console);
        return ExitCode::bad_input;
    }
    BetaDocument document{version, options.file, *asked->read.formulas, *text, asked->question, found.stop};
    BetaAnswer answer =
        beta_answer(document, found, options.who_knows, options.common.json, console.colour_on_output());
    console.ready_answer(answer.text);
    if (!answer.note.empty()) console.note(answer.note);
    report_endless(*loaded, found.endless, console);
    if (found.stop == Stop::none) return answer.has_errors ? ExitCode::no : ExitCode::yes;
    console.note("undecided: " +
                 (budget.refusal().empty() ? option_stop_text(found.stop) : budget.refusal()));
    return undecided_code();
}

}  // namespace wt::cli
