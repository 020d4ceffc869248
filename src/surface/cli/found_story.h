// The story that a command is about: found as `plan` finds it and accepted by the referee, or read from a
// file.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/session.h"
#include "story/reason.h"
#include "surface/cli/console.h"
#include "surface/cli/load.h"
#include "surface/cli/options.h"
#include "surface/cli/question.h"
#include "surface/cli/watchdog.h"

namespace wt::surface {

/// Told of each budget as it comes into use, and of none when it goes out of use, so that somebody else may
/// look at it and stop it.
using BudgetListener = std::function<void(Budget*)>;

/// Which story is meant.
struct StoryWanted {
    const CommonOptions& common;
    const QuestionOptions& question;
    std::string file;
    std::string plan;       ///< a file; empty: the story is looked for
    std::string_view what;  ///< is done with it, for the progress line: "telling"

    bool in_canon = false;  ///< without the divergences that the request is set under
    /// Belief states that it may take, where `common` allows more.
    std::uint64_t states = Budget::kUnlimited;
    /// That watches over it, in this thread, and outlives it; null: one of its own. For several stories whose
    /// time is counted together; the one that was found first is the last to go.
    Watchdog* watchdog = nullptr;
    BudgetListener listener = {};  ///< outlives it
};

/// How it went; `told` of the JSON documents is up to the command.
enum class StoryVerdict : std::uint8_t {
    found,
    none,       ///< proved: there is none within the limits
    unsound,    ///< the plan of the file is no story, for which see `fault`
    undecided,  ///< for `stop`
};

/// What was found, in one piece of memory because much refers to the world and the budget. While it lives the
/// watchdog watches over the budget, so that what is computed with the story is stopped as well.
class FoundStory {
  public:
    FoundStory(std::unique_ptr<LoadedWorld> loaded, QuestionUsed question, const StoryWanted& wanted);
    ~FoundStory();
    FoundStory(const FoundStory&) = delete;
    FoundStory& operator=(const FoundStory&) = delete;

    const model::World& world() const { return question.asked_of(loaded->world); }
    /// Of the question; null if it has none.
    const model::Request* request() const { return question.request ? &*question.request : nullptr; }
    /// To be looked at after anything was computed with the story: has the budget stopped?
    bool was_stopped() const { return budget.stop() != Stop::none; }

    std::unique_ptr<LoadedWorld> loaded;
    QuestionUsed question;
    BudgetListener listener;
    std::unique_ptr<Watchdog> own_watchdog;  ///< unless another one was given
    Watchdog& watchdog;
    Budget budget;
    Watchdog::Watch watch;
    std::optional<engine::Session> session;
    StoryVerdict verdict = StoryVerdict::undecided;
    std::string refused;                    ///< why it is undecided if the budget did not stop
    std::optional<story::Story> story;      ///< if found
    model::Plan plan_read = {};             ///< of the file
    std::optional<story::PlanFault> fault;  ///< if unsound
};

/// Finds or reads the story. What is wrong with the input goes to standard error, and the exit code is handed
/// out; so does our own mistake, a plan that the referee rejects.
tl::expected<std::unique_ptr<FoundStory>, ExitCode> find_story(const StoryWanted& wanted, Console& console);

/// Why there is no story to work on, or none that work could be ended on: a clause without a full stop, and
/// how the program shall end.
struct Absence {
    std::string text;
    ExitCode code = ExitCode::yes;
};
Absence absence_of(const FoundStory& found);

/// Says on standard error why there is no story to work on, as `plan` does, and how the program shall end.
ExitCode report_no_story(const FoundStory& found, Console& console);
/// The same when something stopped the work on the story.
ExitCode report_stopped(const FoundStory& found, Console& console);

}  // namespace wt::surface
