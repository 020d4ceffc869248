// This says what to ask for next, to get stories that have nothing to do with each other.
//
// A planner gives one story. To get another one, unlike all that have been told, it is asked for something that they do
// not do. A `Wish` is such a demand; `wishes` makes a ladder of them from the stories told so far: first that nothing
// of what has happened happens again, then other endings, actions never taken, fluents never changed, other casts, and
// in the end mixtures by chance. The caller (ask/series.cpp) keeps the answers that are far enough from all that it has
// kept, and asks for new wishes after each.
//
// Everything here is a function of the world, the stories told and the seed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/planner.h"
#include "model/plan.h"
#include "story/distance.h"

namespace wt::story {

/// A story that has been told.
struct Told {
    std::vector<model::GroundEvent> actions;
    Features features;
    double utility = 0;  ///< the author's, at the end
};

/// Wishes can be made of this.
struct Material {
    struct Fluent {
        model::PropertyId property;
        std::vector<model::Value> arguments;
        model::Value start;
    };
    std::vector<model::GroundEvent> actions;
    std::vector<model::EventId> names;  ///< of actions that may happen, in order
    std::vector<Fluent> fluents;        ///< that can change
    /// These are values above the start's that the author's utility takes by its text, ascending; not all of them if it
    /// calculates.
    std::vector<double> endings;
    /// This is the least utility that is an improvement; none if nothing improves.
    std::optional<double> goal;
};

/// Returns the material of a session that has a first state.
Material material_of(engine::Session& session);

/// A part of a wish.
struct Part {
    enum class Kind : std::uint8_t {
        happens,      ///< `event` or, if it has arguments, exactly that action
        never,        ///< `event`
        ends_with,    ///< at the end `fluent` is `value`
        changes,      ///< at the end `fluent` is not `value`, its value at the start
        utility,      ///< at the end the author's utility is `value`
        not_utility,  ///< it is not
        only_act,     ///< nobody but `characters` consents to anything
    };
    Kind kind;
    model::EventId event = {};
    std::optional<model::GroundEvent> action = std::nullopt;
    std::size_t fluent = 0;  ///< of the material
    model::Value value = {};
    std::vector<model::EntityId> characters = {};
};

using Wish = std::vector<Part>;  ///< all of it

/// Returns what to ask for next, in this order. Cost: the square of the number of actions at most.
std::vector<Wish> wishes(const model::World& world, const Material& material, std::span<const Told> told,
                         std::uint64_t seed);

/// Returns `never happens steal & at end utility() == 3`: short, and different for different wishes.
std::string wish_text(const model::World& world, const Material& material, const Wish& wish);

/// Returns the wish as a request with the material's goal. Adds its nodes to the world.
model::Request request_for(model::World& world, const Material& material, const Wish& wish);

/// Returns all constraints of a request as one, in the syntax of the language.
std::string constraint_text(const model::World& world, const model::Request& request);

}  // namespace wt::story
