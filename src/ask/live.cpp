#include "ask/live.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/print.h"

namespace wt::ask {

LiveStory::LiveStory(const model::World& world, engine::Session& session) : world_(world), session_(session) {
    moments_.push_back({engine::first_state(session)});
}

std::vector<model::GroundEvent> LiveStory::history(Moment moment) const {
    std::vector<model::GroundEvent> events;
    for (; moments_[moment].event; moment = moments_[moment].before)
        events.push_back(*moments_[moment].event);
    std::ranges::reverse(events);
    return events;
}

tl::expected<LiveStory::Moment, std::string> LiveStory::happen(Moment from, const model::GroundEvent& event) {
    engine::MindId state = moments_[from].state;
    if (!engine::possible(session_, state, event))
        return tl::unexpected(fmt::format("`{}` is impossible there", model::to_text(world_, event)));
    engine::MindId after = engine::successor(session_, state, event);
    if (!after.valid())
        return tl::unexpected(
            fmt::format("after `{}` the triggers never come to rest", model::to_text(world_, event)));
    moments_.push_back({after, from, event});
    return static_cast<Moment>(moments_.size() - 1);
}

std::vector<Intention> LiveStory::intentions(Moment moment, model::EntityId character,
                                             const engine::ReasonLimits& limits, const Budget& budget) {
    std::vector<Intention> intentions;
    engine::MindId mind = engine::mind_of(session_, moments_[moment].state, character);
    for (const model::GroundEvent& action : engine::possible_actions(session_, mind)) {
        if (budget.stop() != Stop::none) break;
        std::vector<model::EntityId> consenting = model::consenting_characters(world_, action);
        if (std::ranges::find(consenting, character) == consenting.end()) continue;
        if (engine::has_reason(session_, mind, action, limits) != engine::Known::yes) continue;
        model::Plan table;
        auto reason = engine::find_reason(session_, mind, action, limits.character, limits.belief, table);
        if (reason) intentions.push_back({action, model::actions_of(table[*reason].steps)});
    }
    return intentions;
}

std::vector<NextEvent> LiveStory::next(Moment moment, const engine::ReasonLimits& limits,
                                       const Budget& budget) {
    std::vector<NextEvent> events;
    engine::MindId state = moments_[moment].state;
    for (const model::GroundEvent& action : engine::possible_actions(session_, state)) {
        if (budget.stop() != Stop::none) break;
        if (model::consenting_characters(world_, action).empty()) continue;
        if (engine::explained(session_, state, action, limits) != engine::Known::yes) continue;
        events.push_back({action, engine::reasons(session_, state, action, limits)});
    }
    return events;
}

}  // namespace wt::ask
