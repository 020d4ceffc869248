// The story that a question is about is looked for and accepted by the referee, or followed as a plan has it.
//
//     auto loaded = read_world(source, dialect, {});
//     auto question = settle((*loaded)->world, {.request = "visit"});
//     std::unique_ptr<FoundStory> found = find_story(std::move(*loaded), std::move(*question), {}, call);
//     if (found->verdict == StoryVerdict::found) ... *found->story ...
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ask/question.h"
#include "ask/resources.h"
#include "ask/stop.h"
#include "ask/world.h"
#include "base/overseer.h"
#include "story/reason.h"

namespace wt::ask {

/// A call is answered with these.
struct Call {
    Overseer& overseer;  ///< outlives what is found
    Resources resources = {};
    std::string_view what = "";  ///< is done with the story, for who watches: "telling"
};

/// The ways in which the search for a story can end.
enum class StoryVerdict : std::uint8_t {
    found,
    none,       ///< proved: there is none within the limits
    unsound,    ///< the plan that was given is no story, for which see `fault`
    undecided,  ///< for the stop of the budget, or what was refused
    endless,    ///< the triggers of the first state never come to rest: see `endless`
    rejected,   ///< our own mistake: the referee rejects the plan that was found (`judgement`)
};

/// A story with all that it rests on, in one piece of memory because much refers to the world and the budget. While it lives the overseer
/// looks after the budget, so that what is computed with the story is stopped as well.
class FoundStory {
  public:
    FoundStory(std::shared_ptr<const LoadedWorld> loaded, QuestionUsed question, const Call& call);
    FoundStory(const FoundStory&) = delete;
    FoundStory& operator=(const FoundStory&) = delete;

    const model::World& world() const { return question.asked_of(loaded->world); }
    /// Returns the request of the question; null if it has none.
    const model::Request* request() const { return question.request ? &*question.request : nullptr; }
    /// Has the budget stopped? Look at this after anything was computed with the story.
    bool was_stopped() const { return budget.stop() != Stop::none; }

    std::shared_ptr<const LoadedWorld> loaded;
    QuestionUsed question;
    Budget budget;
    Watch watch;
    std::optional<engine::Session> session;
    StoryVerdict verdict = StoryVerdict::undecided;
    std::string refused;                            ///< why it is undecided if the budget did not stop
    std::optional<story::Story> story;              ///< if found
    model::Plan plan;                               ///< the one that was given, or found
    std::optional<story::PlanFault> fault;          ///< if unsound
    referee::Judgement judgement;                   ///< of the plan that was found
    std::optional<model::EndlessTriggers> endless;  ///< the first that were met, wherever
};

/// Looks for the story, or follows the plan that is given. Cost: as `engine::plan`.
std::unique_ptr<FoundStory> find_story(std::shared_ptr<const LoadedWorld> loaded, QuestionUsed question,
                                       std::optional<model::Plan> plan, const Call& call);

/// Says why there is no story to work on, or none that work could be ended on: a clause without a full stop.
std::string absence_text(const FoundStory& found, StopWords words);

}  // namespace wt::ask
