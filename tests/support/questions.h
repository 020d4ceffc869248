// These are questions about a story, for readers who have only its prose: who did what and to whom, why, who was wrong
// about what, what came of it. Right answers come from the plan and its states, wrong ones from the same world; what
// the teller does not know is not asked.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "story/tell/words.h"
#include "support/shipped_stories.h"

namespace wt::test {

struct ReadingQuestion {
    std::string question;
    std::array<std::string, 4> answers;
    std::size_t right = 0;
};

/// Returns questions, in the order of the story. The wrong answers and the order of the answers depend on `seed` alone.
std::vector<ReadingQuestion> questions_about(const ShippedStory& shipped, model::EntityId teller,
                                             std::uint64_t seed = 1);

}  // namespace wt::test
