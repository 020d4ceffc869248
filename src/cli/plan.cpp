// `wrongtree plan`: finds a plan, has the referee judge it, and prints it.
#include <algorithm>
#include <ctime>

#include <fmt/format.h>

#include "ask/proofs.h"
#include "ask/resources.h"
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
#include "referee/referee.h"

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
class Planning {
  public:
    /// `alone`: nothing else is computed at the same time.
    Planning(const PlanOptions& options, const std::string& file, const ask::LoadedWorld& loaded,
             const ask::QuestionUsed& question, bool alone, Console& console)
        : options_(options),
          file_(file),
          loaded_(loaded),
          world_(question.asked_of(loaded.world)),
          question_(question),
          console_(console),
          jobs_(alone ? options.jobs : 1),
          resources_(resource_limits(options.common)),
          watchdog_(resources_, alone && error_is_terminal()) {
        ask::set_limits(budget_, resources_of(resources_));
    }

    ExitCode run(std::string_view version) {
        version_ = version;
        search();
        if (was_rejected_) return ExitCode::internal;
        if (answer_.verdict == engine::Verdict::endless_triggers) {
            report_endless(loaded_, answer_.endless, console_);
            return ExitCode::bad_input;
        }
        report_endless(loaded_, answer_.endless, console_);
        if (options_.anytime) return_to_last_told();
        choose_shown();
        bool is_told = told_.has_value();
        if (shown_ && !is_told && options_.verify && verify() == referee::Verdict::invalid)
            return ExitCode::internal;
        if (options_.common.json)
            print_json(true);
        else if (shown_ && !is_told)
            print_plan();
        report();
        if (options_.stats && !options_.common.json) print_statistics();
        return code();
    }

  private:
    Moment now() const { return {watchdog_.seconds(), processor_seconds()}; }

    void search() {
        Watch watch(watchdog_, budget_, "planning");
        started_ = now();
        session_.emplace(world_, ask::session_options(question_), budget_);
        grounded_ = now();
        engine::Question question = ask::engine_question(question_);
        question.optimal = options_.optimal;
        if (options_.anytime)
            question.on_improvement = [this](const engine::Answer& found) { tell_improvement(found); };
        answer_ = engine::plan(*session_, question);
        searched_ = now();
    }

    /// One story of `--anytime`, while the search waits. Nothing is told that the referee did not accept.
    void tell_improvement(const engine::Answer& found) {
        answer_ = found;
        choose_shown();
        referee::Verdict verdict = options_.verify ? verify() : referee::Verdict::valid;
        std::string when = fmt::format("{}, after {} states expanded", actions_text(found.plan->steps.size()),
                                       found.statistics.expanded);
        if (verdict == referee::Verdict::valid) {
            if (told_ && !options_.common.json) console_.answer("\n");
            if (options_.common.json)
                print_json(false);
            else
                print_plan();
            console_.flush();
            told_ = found;
            console_.note(fmt::format("story {}: {}", ++told_count_, when));
        } else if (verdict == referee::Verdict::undecided) {
            console_.note(fmt::format("not shown: a story of {}", when));
        }
        was_rejected_ = verdict == referee::Verdict::invalid;
        if (was_rejected_ || console_.reader_gone()) budget_.request_stop(Stop::cancelled);
        shown_ = nullptr;
    }

    /// The end of `--anytime`: the answer is the last story that was told. A shorter one that the referee
    /// could not judge does not count, and neither does a proof about it.
    void return_to_last_told() {
        if (!answer_.plan) return;
        bool is_last = told_ && told_->plan->steps.size() == answer_.plan->steps.size();
        if (!is_last) answer_.proved_shortest = false;
        answer_.plan.reset();
        if (!told_) return;
        answer_.plan = told_->plan;
        answer_.utility = told_->utility;
    }

    static std::string actions_text(std::size_t count) {
        return fmt::format("{} {}", count, count == 1 ? "action" : "actions");
    }

    void print_json(bool is_final) {
        PlanDocument document{version_, file_,  world_,        question_,
                              answer_,  shown_, reaches_goal_, options_.stats};
        if (session_) document.session = &*session_;
        if (options_.anytime) document.final = is_final;
        console_.ready_answer(plan_json(document));
    }

    /// A search for a shortest plan that was stopped may have met one that is not proved shortest.
    void choose_shown() {
        shown_ = nullptr;
        reaches_goal_ = false;
        if (answer_.plan) {
            shown_ = &*answer_.plan;
            reaches_goal_ = true;
        } else if (answer_.best) {
            reaches_goal_ = answer_.utility && answer_.goal && *answer_.utility >= *answer_.goal;
            if (reaches_goal_ || options_.best) shown_ = &*answer_.best;
        }
    }

    /// `invalid` is our mistake; what came in between is `undecided`.
    referee::Verdict verify() {
        Budget budget;
        ask::set_limits(budget, ask::kForReferee);
        referee::Rules rules = ask::referee_rules(question_, reaches_goal_ ? answer_.goal : answer_.utility);
        referee::Judgement judgement;
        {
            Watch watch(watchdog_, budget, "verifying", ask::kSecondsForReferee);
            judgement = ask::judge_plan(world_, *shown_, true, rules, budget, runner(jobs_));
        }
        if (judgement.verdict == referee::Verdict::valid) return judgement.verdict;
        if (judgement.verdict == referee::Verdict::undecided) {
            console_.note(
                "the referee could not judge this plan in the share of resources that it has here; "
                "`wrongtree verify` gives it more");
            return judgement.verdict;
        }
        console_.error(fmt::format(
            "the referee rejects the plan that was found, at action {}: {}\n"
            "this is a mistake in Wrongtree; please report it with the world and the command\nthe plan was:",
            judgement.step + 1, judgement.why));
        for (const model::Step& step : shown_->steps)
            console_.note("  " + model::to_text(world_, step.action));
        return referee::Verdict::invalid;
    }

    void print_plan() {
        if (options_.why && session_) {
            // Looking into states must not fail for a limit that the search has used up.
            console_.answer(why_text(*session_, engine::first_state(*session_), *shown_, question_.limits));
            return;
        }
        for (const model::Step& step : shown_->steps)
            console_.answer(model::to_text(world_, step.action) + "\n");
    }

    /// What standard error says about the answer.
    void report() {
        std::string limits =
            fmt::format("author limit {}, character limit {}, belief limit {}", question_.limits.author,
                        question_.limits.character, question_.limits.belief);
        std::string reached =
            fmt::format("the author's utility goes from {} to {}", optional_text(answer_.start_utility),
                        optional_text(answer_.utility));
        bool stopped = answer_.verdict == engine::Verdict::stopped;
        if (answer_.verdict == engine::Verdict::found && !reaches_goal_) {
            console_.note("undecided: no story was found that the referee could judge; --no-verify shows it");
            return;
        }
        if (reaches_goal_)
            console_.note(fmt::format("found: {}{}{}",
                                      question_.request ? "the request is answered" : reached,
                                      answer_.goal ? "; the goal is " + optional_text(answer_.goal) : "",
                                      answer_.proved_shortest ? "; proved shortest" : ""));
        if (stopped)
            console_.note(
                fmt::format("undecided: {}{}",
                            answer_.too_large.empty() ? option_stop_text(answer_.stop) : answer_.too_large,
                            reaches_goal_ ? "; the plan is not proved shortest" : ""));
        else if (reaches_goal_ && options_.anytime && !answer_.proved_shortest)
            console_.note("the plan is not proved shortest");
        else if (!reaches_goal_)
            console_.note(question_.request
                              ? fmt::format("proved: no plan answers the request within {}", limits)
                              : fmt::format("proved: no plan reaches the goal, {}, within {}",
                                            optional_text(answer_.goal), limits));
        if (!reaches_goal_ && !question_.request) report_best(reached);
        bool missed = !reaches_goal_ && answer_.goal && answer_.utility;
        if (missed && model::missed_by_rounding(*answer_.utility, *answer_.goal))
            console_.note(fmt::format(
                "that is less than {} by rounding alone, for numbers are binary fractions; ask for a "
                "goal that is a little lower",
                number_text(*answer_.goal)));
    }

    void report_best(const std::string& reached) {
        if (answer_.verdict == engine::Verdict::exhausted && !answer_.start_utility)
            console_.note("the author's utility is unknown at the start, and nothing improves on that");
        else if (answer_.best)
            console_.note(fmt::format("the best plan that was met: {}{}", reached,
                                      options_.best ? "" : "; --best prints it"));
        else if (answer_.start_utility)
            console_.note(fmt::format("no plan was met that improves the author's utility, {}",
                                      optional_text(answer_.start_utility)));
    }

    void print_statistics() {
        const engine::Statistics& s = answer_.statistics;
        engine::Session::Size size = session_->size();
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
        if (told_) return ExitCode::yes;  // however the search for a shorter one ended
        switch (answer_.verdict) {
            case engine::Verdict::found:
                return reaches_goal_ ? ExitCode::yes : ExitCode::undecided;
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
    int jobs_;  ///< proofs at a time, when the plan is judged
    ResourceLimits resources_;
    Watchdog watchdog_;
    Budget budget_;
    std::optional<engine::Session> session_;
    engine::Answer answer_;
    std::optional<engine::Answer> told_;  ///< of `--anytime`: the last story
    int told_count_ = 0;
    bool was_rejected_ = false;
    std::string_view version_;
    const model::Plan* shown_ = nullptr;
    bool reaches_goal_ = false;
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
    ExitCode code = Planning(options, one.file, *loaded, *question, alone, console).run(version);
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
