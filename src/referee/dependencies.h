// This finds what an event can read and set, and what a utility can read, whatever the state: for proofs that nothing
// comes of it.
#pragma once

#include <algorithm>
#include <deque>
#include <memory>
#include <unordered_map>

#include "referee/context.h"
#include "referee/happen.h"

namespace wt::referee {

/// A part of a precondition that compares one fluent with one value.
struct Test {
    Place place;
    model::Value value;
    bool is_equal = true;  ///< else it must differ
};

/// This is what an event reads and sets in a mind in which it happens.
struct EventPlaces {
    std::vector<Test> tests;           ///< parts of the precondition, which is a conjunction
    std::vector<model::ExprId> parts;  ///< all other parts
    std::vector<Place> conditions;     ///< read by the precondition
    std::vector<Place> values;         ///< read by the tests and values of the effect
    std::vector<Place> targets;        ///< assigned
    std::vector<Place> watching;       ///< read by the observing condition

    template <class Test>
    bool any(Test test) const {
        return std::any_of(conditions.begin(), conditions.end(), test) ||
               std::any_of(values.begin(), values.end(), test) ||
               std::any_of(targets.begin(), targets.end(), test) ||
               std::any_of(watching.begin(), watching.end(), test);
    }
};

/// A trigger as far as it sets what the owner of a mind believes itself.
struct OwnTrigger {
    std::size_t index = 0;
    std::vector<FluentId> targets;
};

/// All of this is found when it is first asked for. References stay valid.
class Dependencies {
  public:
    explicit Dependencies(Context& context) : context_(context) {}

    const EventPlaces& action(ActionId id) { return find(actions_, id.index(), context_.actions); }
    const EventPlaces& trigger(std::size_t index) { return find(triggers_, index, context_.triggers); }
    const std::vector<Place>& utility(model::EntityId character);
    /// Returns the events that can ever be possible and read or assign the fluent, in whosever mind, by index.
    const std::vector<std::size_t>& triggers_with(FluentId fluent);
    const std::vector<std::size_t>& actions_with(FluentId fluent);
    /// Returns those that read or assign the fluent in the character's own mind, and set anything there.
    const std::vector<const OwnTrigger*>& own_triggers(model::EntityId character, FluentId fluent);
    /// Does the character's utility read the fluent in its own mind?
    bool counts_for(model::EntityId character, FluentId fluent);
    /// Can what the character believes about others' minds bring about what it believes itself, or is worth
    /// something to it?
    bool minds_matter(model::EntityId character);
    /// Does any comparison of the world read booleans as well as numbers? Only then can a correction make a
    /// boolean unknown.
    bool mixes_booleans_with_numbers();

  private:
    using Known = std::vector<std::unique_ptr<EventPlaces>>;  ///< by index
    const EventPlaces& find(Known& known, std::size_t index, const std::vector<Occurrence>& events);

    Context& context_;
    Known actions_, triggers_;
    using ByFluent = std::vector<std::vector<std::size_t>>;
    void add_to(ByFluent& lists, std::size_t index, const EventPlaces& places);
    ByFluent actions_with_, triggers_with_;
    /// This is what a character believes itself, and what comes of it.
    struct Facts {
        std::deque<OwnTrigger> triggers;
        std::vector<std::vector<const OwnTrigger*>> with;  ///< by fluent
        std::vector<bool> count;                           ///< by fluent
    };
    const Facts& facts(model::EntityId character);
    std::unordered_map<model::EntityId, Facts> facts_;
    std::unordered_map<model::EntityId, std::vector<Place>> utilities_;
    std::unordered_map<model::EntityId, bool> minds_matter_;
    std::optional<bool> mixes_;
};

}  // namespace wt::referee
