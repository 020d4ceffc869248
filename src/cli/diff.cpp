// `wrongtree diff` tells what divergences make of canon: at the start, in the rules, and in the stories that can be
// told.
#include "ask/diff.h"

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "form/diff_text.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

/// Reads one side and opens it; otherwise returns how the program ends, and standard error says why.
std::optional<ExitCode> load(ask::DiffSide& side, const DiffOptions& options, const CommonOptions& common,
                             const ask::Call& call, Console& console) {
    side.loaded = load_world(options.file, common, console);
    if (!side.loaded) return ExitCode::bad_input;
    switch (ask::open_side(side, call)) {
        case engine::Verdict::found:
            return std::nullopt;
        case engine::Verdict::endless_triggers:
            report_endless(*side.loaded, side.session->endless_triggers(), console);
            return ExitCode::bad_input;
        default:
            console.note("undecided: " + stop_text(side.budget) + ", before the first state was known");
            return undecided_code();
    }
}

}  // namespace

ExitCode run_command(const DiffOptions& options, std::string_view version, Console& console) {
    if (options.common.divergences.empty())
        return console.refuse("--au NAME says which divergence is compared with canon");
    ResourceLimits limits = resource_limits(options.common);
    Watchdog watchdog(limits, false);
    ask::Call call{watchdog, resources_of(limits), "planning"};
    ask::DiffSide canon, other;
    CommonOptions in_canon = options.common;
    in_canon.divergences.clear();
    if (auto code = load(canon, options, in_canon, call, console)) return *code;
    if (auto code = load(other, options, options.common, call, console)) return *code;
    const std::string& name = options.question.request;
    if (!name.empty() && !ask::has_request(canon, name) && !ask::has_request(other, name))
        return console.refuse(fmt::format("`{}`: there is no request `{}` that fits one of the two worlds",
                                          options.file, name));
    ask::DiffWanted wanted{options.question};
    if (options.states_each) wanted.states_each = *options.states_each;
    ask::DiffListener listener{
        [&](const ask::QuestionFault& fault) { report(fault, options.question, console); },
        [&](const ask::DiffSide& side, const model::EndlessTriggers& met) {
            report_endless(*side.loaded, met, console);
        }};
    std::optional<ask::WorldDiff> found = ask::diff(canon, other, wanted, call, listener);
    if (Watchdog::interrupted()) return ExitCode::interrupted;
    if (!found) return ExitCode::bad_input;
    for (const std::string& property : found->cut)
        console.note(
            fmt::format("of `{}` only the first {} fluents are compared", property, ask::kMostFluents));
    DiffDocument document{version, options.file, other.loaded->world, *found, "--where"};
    bool as_json = options.common.json;
    console.answer(as_json, as_json ? diff_json(document) : diff_text(document));
    return ExitCode::yes;
}

}  // namespace wt::cli
