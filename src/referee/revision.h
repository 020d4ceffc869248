// An observer corrects its mind before watching an event that it takes to be impossible (docs/semantics.md, section 7).
//
// Watching the event shows the precondition and the outcome. That is read in normal form: a set of clauses, each a list
// of atoms about single fluents. A part that only one possibility of somebody, or odds, decide has no atoms; it has to
// be true for a clause to count, and nothing is corrected for it. The clauses that are true in the mind in which the
// event happens are taken one after the other, atom by atom; an atom that is false in the observer's mind as corrected
// so far is mended there: the fluent gets its value in the outer mind when the atom is an `==`, otherwise `?`.
#pragma once

#include "referee/context.h"

namespace wt::referee {

/// Corrects `observer`, a mind below `outer` (one possibility of a belief), so that the event, which could not be seen
/// there as it was, may be possible.
MindId correct(Context& context, MindId outer, MindId observer, const Occurrence& event);

/// Returns the true clauses in the order in which they are processed, each `atom & atom & ...`, for tests.
std::vector<std::string> true_clauses(Context& context, MindId outer, const Occurrence& event);

}  // namespace wt::referee
