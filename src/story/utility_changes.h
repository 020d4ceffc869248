// This finds out what about a utility changed between two states, and by how much.
//
// A utility may be long; what somebody wants in a story is the little of it that their plan changes. The expression is
// walked in both states at once, and whatever has one value in both is passed over. From a sum, the terms that differ
// stay; from a conditional that takes another branch, the parts of its test that turned stay.
#pragma once

#include <optional>
#include <vector>

#include "story/reading.h"

namespace wt::story {

struct ValueChange {
    Fluent fluent;  ///< from the mind in which the utility is read
    model::Value before;
    model::Value after;

    friend bool operator==(const ValueChange&, const ValueChange&) = default;
};

/// A term of a utility whose value changed, with the fluents that changed it.
struct UtilityChange {
    std::vector<ValueChange> changes;
    std::optional<double> difference;  ///< to the utility; none if the terms are not simply added up
};

/// Returns the changes in the order of the text. Cost: the size of the expression times its depth.
std::vector<UtilityChange> utility_changes(engine::Session& session, model::ExprId utility,
                                           engine::MindId before, engine::MindId after);

}  // namespace wt::story
