// `wrongtree verify` has the referee judge a plan.
#include "ask/verify.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "form/question_text.h"
#include "form/verify_text.h"
#include "host/several.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

/// A plan is judged for so many seconds where the call does not say.
constexpr double kSecondsToVerify = 60;

referee::Judgement judge(const ask::LoadedWorld& loaded, const PlanRead& read,
                         const ask::QuestionUsed& question, const VerifyOptions& options) {
    // If there are several plans, each is one job; if there is one plan, each proof is.
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

ExitCode verify_one(const VerifyOptions& options, const std::string& plan, std::string_view version,
                    Console& console) {
    std::optional<Asked> asked = read_asked(options.file, plan, options.common, options.question, console);
    if (!asked) return ExitCode::bad_input;
    auto& [loaded, read, question] = *asked;
    console.note(question_text(question));
    referee::Judgement judgement = judge(*loaded, read, question, options);
    report_endless(*loaded, judgement.endless, console);
    bool by_default = judgement.stop == Stop::time && !options.common.seconds;
    if (judgement.verdict == referee::Verdict::undecided)
        console.note(
            fmt::format("undecided: {}", by_default ? "60 seconds were not enough; --time gives it more"
                                         : judgement.stop == Stop::none ? judgement.why
                                                                        : option_stop_text(judgement.stop)));
    VerifyDocument document{version, options.file, plan, loaded->world, read, question, judgement};
    bool as_json = options.common.json;
    console.answer(as_json, as_json ? verify_json(document) : verify_text(document));
    return code_of(ask::decision_of(judgement));
}

}  // namespace

ExitCode run_command(const VerifyOptions& options, std::string_view version, Console& console) {
    const std::vector<std::string>& plans = options.plans;
    auto from_input = std::count(plans.begin(), plans.end(), "-");
    if (options.file == "-" && (from_input > 0 || plans.size() > 1))
        return console.refuse(from_input > 0 ? "only one of FILE and PLAN can be standard input"
                                             : "with several plans FILE cannot be standard input");
    if (from_input > 1) return console.refuse("only one PLAN can be standard input");
    if (plans.size() == 1) return verify_one(options, plans[0], version, console);
    return answer_several(plans.size(), options.jobs, options.common.json, console,
                          [&](std::size_t i, Console& own) {
                              ExitCode code = verify_one(options, plans[i], version, own);
                              return AnsweredOne{code, plans[i]};
                          });
}

}  // namespace wt::cli
