// `wrongtree whynot` says why there is no story.
#include "ask/whynot.h"

#include <fmt/format.h>

#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/question.h"
#include "form/question_text.h"
#include "form/whynot_text.h"

namespace wt::cli {

using namespace form;
using namespace host;

ExitCode run_command(const WhynotOptions& options, std::string_view version, Console& console) {
    std::optional<Asked> asked = read_asked(options.file, "", options.common, options.question, console);
    if (!asked) return ExitCode::bad_input;
    auto& [loaded, read, question] = *asked;
    console.note(question_text(question));
    ResourceLimits limits = resource_limits(options.common);
    Watchdog watchdog(limits, error_is_terminal());
    ask::WhynotMade made = ask::whynot({asked->world(), question, options.all, options.states_each},
                                       {watchdog, resources_of(limits)});
    const story::Whynot& found = made.found;
    if (found.outcome == story::Whynot::Outcome::endless_triggers)
        console.error("the triggers of this world never come to rest at the start");
    report_endless(*loaded, found.endless, console);
    if (std::string stop = stop_note(found, option_stop_text); !stop.empty()) console.note(stop);
    WhynotDocument document{version, options.file, loaded->world, question, found};
    bool as_json = options.common.json;
    console.answer(as_json,
                   as_json ? whynot_json(document) : whynot_text(document, options.all, made.states_each));
    console.note(fmt::format("{} {}", found.searches, found.searches == 1 ? "search" : "searches"));
    return Watchdog::interrupted() ? ExitCode::interrupted : code_of(ask::decision_of(found));
}

}  // namespace wt::cli
