// The teller is the focaliser: this says what somebody gets of each event of a story, and what changes in their mind.
//
// The narrator's mind is the real world, and the narrator gets everything; a character's mind is the one that the
// states of the story hold for them. Nothing here looks into the truth on behalf of a character.
#pragma once

#include <optional>
#include <vector>

#include "story/reason.h"

namespace wt::story {

/// The part of an event that somebody gets.
enum class Perception : std::uint8_t {
    none,     ///< it passes them by
    noticed,  ///< they do not observe it, but it changes what they believe
    full,     ///< they observe it or take part in it
};

/// A change that an event made in a mind.
struct Revision {
    Fluent fluent;
    model::Value before;
    model::Value after;
    /// The event, as the owner of the mind sees it, does not make it so: the owner was wrong, or did not
    /// know.
    bool is_revealed = false;
    /// The event itself makes the owner unsure: they have not seen that it is not so.
    bool is_forgotten = false;
};

/// A fact that must have been so before an event for it to be possible.
struct Implied {
    Fluent fluent;
    model::Value value;
};

/// This is a story with the eyes of one who tells it. It keeps a reference to the story.
class Focus {
  public:
    /// `teller` is none for a narrator.
    Focus(const Story& story, model::EntityId teller);

    const Story& story() const { return story_; }
    const model::World& world() const { return story_.session.world(); }
    model::EntityId teller() const { return teller_; }
    bool is_narrator() const { return !teller_.valid(); }
    std::size_t events() const { return story_.plan.steps.size(); }
    const model::GroundEvent& event(std::size_t place) const { return story_.plan.steps[place].action; }

    /// Reads what the teller takes the world to be after so many events.
    engine::MindId view(std::size_t moment) const { return views_[moment]; }
    /// Reads what `who` takes it to be, as the teller sees it.
    engine::MindId mind_of(std::size_t moment, model::EntityId who) const;
    /// Is the teller not sure of it?
    bool leaves_open(std::size_t moment, const Fluent& fluent) const {
        return is_open(story_.session, views_[moment], fluent);
    }
    model::Value value(std::size_t moment, const Fluent& fluent) const;

    Perception perception(std::size_t event) const { return perceptions_[event]; }
    /// Lists what the event changed in the mind of `who`, as the teller sees it, first-hand beliefs only, in the
    /// order of the text.
    std::vector<Revision> revisions(std::size_t event, model::EntityId who) const;
    /// Returns the facts that the precondition of an event demands outright.
    std::vector<Implied> implied(std::size_t event) const;
    /// Does `who` observe the event, as the teller sees it?
    bool observes(std::size_t event, model::EntityId who) const;

  private:
    Perception perceive(std::size_t event) const;

    const Story& story_;
    model::EntityId teller_;
    std::vector<engine::Session::GroundFluent> fluents_;
    std::vector<engine::MindId> views_;
    std::vector<Perception> perceptions_;
};

/// Returns the characters among the arguments of an event, each once, in order.
std::vector<model::EntityId> cast_of(const model::World& world, const model::GroundEvent& event);

}  // namespace wt::story
