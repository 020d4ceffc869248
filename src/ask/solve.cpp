#include "ask/solve.h"

#include <fmt/format.h>

#include "story/phrase.h"

namespace wt::ask {

namespace {

referee::Judgement judge(FoundStory& found, const engine::Answer& answer, Overseer& overseer) {
    Budget budget;
    set_limits(budget, kForReferee);
    Watch watch(overseer, budget, "verifying", kSecondsForReferee);
    return referee::verify(found.world(), *answer.plan, referee_rules(found.question, answer.goal), budget);
}

/// Looks for a plan; returns none if there is a verdict.
std::optional<model::Plan> search(FoundStory& found, Overseer& overseer) {
    engine::Answer answer = engine::plan(*found.session, engine_question(found.question));
    found.refused = answer.too_large;
    if (answer.verdict == engine::Verdict::endless_triggers) found.verdict = StoryVerdict::endless;
    if (answer.verdict == engine::Verdict::exhausted) found.verdict = StoryVerdict::none;
    if (found.verdict == StoryVerdict::endless || !answer.plan) return std::nullopt;
    found.judgement = judge(found, answer, overseer);
    if (found.judgement.verdict != referee::Verdict::invalid) return std::move(answer.plan);
    found.verdict = StoryVerdict::rejected;
    return std::nullopt;
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

FoundStory::FoundStory(std::shared_ptr<const LoadedWorld> world, QuestionUsed asked, const Call& call)
    : loaded(std::move(world)), question(std::move(asked)), watch(call.overseer, budget, call.what) {
    set_limits(budget, call.resources);
}

std::unique_ptr<FoundStory> find_story(std::shared_ptr<const LoadedWorld> loaded, QuestionUsed question,
                                       std::optional<model::Plan> plan, const Call& call) {
    auto found = std::make_unique<FoundStory>(std::move(loaded), std::move(question), call);
    if (plan) found->plan = *plan;
    found->session.emplace(found->world(), session_options(found->question), found->budget);
    if (found->session->state_of_start() == engine::Verdict::endless_triggers) {
        found->verdict = StoryVerdict::endless;
        found->endless = found->session->endless_triggers();
        return found;
    }
    if (found->was_stopped()) return found;
    if (!plan) {
        plan = search(*found, call.overseer);
        if (plan) found->plan = *plan;  // for what is said of it, should it be refused
    }
    if (plan) follow(*found, std::move(*plan));
    found->endless = found->session->endless_triggers();
    return found;
}

std::string absence_text(const FoundStory& found, StopWords words) {
    const model::Limits& limits = found.question.limits;
    if (found.verdict == StoryVerdict::none)
        return fmt::format("proved: no plan {} within author limit {}, character limit {}, belief limit {}",
                           found.question.request ? "answers the request" : "reaches the goal", limits.author,
                           limits.character, limits.belief);
    if (found.verdict == StoryVerdict::unsound)
        return "this plan is no story: " + story::phrase(found.world(), found.plan, *found.fault);
    return "undecided: " + (found.refused.empty() ? stop_text(found.budget, words) : found.refused);
}

}  // namespace wt::ask
