// Which question is asked of a world: the command line goes before a plan's own limits, these before the
// file, and the file before the defaults.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "engine/planner.h"
#include "model/world.h"
#include "surface/cli/load.h"
#include "surface/cli/options.h"
#include "surface/cli/watchdog.h"

namespace wt::surface {

struct QuestionUsed {
    model::Limits limits;
    int belief_depth = 0;        ///< D
    bool is_uncertain = false;   ///< is the world? Else foresight and possibilities do not matter
    std::optional<double> goal;  ///< none: the default goal
    /// What the story has to be like; its goal is the one above then.
    std::optional<model::Request> request;
    /// The world with the formulas of a constraint that was given with the call; null if there is none.
    std::unique_ptr<const model::World> formulas;
    std::string where;  ///< the constraint given with the call, which is part of the request
    std::string text;   ///< `limits: author 8 (given), ...` for standard error

    /// The world that the question is asked of, where `world` is the one that was read: it has the request's nodes.
    const model::World& asked_of(const model::World& world) const { return formulas ? *formulas : world; }
};

/// What a plan written by `plan --json` says it was found with.
struct QuestionOfPlan {
    std::optional<model::Limits> limits;
    std::optional<int> belief_depth;
    std::optional<int> foresight, possibilities;
    std::optional<double> goal;
};

/// What is asked for, and where its nodes are: in the world that was read, or in that with more formulas.
struct RequestUsed {
    std::optional<model::Request> request;
    std::unique_ptr<const model::World> formulas;
};

/// The request that the options name and the constraint that they give, as one; nothing if they give neither.
/// Otherwise a text about what is wrong, to be shown as it is.
tl::expected<RequestUsed, std::string> settle_request(const model::World& world, const QuestionOptions& given,
                                                      bool colour);

/// Settles the question, or says why it cannot be asked. `world` has the nodes of the request.
tl::expected<QuestionUsed, std::string> settle_question(const model::World& world,
                                                        const QuestionOptions& given,
                                                        const QuestionOfPlan& plan = {},
                                                        const std::optional<model::Request>& request = {});

/// Both of the above for a world that has been read; what is wrong goes to standard error.
std::optional<QuestionUsed> ask(const LoadedWorld& loaded, const QuestionOptions& given,
                                const QuestionOfPlan& plan, Console& console);

/// What a session has to know to be asked the question.
engine::SessionOptions session_options(const QuestionUsed& question);

/// The options, with the default for memory.
ResourceLimits resource_limits(const CommonOptions& options);

/// `time ran out (--time)` and so on.
std::string stop_text(Stop stop);
/// The same of a budget, which may have refused something of its own.
std::string stop_text(const Budget& budget);
/// `time`, `memory`, `states`, `interrupt`, as the JSON forms call it.
std::string_view stop_name(Stop stop);

}  // namespace wt::surface
