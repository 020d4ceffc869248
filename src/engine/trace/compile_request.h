// This turns the constraints of a request into temporal formulas over conditions and sets of actions
// (docs/semantics.md, section 15).
#pragma once

#include <string>
#include <vector>

#include "engine/trace/request_automata.h"

namespace wt::engine {

struct CompiledRequest {
    std::vector<StoryAtom> atoms;  ///< sets of actions first: they are asked before conditions
    LtlfPool pool;
    /// These parts must hold: they are different formulas, none of them `truth(true)`.
    struct Part {
        LtlfId formula;
        model::TraceId constraint;  ///< the first of the request in which it occurs
    };
    std::vector<Part> parts;
    model::TraceId too_large;  ///< a constraint with a number beyond all bounds; else none
};

/// `world` has the request's nodes: the ground one's, or that with more formulas. If the budget stops it, the result
/// means nothing. Cost: the size of the constraints with their quantifiers expanded and their numbers counted out.
CompiledRequest compile_request(GroundWorld& ground, const model::World& world,
                                const model::Request& request);

}  // namespace wt::engine
