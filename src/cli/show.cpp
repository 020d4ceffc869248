// `wrongtree show` shows the ground world, or what a plan does to it and to everybody's beliefs.
#include <fmt/format.h>

#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "form/show_text.h"
#include "form/world_text.h"
#include "host/watchdog.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

ExitCode print_world(const Show& what, bool as_json, Console& console) {
    console.answer(as_json, as_json ? show_world_json(what) : show_world(what));
    if (!as_json) console.note(size_text(what));
    return ExitCode::yes;
}

ExitCode print_plan(const Show& what, const model::Plan& plan, bool as_json, Console& console) {
    Shown shown = as_json ? show_plan_json(what, plan) : show_plan(what, plan);
    if (!shown.impossible.empty()) console.note(shown.impossible);
    console.answer(as_json, shown.text);
    return shown.impossible.empty() ? ExitCode::yes : ExitCode::no;
}

ExitCode show(const ShowOptions& options, std::string_view version, const ask::LoadedWorld& loaded,
              const ask::QuestionUsed& question, const PlanRead* plan, Console& console) {
    ResourceLimits resources = resource_limits(options.common);
    Watchdog watchdog(resources, error_is_terminal());
    Budget budget;
    ask::set_limits(budget, resources_of(resources));
    Watch watch(watchdog, budget, "grounding");
    engine::Session session(question.asked_of(loaded.world), ask::session_options(question), budget);
    if (session.state_of_start() == engine::Verdict::endless_triggers) {
        report_endless(loaded, session.endless_triggers(), console);
        return ExitCode::bad_input;
    }
    ExitCode code = ExitCode::yes;
    if (budget.stop() == Stop::none) {
        Show what{session, budget, options.depth, version, options.file};
        code = plan ? print_plan(what, plan->plan, options.common.json, console)
                    : print_world(what, options.common.json, console);
    }
    report_endless(loaded, session.endless_triggers(), console);
    if (budget.stop() == Stop::none) return code;
    console.note("undecided: " + stop_text(budget));
    return undecided_code();
}

}  // namespace

ExitCode run_command(const ShowOptions& options, std::string_view version, Console& console) {
    WorldAs as = options.rules ? WorldAs::rules : options.as;
    if (as != WorldAs::facts && !options.plan.empty())
        return console.refuse("--rules and --as show a world; leave the plan out");
    std::optional<Asked> asked =
        read_asked(options.file, options.plan, options.common, options.question, console);
    if (!asked) return ExitCode::bad_input;
    if (as != WorldAs::facts) {
        console.answer(options.common.json, world_text(*asked->loaded, lang::dialect_of(options.file), as,
                                                       options.common.json ? version : ""));
        return ExitCode::yes;
    }
    const ask::QuestionUsed& question = asked->question;
    std::string possibilities =
        question.is_uncertain ? fmt::format(", possibilities {}", question.limits.possibilities) : "";
    console.note(fmt::format("belief limit {}, belief depth {}{}", question.limits.belief,
                             question.belief_depth, possibilities));
    return show(options, version, *asked->loaded, question, options.plan.empty() ? nullptr : &asked->read,
                console);
}

}  // namespace wt::cli
