// A running story knows what happened, whoever wanted it, what somebody would do now, and what might happen next.
//
//     LiveStory story(world, session);
//     auto after = story.happen(0, event);
//     for (const NextEvent& next : story.next(*after, limits, budget)) ...
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "engine/inspect.h"
#include "engine/planner.h"
#include "model/plan.h"

namespace wt::ask {

/// An event that a character would take part in now, as it sees things, with the plan that is its reason.
struct Intention {
    model::GroundEvent event;
    std::vector<model::GroundEvent> plan;
};

/// An event that can happen now and in which all who would have to take part would.
struct NextEvent {
    model::GroundEvent event;
    std::vector<model::Explanation> reasons;  ///< of each, in the order of consent
};

/// A record of what happened, as a tree: each moment but the first comes of one before by an event.
class LiveStory {
  public:
    using Moment = std::uint32_t;
    static constexpr Moment kStart = 0;

    /// Both outlive it. The session has a first state.
    LiveStory(const model::World& world, engine::Session& session);

    std::size_t size() const { return moments_.size(); }
    engine::MindId state(Moment moment) const { return moments_[moment].state; }
    /// Returns the events that led to a moment, in order.
    std::vector<model::GroundEvent> history(Moment moment) const;

    /// Lets an event happen that is possible there, whoever consents. Returns the moment after it, or why it cannot
    /// happen: a clause without a full stop. Cost: a transition.
    tl::expected<Moment, std::string> happen(Moment from, const model::GroundEvent& event);

    /// Finds what the character would do. It means nothing if the budget, which is the session's, stopped. Cost: a question
    /// for a reason for each action that it takes to be possible.
    std::vector<Intention> intentions(Moment moment, model::EntityId character,
                                      const engine::ReasonLimits& limits, const Budget& budget);
    /// Finds what might happen, in the order of the text. It means nothing after a stop. Cost: likewise, for all who would take part.
    std::vector<NextEvent> next(Moment moment, const engine::ReasonLimits& limits, const Budget& budget);

  private:
    struct Place {
        engine::MindId state;
        Moment before = kStart;
        std::optional<model::GroundEvent> event = {};  ///< none: the start
    };

    const model::World& world_;
    engine::Session& session_;
    std::vector<Place> moments_;
};

}  // namespace wt::ask
