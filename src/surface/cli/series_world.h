// A world in which the stories of a series happen: searched, looked into, and judged by the referee.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "engine/planner.h"
#include "referee/referee.h"
#include "story/series.h"
#include "surface/cli/console.h"
#include "surface/cli/load.h"
#include "surface/cli/question.h"
#include "surface/cli/watchdog.h"

namespace wt::surface {

/// A call's world under the divergences of one request. What is asked of it depends on nothing that was
/// asked before.
class SeriesWorld {
  public:
    /// How the call ends if the world cannot be used; what is wrong goes to standard error. `request`: one of the world's
    /// by name; empty: none.
    static tl::expected<std::unique_ptr<SeriesWorld>, ExitCode> load(const SeriesOptions& options,
                                                                     const std::string& request,
                                                                     Console& console);

    const LoadedWorld& loaded() const { return *loaded_; }
    const model::World& world() const { return question_.asked_of(loaded_->world); }
    const Source& source() const { return loaded_->source; }
    engine::Session& session() { return *session_; }
    /// The question that a wish is, with the limits of call and file; one that cannot be asked is none, and the console
    /// says why.
    std::optional<QuestionUsed> question(const story::Material& material, const story::Wish& wish,
                                         Console& console) const;
    /// That of the request that the world was loaded for.
    const QuestionUsed& own_question() const { return question_; }

    /// Searches, in a session of its own, with at most so many states.
    engine::Answer search(const QuestionUsed& question, std::uint64_t states, const ResourceLimits& limits,
                          Watchdog& watchdog);
    /// The referee's judgement of a plan that answers the question's request.
    referee::Judgement judge(const QuestionUsed& question, const model::Plan& plan, Watchdog& watchdog);

    story::Told told(std::vector<model::GroundEvent> actions);
    /// Actions written by us earlier; none if they are no actions of this world or not possible in it.
    std::optional<story::Told> told(const std::vector<std::string>& actions);

  private:
    SeriesWorld(std::unique_ptr<LoadedWorld> loaded, const SeriesOptions& options, QuestionUsed question);

    std::unique_ptr<LoadedWorld> loaded_;
    const SeriesOptions& options_;
    QuestionUsed question_;
    Budget budget_;
    std::unique_ptr<engine::Session> session_;  ///< for looking into stories
};

}  // namespace wt::surface
