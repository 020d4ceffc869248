// `wrongtree whynot`: says why there is no story.
#include "ask/whynot.h"

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
    ResourceLimits limits = resource_limits(options.common);
    Watchdog watchdog(limits, error_is_terminal());
    ask::WhynotMade made =
        ask::whynot({question->asked_of(loaded->world), *question, options.all, options.states_each},
                    {watchdog, resources_of(limits)});
    const story::Whynot& found = made.found;
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
        console.answer(whynot_text(document, options.all, made.states_each));
    console.note(fmt::format("{} {}", found.searches, found.searches == 1 ? "search" : "searches"));
    return code_of(found);
}

}  // namespace wt::cli
