// `wrongtree why`: tells why characters take part in one event of a plan. (`plan --why`, which prints all
// reasons of a plan as they were found, is in form/plan_why.h.)
#include "ask/why.h"

#include "cli/commands.h"
#include "cli/load.h"
#include "cli/plan_file.h"
#include "cli/question.h"
#include "form/why_text.h"

namespace wt::cli {

using namespace form;
using namespace host;

ExitCode run_command(const WhyOptions& options, std::string_view version, Console& console) {
    if (options.file == "-" && options.plan == "-") {
        console.error("only one of FILE and PLAN can be standard input");
        return ExitCode::bad_input;
    }
    ask::QuestionOptions given = options.question;
    std::optional<WorldAndPlan> both =
        load_world_and_plan(options.file, options.plan, options.common, given, console);
    if (!both) return ExitCode::bad_input;
    auto& [loaded, read] = *both;
    std::optional<ask::QuestionUsed> question = settle(*loaded, given, read.question, console);
    if (!question) return ExitCode::bad_input;
    auto event = ask::find_event(loaded->world, read.plan, options.event);
    if (!event) {
        console.error(event.error());
        return ExitCode::bad_input;
    }
    auto characters = ask::find_consenting(loaded->world, read.plan.steps[*event].action, options.character);
    if (!characters) {
        console.error(characters.error());
        return ExitCode::bad_input;
    }
    console.note(question_text(*question));
    ResourceLimits limits = resource_limits(options.common);
    Watchdog watchdog(limits, error_is_terminal());
    std::unique_ptr<ask::FoundStory> found =
        ask::find_story(std::move(loaded), std::move(*question), std::move(read.plan),
                        {watchdog, resources_of(limits), "asking why"});
    report_endless(*found->loaded, found->endless, console);
    if (found->verdict == ask::StoryVerdict::endless) return ExitCode::bad_input;
    WhyDocument document{version, options.file, options.plan, *found, read.has_reasons, *event, std::nullopt};
    if (found->verdict == ask::StoryVerdict::found) document.why = ask::why(*found, *event, *characters);
    bool is_undecided = !document.why && found->verdict != ask::StoryVerdict::unsound;
    if (is_undecided) console.note("undecided: " + stop_text(found->budget));
    if (options.common.json)
        console.ready_answer(why_json(document));
    else
        console.answer(why_text(document));
    if (document.why) return ExitCode::yes;
    return is_undecided ? undecided_code() : ExitCode::no;
}

}  // namespace wt::cli
