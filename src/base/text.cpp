#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "base/characters.h"

namespace wt {

std::string number_text(double number) {
    char buffer[400];
    bool whole = std::floor(number) == number && std::fabs(number) < 1e21;
    auto end = whole ? std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed, 0)
                     : std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed);
    return std::string(buffer, end.ptr);
}

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last, last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({change, last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = last;
        std::swap(last, row);
    }
    return last[b.size()];
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

}  // namespace

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
    if (name.size() > 200) return {};
    std::string wanted = lower(name);
    std::size_t best = wanted.size() / 3 + 1;
    std::string_view found;
    for (std::string_view candidate : candidates) {
        if (candidate == name || candidate.size() > 200) continue;
        std::size_t distance = edit_distance(wanted, lower(candidate));
        if (distance < best || (found.empty() && distance == best)) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

std::string hint_for_name(std::string_view name, std::span<const std::string_view> candidates) {
    if (name.size() > 200) return {};
    std::string look = appearance_of(name);
    for (std::string_view candidate : candidates) {
        if (candidate.size() > 200 || candidate == name || appearance_of(candidate) != look) continue;
        return fmt::format("did you mean `{}`? they look the same, but {}", candidate,
                           difference_in_looks(name, candidate));
    }
    std::string_view near = nearest_name(name, candidates);
    return near.empty() ? std::string() : fmt::format("did you mean `{}`?", near);
}

}  // namespace wt
