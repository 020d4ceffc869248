// In a game somebody plays one of the characters: the others act for reasons of their own, on what they believe.
//
//     Play play(world, session, question, player, budget, 1);
//     for (const Intention& choice : play.choices()) ...
//     play.act(choice.event);
//     play.let_others_act();
//     for (const std::string& sentence : play.news(false)) ...
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ask/live.h"
#include "ask/question.h"
#include "base/random.h"

namespace wt::ask {

class Play {
  public:
    /// Everything that is referred to outlives it; the budget is the session's. `seed` decides what the others do where
    /// they could do several things.
    Play(const model::World& world, engine::Session& session, const QuestionUsed& question,
         model::EntityId player, const Budget& budget, std::uint64_t seed);

    LiveStory& story() { return story_; }
    LiveStory::Moment now() const { return now_; }
    /// Goes on from this moment, with what was told by then.
    void go_to(LiveStory::Moment moment) { now_ = moment; }

    /// Finds what the player's character would do for a reason of its own, as it sees things. It means nothing after a stop.
    std::vector<Intention> choices() { return story_.intentions(now_, player_, limits_, budget_); }
    /// Lets the player's character try one of the choices. The text is empty if it has happened, else it says why it
    /// has not: a sentence.
    std::string act(const model::GroundEvent& event);
    /// Lets one of the others do something for a reason of its own, if anybody would.
    std::optional<model::GroundEvent> let_others_act();
    /// Tells what has happened since this was last asked, as the player's character knows it, in sentences. How it ends is told
    /// when it is over.
    std::vector<std::string> news(bool is_over);

  private:
    const model::World& world_;
    engine::Session& session_;
    model::Limits all_limits_;
    model::EntityId player_;
    const Budget& budget_;
    engine::ReasonLimits limits_;
    LiveStory story_;
    LiveStory::Moment now_ = LiveStory::kStart;
    std::set<std::string> told_;  ///< sentences, by id
    Random random_;
};

}  // namespace wt::ask
