// This makes a storyboard for a request of a page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ask/question.h"
#include "base/overseer.h"
#include "host/exit_code.h"
#include "serve/options.h"

namespace wt::serve {

struct BoardRequest {
    std::string file;  ///< of the world
    ask::DialectChoice dialect = ask::DialectChoice::by_name;
    std::vector<std::string> divergences = {};
    ask::QuestionOptions question = {};
    bool alone = false;  ///< without canon beside the story of a divergence
    std::optional<double> seconds = std::nullopt;
    std::optional<std::uint64_t> memory_mib = std::nullopt;
    std::optional<std::uint64_t> states = std::nullopt;
};

struct BoardAnswer {
    host::ExitCode code = host::ExitCode::yes;
    std::string page;     ///< empty if there is no story to be shown
    std::string message;  ///< then why
};

/// Reads the world, finds the story, and makes the page. The overseer hears of each budget that is used.
BoardAnswer answer_request(const BoardRequest& request, std::string_view version, Overseer& overseer);

}  // namespace wt::serve
