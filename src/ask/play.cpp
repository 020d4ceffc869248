#include "ask/play.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/print.h"
#include "story/tell/tell.h"

namespace wt::ask {

Play::Play(const model::World& world, engine::Session& session, const QuestionUsed& question,
           model::EntityId player, const Budget& budget, std::uint64_t seed)
    : world_(world),
      session_(session),
      all_limits_(question.limits),
      player_(player),
      budget_(budget),
      limits_{question.limits.character, question.limits.belief},
      story_(world, session),
      random_(seed) {}

std::string Play::act(const model::GroundEvent& event) {
    engine::MindId state = story_.state(now_);
    std::string name = model::to_text(world_, event);
    if (!engine::possible(session_, state, event))
        return fmt::format("It cannot be done: {} is not as {} thinks.", name, world_[player_].name);
    for (model::EntityId other : model::consenting_characters(world_, event)) {
        if (other == player_) continue;
        engine::MindId mind = engine::asked_in(session_, state, other);
        if (engine::has_reason(session_, mind, event, limits_) != engine::Known::yes)
            return fmt::format("{} has no reason for it.", world_[other].name);
    }
    tl::expected<LiveStory::Moment, std::string> after = story_.happen(now_, event);
    if (!after) return fmt::format("It cannot be done: {}.", after.error());
    now_ = *after;
    return "";
}

std::optional<model::GroundEvent> Play::let_others_act() {
    std::vector<NextEvent> next = story_.next(now_, limits_, budget_);
    if (budget_.stop() != Stop::none) return std::nullopt;
    std::erase_if(next, [&](const NextEvent& one) {
        std::vector<model::EntityId> consenting = model::consenting_characters(world_, one.event);
        return std::ranges::find(consenting, player_) != consenting.end();
    });
    if (next.empty()) return std::nullopt;
    model::GroundEvent event = next[random_.below(static_cast<std::uint32_t>(next.size()))].event;
    tl::expected<LiveStory::Moment, std::string> after = story_.happen(now_, event);
    if (!after) return std::nullopt;
    now_ = *after;
    return event;
}

std::vector<std::string> Play::news(bool is_over) {
    model::Plan plan;
    for (model::GroundEvent& event : story_.history(now_))
        plan.steps.push_back({std::move(event), {}});
    tl::expected<story::Story, story::PlanFault> told =
        story::follow_plan(session_, std::move(plan), all_limits_);
    std::vector<std::string> sentences;
    // An event that was saved in a world that has been edited since may be done for no reason any more.
    if (!told) return sentences;
    story::TellingOptions options;
    options.teller = player_;
    for (const auto& paragraph : story::tell(*told, options).paragraphs)
        for (const story::Sentence& sentence : paragraph)
            if ((is_over || !sentence.id.starts_with("end.")) && told_.insert(sentence.id).second)
                sentences.push_back(sentence.text);
    return sentences;
}

}  // namespace wt::ask
