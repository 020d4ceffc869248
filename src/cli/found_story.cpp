#include "cli/found_story.h"

#include <fmt/format.h>

#include "cli/plan_file.h"

namespace wt::cli {

using namespace host;

tl::expected<WatchedStory, ExitCode> find_story(const StoryWanted& wanted, Console& console) {
    if (wanted.file == "-" && wanted.plan == "-") {
        console.error("only one of FILE and PLAN can be standard input");
        return tl::unexpected(ExitCode::bad_input);
    }
    ask::QuestionOptions given = wanted.question;
    WorldAndPlan both;
    if (wanted.plan.empty()) {
        std::vector<std::string> requests;
        if (!given.request.empty()) requests.push_back(given.request);
        both.loaded = load_world(wanted.file, wanted.common, console, requests);
    } else if (auto read = load_world_and_plan(wanted.file, wanted.plan, wanted.common, given, console)) {
        both = std::move(*read);
    }
    if (!both.loaded) return tl::unexpected(ExitCode::bad_input);
    std::optional<ask::QuestionUsed> question = settle(*both.loaded, given, both.read.question, console);
    if (!question) return tl::unexpected(ExitCode::bad_input);
    console.note(question_text(*question));
    WatchedStory watched;
    ResourceLimits limits = resource_limits(wanted.common);
    if (!wanted.overseer) watched.watchdog = std::make_unique<Watchdog>(limits, error_is_terminal());
    ask::Call call{wanted.overseer ? *wanted.overseer : *watched.watchdog, resources_of(limits), wanted.what};
    std::optional<model::Plan> plan;
    if (!wanted.plan.empty()) plan = std::move(both.read.plan);
    watched.story = ask::find_story(std::move(both.loaded), std::move(*question), std::move(plan), call);
    const ask::FoundStory& found = *watched.story;
    if (found.verdict == ask::StoryVerdict::rejected) {
        console.error(
            fmt::format("the referee rejects the plan that was found, at action {}: {}\nthis is a "
                        "mistake in Wrongtree; please report it with the world and the command",
                        found.judgement.step + 1, found.judgement.why));
        return tl::unexpected(ExitCode::internal);
    }
    bool is_unjudged = wanted.plan.empty() && found.plan.steps.size() > 0 &&
                       found.judgement.verdict == referee::Verdict::undecided;
    if (is_unjudged)
        console.note(
            "the referee could not judge this plan in the share of resources that it has here; "
            "`wrongtree verify` gives it more");
    report_endless(*found.loaded, found.endless, console);
    if (found.verdict == ask::StoryVerdict::endless) return tl::unexpected(ExitCode::bad_input);
    return watched;
}

ExitCode code_of_absence(const ask::FoundStory& found) {
    bool is_known = found.verdict == ask::StoryVerdict::none || found.verdict == ask::StoryVerdict::unsound;
    return is_known ? ExitCode::no : undecided_code();
}

ExitCode report_no_story(const ask::FoundStory& found, Console& console) {
    console.note(ask::absence_text(found, option_stop_text));
    return code_of_absence(found);
}

}  // namespace wt::cli
