// This says how unlike two stories are: the mean of three Jaccard distances (compare Srivastava et al. 2007, Roberts et
// al. 2014): of what happens, of who does what, and of how it ends.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/planner.h"
#include "model/plan.h"

namespace wt::story {

/// This is what counts of a story. Each list is sorted; texts are those of model/print.h, so that stories of two
/// divergences of a world can be compared.
struct Features {
    std::vector<std::string> actions;  ///< ground actions, as often as they happen
    /// These are `Tom: walk`, once for every consenting character; for an action without consent, `: walk`. Each stands
    /// there once.
    std::vector<std::string> deeds;
    std::vector<std::string> facts;  ///< `at(Tom) = Market`: holds at the end and did not at the start

    friend bool operator==(const Features&, const Features&) = default;
};

/// Computes 1 - |common| / |all| of two sorted lists, as multisets; 0 if both are empty. Cost: linear.
double jaccard_distance(std::span<const std::string> a, std::span<const std::string> b);

/// Returns a number from 0 (the same things happen, in whatever order, and it ends the same) to 1.
double distance(const Features& a, const Features& b);

/// Returns the features of a story of the session's world, which begins in its first state. The session must have one,
/// and every action must be possible where it happens. Cost: as many successors as actions, and every fluent that can
/// change.
Features features_of(engine::Session& session, std::span<const model::GroundEvent> actions);

}  // namespace wt::story
