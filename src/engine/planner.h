// The planner takes questions about one world, and gives answers that say what they are.
//
// A `Session` owns everything that outlives a question: the ground world, the interned belief states, the successors
// and the explanations found so far. A session keeps a reference to its world and budget, which must outlive it. The
// world never changes, so that several sessions in several threads may have the same one; they share nothing else. A
// caller that asks with its own formulas copies the world and adds them to the copy.
//
//     Budget budget;
//     engine::Question question{.limits = {.author = 8, .character = 5, .belief = 2}};
//     engine::Session session(world, engine::session_options(world, question), budget);
//     engine::Answer answer = engine::plan(session, question);
//     if (answer.verdict == engine::Verdict::found) ...
//
// A session stays warm: what it has learnt answers later questions faster, and never changes an answer. So a
// game keeps one session, lets things happen that no plan foresaw, and asks again from where it is then:
//
//     MindId state = engine::first_state(session);                // engine/inspect.h
//     state = engine::successor(session, state, what_happened);   // whoever wanted it
//     answer = engine::plan(session, {.goal = 2, .limits = limits, .start = state});
//     session.trim(std::uint64_t{256} << 20, {&state, 1});        // between questions: bounded memory
//
// The limits of the budget hold for the session as a whole. For a limit on one question set it anew before
// each, `budget.max_states = budget.states() + 100'000`; after a stop that was requested (time, the user)
// call `budget.resume()`. What a stopped question has learnt stays.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/budget.h"
#include "base/diagnostic.h"
#include "base/ids.h"
#include "model/plan.h"
#include "model/world.h"

namespace wt::engine {

using MindId = Id<struct MindTag>;  ///< a state of a session (engine/inspect.h)

struct Answer;

struct Question {
    /// The utility that the author is to reach; none means the default goal (docs/semantics.md, rule 9.6). It is not
    /// looked at if there is a request.
    std::optional<double> goal = std::nullopt;
    model::Limits limits = {};
    bool optimal = false;  ///< prove that the plan is a shortest one
    /// The state of the session in which the story begins: where utility is improved on, and what the default goal
    /// refers to. Its id must be valid (engine/inspect.h; `Session::trim`). None means the first state.
    std::optional<MindId> start = std::nullopt;
    /// A plan to try first, for instance what is left of the last one after something unforeseen. It is followed as far
    /// as its actions are possible and quickly seen to be explained; if the goal is reached so, that is the plan found
    /// (or a shorter one that does as well). It is not looked at with `optimal`. If it fails, that costs little, and
    /// what was learnt of reasons stays.
    std::vector<model::GroundEvent> first_try = {};
    /// If given, the search goes on after the first plan. It is called with each plan that reaches the goal and has
    /// fewer actions than the one before; in its answer `verdict` is `found` and `statistics` says when. The answer in
    /// the end has the last one again, with `proved_shortest`, or `stopped`. It may ask the budget to stop and look
    /// into states, but must not put questions to the session. It is not called with `optimal`, whose first plan is the
    /// last.
    std::function<void(const Answer&)> on_improvement = {};
    /// This says what the story has to be like (docs/semantics.md, section 15), instead of a goal. The limits of the
    /// request are not looked at.
    const model::Request* request = nullptr;
    /// The world that has the request's nodes: the session's, or a copy of it with more formulas. Null means the
    /// session's.
    const model::World* formulas = nullptr;
    /// These characters are not asked whether they consent to the author's plan, though they keep their minds: this
    /// finds out who is in the way. The plan has no reasons for them.
    std::vector<model::EntityId> puppets = {};
};

enum class Verdict : std::uint8_t {
    found,      ///< a plan that reaches the goal; with `optimal` a proven shortest one
    exhausted,  ///< proved: no plan within the limits reaches the goal
    stopped,    ///< a resource ran out or the user interrupted (`Answer::stop`); a plan may have been found,
                ///< with `on_improvement` as `plan`
    endless_triggers,  ///< the triggers of the first state never come to rest (`Answer::endless`)
};

/// Counts of one question. They are deterministic for the same session history.
struct Statistics {
    std::uint64_t states = 0;                ///< belief states (minds) interned
    std::uint64_t transitions = 0;           ///< successors computed, memo hits not counted
    std::uint64_t expanded = 0;              ///< states of the author's search expanded
    std::uint64_t generated = 0;             ///< states of the author's search generated
    std::uint64_t explanation_queries = 0;   ///< asked, memo hits included
    std::uint64_t explanation_searches = 0;  ///< searched, that is, not answered from the memo
    std::uint64_t bytes = 0;                 ///< charged by the stores
};

using EndlessTriggers = model::EndlessTriggers;

struct Answer {
    Verdict verdict = Verdict::exhausted;
    Stop stop = Stop::none;
    /// A sentence about a constraint or a precondition that is too much for us, or about a question that needs deeper
    /// minds than the session keeps; the verdict is `stopped`.
    std::string too_large;
    std::optional<model::Plan> plan;  ///< reaches the goal
    std::optional<model::Plan> best;  ///< where the goal was missed: the best improvement met, if any
    bool proved_shortest = false;
    std::optional<double> start_utility;  ///< where the story begins; none: unknown (`?`)
    std::optional<double> goal;           ///< none: there is no default goal because the start utility is `?`
    std::optional<double> utility;        ///< of `plan`, else of `best`
    std::optional<EndlessTriggers> endless;  ///< met by the session so far; see `EndlessTriggers`
    Statistics statistics;
};

struct SessionOptions {
    int belief_limit = 2;  ///< the largest belief limit that questions will have
    /// D, how deep minds are kept; at least what the world needs with that belief limit. A request may need more:
    /// `session_options` and `model::belief_depth_for` know how much.
    int belief_depth = 0;
    int possibilities = 16;  ///< that somebody may hold at a time, at most
    int foresight = 2;       ///< actions of others that somebody wary looks ahead
};

/// Returns the options with which a session of `world` must be made to be asked this question.
SessionOptions session_options(const model::World& world, const Question& question);

class Session {
  public:
    /// Grounds the world and interns the first state. Beliefs deeper than `model::kMostBeliefDepth` are refused, as if
    /// memory had run out (`Budget::refusal`). Cost: see docs/design/engine-ground.md.
    Session(const model::World& world, const SessionOptions& options, Budget& budget);
    ~Session();
    Session(Session&&) noexcept;

    const model::World& world() const;
    int belief_depth() const;
    /// Returns the size of the ground world: fluents that can change, actions, triggers.
    struct Size {
        std::size_t fluents = 0;
        std::size_t actions = 0;
        std::size_t triggers = 0;
    };
    Size size() const;
    /// Returns the ground actions or triggers in order, and the fluents that can change.
    std::vector<model::GroundEvent> ground_events(bool triggers) const;
    struct GroundFluent {
        model::PropertyId property;
        std::vector<model::Value> arguments;
    };
    std::vector<GroundFluent> ground_fluents() const;
    /// Tells why the session cannot be used: endless triggers in the first state, or the budget ran out while
    /// grounding.
    Verdict state_of_start() const;
    /// Returns the first endless triggers that were met, whether at the start or later.
    std::optional<EndlessTriggers> endless_triggers() const;

    /// Returns the size of what has grown with the questions, in bytes charged to the budget: states, successors,
    /// reasons. It means nothing if the budget is shared with others.
    std::uint64_t grown_bytes() const;
    /// Forgets all that has grown if it is more than `bytes`, except the first state and the `kept` ones, whose ids are
    /// replaced; all other ids of states are void then. Returns whether it did. The ground world stays, and so does the
    /// table of the numbers met. This is to be called between questions, which alone are what makes it grow. What is
    /// forgotten is computed again when it is needed, so that no answer changes, only counts (`Statistics`) and time.
    /// Deterministic. Cost: as setting up a session, without the grounding.
    bool trim(std::uint64_t bytes, std::span<MindId> kept);

    struct Impl;
    Impl& impl() { return *impl_; }
    const Impl& impl() const { return *impl_; }

  private:
    std::unique_ptr<Impl> impl_;
};

/// Finds a plan in which every action is explained for every consenting character, or proves that there is
/// none within the limits. A question that needs deeper minds than the session keeps is not answered: the verdict is
/// `stopped`, and `Answer::too_large` says so. Cost: exponential in the worst case; polls the session's budget
/// and stops when it says so.
Answer plan(Session& session, const Question& question);

/// Returns the warnings that need the ground world: actions that can never happen, triggers that may fire for ever,
/// utilities that nothing can raise, conditional assignments that may collide.
Diagnostics lint(Session& session);

}  // namespace wt::engine
