// This puts into words what is known about a story: it is the one place where facts, wishes and reasons become
// sentences.
//
// The forms are generic: a fluent is quoted as it is written, in backticks, and its value is named. No
// pronoun supposes anything about a character.
#pragma once

#include <string>

#include "model/plan.h"
#include "story/reason.h"

namespace wt::story {

/// Returns "`at(Temari)` is Suna", "`promised(Shikamaru)` is true", "Ann believes that `price()` is 3".
std::string phrase(const model::World& world, const Fluent& fluent, const model::Value& value);
/// Returns "`at(Temari)` to change from Clearing to Suna".
std::string phrase(const model::World& world, const ValueChange& change);
/// Returns "event 3, `taste(Nina)`, is impossible there: ...", a sentence without its full stop.
std::string phrase(const model::World& world, const model::Plan& plan, const PlanFault& fault);

/// Returns "refuse(Shikamaru, Temari), event 8", the head of an answer.
std::string heading(const model::Plan& plan, const model::World& world, std::size_t event);
/// Returns the reason as a paragraph, a line for each thing told; it ends in a line end.
std::string paragraph(const Story& story, std::size_t event, const Reason& reason);
/// Returns the same for an event to which nobody consents.
std::string paragraph(const Story& story, std::size_t event, const Consequences& consequences);

}  // namespace wt::story
