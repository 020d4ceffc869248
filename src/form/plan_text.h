// This writes plans as text, and what is to be said of how one was found. (Plans as JSON are in plan_json.h, plans with
// reasons in plan_why.h.)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ask/plan.h"

namespace wt::form {

/// Writes one action a line, as `lang::read_plan` reads it.
std::string plan_text(const model::World& world, const model::Plan& plan);

/// An answer with what was asked for.
struct PlanReport {
    const ask::QuestionUsed& question;
    const ask::PlanMade& made;
    bool is_anytime = false;  ///< shorter stories were looked for
    bool shows_best = false;  ///< the best improvement is shown if the goal is missed
    ask::StopWords words = ask::stop_text;
};

/// Returns notes about an answer, a sentence each: found, proved or undecided, and how near it came.
std::vector<std::string> plan_notes(const PlanReport& report);

/// Said where it is proved that there is no story and nothing is known of why.
inline constexpr std::string_view kWhynotKnows = "`wrongtree whynot` looks for what stands in the way";

/// Notes about why there is no story to work on, a sentence each.
std::vector<std::string> absence_notes(const ask::FoundStory& found, ask::StopWords words);

/// Returns `3 actions, after 120 states expanded`, of a story that is shown.
std::string found_when_text(const ask::PlanMade& made);

/// Says that the referee rejects a plan of our own, which is a mistake of ours.
std::string rejection_text(const referee::Judgement& judgement);

/// This is said of a plan on which the referee came to no verdict.
inline constexpr std::string_view kUnjudgedPlan =
    "the referee could not judge this plan in the share of resources that it has here; "
    "`wrongtree verify` gives it more";

/// Returns the counts of a search, of its ground world, and what it takes of memory. `resident_bytes` is of the
/// process.
std::vector<std::string> statistics_notes(const engine::Statistics& statistics,
                                          const engine::Session::Size& size, std::uint64_t resident_bytes);

}  // namespace wt::form
