// `wrongtree verify`: has the referee judge a plan.
#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/planner.h"
#include "model/print.h"
#include "referee/referee.h"
#include "story/reason.h"
#include "surface/cli/commands.h"
#include "surface/cli/json_values.h"
#include "surface/cli/load.h"
#include "surface/cli/plan_file.h"
#include "surface/cli/proofs.h"
#include "surface/cli/question.h"
#include "surface/cli/several.h"
#include "surface/cli/watchdog.h"

namespace wt::surface {

namespace {

/// How long a plan is judged where the call does not say.
constexpr double kSecondsToVerify = 60;

/// The plan with a reason of everybody for everything, as the planner finds them; none if it does not.
std::optional<model::Plan> with_reasons(const LoadedWorld& loaded, const PlanRead& read,
                                        const QuestionUsed& question, const ResourceLimits& resources,
                                        Watchdog& watchdog, std::optional<model::EndlessTriggers>& endless) {
    Budget budget;
    set_limits(budget, resources);
    Watchdog::Watch watch(watchdog, budget, "looking for reasons");
    engine::Session session(question.asked_of(loaded.world), session_options(question), budget);
    if (session.state_of_start() != engine::Verdict::found) return std::nullopt;
    auto story = story::follow_plan(session, read.plan, question.limits);
    endless = session.endless_triggers();
    if (!story || budget.stop() != Stop::none) return std::nullopt;
    return std::move(story->plan);
}

referee::Judgement judge(const LoadedWorld& loaded, const PlanRead& read, const QuestionUsed& question,
                         const VerifyOptions& options) {
    const model::World& world = question.asked_of(loaded.world);
    // Of several plans each is one job; of one plan each proof is.
    bool alone = options.plans.size() == 1;
    ResourceLimits resources = resource_limits(options.common);
    if (!resources.seconds) resources.seconds = kSecondsToVerify;
    Watchdog watchdog(resources, (alone || options.jobs == 1) && error_is_terminal());
    std::optional<model::Plan> explained;
    std::optional<model::EndlessTriggers> endless;  // as the planner met them, before the referee does
    if (!read.has_reasons && options.asks_engine && !options.strict)
        explained = with_reasons(loaded, read, question, resources, watchdog, endless);
    Budget budget;
    set_limits(budget, resources);
    Watchdog::Watch watch(watchdog, budget, "verifying");
    referee::Rules rules;
    rules.limits = question.limits;
    rules.belief_depth = question.belief_depth;
    rules.goal = question.goal;
    rules.strict = options.strict;
    if (question.request) rules.request = &*question.request;
    int jobs = alone ? options.jobs : 1;
    if (explained) {
        referee::Judgement judgement = judge_plan(world, *explained, true, rules, budget, jobs);
        if (endless) judgement.endless = std::move(endless);
        if (judgement.verdict == referee::Verdict::valid) return judgement;
        endless = std::move(judgement.endless);
    }
    referee::Judgement judgement = judge_plan(world, read.plan, read.has_reasons, rules, budget, jobs);
    if (endless) judgement.endless = std::move(endless);
    return judgement;
}

ExitCode code_of(const referee::Judgement& judgement) {
    switch (judgement.verdict) {
        case referee::Verdict::valid:
            return ExitCode::yes;
        case referee::Verdict::invalid:
            return ExitCode::no;
        case referee::Verdict::undecided:
            return Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided;
        case referee::Verdict::endless_triggers:
            return ExitCode::bad_input;
    }
    return ExitCode::internal;
}

std::string_view verdict_name(referee::Verdict verdict) {
    switch (verdict) {
        case referee::Verdict::valid:
            return "valid";
        case referee::Verdict::invalid:
            return "invalid";
        case referee::Verdict::undecided:
            return "undecided";
        case referee::Verdict::endless_triggers:
            return "endless triggers";
    }
    return "undecided";
}

std::string text_of(const model::World& world, const PlanRead& read, const referee::Judgement& judgement) {
    switch (judgement.verdict) {
        case referee::Verdict::valid:
            return "valid\n";
        case referee::Verdict::invalid: {
            if (judgement.step >= read.plan.steps.size())
                return fmt::format("invalid at the end: {}\n", judgement.why);
            return fmt::format("invalid at action {}, {}: {}\n", judgement.step + 1,
                               model::to_text(world, read.plan.steps[judgement.step].action), judgement.why);
        }
        case referee::Verdict::undecided:
            return "undecided\n";
        case referee::Verdict::endless_triggers:
            return "";
    }
    return "";
}

std::string json_of(const model::World& world, const PlanRead& read, const VerifyOptions& options,
                    const std::string& plan, const QuestionUsed& question,
                    const referee::Judgement& judgement, std::string_view version) {
    using Json = nlohmann::ordered_json;
    bool invalid = judgement.verdict == referee::Verdict::invalid;
    bool at_step = invalid && judgement.step < read.plan.steps.size();
    bool stopped = judgement.verdict == referee::Verdict::undecided && judgement.stop != Stop::none;
    Json json;
    json["wrongtree"] = version;
    json["file"] = options.file;
    json["plan"] = plan;
    json["verdict"] = verdict_name(judgement.verdict);
    json["stopped_by"] = stopped ? Json(stop_name(judgement.stop)) : Json(nullptr);
    json["limits"] = limits_json(question);
    json["reasons_given"] = read.has_reasons;
    json["step"] = invalid ? Json(judgement.step) : Json(nullptr);
    json["action"] =
        at_step ? Json(model::to_text(world, read.plan.steps[judgement.step].action)) : Json(nullptr);
    json["why"] = judgement.why;
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

ExitCode verify_one(const VerifyOptions& options, const std::string& plan, std::string_view version,
                    Console& console) {
    QuestionOptions given = options.question;
    std::optional<WorldAndPlan> both =
        load_world_and_plan(options.file, plan, options.common, given, console);
    if (!both) return ExitCode::bad_input;
    auto& [loaded, read] = *both;
    std::optional<QuestionUsed> question = ask(*loaded, given, read.question, console);
    if (!question) return ExitCode::bad_input;
    console.note(question->text);
    referee::Judgement judgement = judge(*loaded, read, *question, options);
    report_endless(*loaded, judgement.endless, console);
    bool by_default = judgement.stop == Stop::time && !options.common.seconds;
    if (judgement.verdict == referee::Verdict::undecided)
        console.note(
            fmt::format("undecided: {}", by_default ? "60 seconds were not enough; --time gives it more"
                                         : judgement.stop == Stop::none ? judgement.why
                                                                        : stop_text(judgement.stop)));
    if (options.common.json)
        console.ready_answer(json_of(loaded->world, read, options, plan, *question, judgement, version));
    else
        console.answer(text_of(loaded->world, read, judgement));
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

}  // namespace wt::surface
