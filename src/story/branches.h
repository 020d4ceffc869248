// Branches are the turns that a story might have taken: where the player, one of its characters, could have acted
// otherwise for a reason of their own, and how the story goes on from there.
//
// The result is a graph without circles. Its moments are states of the world and of all minds, its ways are events
// between two of them; events that lead to the same state lead to the same moment, so that branches run together again
// where nothing tells them apart. An alternative is offered only if its event is possible, everybody who consents has a
// reason for it, and the planner found how the story goes on, or proved that nothing more comes of it. The referee
// judges each event that the player may choose, and each continuation.
//
//     Branches branches = branch(story, {.request = &request}, {.player = shikamaru}, budget);
//     for (std::size_t way : branches.moments[0].ways) ...
#pragma once

#include <optional>
#include <vector>

#include "base/budget.h"
#include "story/reason.h"

namespace wt::story {

struct BranchOptions {
    model::EntityId player = {};      ///< whose choices they are; none: no alternatives
    int depth = 1;                    ///< 1: alternatives of the story; 2: and of those; 0: none
    std::size_t most_moments = 300;   ///< no more branches when there are so many
    std::uint64_t states = 20'000;    ///< belief states for each search of a continuation
    std::uint64_t effort = 200'000;   ///< steps of search for each question whether there is a reason
    std::uint64_t judging = 100'000;  ///< states for the referee, for each alternative
};

/// The story was asked to be this, and so are its continuations.
struct BranchGoal {
    const model::Request* request = nullptr;
    std::optional<double> goal = std::nullopt;  ///< without a request
    int belief_depth = 0;                       ///< D, for the referee
};

/// One run from the start to an end.
struct BranchCourse {
    Story story;
    bool answers = false;     ///< the request, if there is one
    std::size_t own = 0;      ///< its first event that is in no course before it
    std::size_t own_end = 0;  ///< behind its last one
};

/// An event from one moment to another.
struct BranchWay {
    std::size_t from = 0;
    std::size_t to = 0;
    model::GroundEvent event;
    std::size_t course = 0;  ///< in which it comes
    std::size_t place = 0;   ///< in that course
};

struct BranchMoment {
    engine::MindId state;
    std::vector<std::size_t> ways;  ///< from here, the one of the earliest course first; none: an end
    std::size_t ways_here = 0;      ///< how many ways lead here
};

struct Branches {
    std::vector<BranchMoment> moments;  ///< the first is the start
    std::vector<BranchWay> ways;
    std::vector<BranchCourse> courses;  ///< the first is the story

    std::size_t offered = 0;   ///< alternatives
    std::size_t unknown = 0;   ///< not offered: a limit ended the search
    std::size_t unjudged = 0;  ///< not offered: the referee could not judge them within its limits
    std::size_t rejected =
        0;  ///< not offered: the referee takes them to be wrong, which is a mistake of ours
    std::size_t circular = 0;  ///< not offered: they lead back to where the story has been
    bool is_full = false;      ///< `most_moments` was met
};

/// Returns the branches of the story. `budget` is that of the story's session; its limit on states is used and put
/// back. Cost: a search for each alternative that somebody has a reason for. If the budget is asked to stop, what was
/// found so far is handed back.
Branches branch(const Story& story, const BranchGoal& goal, const BranchOptions& options, Budget& budget);

}  // namespace wt::story
