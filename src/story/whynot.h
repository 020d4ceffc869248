// This finds out why there is no story: what would have to be otherwise for one to exist.
//
// One thing at a time is relaxed, and the planner is asked again. So whatever is said is the result of a
// search: with this change there is a story, and here it is. (Compare the explanations of unsolvability by
// Göbelbecker et al. 2010, *Coming up with good excuses*, and minimal unsatisfiable subsets.)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/budget.h"
#include "engine/planner.h"
#include "model/plan.h"
#include "model/world.h"

namespace wt::story {

/// This is the kind of thing that was relaxed.
enum class Excuse : std::uint8_t {
    limit,       ///< a limit of the question
    constraint,  ///< a part of the request
    conflict,    ///< several parts of it that have no story together, though fewer have one
    consent,     ///< somebody is not asked whether they want to
    belief,      ///< what somebody believes at the start
    fact,        ///< what is so at the start
    rule,        ///< a condition of an action
    goal,        ///< the utility that was asked for
};
std::string_view name_of(Excuse excuse);

struct Remedy {
    Excuse excuse;
    std::string text;                       ///< a sentence without a full stop, names in backticks
    std::vector<std::string> details;       ///< more sentences
    std::vector<model::GroundEvent> story;  ///< that there is then; empty for a conflict
};

struct WhynotQuestion {
    std::optional<double> goal;
    const model::Request* request = nullptr;  ///< its nodes are the world's
    model::Limits limits;
    int belief_depth = 0;
    /// Each further search may take at most so many belief states.
    std::uint64_t states_each = 5'000;
    bool all = false;         ///< everything that helps, not only the first of each kind
    bool is_proved = false;   ///< that there is no story: it is not looked for
    bool only_first = false;  ///< the first thing with which there is a story, and nothing else
    std::uint64_t most_searches = ~std::uint64_t{0};
};

struct Whynot {
    enum class Outcome : std::uint8_t {
        story,             ///< there is a story
        none,              ///< proved that there is none; `findings` say what would help, if anything
        undecided,         ///< nobody knows whether there is one
        endless_triggers,  ///< those of the first state never come to rest
    } outcome = Outcome::none;
    std::optional<engine::EndlessTriggers> endless = {};  ///< met by the search for the question itself
    std::string too_large = {};                           ///< the request is too much for us: a sentence
    Stop stop = Stop::none;                 ///< why it is undecided, or why not everything was tried
    std::vector<model::GroundEvent> story;  ///< of the first outcome
    std::vector<Remedy> findings;
    /// These phrases say what was relaxed: proved to have no story all the same, and without one in the belief states
    /// that each search may take.
    std::vector<std::string> in_vain, open;
    std::uint64_t searches = 0;
};

/// Looks for what stands in the way. The world is a copy to work with: nodes are added to it. Cost: one
/// search for the question, within the budget, and up to some hundred small ones.
Whynot whynot(model::World world, const WhynotQuestion& question, Budget& budget);

}  // namespace wt::story
