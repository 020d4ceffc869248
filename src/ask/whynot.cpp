#include "ask/whynot.h"

#include <algorithm>

namespace wt::ask {

namespace {

/// Of one short search; of all short searches; and how many events may be grounded for them together.
constexpr std::uint64_t kStatesEach = 2'000;
constexpr std::uint64_t kStatesInAll = 20'000;
constexpr std::size_t kEventsInAll = 40'000;
constexpr std::size_t kMostSearches = 30;

story::WhynotQuestion question_about(const QuestionUsed& question) {
    story::WhynotQuestion asked;
    asked.goal = question.goal;
    asked.request = question.request ? &*question.request : nullptr;
    asked.limits = question.limits;
    asked.belief_depth = question.belief_depth;
    return asked;
}

}  // namespace

WhynotMade whynot(const WhynotWanted& wanted, const Call& call) {
    story::WhynotQuestion asked = question_about(wanted.question);
    asked.all = wanted.all;
    asked.states_each = std::min(wanted.states_each.value_or(asked.states_each), call.resources.states);
    Budget budget;
    set_limits(budget, call.resources);
    Watch watch(call.overseer, budget, "looking for what is in the way");
    return {story::whynot(wanted.world, asked, budget), asked.states_each};
}

std::optional<story::Remedy> first_cause(const model::World& world, const QuestionUsed& question,
                                         std::size_t events, const Call& call) {
    story::WhynotQuestion asked = question_about(question);
    asked.states_each = kStatesEach;
    asked.is_proved = true;
    asked.only_first = true;
    asked.most_searches = std::min(kMostSearches, kEventsInAll / (events + 1));
    if (asked.most_searches == 0) return std::nullopt;
    Budget budget;
    set_limits(budget, {call.resources.bytes, std::min(kStatesInAll, call.resources.states)});
    Watch watch(call.overseer, budget, "looking for what is in the way");
    story::Whynot found = story::whynot(world, asked, budget);
    for (story::Remedy& finding : found.findings)
        if (!finding.story.empty()) return std::move(finding);
    return std::nullopt;
}

}  // namespace wt::ask
