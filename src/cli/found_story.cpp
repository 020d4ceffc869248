#include "cli/found_story.h"

#include "cli/asked.h"
#include "form/plan_text.h"
#include "form/question_text.h"

namespace wt::cli {

using namespace host;

tl::expected<WatchedStory, ExitCode> find_story(const StoryWanted& wanted, Console& console) {
    auto asked = read_asked(wanted.file, wanted.plan, wanted.common, wanted.question, console);
    if (!asked) return tl::unexpected(ExitCode::bad_input);
    console.note(form::question_text(asked->question));
    WatchedStory watched;
    ResourceLimits limits = resource_limits(wanted.common);
    if (!wanted.overseer) watched.watchdog = std::make_unique<Watchdog>(limits, error_is_terminal());
    ask::Call call{wanted.overseer ? *wanted.overseer : *watched.watchdog, resources_of(limits), wanted.what};
    std::optional<model::Plan> plan;
    if (!wanted.plan.empty()) plan = std::move(asked->read.plan);
    watched.story =
        ask::find_story(std::move(asked->loaded), std::move(asked->question), std::move(plan), call);
    const ask::FoundStory& found = *watched.story;
    if (found.verdict == ask::StoryVerdict::rejected) {
        console.error(form::rejection_text(found.judgement));
        return tl::unexpected(ExitCode::internal);
    }
    bool is_unjudged = wanted.plan.empty() && found.plan.steps.size() > 0 &&
                       found.judgement.verdict == referee::Verdict::undecided;
    if (is_unjudged) console.note(form::kUnjudgedPlan);
    report_endless(*found.loaded, found.endless, console);
    if (found.verdict == ask::StoryVerdict::endless) return tl::unexpected(ExitCode::bad_input);
    return watched;
}

ExitCode report_no_story(const ask::FoundStory& found, Console& console) {
    console.notes(form::absence_notes(found, option_stop_text));
    return code_of(ask::decision_of(found));
}

tl::expected<model::EntityId, std::string> find_teller(const ask::FoundStory& found,
                                                       const ask::TellingStyle& style) {
    auto teller = ask::find_teller(found.world(), found.request(), style);
    if (!teller && teller.error() == ask::kNarratorSaysNoI) teller.error() += "; --teller names a character";
    return teller;
}

}  // namespace wt::cli
