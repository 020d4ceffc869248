// A sentence means a ground action by how that is told, or by the words of its name and its arguments.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lang/sentences/patterns.h"
#include "model/plan.h"
#include "model/world.h"

namespace wt::story {

struct SentenceReading {
    std::vector<model::GroundEvent> events;  ///< that fit, without those that another one outdoes; sorted
    std::vector<model::EventId> named;       ///< actions whose name is there, fitting or not
    /// This is the word by which the sentence says of its only event that it does not happen; it is empty if the event
    /// happens.
    std::string denied_by = {};
};

/// This knows how the actions of a world are told, in all languages in which it is, to read many sentences with.
class ToldActions {
  public:
    explicit ToldActions(const model::World& world);

    /// Returns the actions of which the whole sentence tells, in the present or the past; a `then` before it means nothing.
    std::vector<model::GroundEvent> told_by(std::string_view sentence) const;

  private:
    std::vector<std::unique_ptr<lang::SentencePatterns>> languages_;
};

/// Reads the sentence as an action is told, if it is; else by the words of a name and its arguments.
SentenceReading read_sentence(const model::World& world, const ToldActions& told, std::string_view sentence);

/// Reads it by the words of a name and its arguments. The cost is the number of actions times the ways to choose arguments among the names of the sentence, at most
/// some thousands.
SentenceReading read_sentence(const model::World& world, std::string_view sentence);

}  // namespace wt::story
