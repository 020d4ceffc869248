// These functions look into the states of a session: what holds, who believes what, what happens next. They serve
// `show`, tests and embedding.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/planner.h"
#include "engine/state/state_store.h"

namespace wt::engine {

/// Returns the first state, settled; none if the session has none (Session::state_of_start).
MindId first_state(Session& session);
/// Returns the state after an action and all triggers; none if triggers never come to rest: then the action is
/// impossible there (Session::endless_triggers). Whether the action is possible otherwise is for the caller to ask. An
/// action that grounding dropped can never be possible and leaves the state as it is.
MindId successor(Session& session, MindId state, const model::GroundEvent& action);
/// Returns the budget with which the session was made.
Budget& budget_of(Session& session);
/// Does the action's precondition hold in the mind?
bool possible(Session& session, MindId mind, const model::GroundEvent& action);
/// Returns all actions whose precondition holds in the mind, in order.
std::vector<model::GroundEvent> possible_actions(Session& session, MindId mind);
/// Returns what the mind takes `character` to believe; for its own owner and at the greatest depth, this is the mind
/// itself. The result may be a belief of several possibilities, which all functions here take for a mind. A value is
/// then the one that all possibilities agree on, else `?`; a condition holds if it does in all; an action is possible
/// if it is in at least one. Where the mind that is asked is such a belief, the result is what its possibilities agree
/// on, or what they say of the character together, by weight.
MindId mind_of(Session& session, MindId mind, model::EntityId character);
/// A question about reasons: limits as in docs/semantics.md, section 10, and how many steps of search it may
/// take before the answer is `unknown`. What has been found out is kept, so that asking again goes on there.
struct ReasonLimits {
    int character = 5;
    int belief = 2;
    std::uint64_t effort = ~0ull;
};

/// One of the things that somebody holds possible: a mind, and its weight among the others'.
struct HeldPossible {
    MindId mind;
    std::int64_t weight = 1;
};
/// Returns the possibilities of a belief, in order of content; for a mind, the mind alone. Weights have no common
/// factor.
std::vector<HeldPossible> possibilities(Session& session, MindId belief);
/// Returns what somebody who holds this belief imagines (docs/semantics.md, 9.8): a prospect, which `successor` takes
/// like a world: it gives the worlds in which the plan is still running, none if it goes well nowhere. Where nothing is
/// uncertain, the result is the belief itself.
MindId prospect(Session& session, MindId belief);
/// Returns where a character is asked for a reason for an action that is taken in a prospect. Its owner is asked in the
/// prospect, others in what they imagine in the first world in which the action can be tried. In certain worlds this is
/// the same as `asked_in`.
MindId asked_for(Session& session, MindId prospect, const model::GroundEvent& action,
                 model::EntityId character);
/// This says what a plan is worth to the owner of a prospect (9.9), and to somebody wary also the outlook (9.12).
struct Account {
    std::optional<model::Fraction> start, end;                  ///< none: `?`
    std::optional<model::Fraction> start_outlook, end_outlook;  ///< none: not wary, or `?`
    model::Fraction goes_well{0, 1};  ///< how likely it goes well to the end; 0: it does not
};
/// `limits.character` is the budget. This may be asked only of sessions for which `is_uncertain` holds.
Account account(Session& session, MindId prospect, std::span<const model::GroundEvent> plan,
                const ReasonLimits& limits);
/// Returns how likely the event, taken in the real world, ended as it did: 1 where luck has no part in it.
model::Fraction chance_of(Session& session, MindId state, const model::GroundEvent& event);
/// Does anything in the world make reasons a matter of odds: possibilities, failing, chance, tempers?
bool is_uncertain(const Session& session);
/// Returns where a character is asked for a reason in a world that somebody imagines, or in the real one: the owner of
/// the world is asked in the world itself, everybody else in their mind (docs/semantics.md, 9.1).
MindId asked_in(Session& session, MindId world, model::EntityId character);
/// Returns the value of a fluent in the mind. This also works for fluents that cannot change.
model::Value value(Session& session, MindId mind, model::PropertyId property,
                   const std::vector<model::Value>& arguments);
/// Returns the utility of a character (none: the author) judged in the mind; none if it is unknown.
std::optional<double> utility(Session& session, MindId mind, model::EntityId character);

/// Returns the least number of actions of a reason that the mind's owner has for an action that is possible in the
/// mind, or none if there is no reason. `budget` and `belief_limit` are as in docs/semantics.md, section 10.
std::optional<int> shortest_reason(Session& session, MindId mind, const model::GroundEvent& action,
                                   int budget, int belief_limit);

/// Writes the reason of the mind's owner for an action that is possible in the mind, with all that it rests on, into
/// the plan's table and returns it; none if there is no reason.
std::optional<model::ExplanationId> find_reason(Session& session, MindId mind,
                                                const model::GroundEvent& action, int budget,
                                                int belief_limit, model::Plan& plan);

/// Returns the state in which one fluent has another value in the mind reached through `believers`, and all else is as
/// it was: nobody notices, and no trigger runs. The state stays the same if the fluent cannot change, or if the chain
/// leads below the greatest depth. The value must be one that the fluent has in some state.
MindId with_value(Session& session, MindId state, std::span<const model::EntityId> believers,
                  model::PropertyId property, const std::vector<model::Value>& arguments,
                  const model::Value& value);

/// Returns the value of a closed expression in the mind; True or False for a condition. The expression is one of
/// `formulas`: the session's world, or a copy of it with more formulas. Cost: the size of the expression with its
/// quantifiers written out.
model::Value evaluate(Session& session, MindId mind, const model::World& formulas, model::ExprId expr);

/// An answer that may be cut short.
enum class Known : std::uint8_t { no, yes, unknown };

/// Has the owner of the mind a reason for an action? The answer is no if the action is impossible in the mind, and
/// `unknown` also after a stop of the budget.
Known has_reason(Session& session, MindId mind, const model::GroundEvent& action, const ReasonLimits& limits);
/// Is the action possible in the state and, for everybody who consents to it, in their minds, and has each of
/// them a reason for it there (docs/semantics.md, 9.1)? In the real world this is what an event of a story
/// must be; in a mind it is what its owner can count on if anybody consents to it.
Known explained(Session& session, MindId state, const model::GroundEvent& action, const ReasonLimits& limits);
/// Counts the steps of search for reasons done in the session so far, as `ReasonLimits::effort` counts them. About a
/// million are done in a second; the count is the same in every run.
std::uint64_t reason_effort(const Session& session);
/// Returns one reason of each consenting character, in the order of consent, for an action for which `explained` has
/// just said `yes` in this state with these limits. They are plans whose actions carry no reasons of their own.
std::vector<model::Explanation> reasons(Session& session, MindId state, const model::GroundEvent& action,
                                        const ReasonLimits& limits);

}  // namespace wt::engine
