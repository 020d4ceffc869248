// The stories of a series happen in such a world: they are searched, looked into, and judged by the referee.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ask/solve.h"
#include "story/series.h"

namespace wt::ask {

/// A world under the divergences of one request. What is asked of it depends on nothing that was asked before.
class SeriesWorld {
  public:
    /// `given` are the limits of all questions; `question` is that of the request that the world was read for.
    SeriesWorld(std::shared_ptr<const LoadedWorld> loaded, QuestionOptions given, QuestionUsed question)
        : loaded_(std::move(loaded)), given_(std::move(given)), question_(std::move(question)) {}

    /// Makes the session for looking into stories. The result is `found` if it has a first state; nothing else may be
    /// asked before.
    engine::Verdict open(const Call& call);
    /// Says why it stopped before the first state was known.
    const Budget& budget() const { return budget_; }

    const LoadedWorld& loaded() const { return *loaded_; }
    const model::World& world() const { return question_.asked_of(loaded_->world); }
    const Source& source() const { return loaded_->source; }
    engine::Session& session() { return *session_; }
    const QuestionUsed& own_question() const { return question_; }
    /// Returns the question that a wish is, with the limits of call and file; or why it cannot be asked.
    tl::expected<QuestionUsed, std::string> question(const story::Material& material,
                                                     const story::Wish& wish) const;

    /// Searches, in a session of its own, with at most so many states.
    engine::Answer search(const QuestionUsed& question, std::uint64_t states, const Call& call);
    /// Returns the referee's judgement of a plan that answers the question's request.
    referee::Judgement judge(const QuestionUsed& question, const model::Plan& plan, Overseer& overseer);

    story::Told told(std::vector<model::GroundEvent> actions);
    /// Reads actions written by us earlier; none if they are no actions of this world or not possible in it.
    std::optional<story::Told> told(const std::vector<std::string>& actions);

  private:
    std::shared_ptr<const LoadedWorld> loaded_;
    QuestionOptions given_;
    QuestionUsed question_;
    Budget budget_;
    std::optional<engine::Session> session_;
};

}  // namespace wt::ask
