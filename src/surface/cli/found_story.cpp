#include "surface/cli/found_story.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/planner.h"
#include "model/print.h"
#include "referee/referee.h"
#include "story/phrase.h"
#include "surface/cli/plan_file.h"

namespace wt::surface {

namespace {

// What the judging of our own plan may take, as in `plan`.
constexpr std::uint64_t kRefereeStates = 100'000;
constexpr std::uint64_t kRefereeBytes = 256u << 20;
constexpr double kRefereeSeconds = 15;

using Found = tl::expected<std::unique_ptr<FoundStory>, ExitCode>;

ExitCode endless(const FoundStory& found, Console& console) {
    report_endless(*found.loaded, found.session->endless_triggers(), console);
    return ExitCode::bad_input;
}

referee::Judgement judge(FoundStory& found, const engine::Answer& answer) {
    Budget budget;
    budget.max_states = kRefereeStates;
    budget.max_bytes = kRefereeBytes;
    referee::Rules rules;
    rules.limits = found.question.limits;
    rules.belief_depth = found.question.belief_depth;
    rules.goal = answer.goal;
    if (found.question.request) rules.request = &*found.question.request;
    Watchdog::Watch watch(found.watchdog, budget, "verifying", kRefereeSeconds);
    if (found.listener) found.listener(&budget);
    referee::Judgement judgement = referee::verify(found.world(), *answer.plan, rules, budget);
    if (found.listener) found.listener(&found.budget);
    return judgement;
}

/// Looks for a plan; none if there is an exit code or a verdict other than `found`.
tl::expected<std::optional<model::Plan>, ExitCode> search(FoundStory& found, Console& console) {
    engine::Question question{.goal = found.question.goal, .limits = found.question.limits};
    if (found.question.request) question.request = &*found.question.request;
    engine::Answer answer = engine::plan(*found.session, question);
    if (answer.verdict == engine::Verdict::endless_triggers) return tl::unexpected(endless(found, console));
    if (answer.verdict == engine::Verdict::exhausted) found.verdict = StoryVerdict::none;
    found.refused = answer.too_large;
    if (!answer.plan) return std::nullopt;
    referee::Judgement judgement = judge(found, answer);
    if (judgement.verdict == referee::Verdict::invalid) {
        console.error(
            fmt::format("the referee rejects the plan that was found, at action {}: {}\nthis is a "
                        "mistake in Wrongtree; please report it with the world and the command",
                        judgement.step + 1, judgement.why));
        return tl::unexpected(ExitCode::internal);
    }
    if (judgement.verdict == referee::Verdict::undecided)
        console.note(
            "the referee could not judge this plan in the share of resources that it has here; "
            "`wrongtree verify` gives it more");
    return std::move(answer.plan);
}

void follow(FoundStory& found, model::Plan plan) {
    auto story = story::follow_plan(*found.session, std::move(plan), found.question.limits);
    if (story) {
        found.verdict = StoryVerdict::found;
        found.story.emplace(std::move(*story));
    } else {
        found.verdict = StoryVerdict::unsound;
        found.fault = std::move(story.error());
    }
    if (found.was_stopped()) found.verdict = StoryVerdict::undecided;
}

}  // namespace

FoundStory::FoundStory(std::unique_ptr<LoadedWorld> world, QuestionUsed asked, const StoryWanted& wanted)
    : loaded(std::move(world)),
      question(std::move(asked)),
      listener(wanted.listener),
      own_watchdog(wanted.watchdog
                       ? nullptr
                       : std::make_unique<Watchdog>(resource_limits(wanted.common), error_is_terminal())),
      watchdog(wanted.watchdog ? *wanted.watchdog : *own_watchdog),
      watch(watchdog, budget, wanted.what) {
    ResourceLimits resources = resource_limits(wanted.common);
    resources.states = std::min(resources.states, wanted.states);
    set_limits(budget, resources);
    if (listener) listener(&budget);
}

FoundStory::~FoundStory() {
    if (listener) listener(nullptr);
}

Found find_story(const StoryWanted& wanted, Console& console) {
    if (wanted.file == "-" && wanted.plan == "-") {
        console.error("only one of FILE and PLAN can be standard input");
        return tl::unexpected(ExitCode::bad_input);
    }
    QuestionOptions given = wanted.question;
    WorldAndPlan both;
    if (wanted.plan.empty()) {
        std::vector<std::string> requests;
        if (!given.request.empty() && !wanted.in_canon) requests.push_back(given.request);
        both.loaded = load_world(wanted.file, wanted.common, console, requests);
    } else if (auto read = load_world_and_plan(wanted.file, wanted.plan, wanted.common, given, console)) {
        both = std::move(*read);
    }
    if (!both.loaded) return tl::unexpected(ExitCode::bad_input);
    std::optional<QuestionUsed> question = ask(*both.loaded, given, both.read.question, console);
    if (!question) return tl::unexpected(ExitCode::bad_input);
    console.note(question->text);
    auto found = std::make_unique<FoundStory>(std::move(both.loaded), std::move(*question), wanted);
    found->session.emplace(found->world(), session_options(found->question), found->budget);
    if (found->session->state_of_start() == engine::Verdict::endless_triggers)
        return tl::unexpected(endless(*found, console));
    if (found->was_stopped()) return found;
    std::optional<model::Plan> plan;
    if (!wanted.plan.empty()) {
        plan = both.read.plan;
        found->plan_read = std::move(both.read.plan);
    } else {
        auto searched = search(*found, console);
        if (!searched) return tl::unexpected(searched.error());
        plan = std::move(*searched);
    }
    if (plan && wanted.plan.empty())
        found->plan_read = *plan;  // for what is said of it, should it be refused
    if (plan) follow(*found, std::move(*plan));
    report_endless(*found->loaded, found->session->endless_triggers(), console);
    return found;
}

Absence absence_of(const FoundStory& found) {
    const model::Limits& limits = found.question.limits;
    if (found.verdict == StoryVerdict::none)
        return {fmt::format("proved: no plan {} within author limit {}, character limit {}, belief limit {}",
                            found.question.request ? "answers the request" : "reaches the goal",
                            limits.author, limits.character, limits.belief),
                ExitCode::no};
    if (found.verdict == StoryVerdict::unsound)
        return {"this plan is no story: " + story::phrase(found.world(), found.plan_read, *found.fault),
                ExitCode::no};
    return {"undecided: " + (found.refused.empty() ? stop_text(found.budget) : found.refused),
            Watchdog::interrupted() ? ExitCode::interrupted : ExitCode::undecided};
}

ExitCode report_no_story(const FoundStory& found, Console& console) {
    Absence absence = absence_of(found);
    console.note(absence.text);
    return absence.code;
}

ExitCode report_stopped(const FoundStory& found, Console& console) {
    return report_no_story(found, console);
}

}  // namespace wt::surface
