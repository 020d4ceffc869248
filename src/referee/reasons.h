// This writes out a plan with its reasons, from the answers that judge.h remembers.
#pragma once

#include "model/plan.h"
#include "referee/judge.h"
#include "referee/referee.h"

namespace wt::referee {

/// Returns the course of the author with the first shortest reason of everybody for everything. All its actions must be
/// explained or author-only.
model::Plan plan_of(Context& context, const Course& course);

/// Returns `undecided` or `endless_triggers` with what is to be said about it, if the context is halted; otherwise
/// `valid`.
Judgement trouble_of(Context& context);

}  // namespace wt::referee
