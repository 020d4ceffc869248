// A plan for a question, judged by the referee before anybody sees it.
//
//     Planning planning({world, question}, call);
//     planning.open();
//     PlanMade made = planning.search();
//     planning.judge(made);
//     if (made.is_accepted()) ... *made.shown() ...
#pragma once

#include <functional>
#include <optional>

#include "ask/proofs.h"
#include "ask/solve.h"
#include "story/whynot.h"

namespace wt::ask {

struct PlanWanted {
    const model::World& world;  ///< that the question is asked of
    const QuestionUsed& question;
    bool optimal = false;  ///< prove that the plan is a shortest one
    bool best = false;     ///< show the best improvement where the goal is missed
    bool verify = true;    ///< have the referee judge what is shown
    Runner runner = {};    ///< for the proofs
};

/// An answer, and what of it is to be shown.
struct PlanMade {
    engine::Answer answer;
    bool reaches_goal = false;  ///< what is shown does
    bool shows_best =
        false;  ///< there is no plan proved to be what was asked for, but one that was met on the way
    referee::Judgement judgement = {};
    bool was_told = false;  ///< to who hears of each story
    /// Where it is proved that there is no story: the first thing with which there is one, if a short search finds any.
    std::optional<story::Remedy> cause = {};

    /// Returns the plan that is shown, or null.
    const model::Plan* shown() const {
        return answer.plan ? &*answer.plan : shows_best ? &*answer.best : nullptr;
    }
    bool is_accepted() const { return judgement.verdict == referee::Verdict::valid; }
    /// Has the referee found a mistake of ours?
    bool is_rejected() const {
        return judgement.verdict == referee::Verdict::invalid ||
               judgement.verdict == referee::Verdict::endless_triggers;
    }
};

class Planning {
  public:
    /// Everything that is referred to outlives it.
    Planning(const PlanWanted& wanted, const Call& call);

    /// Grounds the world. This is to be called first.
    void open();

    /// Hears of a story, which has been judged, and says whether the search for a shorter one shall go on.
    using Listener = std::function<bool(const PlanMade& story)>;
    /// Looks for the plan; nothing is judged. With a listener it goes on after the first story and tells of each that
    /// is shorter, while it waits; the answer is then the last one that was accepted, and if a later one was not,
    /// nothing is said to be proved. It ends if a story is rejected.
    PlanMade search(const Listener& on_story = {});
    /// Judges what is shown, within a share of resources of its own; without `verify` it is accepted.
    void judge(PlanMade& made);

    /// The session is for looking into states.
    engine::Session& session() { return *session_; }

  private:
    PlanMade made_of(engine::Answer answer) const;

    PlanWanted wanted_;
    Call call_;
    Budget budget_;
    std::optional<Watch> watch_;  ///< until the search is over
    std::optional<engine::Session> session_;
};

}  // namespace wt::ask
