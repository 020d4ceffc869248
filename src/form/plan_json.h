// Plans are JSON documents (docs/schema/plan.schema.json), which `plan --json` writes and `verify` and `show` read.
//
// Explanations stand in one table and are referred to by their place in it, because many actions share one. An
// explanation may rest on others, for its second action and later ones, but never on itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "ask/question.h"
#include "base/diagnostic.h"
#include "base/source.h"
#include "engine/planner.h"
#include "model/plan.h"
#include "referee/referee.h"
#include "story/whynot.h"

namespace wt::form {

/// The verdict of the referee on the plan that a document shows.
struct Judged {
    referee::Verdict verdict = referee::Verdict::undecided;
    Stop stop = Stop::none;  ///< which limit ended the judging
};

/// The parts of a document that is written.
struct PlanDocument {
    std::string_view version;
    std::string_view file;
    const model::World& world;
    const ask::QuestionUsed& question;
    const engine::Answer& answer;
    const model::Plan* plan = nullptr;  ///< the plan that is shown, if any
    bool reaches_goal = false;
    bool statistics = false;
    engine::Session* session = nullptr;  ///< where something is uncertain: in which worths and luck are found
    /// Where there is none: the first thing with which there is one, if any is known.
    std::optional<story::Remedy> cause = std::nullopt;
    std::optional<Judged> judged = std::nullopt;  ///< none: the referee was not asked
    std::optional<bool> final = std::nullopt;     ///< of `--anytime`: is it the last document? One line then
};

/// Returns the document, indented (one line if it is one of several), ending in a line end. The bytes are the same for
/// the same answer: there are no times in it.
std::string plan_json(const PlanDocument& document);

/// The parts of a document that is read.
struct PlanRead {
    model::Plan plan;
    bool has_reasons = false;  ///< the document has a table of explanations
    ask::QuestionOfPlan question;
};

/// This is the world that a document is of, and what was asked of it; all is empty if it does not say, or is none.
struct SettingOfPlan {
    std::vector<std::string> divergences;
    std::string request;
    std::string where;
};
SettingOfPlan setting_of_plan(const Source& source);

/// Reads a document; everything is checked except whether the plan is a story. Otherwise returns a message that says
/// what is wrong and where: `steps[2].arguments[0]: ...`. Keys that are not known are ignored.
tl::expected<PlanRead, std::string> read_plan_json(const model::World& world, const Source& source);

/// A mistake in the text of a plan.
struct PlanMistake {
    std::string text;         ///< of a document: a sentence with its place
    Diagnostics diagnostics;  ///< else
};
/// Reads a plan in either form: a document, or one action a line.
tl::expected<PlanRead, PlanMistake> read_plan(const model::World& world, const Source& source);

}  // namespace wt::form
