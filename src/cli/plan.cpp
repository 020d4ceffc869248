// `wrongtree plan` finds a plan, has the referee judge it, and prints it.
#include "ask/plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/question.h"
#include "engine/inspect.h"
#include "engine/planner.h"
#include "form/plan_json.h"
#include "form/plan_text.h"
#include "form/plan_why.h"
#include "form/question_text.h"
#include "host/several.h"
#include "host/stopwatch.h"
#include "model/print.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

/// This is one call of the command: what it works on, and its parts in the order in which they run.
class Answering {
  public:
    /// `alone` means that nothing else is computed at the same time.
    Answering(const PlanOptions& options, const std::string& file, const Asked& asked, bool alone,
              Console& console)
        : options_(options),
          file_(file),
          asked_(asked),
          console_(console),
          resources_(resource_limits(options.common)),
          watchdog_(resources_, alone && error_is_terminal()),
          stopwatch_(watchdog_),
          planning_({asked_.world(), asked_.question, options.optimal, options.best, options.verify,
                     runner(alone ? options.jobs : 1)},
                    {watchdog_, resources_of(resources_), "planning"}) {}

    ExitCode run(std::string_view version) {
        version_ = version;
        search();
        if (made_.is_rejected()) return ExitCode::internal;
        const engine::Answer& answer = made_.answer;
        report_endless(*asked_.loaded, answer.endless, console_);
        if (answer.verdict == engine::Verdict::endless_triggers) return ExitCode::bad_input;
        bool is_shown = made_.shown() && !made_.was_told;
        if (is_shown) {
            planning_.judge(made_);
            report_judgement(made_);
            if (made_.is_rejected()) return ExitCode::internal;
        }
        if (options_.common.json)
            print_json(made_, true);
        else if (is_shown)
            print_plan(made_);
        console_.notes(
            plan_notes({asked_.question, made_, options_.anytime, options_.best, option_stop_text}));
        if (options_.stats && !options_.common.json) print_statistics();
        return Watchdog::interrupted() ? ExitCode::interrupted : code_of(ask::decision_of(made_));
    }

  private:
    void search() {
        planning_.open();
        stopwatch_.next("grounding");
        ask::Planning::Listener listener;
        if (options_.anytime) listener = [this](const ask::PlanMade& story) { return tell(story); };
        made_ = planning_.search(listener);
        stopwatch_.next("search");
    }

    /// Tells one story of `--anytime`, while the search waits. Nothing is told that the referee did not accept.
    bool tell(const ask::PlanMade& story) {
        report_judgement(story);
        if (story.is_accepted()) {
            if (told_count_ > 0 && !options_.common.json) console_.answer("\n");
            if (options_.common.json)
                print_json(story, false);
            else
                print_plan(story);
            console_.flush();
            console_.note(fmt::format("story {}: {}", ++told_count_, found_when_text(story)));
        } else if (story.judgement.verdict == referee::Verdict::undecided) {
            console_.note("not shown: a story of " + found_when_text(story));
        }
        return !console_.reader_gone();
    }

    void print_json(const ask::PlanMade& made, bool is_final) {
        PlanDocument document{version_,    file_,        asked_.world(),    asked_.question,
                              made.answer, made.shown(), made.reaches_goal, options_.stats};
        document.session = &planning_.session();
        document.cause = made.cause;
        if (options_.anytime) document.final = is_final;
        if (options_.verify) document.judged = {made.judgement.verdict, made.judgement.stop};
        console_.ready_answer(plan_json(document));
    }

    /// Says that the referee came to no verdict, or that it found a mistake of ours.
    void report_judgement(const ask::PlanMade& made) {
        if (made.judgement.verdict == referee::Verdict::undecided) console_.note(kUnjudgedPlan);
        if (!made.is_rejected()) return;
        console_.error(rejection_text(made.judgement) + "\nthe plan was:");
        for (const model::Step& step : made.shown()->steps)
            console_.note("  " + model::to_text(asked_.world(), step.action));
    }

    void print_plan(const ask::PlanMade& made) {
        engine::Session& session = planning_.session();
        console_.answer(options_.why ? why_text(session, engine::first_state(session), *made.shown(),
                                                asked_.question.limits)
                                     : plan_text(asked_.world(), *made.shown()));
    }

    void print_statistics() {
        console_.notes(
            statistics_notes(made_.answer.statistics, planning_.session().size(), resident_bytes()));
        console_.notes(stopwatch_.lines());
    }

    const PlanOptions& options_;
    const std::string& file_;
    const Asked& asked_;
    Console& console_;
    ResourceLimits resources_;
    Watchdog watchdog_;
    Stopwatch stopwatch_;
    ask::Planning planning_;
    ask::PlanMade made_;
    int told_count_ = 0;  ///< stories of `--anytime`
    std::string_view version_;
};

/// One of the call's questions.
struct OneQuestion {
    std::string file;
    std::optional<double> goal;
    std::string request;
};

AnsweredOne answer_one(const PlanOptions& options, const OneQuestion& one, bool alone,
                       std::string_view version, Console& console) {
    ask::QuestionOptions given = options.question;
    given.goal = one.goal;
    given.request = one.request;
    std::optional<Asked> asked = read_asked(one.file, "", options.common, given, console);
    if (!asked)
        return {ExitCode::bad_input, question_title(one.file, one.request, one.goal, one.goal.has_value())};
    console.note(question_text(asked->question));
    ExitCode code = Answering(options, one.file, *asked, alone, console).run(version);
    return {code, question_title(one.file, one.request, asked->question.goal, one.goal.has_value())};
}

/// Says what is wrong with the call, if anything.
std::string_view mistake_in(const PlanOptions& options, std::size_t count) {
    if (options.anytime && options.optimal)
        return "--anytime and --optimal cannot go together: the first story of --optimal is a shortest one";
    if (options.anytime && count > 1)
        return "--anytime answers one question: one FILE, one --goal and one --request at most";
    if (options.best && (!options.requests.empty() || !options.question.where.empty()))
        return "--best is about a goal that is missed; a request is answered or not (`wrongtree whynot`)";
    if (count > 1 && std::find(options.files.begin(), options.files.end(), "-") != options.files.end())
        return "standard input can be read for one question only";
    return "";
}

}  // namespace

ExitCode run_command(const PlanOptions& options, std::string_view version, Console& console) {
    std::vector<OneQuestion> questions;
    std::vector<std::optional<double>> goals(options.goals.begin(), options.goals.end());
    if (goals.empty()) goals.emplace_back();
    std::vector<std::string> requests = options.requests;
    if (requests.empty()) requests.emplace_back();
    for (const std::string& file : options.files)
        for (const std::string& request : requests)
            for (const std::optional<double>& goal : goals)
                questions.push_back({file, goal, request});
    if (std::string_view mistake = mistake_in(options, questions.size()); !mistake.empty())
        return console.refuse(mistake);
    if (questions.size() == 1) return answer_one(options, questions[0], true, version, console).code;
    return answer_several(questions.size(), options.jobs, options.common.json, console,
                          [&](std::size_t i, Console& own) {
                              return answer_one(options, questions[i], options.jobs == 1, version, own);
                          });
}

}  // namespace wt::cli
