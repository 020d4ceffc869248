#include "cli/numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace wt::cli {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Digits with at most one point among them, after an optional minus.
bool is_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    auto points = std::count(text.begin(), text.end(), '.');
    auto digits = std::count_if(text.begin(), text.end(), is_digit);
    return digits > 0 && points <= 1 && static_cast<std::size_t>(digits + points) == text.size();
}

}  // namespace

tl::expected<std::int64_t, std::string> whole_number(std::string_view text, std::int64_t least,
                                                     std::int64_t most) {
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool read = error == std::errc() && end == text.data() + text.size();
    if (read && number >= least && number <= most) return number;
    return tl::unexpected(fmt::format("`{}` is not a whole number from {} to {}", text, least, most));
}

tl::expected<double, std::string> decimal_number(std::string_view text) {
    if (is_decimal(text)) {
        // The locale is never set, so the decimal point is a point.
        double number = std::strtod(std::string(text).c_str(), nullptr);
        if (std::isfinite(number)) return number == 0 ? 0.0 : number;
    }
    return tl::unexpected(fmt::format("`{}` is not a number", text));
}

}  // namespace wt::cli
