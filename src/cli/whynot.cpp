// `wrongtree whynot`: says why there is no story.
#include "story/whynot.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "form/whynot_text.h"

namespace wt::cli {

using namespace form;
using namespace host;

namespace {

ExitCode code_of(const story::Whynot& found) {
    if (Watchdog::interrupted()) return ExitCode::interrupted;
    switch (found.outcome) {
        case story::Whynot::Outcome::story:
            return ExitCode::yes;
        case story::Whynot::Outcome::none:
            return ExitCode::no;
        case story::Whynot::Outcome::undecided:
            return ExitCode::undecided;
        case story::Whynot::Outcome::endless_triggers:
            return ExitCode::bad_input;
    }
    return ExitCode::internal;
}

}  // namespace

ExitCode run_command(const WhynotOptions& options, std::string_view version, Console& console) {
    std::vector<std::string> requests;
    if (!options.question.request.empty()) requests.push_back(options.question.request);
    std::unique_ptr<ask::LoadedWorld> loaded = load_world(options.file, options.common, console, requests);
    if (!loaded) return ExitCode::bad_input;
    std::optional<ask::QuestionUsed> question = settle(*loaded, options.question, {}, console);
    if (!question) return ExitCode::bad_input;
    console.note(question_text(*question));
    ResourceLimits resources = resource_limits(options.common);
    Watchdog watchdog(resources, error_is_terminal());
    Budget budget;
    ask::set_limits(budget, resources_of(resources));
    story::WhynotQuestion asked;
    asked.goal = question->goal;
    asked.request = question->request ? &*question->request : nullptr;
    asked.limits = question->limits;
    asked.belief_depth = question->belief_depth;
    asked.all = options.all;
    if (options.states_each) asked.states_each = *options.states_each;
    asked.states_each = std::min(asked.states_each, resources.states);
    story::Whynot found;
    {
        Watch watch(watchdog, budget, "looking for what is in the way");
        found = story::whynot(question->asked_of(loaded->world), asked, budget);
    }
    if (found.outcome == story::Whynot::Outcome::endless_triggers)
        console.error("the triggers of this world never come to rest at the start");
    report_endless(*loaded, found.endless, console);
    if (found.outcome == story::Whynot::Outcome::undecided)
        console.note(fmt::format("undecided: {}",
                                 found.too_large.empty() ? option_stop_text(found.stop) : found.too_large));
    else if (found.stop != Stop::none)
        console.note(fmt::format("not everything was tried: {}", option_stop_text(found.stop)));
    WhynotDocument document{version, options.file, loaded->world, *question, found};
    if (options.common.json)
        console.ready_answer(whynot_json(document));
    else
        console.answer(whynot_text(document, options.all, asked.states_each));
    console.note(fmt::format("{} {}", found.searches, found.searches == 1 ? "search" : "searches"));
    return code_of(found);
}

}  // namespace wt::cli
