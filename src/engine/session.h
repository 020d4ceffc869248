// A session consists of these parts. They are private to the engine.
#pragma once

#include <memory>
#include <vector>

#include "engine/explain/explainer.h"
#include "engine/ground/ground_world.h"
#include "engine/planner.h"
#include "engine/search/author_search.h"
#include "engine/state/dynamics.h"
#include "engine/state/state_store.h"

namespace wt::engine {

struct Session::Impl {
    Impl(const model::World& world, const SessionOptions& options, Budget& budget);
    std::optional<EndlessTriggers> endless() const;
    /// Makes everything that grows with questions anew, empty.
    void start_afresh();
    /// Returns the size of what has grown with questions, in bytes.
    std::uint64_t grown_bytes() const { return budget.bytes() - lasting_bytes; }

    const model::World& world;
    Budget& budget;
    int depth = 0;
    int possibilities = 16;
    int foresight = 2;
    std::uint64_t lasting_bytes = 0;  ///< what of the budget's bytes a trim cannot give back
    std::unique_ptr<GroundWorld>
        ground;  ///< null if the budget stopped the grounding; then all below is null
    std::unique_ptr<StateStore> store;
    std::unique_ptr<Dynamics> dynamics;
    std::unique_ptr<RelaxedCosts> relaxed;
    std::unique_ptr<Explainer> explainer;
    MindId start;  ///< none: endless triggers
};

}  // namespace wt::engine
