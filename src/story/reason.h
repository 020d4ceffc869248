// This finds out why somebody took part in an event of a story: what they wanted, what they were wrong about, what they
// expected to follow, and what did.
//
// Everything told here is computed in states: the reason is run in the mind of its owner and in the minds of
// those that it counts on, and is run again with each mistake put right. Nothing is guessed.
//
//     tl::expected<Story, PlanFault> story = follow_plan(session, plan, limits);
//     if (!story) show(phrase(world, plan, story.error()));
//     Reason reason = reason_for(*story, 7, shikamaru);
//
// If the session's budget stops, what was computed meanwhile means nothing; whoever owns the budget looks at
// it before telling anything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "engine/inspect.h"
#include "model/plan.h"
#include "story/odds.h"
#include "story/reading.h"
#include "story/utility_changes.h"

namespace wt::story {

struct Fact {
    Fluent fluent;
    model::Value value;
};

enum class PlanFaultKind {
    impossible,          ///< `because` is what makes the precondition false
    thought_impossible,  ///< likewise, in the mind of `character`, who consents
    no_reason,           ///< `character` has none within the limits
    wrong_reason,        ///< the one that the plan gives for `character` does not work
    endless_triggers,    ///< after the event, which makes it impossible
};

/// The reason why an event cannot stand where it does.
struct PlanFault {
    PlanFaultKind kind = PlanFaultKind::impossible;
    std::size_t event = 0;  ///< its place in the plan, from 0
    model::EntityId character;
    std::vector<Fact> because;
    std::string near =
        {};  ///< of `no_reason`: what the nearest reason lacks (story/near_reason.h); may be empty
};

/// A plan that can happen, in which everybody has a reason for everything.
struct Story {
    engine::Session& session;
    model::Limits limits;
    model::Plan plan;                    ///< with all reasons
    std::vector<engine::MindId> states;  ///< before each event, and at the end
};

/// Takes the plan event by event from the first state. Reasons that are missing are searched; those that are
/// attached must work (docs/semantics.md, rules 9.1 and 9.2, but for minimality, which is left to the
/// referee).
tl::expected<Story, PlanFault> follow_plan(engine::Session& session, model::Plan plan,
                                           const model::Limits& limits);

/// The outcome of a reason in some mind.
enum class Fate {
    works,
    impossible,  ///< the event at `step` of the reason
    unwilling,   ///< `character` would have no reason for the event at `step`
    no_gain,     ///< the utility would not rise
};

struct Trial {
    Fate fate = Fate::works;
    std::size_t step = 0;
    model::EntityId character;
    std::optional<double> end;  ///< the utility at the end, where it is reached
};

/// Something that the owner of a reason believed wrongly, about the world or about what others believe.
struct Mistake {
    Fluent fluent;
    model::Value believed;
    model::Value actual;
    Trial corrected;  ///< the reason with this alone put right; `works`: the mistake was not decisive
};

/// This is what somebody else was expected to gain by consenting.
struct Gain {
    model::EntityId character;
    std::optional<double> before;
    std::optional<double> after;
    std::optional<Odds>
        odds;  ///< where not everything is certain; `before` and `after` are its worths, rounded
};

struct Expected {
    model::GroundEvent event;
    std::vector<Gain> others;  ///< but for the first event, to which everybody consents for themselves
};

/// The outcome of the expectation in the plan.
struct Followed {
    std::vector<std::size_t> came;  ///< places in the plan of the expected events, while they came in order
    std::vector<std::size_t> between;    ///< other events before the last of them
    std::optional<std::size_t> instead;  ///< the next event where an expected one did not come any more
    std::optional<double> after;         ///< the utility in truth when all of them had come
    std::optional<double> end;           ///< in truth, at the end of the plan
    std::optional<double> believed_end;  ///< what its owner believed at the end
    /// This is the same exactly, where not everything is certain: what it was worth to them, by their temper.
    std::optional<model::Fraction> believed_worth;
};

struct Reason {
    model::EntityId character;
    std::optional<double> before;  ///< utility, as the character sees it
    std::optional<double> after;   ///< the one expected
    std::optional<Odds>
        odds;  ///< where not everything is certain; `before` and `after` are its worths, rounded
    std::vector<UtilityChange> utility_changes;  ///< of an uncertain plan: where it goes best
    std::vector<Doubt> doubts;                   ///< what the reason reads and its owner is not sure of
    bool seeks_mistakes = true;                  ///< of somebody who is not sure none are looked for
    /// The decisive mistakes come first, then others that the reason reads, about the world or about what somebody
    /// believes of it.
    std::vector<Mistake> mistakes;
    std::vector<Expected> expected;  ///< from the event itself
    Followed followed;
};

/// Tells why `character`, who consents, takes part in an event of the story. Cost: a run of the reason for each
/// false belief, with the questions for consent that it meets.
Reason reason_for(const Story& story, std::size_t event, model::EntityId character);

/// Tells what an event did, and which later events could not stand without it.
struct Consequences {
    std::vector<ValueChange> changes;  ///< in the world; and in minds, where not the same as in the world
    std::vector<PlanFault> missed;     ///< what becomes of the later events if it is left out, and they too
};

/// Finds the consequences. Cost: the rest of the plan is gone through once more, and reasons are searched.
Consequences consequences_of(const Story& story, std::size_t event);

}  // namespace wt::story
