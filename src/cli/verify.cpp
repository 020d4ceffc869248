// `wrongtree verify`: has the referee judge a plan.
#include "ask/verify.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/load.h"
#include "cli/plan_file.h"
#include "cli/question.h"
#include "form/verify_text.h"
#include "host/several.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

/// How long a plan is judged where the call does not say.
constexpr double kSecondsToVerify = 60;

referee::Judgement judge(const ask::LoadedWorld& loaded, const PlanRead& read,
                         const ask::QuestionUsed& question, const VerifyOptions& options) {
    // Of several plans each is one job; of one plan each proof is.
    bool alone = options.plans.size() == 1;
    ResourceLimits limits = resource_limits(options.common);
    if (!limits.seconds) limits.seconds = kSecondsToVerify;
    Watchdog watchdog(limits, (alone || options.jobs == 1) && error_is_terminal());
    ask::VerifyWanted wanted{question.asked_of(loaded.world),
                             question,
                             read.plan,
                             read.has_reasons,
                             options.strict,
                             options.asks_engine,
                             runner(alone ? options.jobs : 1)};
    return ask::verify(wanted, {watchdog, resources_of(limits), "verifying"});
}

ExitCode code_of(const referee::Judgement& judgement) {
    switch (judgement.verdict) {
        case referee::Verdict::valid:
            return ExitCode::yes;
        case referee::Verdict::invalid:
            return ExitCode::no;
        case referee::Verdict::undecided:
            return undecided_code();
        case referee::Verdict::endless_triggers:
            return ExitCode::bad_input;
    }
    return ExitCode::internal;
}

ExitCode verify_one(const VerifyOptions& options, const std::string& plan, std::string_view version,
                    Console& console) {
    ask::QuestionOptions given = options.question;
    std::optional<WorldAndPlan> both =
        load_world_and_plan(options.file, plan, options.common, given, console);
    if (!both) return ExitCode::bad_input;
    auto& [loaded, read] = *both;
    std::optional<ask::QuestionUsed> question = settle(*loaded, given, read.question, console);
    if (!question) return ExitCode::bad_input;
    console.note(question_text(*question));
    referee::Judgement judgement = judge(*loaded, read, *question, options);
    report_endless(*loaded, judgement.endless, console);
    bool by_default = judgement.stop == Stop::time && !options.common.seconds;
    if (judgement.verdict == referee::Verdict::undecided)
        console.note(
            fmt::format("undecided: {}", by_default ? "60 seconds were not enough; --time gives it more"
                                         : judgement.stop == Stop::none ? judgement.why
                                                                        : option_stop_text(judgement.stop)));
    VerifyDocument document{version, options.file, plan, loaded->world, read, *question, judgement};
    if (options.common.json)
        console.ready_answer(verify_json(document));
    else
        console.answer(verify_text(document));
    return code_of(judgement);
}

}  // namespace

ExitCode run_command(const VerifyOptions& options, std::string_view version, Console& console) {
    const std::vector<std::string>& plans = options.plans;
    auto from_input = std::count(plans.begin(), plans.end(), "-");
    if (options.file == "-" && (from_input > 0 || plans.size() > 1)) {
        console.error(from_input > 0 ? "only one of FILE and PLAN can be standard input"
                                     : "with several plans FILE cannot be standard input");
        return ExitCode::bad_input;
    }
    if (from_input > 1) {
        console.error("only one PLAN can be standard input");
        return ExitCode::bad_input;
    }
    if (plans.size() == 1) return verify_one(options, plans[0], version, console);
    return answer_several(plans.size(), options.jobs, options.common.json, console,
                          [&](std::size_t i, Console& own) {
                              ExitCode code = verify_one(options, plans[i], version, own);
                              return AnsweredOne{code, plans[i]};
                          });
}

}  // namespace wt::cli
