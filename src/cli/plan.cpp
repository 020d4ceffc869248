// `wrongtree plan`: finds a plan, has the referee judge it, and prints it.
#include "ask/plan.h"

#include <algorithm>
#include <ctime>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "engine/inspect.h"
#include "engine/planner.h"
#include "form/plan_json.h"
#include "form/plan_why.h"
#include "host/several.h"
#include "host/watchdog.h"
#include "model/print.h"
#include "model/rounding.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

std::string optional_text(const std::optional<double>& number) {
    return number ? number_text(*number) : "unknown";
}

/// A moment, by the clock and in processor time of the process, in seconds.
struct Moment {
    double clock = 0;
    double processor = 0;
};

double processor_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::string times_text(double ground, double search, double all) {
    return fmt::format("grounding {:.6f} s, search {:.6f} s, all {:.6f} s", ground, search, all);
}

/// One call of the command: what it works on, and its parts in the order in which they run.
class Answering {
  public:
    /// `alone`: nothing else is computed at the same time.
    Answering(const PlanOptions& options, const std::string& file, const ask::LoadedWorld& loaded,
              const ask::QuestionUsed& question, bool alone, Console& console)
        : options_(options),
          file_(file),
          loaded_(loaded),
          world_(question.asked_of(loaded.world)),
          question_(question),
          console_(console),
          resources_(resource_limits(options.common)),
          watchdog_(resources_, alone && error_is_terminal()),
          planning_({world_, question, options.optimal, options.best, options.verify,
                     runner(alone ? options.jobs : 1)},
                    {watchdog_, resources_of(resources_), "planning"}) {}

    ExitCode run(std::string_view version) {
        version_ = version;
        search();
        if (made_.is_rejected()) return ExitCode::internal;
        const engine::Answer& answer = made_.answer;
        report_endless(loaded_, answer.endless, console_);
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
        report();
        if (options_.stats && !options_.common.json) print_statistics();
        return code();
    }

  private:
    Moment now() const { return {watchdog_.seconds(), processor_seconds()}; }

    void search() {
        started_ = now();
        planning_.open();
        grounded_ = now();
        ask::Planning::Listener listener;
        if (options_.anytime) listener = [this](const ask::PlanMade& story) { return tell(story); };
        made_ = planning_.search(listener);
        searched_ = now();
    }

    /// One story of `--anytime`, while the search waits. Nothing is told that the referee did not accept.
    bool tell(const ask::PlanMade& story) {
        report_judgement(story);
        std::string when =
            fmt::format("{}, after {} states expanded", actions_text(story.shown()->steps.size()),
                        story.answer.statistics.expanded);
        if (story.is_accepted()) {
            if (told_count_ > 0 && !options_.common.json) console_.answer("\n");
            if (options_.common.json)
                print_json(story, false);
            else
                print_plan(story);
            console_.flush();
            console_.note(fmt::format("story {}: {}", ++told_count_, when));
        } else if (story.judgement.verdict == referee::Verdict::undecided) {
            console_.note(fmt::format("not shown: a story of {}", when));
        }
        return !console_.reader_gone();
    }

    static std::string actions_text(std::size_t count) {
        return fmt::format("{} {}", count, count == 1 ? "action" : "actions");
    }

    void print_json(const ask::PlanMade& made, bool is_final) {
        PlanDocument document{version_,          file_,         world_, question_, made.answer, made.shown(),
                              made.reaches_goal, options_.stats};
        document.session = &planning_.session();
        if (options_.anytime) document.final = is_final;
        console_.ready_answer(plan_json(document));
    }

    /// What came in between, or that it is our mistake; nothing if the referee accepts.
    void report_judgement(const ask::PlanMade& made) {
        if (made.judgement.verdict == referee::Verdict::undecided)
            console_.note(
                "the referee could not judge this plan in the share of resources that it has here; "
                "`wrongtree verify` gives it more");
        if (!made.is_rejected()) return;
        console_.error(fmt::format(
            "the referee rejects the plan that was found, at action {}: {}\n"
            "this is a mistake in Wrongtree; please report it with the world and the command\nthe plan was:",
            made.judgement.step + 1, made.judgement.why));
        for (const model::Step& step : made.shown()->steps)
            console_.note("  " + model::to_text(world_, step.action));
    }

    void print_plan(const ask::PlanMade& made) {
        engine::Session& session = planning_.session();
        if (options_.why) {
            console_.answer(why_text(session, engine::first_state(session), *made.shown(), question_.limits));
            return;
        }
        for (const model::Step& step : made.shown()->steps)
            console_.answer(model::to_text(world_, step.action) + "\n");
    }

    /// What standard error says about the answer.
    void report() {
        const engine::Answer& answer = made_.answer;
        std::string limits =
            fmt::format("author limit {}, character limit {}, belief limit {}", question_.limits.author,
                        question_.limits.character, question_.limits.belief);
        std::string reached = fmt::format("the author's utility goes from {} to {}",
                                          optional_text(answer.start_utility), optional_text(answer.utility));
        bool stopped = answer.verdict == engine::Verdict::stopped;
        if (answer.verdict == engine::Verdict::found && !made_.reaches_goal) {
            console_.note("undecided: no story was found that the referee could judge; --no-verify shows it");
            return;
        }
        if (made_.reaches_goal)
            console_.note(fmt::format("found: {}{}{}",
                                      question_.request ? "the request is answered" : reached,
                                      answer.goal ? "; the goal is " + optional_text(answer.goal) : "",
                                      answer.proved_shortest ? "; proved shortest" : ""));
        if (stopped)
            console_.note(
                fmt::format("undecided: {}{}",
                            answer.too_large.empty() ? option_stop_text(answer.stop) : answer.too_large,
                            made_.reaches_goal ? "; the plan is not proved shortest" : ""));
        else if (made_.reaches_goal && options_.anytime && !answer.proved_shortest)
            console_.note("the plan is not proved shortest");
        else if (!made_.reaches_goal)
            console_.note(question_.request
                              ? fmt::format("proved: no plan answers the request within {}", limits)
                              : fmt::format("proved: no plan reaches the goal, {}, within {}",
                                            optional_text(answer.goal), limits));
        if (!made_.reaches_goal && !question_.request) report_best(reached);
        bool missed = !made_.reaches_goal && answer.goal && answer.utility;
        if (missed && model::missed_by_rounding(*answer.utility, *answer.goal))
            console_.note(fmt::format(
                "that is less than {} by rounding alone, for numbers are binary fractions; ask for a "
                "goal that is a little lower",
                number_text(*answer.goal)));
    }

    void report_best(const std::string& reached) {
        const engine::Answer& answer = made_.answer;
        if (answer.verdict == engine::Verdict::exhausted && !answer.start_utility)
            console_.note("the author's utility is unknown at the start, and nothing improves on that");
        else if (answer.best)
            console_.note(fmt::format("the best plan that was met: {}{}", reached,
                                      options_.best ? "" : "; --best prints it"));
        else if (answer.start_utility)
            console_.note(fmt::format("no plan was met that improves the author's utility, {}",
                                      optional_text(answer.start_utility)));
    }

    void print_statistics() {
        const engine::Statistics& s = made_.answer.statistics;
        engine::Session::Size size = planning_.session().size();
        console_.note(fmt::format("ground world: {} fluents, {} actions, {} triggers", size.fluents,
                                  size.actions, size.triggers));
        console_.note(fmt::format("states {}, transitions {}, expanded {}, generated {}", s.states,
                                  s.transitions, s.expanded, s.generated));
        console_.note(fmt::format(
            "explanations asked {}, searched {}; {:.1f} MiB in stores, {:.1f} MiB resident",
            s.explanation_queries, s.explanation_searches, static_cast<double>(s.bytes) / (1 << 20),
            static_cast<double>(resident_bytes()) / (1 << 20)));
        Moment end = now();
        console_.note(times_text(grounded_.clock - started_.clock, searched_.clock - grounded_.clock,
                                 end.clock - started_.clock));
        console_.note("of the processor: " + times_text(grounded_.processor - started_.processor,
                                                        searched_.processor - grounded_.processor,
                                                        end.processor - started_.processor));
    }

    ExitCode code() const {
        if (Watchdog::interrupted()) return ExitCode::interrupted;
        if (made_.was_told) return ExitCode::yes;  // however the search for a shorter one ended
        switch (made_.answer.verdict) {
            case engine::Verdict::found:
                return made_.reaches_goal ? ExitCode::yes : ExitCode::undecided;
            case engine::Verdict::exhausted:
                return ExitCode::no;
            case engine::Verdict::stopped:
                return ExitCode::undecided;
            case engine::Verdict::endless_triggers:
                return ExitCode::bad_input;
        }
        return ExitCode::internal;
    }

    const PlanOptions& options_;
    const std::string& file_;
    const ask::LoadedWorld& loaded_;
    const model::World& world_;
    const ask::QuestionUsed& question_;
    Console& console_;
    ResourceLimits resources_;
    Watchdog watchdog_;
    ask::Planning planning_;
    ask::PlanMade made_;
    int told_count_ = 0;  ///< stories of `--anytime`
    std::string_view version_;
    Moment started_;
    Moment grounded_;
    Moment searched_;
};

/// One of the call's questions.
struct OneQuestion {
    std::string file;
    std::optional<double> goal;
    std::string request;
};

AnsweredOne answer_one(const PlanOptions& options, const OneQuestion& one, bool alone,
                       std::string_view version, Console& console) {
    auto title = [&](const std::optional<double>& goal) {
        std::string text = one.file;
        if (!one.request.empty()) text += ", request " + one.request;
        if (one.request.empty() || one.goal) text += ", goal " + (goal ? number_text(*goal) : "default");
        return text;
    };
    std::vector<std::string> requests;
    if (!one.request.empty()) requests.push_back(one.request);
    std::unique_ptr<ask::LoadedWorld> loaded = load_world(one.file, options.common, console, requests);
    if (!loaded) return {ExitCode::bad_input, title(one.goal)};
    ask::QuestionOptions given = options.question;
    given.goal = one.goal;
    given.request = one.request;
    std::optional<ask::QuestionUsed> question = settle(*loaded, given, {}, console);
    if (!question) return {ExitCode::bad_input, title(one.goal)};
    console.note(question_text(*question));
    ExitCode code = Answering(options, one.file, *loaded, *question, alone, console).run(version);
    return {code, title(question->goal)};
}

/// What is wrong with the call, if anything.
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
    if (std::string_view mistake = mistake_in(options, questions.size()); !mistake.empty()) {
        console.error(mistake);
        return ExitCode::bad_input;
    }
    if (questions.size() == 1) return answer_one(options, questions[0], true, version, console).code;
    return answer_several(questions.size(), options.jobs, options.common.json, console,
                          [&](std::size_t i, Console& own) {
                              return answer_one(options, questions[i], options.jobs == 1, version, own);
                          });
}

}  // namespace wt::cli
