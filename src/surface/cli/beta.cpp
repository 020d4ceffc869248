// `wrongtree beta`: reads a draft as a first reader would.
#include <algorithm>

#include <fmt/format.h>

#include "lang/expression_text.h"
#include "model/print.h"
#include "surface/cli/beta_text.h"
#include "surface/cli/commands.h"
#include "surface/cli/load.h"
#include "surface/cli/question.h"
#include "surface/cli/watchdog.h"
#include "surface/render/diagnostics.h"

namespace wt::surface {

namespace {

/// What the call is about, read and settled.
struct BetaInput {
    std::unique_ptr<LoadedWorld> loaded;
    model::World formulas;  ///< the world with those of the draft and of `--who-knows`
    std::optional<Source> text;
    story::Draft draft;
    model::ExprId expr;  ///< of `--who-knows`
    QuestionUsed question;
};

/// Beliefs are kept as deep as what is asked about them.
void deepen(BetaInput& input) {
    const model::World& world = input.formulas;
    for (const story::DraftItem& item : input.draft.items)
        if (item.kind == story::DraftKind::assertion)
            input.question.belief_depth =
                std::max(input.question.belief_depth, story::depth_read(world, item.condition));
    if (input.expr.valid())
        input.question.belief_depth =
            std::max(input.question.belief_depth, story::depth_read(world, input.expr));
    input.question.belief_depth = std::min(input.question.belief_depth, kMostBeliefDepth);
}

std::optional<BetaInput> read_input(const BetaOptions& options, Console& console) {
    BetaInput input;
    input.loaded = load_world(options.file, options.common, console);
    if (!input.loaded) return std::nullopt;
    input.formulas = input.loaded->world;
    tl::expected<Source, std::string> text = read_file(options.draft);
    if (!text) {
        console.error(text.error());
        return std::nullopt;
    }
    input.text = std::move(*text);
    Result<story::Draft> draft = [&] {
        TimeOfReading time(options.common);
        return story::read_draft(input.formulas, *input.text);
    }();
    if (!draft) {
        console.remark(render(*input.text, draft.error(), console.colour_on_error()));
        return std::nullopt;
    }
    input.draft = std::move(*draft);
    if (!options.who_knows.empty()) {
        Source source("--who-knows", options.who_knows);
        Result<model::ExprId> expr = lang::read_expression(input.formulas, source);
        if (!expr) {
            console.remark(render(source, expr.error(), console.colour_on_error()));
            return std::nullopt;
        }
        input.expr = *expr;
    }
    tl::expected<QuestionUsed, std::string> question = settle_question(input.loaded->world, options.question);
    if (!question) {
        console.error(question.error());
        return std::nullopt;
    }
    input.question = std::move(*question);
    deepen(input);
    return input;
}

std::string summary(const FindingCounts& counts) {
    std::string text = count_text(counts.errors, counts.warnings);
    if (counts.intended > 0) text += fmt::format(", {} intended", counts.intended);
    return text;
}

ExitCode answer_review(const BetaOptions& options, BetaInput& input, story::Stage& stage,
                       BetaDocument& document, Console& console) {
    story::Review review;
    if (stage.budget.stop() == Stop::none) review = story::review_draft(stage, input.draft, {});
    document.stop = stage.budget.stop();
    if (options.common.json)
        console.ready_answer(review_json(document, review));
    else
        console.ready_answer(review_text(*input.text, review, console.colour_on_output()));
    FindingCounts counts = count_findings(review);
    if (document.stop == Stop::none || !review.findings.empty()) console.note(summary(counts));
    if (document.stop != Stop::none) return ExitCode::undecided;
    return counts.errors > 0 ? ExitCode::no : ExitCode::yes;
}

ExitCode answer_who_knows(const BetaOptions& options, BetaInput& input, story::Stage& stage,
                          BetaDocument& document, Console& console) {
    std::vector<story::DraftItem> items;
    std::vector<story::KnowledgeRow> rows;
    if (stage.budget.stop() == Stop::none) {
        items = story::without_gaps(stage, input.draft.items);
        rows = story::who_knows(stage, items, input.expr);
    }
    document.stop = stage.budget.stop();
    if (options.common.json)
        console.ready_answer(knowledge_json(document, options.who_knows, rows));
    else
        console.ready_answer(rows.empty() ? "" : knowledge_text(stage.world, rows));
    return document.stop == Stop::none ? ExitCode::yes : ExitCode::undecided;
}

ExitCode answer(const BetaOptions& options, BetaInput& input, std::string_view version, Console& console) {
    ResourceLimits resources = resource_limits(options.common);
    Watchdog watchdog(resources, error_is_terminal());
    Budget budget;
    set_limits(budget, resources);
    Watchdog::Watch watch(watchdog, budget, "reading");
    const model::World& world = input.loaded->world;
    engine::Session session(world, session_options(input.question), budget);
    story::Stage stage{input.formulas, session, budget, input.question.limits};
    if (session.state_of_start() == engine::Verdict::endless_triggers) {
        report_endless(*input.loaded, session.endless_triggers(), console);
        return ExitCode::bad_input;
    }
    BetaDocument document{version, options.file, world, *input.text, input.question};
    ExitCode code = input.expr.valid() ? answer_who_knows(options, input, stage, document, console)
                                       : answer_review(options, input, stage, document, console);
    report_endless(*input.loaded, session.endless_triggers(), console);
    if (budget.stop() == Stop::none) return code;
    console.note("undecided: " + stop_text(budget));
    return Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided;
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

}  // namespace wt::surface
