// `wrongtree beta`: reads a draft as a first reader would.
#include "ask/beta.h"

#include <fmt/format.h>

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

/// What the call is about, read and settled.
struct BetaInput {
    std::unique_ptr<ask::LoadedWorld> loaded;
    std::optional<Source> text;
    ask::DraftRead read;
    ask::QuestionUsed question;
};

std::optional<BetaInput> read_input(const BetaOptions& options, Console& console) {
    BetaInput input;
    input.loaded = load_world(options.file, options.common, console);
    if (!input.loaded) return std::nullopt;
    tl::expected<Source, std::string> text = read_file(options.draft);
    if (!text) {
        console.error(text.error());
        return std::nullopt;
    }
    input.text = std::move(*text);
    Result<ask::DraftRead> read = [&] {
        TimeOfReading time(options.common);
        return ask::read_draft(input.loaded->world, *input.text);
    }();
    if (!read) {
        console.remark(render(*input.text, read.error(), console.colour_on_error()));
        return std::nullopt;
    }
    input.read = std::move(*read);
    if (!options.who_knows.empty()) {
        Source source("--who-knows", options.who_knows);
        Result<model::ExprId> expr = ask::read_expression(input.read, source);
        if (!expr) {
            console.remark(render(source, expr.error(), console.colour_on_error()));
            return std::nullopt;
        }
    }
    auto question = ask::settle_limits(input.loaded->world, options.question);
    if (!question) {
        console.error(question.error());
        return std::nullopt;
    }
    input.question = std::move(*question);
    ask::deepen(input.question, input.read);
    return input;
}

std::string summary(const FindingCounts& counts) {
    std::string text = count_text(counts.errors, counts.warnings);
    if (counts.intended > 0) text += fmt::format(", {} intended", counts.intended);
    return text;
}

void print_review(const BetaOptions& options, const BetaInput& input, const ask::DraftReport& report,
                  const BetaDocument& document, Console& console) {
    if (options.common.json)
        console.ready_answer(review_json(document, report.review));
    else
        console.ready_answer(review_text(*input.text, report.review, console.colour_on_output()));
    FindingCounts counts = count_findings(report.review);
    if (report.stop == Stop::none || !report.review.findings.empty()) console.note(summary(counts));
}

void print_knowledge(const BetaOptions& options, const BetaInput& input, const ask::DraftReport& report,
                     const BetaDocument& document, Console& console) {
    if (options.common.json)
        console.ready_answer(knowledge_json(document, options.who_knows, report.rows));
    else
        console.ready_answer(report.rows.empty() ? "" : knowledge_text(*input.read.formulas, report.rows));
}

ExitCode answer(const BetaOptions& options, BetaInput& input, std::string_view version, Console& console) {
    ResourceLimits limits = resource_limits(options.common);
    Watchdog watchdog(limits, error_is_terminal());
    Budget budget;
    ask::set_limits(budget, resources_of(limits));
    Watch watch(watchdog, budget, "reading");
    ask::DraftReport report = ask::review(input.loaded->world, input.read, input.question, budget);
    if (report.is_endless) {
        report_endless(*input.loaded, report.endless, console);
        return ExitCode::bad_input;
    }
    bool is_review = !input.read.expression.valid();
    BetaDocument document{version,     options.file,   *input.read.formulas,
                          *input.text, input.question, report.stop};
    (is_review ? print_review : print_knowledge)(options, input, report, document, console);
    report_endless(*input.loaded, report.endless, console);
    if (report.stop != Stop::none) {
        console.note("undecided: " +
                     (budget.refusal().empty() ? option_stop_text(report.stop) : budget.refusal()));
        return undecided_code();
    }
    return is_review && count_findings(report.review).errors > 0 ? ExitCode::no : ExitCode::yes;
}

}  // namespace

ExitCode run_command(const BetaOptions& options, std::string_view version, Console& console) {
    if (options.file == "-" && options.draft == "-") {
        console.error("only one of FILE and DRAFT can be standard input");
        return ExitCode::bad_input;
    }
    std::optional<BetaInput> input = read_input(options, console);
    return input ? answer(options, *input, version, console) : ExitCode::bad_input;
}

}  // namespace wt::cli
