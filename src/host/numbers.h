// Numbers on the command line are read strictly: the whole text, in range, or a message that says what is wrong.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace wt::host {

/// Reads `text` as a whole number from `least` to `most`.
tl::expected<std::int64_t, std::string> whole_number(std::string_view text, std::int64_t least,
                                                     std::int64_t most);

/// Reads `text` as a decimal number such as `-1.5`; no exponent, finite.
tl::expected<double, std::string> decimal_number(std::string_view text);

/// Reads `text` as a number of seconds above 0; `1e12` is one, too. More than `kEndlessSeconds` is as good as that.
tl::expected<double, std::string> seconds_number(std::string_view text);

/// Reads `text` as a number from 0 to 1.
tl::expected<double, std::string> share_number(std::string_view text);

}  // namespace wt::host
