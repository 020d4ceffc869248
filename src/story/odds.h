// This computes what a reason is worth where not everything is certain (docs/semantics.md, section 9): to somebody who
// holds several things possible, who may fail, or who looks at what others will do.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/inspect.h"
#include "story/reading.h"

namespace wt::story {

/// Returns the event as everybody who takes part in it means it: nobody means to fail.
model::GroundEvent as_meant(model::GroundEvent event);
/// Can the action be tried in the mind, however it ends? The mind may be a belief of several possibilities.
bool can_try(engine::Session& session, engine::MindId mind, const model::GroundEvent& event);
/// Returns what has to hold for the event to happen as it does: precondition, what is hidden of it, and success. This
/// is not for a failure, which needs the opposite or bad luck. With `tried` it is only what has to hold for it to be
/// tried.
std::vector<model::ExprId> needs_of(const model::World& world, const model::GroundEvent& event,
                                    bool tried = false);
/// Do those who hold this belief leave the fluent open? Then its value in the belief is `?`, which says less than
/// that.
bool is_open(engine::Session& session, engine::MindId belief, const Fluent& fluent);

/// A fluent that somebody is not sure of.
struct Doubt {
    struct Chance {
        model::Value value;
        model::Fraction share;
        friend bool operator==(const Chance&, const Chance&) = default;
    };
    Fluent fluent;
    std::vector<Chance> values;  ///< the likeliest first
};
/// Returns what is held possible of a fluent; one value if it is not open. The result is none if the shares do not fit.
std::optional<Doubt> doubt_of(engine::Session& session, engine::MindId belief, const Fluent& fluent);

/// One way that a plan may go, in one of the worlds that its owner imagines.
struct Course {
    std::vector<engine::MindId> worlds;  ///< before each event that was tried, and behind the last
    bool goes_well = false;              ///< to the end
};
/// Returns all courses of a plan, in the order of the possibilities; a success comes before a failure. The list is
/// empty after a stop.
std::vector<Course> courses_of(engine::Session& session, engine::MindId prospect,
                               std::span<const model::GroundEvent> plan);

struct Odds {
    engine::Account account;
    bool else_nothing = false;  ///< where it does not go well, nothing is gained
    /// This is what somebody wary prevents: what others would have done, and then cannot, or will not.
    std::optional<model::GroundEvent> prevented;
    bool is_impossible = false;  ///< they cannot
};
/// This may be asked only in sessions for which `engine::is_uncertain` holds. `prospect` comes from `engine::prospect`
/// or `engine::asked_for`. `limits.character` is the budget. Cost: the courses, and for somebody wary whose outlook
/// changes all that others may do within the foresight, behind the start and behind each end.
Odds odds_of(engine::Session& session, const model::Limits& limits, engine::MindId prospect,
             model::EntityId owner, std::span<const model::GroundEvent> plan);

/// Returns the luck of a story: how likely its events ended as they did (docs/semantics.md, 9.10); none if it does not
/// fit in 64 bits.
std::optional<model::Fraction> luck_of(engine::Session& session, engine::MindId start,
                                       std::span<const model::Step> plan);

/// Returns `; with 2 in 3 for nothing`, or `; it goes well with 1 in 3`; the text is empty if it is sure to go well.
std::string chance_text(const Odds& odds);
/// Returns `Bram cannot `steal(Bram)``; the text is empty if nothing is prevented.
std::string prevented_text(const model::World& world, const Odds& odds);

}  // namespace wt::story
