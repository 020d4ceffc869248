// This finds out why something is not so: which part of a condition, what the fluents are, since when, and who believes
// it.
#pragma once

#include <string>
#include <vector>

#include "story/course.h"

namespace wt::story {

/// This is a draft on its way: the items up to here and the states before each of them and after the last.
struct Past {
    const std::vector<DraftItem>& items;
    std::vector<engine::MindId> states;  ///< one more than items that have been read
};

/// Returns `line 4, `walk(Tom, Home, Market)``, or where an event of a filling stands.
std::string place_of(const model::World& world, const DraftItem& item);

/// A part of a condition that is false, closed, and whose mind it was read in.
struct FalsePart {
    model::ExprId expr;
    bool is_negated = false;                 ///< the part is that `expr` is not so
    std::vector<model::EntityId> believers;  ///< outermost first
};

/// Finds the smallest parts that make a condition false in the mind at the end of `believers` in the last state, some
/// at most; `event` gives the variables of its head their values, if any. Adds to the pool of the stage's world.
std::vector<FalsePart> false_parts(Stage& stage, const Past& past, model::ExprId condition,
                                   const model::GroundEvent* event,
                                   const std::vector<model::EntityId>& believers);

/// Returns `` `at(Tom) == Market` is false: `at(Tom)` is `Home` since line 4, `walk(...)` ``; for a mind, with what it
/// is in truth.
std::string evidence_text(Stage& stage, const Past& past, const FalsePart& part);

/// For a part that is read in a mind, this says who else takes it to be so, and since when. The text is empty for
/// others.
std::string knowers_text(Stage& stage, const Past& past, const FalsePart& part);

/// Returns the fluents about which a character is wrong in the last state: `at(Tom) is Home (in truth Market, since
/// ...)`. There are at most `most`, and then how many more there are.
std::vector<std::string> mistakes_of(Stage& stage, const Past& past, model::EntityId character,
                                     std::size_t most);

}  // namespace wt::story
