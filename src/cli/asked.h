// A command works on these things: a world, maybe a plan from a file, and the question that is asked of them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ask/question.h"
#include "cli/load.h"
#include "form/plan_json.h"
#include "host/console.h"

namespace wt::cli {

struct Asked {
    std::unique_ptr<ask::LoadedWorld> loaded;
    form::PlanRead read;  ///< empty if there is no plan
    ask::QuestionUsed question;

    const model::World& world() const { return question.asked_of(loaded->world); }
};

/// Reads the world and the plan, JSON with reasons or one action a line (empty: none), and settles the question. The
/// divergences, the request and the constraint that `plan --json` noted down count where the call gives none. Returns
/// none if something is wrong, which has gone to standard error.
std::optional<Asked> read_asked(const std::string& file, const std::string& plan, const CommonOptions& common,
                                const ask::QuestionOptions& question, host::Console& console);

}  // namespace wt::cli
