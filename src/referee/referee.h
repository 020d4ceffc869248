// The referee computes slowly and plainly what plans and reasons mean. It judges every plan that anybody shows.
//
// The engine searches fast; the referee is the second, independent reading of the same definitions, and
// shares no code with it. It reads `model::World` as it stands: expressions are interpreted, minds are plain
// trees of values, and a plan is judged condition by condition as docs/semantics.md lists them:
//
//   mind.h       a state: what the world is, and what everybody takes it to be        (section 2)
//   evaluate.h   the value of an expression in a mind                                  (3)
//   happen.h     what an event does to a mind: effects, beliefs, triggers              (4, 5, 6)
//   revision.h   what an observer corrects who took the event to be impossible         (7)
//   judge.h      reasons: explained, minimal                                           (9, 10)
//   prospect.h, uncertain.h   the same where somebody is unsure, fails or has a temper (9)
//   verify.cpp   a given plan; enumerate.cpp: is there one at all
//
//     Budget budget;
//     Judgement judgement = verify(world, plan, {.limits = limits}, budget);
//     if (judgement.verdict != Verdict::valid) show(judgement.step, judgement.why);
//
// Nothing here outlives the call, except what `States` holds.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/budget.h"
#include "model/plan.h"
#include "referee/mind.h"

namespace wt::referee {

/// These are rules as they once were, to measure how often a rule matters (docs/decisions.md, "Sane reasons"). They are
/// for worlds that are not uncertain.
struct FormerRules {
    bool short_reasons_of_others =
        false;             ///< others, too, consent to a competitor by reasons shorter than the plan
    bool no_self = false;  ///< whatever somebody is told is so in the world that they imagine
};

struct Rules {
    model::Limits limits;
    int belief_depth = 0;                     ///< D; less than belief limit + 1 + F means exactly that
    std::optional<double> goal;               ///< none: the default goal
    const model::Request* request = nullptr;  ///< what the story has to be like; then `goal` does not count
    bool strict = false;                      ///< minimality also against subsequences that end better
    /// These actions have happened since the first state, each possible where it happens, whether anybody had a reason
    /// or not. The story begins after them.
    std::vector<model::GroundEvent> history = {};
    /// More ground events of one action or trigger are not listed, for they would not fit into memory.
    std::size_t most_events = 5'000'000;
    FormerRules former = {};
};

enum class Verdict {
    valid,             ///< a story; of `enumerate`: there is one
    invalid,           ///< not a story; of `enumerate`: proved that there is none within the limits
    undecided,         ///< stopped before the answer was known
    endless_triggers,  ///< the world's triggers do not come to rest
};

/// This says how far a judgement has come: to which action, or to what shows at the end.
struct Stage {
    bool at_end = false;
    std::size_t step = 0;
};

struct Judgement {
    Verdict verdict = Verdict::undecided;  ///< nothing is valid that nobody has judged
    /// Index of the first action at fault; the number of actions when it is the end that is at fault.
    std::size_t step = 0;
    std::string why;      ///< what is wrong, in sentences, names in backticks
    bool at_end = false;  ///< what is wrong shows only when the whole plan has been gone through
    Stop stop = Stop::none;
    /// These are the first triggers that never come to rest, wherever they were met: at the start, after an action of
    /// the plan, or in what somebody imagines.
    std::optional<model::EndlessTriggers> endless = {};
    Stage stage_of_endless = {};
};

/// A judgement is made of proofs: that the reasons of one character hold, or all else. Such proofs need nothing of each
/// other, so several can be made at the same time.
struct Proof {
    bool is_whole = true;
    model::EntityId reasons_of;  ///< if it is not the whole: whose reasons; none: all else

    static Proof of(model::EntityId character) { return {false, character}; }
};
/// Returns the parts: all else, and one for everybody who consents to an action.
std::vector<Proof> proofs_of(const model::World& world, std::span<const model::GroundEvent> actions);

/// Judges a plan with its reasons: possible, every action explained for every consenting character by the attached
/// explanation, goal reached, no step that could be left out, within the limits. Reasons are not searched, but whether
/// a shorter competitor is explained is. With a `proof` only that part is judged; `valid` then says nothing of the
/// others.
Judgement verify(const model::World& world, const model::Plan& plan, const Rules& rules, Budget& budget,
                 const Proof& proof = {});

/// Judges bare actions in the same way, looking for the reasons itself.
Judgement verify_actions(const model::World& world, std::span<const model::GroundEvent> actions,
                         const Rules& rules, Budget& budget, const Proof& proof = {});

/// Returns what the whole comes to: the judgement that `verify` would have given, if every part was decided; else
/// nothing. `parts` are those of `proofs_of`, in that order.
std::optional<Judgement> judgement_of(const model::World& world, std::span<const model::GroundEvent> actions,
                                      std::span<const Judgement> parts);

struct Existence {
    Verdict verdict = Verdict::undecided;
    std::optional<std::size_t> shortest;
    std::optional<model::Plan> plan;      ///< a shortest one, with reasons
    std::optional<double> start_utility;  ///< none: unknown, or not computed
    std::optional<double> goal;
    std::string why;
    Stop stop = Stop::none;
    std::vector<model::GroundEvent> triggers;
};

/// Is there a plan, and how long is a shortest one? The search is exhaustive, so this is for small worlds. Of several
/// shortest plans, the first in the order of actions is given.
Existence enumerate(const model::World& world, const Rules& rules, Budget& budget);

/// Returns the goal when none is given: the starting utility rounded away from zero if that is greater, else it plus
/// one.
double default_goal(double start_utility);

/// This says how likely a plan of somebody ends how.
struct Ending {
    model::Fraction share;    ///< of all; the shares of all endings are 1 together
    std::size_t actions = 0;  ///< this many have succeeded
    bool is_failure = false;  ///< the next one fails, else it is impossible; false if all have succeeded
    model::Value utility;     ///< of the owner there
};

/// This is what a plan of somebody comes to (docs/semantics.md, section 9), whether it is a reason or not.
struct Account {
    std::optional<model::Fraction> worth_at_start, worth_at_end;  ///< none: `?`
    /// These are the same for the outlook of somebody wary who plans ahead.
    std::optional<model::Fraction> outlook_at_start, outlook_at_end;
    std::vector<Ending> endings;  ///< those that end first come first; equal ones are one
    bool goes_well = false;       ///< in one possibility at least all actions succeed
};

/// Returns the product of the chances that a story takes (docs/semantics.md, section 15); none if the actions are no
/// story of the world, or the number does not fit in 64 bits.
std::optional<model::Fraction> luck(const model::World& world, std::span<const model::GroundEvent> actions,
                                    const Rules& rules, Budget& budget);

struct Context;

/// This looks into states. Ids of minds stay valid as long as this object. An id that `believed` gives may name a
/// belief with several possibilities; the others name minds.
class States {
  public:
    States(const model::World& world, const Rules& rules, Budget& budget);
    ~States();
    States(const States&) = delete;
    States& operator=(const States&) = delete;

    /// Returns `valid` while everything that was asked could be answered; otherwise what came in between, and every
    /// answer since then means nothing.
    Judgement trouble();

    /// Returns the state in which planning starts.
    MindId first_state();
    /// Returns the state after an action and the triggers that follow. The action need not be possible.
    MindId successor(MindId mind, const model::GroundEvent& action);
    /// Can the action be tried in this mind, whatever its outcome? In one possibility of a belief at least?
    bool possible(MindId belief, const model::GroundEvent& action);
    /// Can it come about in this mind with its outcome?
    bool can_happen(MindId mind, const model::GroundEvent& action);
    /// Returns what the last believer believes, as the one before takes it to be, and so on. Only the last of these
    /// beliefs may have several possibilities.
    MindId believed(MindId mind, std::span<const model::EntityId> believers) const;
    /// Returns the minds that a belief is made of, with their weights, in their order; for a mind, the mind itself with
    /// weight 1.
    std::vector<Possibility> possibilities(MindId belief) const;
    /// Along the chain: the value that the fluent has in all possibilities, else `?`.
    model::Value value(MindId mind, std::span<const model::EntityId> believers, model::PropertyId property,
                       std::span<const model::Value> arguments) const;
    /// Returns the owner's utility; the author's for the real world.
    model::Value utility(MindId mind);
    int belief_depth() const;
    /// Returns the length of a shortest reason of the owner of a mind or belief for the action, if there is one at this
    /// budget.
    std::optional<int> shortest_reason(MindId belief, const model::GroundEvent& action, int budget);
    /// Is the action, which can be tried in the real world, explained there for everybody who consents, with the
    /// character limit of the rules? The answer is false for an event that is no action of this world.
    bool explained(MindId state, const model::GroundEvent& action);
    /// Does the story of these actions, each possible where it happens, answer the request?
    bool answers(std::span<const model::GroundEvent> actions, const model::Request& request);
    /// Returns what becomes of a plan of the owner of a mind or belief. In worlds that are not uncertain it has one
    /// ending.
    Account account(MindId belief, std::span<const model::GroundEvent> actions, int budget);
    /// Writes `fluent = value` lines of the mind, then of the minds below, `depth` levels deep, where they differ from
    /// the mind above. Each line begins with the believers: `Tom: Ann: at(Key) = Box`; with the weight of the
    /// possibility, if there are several: `Tom (2 of 3): at(Key) = Box`.
    std::string to_text(MindId belief, int depth) const;

    Context& context() { return *context_; }

  private:
    std::unique_ptr<Context> context_;
};

}  // namespace wt::referee
