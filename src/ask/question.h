// This settles which question is asked of a world: what the caller gives goes before a plan's own limits, these before the request,
// this before the file, and the file before the defaults.
//
//     tl::expected<QuestionUsed, QuestionFault> question = settle(world, {.request = "visit"});
//     engine::Session session(question->asked_of(world), session_options(*question), budget);
//     engine::Answer answer = engine::plan(session, engine_question(*question));
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "base/diagnostic.h"
#include "engine/planner.h"
#include "model/world.h"
#include "referee/referee.h"

namespace wt::ask {

/// The caller's part of the question; the rest comes from the file or from defaults.
struct QuestionOptions {
    std::optional<double> goal = std::nullopt;
    std::string request = {};  ///< the name of one of the world's; empty: none
    std::string where = {};    ///< a constraint; empty: none
    std::optional<int> author_limit = std::nullopt;
    std::optional<int> character_limit = std::nullopt;
    std::optional<int> belief_limit = std::nullopt;
    std::optional<int> belief_depth = std::nullopt;
    std::optional<int> foresight = std::nullopt;
    std::optional<int> possibilities = std::nullopt;
};

/// The settings with which a plan was found, as its document has noted them down.
struct QuestionOfPlan {
    std::optional<model::Limits> limits = std::nullopt;
    std::optional<int> belief_depth = std::nullopt;
    std::optional<int> foresight = std::nullopt, possibilities = std::nullopt;
    std::optional<double> goal = std::nullopt;
};

/// This is the place that a limit comes from. `needed` means that what was asked for would be too little.
enum class Origin { given, plan, request, file, standard, needed };

struct QuestionUsed {
    model::Limits limits;
    int belief_depth = 0;        ///< D
    bool is_uncertain = false;   ///< is the world? Else foresight and possibilities do not matter
    std::optional<double> goal;  ///< none: the default goal
    /// This says what the story has to be like; its goal is the one above then.
    std::optional<model::Request> request;
    /// The world with the formulas of a constraint that was given with the call; null if there is none.
    std::unique_ptr<const model::World> formulas;
    std::string where;  ///< the constraint given with the call, which is part of the request

    struct Origins {
        Origin author{}, character{}, belief{}, belief_depth{}, foresight{}, possibilities{}, goal{};
    };
    Origins origins;

    /// Returns the world that the question is asked of, where `world` is the one that was read: it has the request's
    /// nodes.
    const model::World& asked_of(const model::World& world) const { return formulas ? *formulas : world; }
};

/// The reason why a question cannot be asked.
struct QuestionFault {
    enum class Kind { no_such_request, bad_constraint, bad_limits };
    Kind kind = Kind::bad_limits;
    std::string text;         ///< a sentence without a full stop; empty of a constraint
    Diagnostics diagnostics;  ///< of a constraint: what is wrong with its text
};

/// Settles the question: the request that the options name and the constraint that they give are one.
tl::expected<QuestionUsed, QuestionFault> settle(const model::World& world, const QuestionOptions& given,
                                                 const QuestionOfPlan& plan = {});

/// Settles the same where the request is known, or there is none; of what the options say of it only `where` is looked
/// at, which is noted down. `world` has its nodes. Otherwise returns a sentence about the limits.
tl::expected<QuestionUsed, std::string> settle_limits(const model::World& world, const QuestionOptions& given,
                                                      const QuestionOfPlan& plan = {},
                                                      const std::optional<model::Request>& request = {});

/// Returns the options of a session that is to be asked the question.
engine::SessionOptions session_options(const QuestionUsed& question);
/// Returns the question as the planner takes it, of a session of the world that it is asked of. It refers to
/// `question`.
engine::Question engine_question(const QuestionUsed& question);
/// Returns the question as the referee takes it, with this goal. It refers to `question`.
referee::Rules referee_rules(const QuestionUsed& question, const std::optional<double>& goal);

}  // namespace wt::ask
