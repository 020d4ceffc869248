// `wrongtree why` tells why characters take part in one event of a plan. (`plan --why`, which prints all reasons of a
// plan as they were found, is in form/plan_why.h.)
#include "ask/why.h"

#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/question.h"
#include "form/question_text.h"
#include "form/why_text.h"

namespace wt::cli {

using namespace form;
using namespace host;

ExitCode run_command(const WhyOptions& options, std::string_view version, Console& console) {
    std::optional<Asked> asked =
        read_asked(options.file, options.plan, options.common, options.question, console);
    if (!asked) return ExitCode::bad_input;
    auto& [loaded, read, question] = *asked;
    auto event = ask::find_event(loaded->world, read.plan, options.event);
    if (!event) return console.refuse(event.error());
    auto characters = ask::find_consenting(loaded->world, read.plan.steps[*event].action, options.character);
    if (!characters) return console.refuse(characters.error());
    console.note(question_text(question));
    ResourceLimits limits = resource_limits(options.common);
    Watchdog watchdog(limits, error_is_terminal());
    std::unique_ptr<ask::FoundStory> found =
        ask::find_story(std::move(loaded), std::move(question), std::move(read.plan),
                        {watchdog, resources_of(limits), "asking why"});
    report_endless(*found->loaded, found->endless, console);
    if (found->verdict == ask::StoryVerdict::endless) return ExitCode::bad_input;
    WhyDocument document{version, options.file, options.plan, *found, read.has_reasons, *event, std::nullopt};
    if (found->verdict == ask::StoryVerdict::found) document.why = ask::why(*found, *event, *characters);
    bool is_undecided = !document.why && found->verdict != ask::StoryVerdict::unsound;
    if (is_undecided) console.note("undecided: " + stop_text(found->budget));
    bool as_json = options.common.json;
    console.answer(as_json, as_json ? why_json(document) : why_text(document));
    if (document.why) return ExitCode::yes;
    return is_undecided ? undecided_code() : ExitCode::no;
}

}  // namespace wt::cli
