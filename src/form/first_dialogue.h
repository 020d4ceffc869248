// The five questions about a first world as a dialogue.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "ask/first_world.h"

namespace wt::form {

/// Where it is held. `read` gives a line; none: there are no more, and it is not called again.
struct FirstTable {
    std::function<void(std::string_view text)> say;
    std::function<void(std::string_view text)> complain;
    std::function<std::optional<std::string>()> read;
};

/// Asks what `about` does not say; of a wrong answer it is told what is wrong, and it is asked again. An empty answer, and what is
/// not asked because there are no more lines, is the usual one. Or what is wrong with what was given, or with the last answer.
tl::expected<ask::FirstWorld, std::string> ask_about(ask::FirstWorld about, const FirstTable& table);

}  // namespace wt::form
