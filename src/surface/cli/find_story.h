// A story for commands that do something with one: found for a question, or read from a plan file; judged by
// the referee; with the reasons of everybody.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "story/reason.h"
#include "surface/cli/load.h"
#include "surface/cli/question.h"

namespace wt::surface {

/// A story, and all that must live as long.
struct FoundStory {
    std::unique_ptr<LoadedWorld> loaded;
    std::unique_ptr<Budget> budget;
    std::unique_ptr<engine::Session> session;
    QuestionUsed question;
    std::unique_ptr<story::Story> story;
    /// If there is none: how the program ends, and a sentence without its full stop. For a call or a world
    /// that is wrong the sentence is empty: the console has been told.
    ExitCode code = ExitCode::yes;
    std::string absence;
};

struct StoryWanted {
    std::string file;
    std::string plan;  ///< a plan file; empty: the planner looks for a story
    CommonOptions common;
    QuestionOptions question;
    /// Belief states for this question; more than `common` allows do not count.
    std::uint64_t states = Budget::kUnlimited;
    bool in_canon = false;  ///< without the divergences that the request is set under
};

/// Told of each budget as it comes into use, and with nothing as it goes out of use; so that somebody else
/// may stop it.
using BudgetListener = std::function<void(Budget*)>;

/// Finds it. What is remarkable goes to the console's remarks. The watchdog watches over each part.
FoundStory find_story(const StoryWanted& wanted, Watchdog& watchdog, Console& console,
                      const BudgetListener& listener = {});

}  // namespace wt::surface
