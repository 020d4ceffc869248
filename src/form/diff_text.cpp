#include "form/diff_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "form/json_values.h"

namespace wt::form {

namespace {

using ask::AskedTwice;
using ask::Difference;
using Json = nlohmann::ordered_json;

std::string_view mark(const Difference& one) {
    return one.before.empty() ? "+" : one.after.empty() ? "-" : "~";
}

std::string values_text(std::string_view title, const std::vector<Difference>& differences,
                        std::string_view none) {
    if (differences.empty()) return "";
    std::string text = fmt::format("{}\n", title);
    std::size_t width = 0;
    for (const Difference& one : differences)
        width = std::max(width, one.what.size());
    for (const Difference& one : differences)
        text += fmt::format("  {:{}}  {} -> {}\n", one.what, width, one.before.empty() ? none : one.before,
                            one.after.empty() ? none : one.after);
    return text + "\n";
}

std::string marked_text(std::string_view title, const std::vector<Difference>& differences) {
    if (differences.empty()) return "";
    std::string text = fmt::format("{}\n", title);
    for (const Difference& one : differences)
        text += fmt::format("  {} {}\n", mark(one), one.what);
    return text + "\n";
}

std::string titles_of(const model::World& world) {
    std::string text;
    for (const model::Divergence& one : world.divergences) {
        if (!one.is_taken) continue;
        text += (text.empty() ? "" : ", ") + one.name;
        if (!one.title.empty()) text += fmt::format(" ({})", one.title);
    }
    return text;
}

/// Writes the stories side by side, the same events on one line (by their longest common subsequence).
std::string stories_text(const AskedTwice& one) {
    const auto& a = one.story_before;
    const auto& b = one.story_after;
    std::vector<std::vector<std::size_t>> common(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;)
            common[i][j] =
                a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    std::size_t width = 5;
    for (const std::string& event : a)
        width = std::max(width, event.size());
    std::string text = fmt::format("\n  {:{}}    {}\n", "canon", width, "here");
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        bool same = i < a.size() && j < b.size() && a[i] == b[j];
        bool left = !same && i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1]);
        std::string_view before = same || left ? std::string_view(a[i]) : "";
        std::string_view after = same || !left ? std::string_view(b[j]) : "";
        std::string line = fmt::format("  {:{}}  {} {}", before, width, same ? "=" : " ", after);
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
        i += same || left;
        j += same || !left;
    }
    return text;
}

std::string_view name_of(const DiffDocument& document, const AskedTwice& one) {
    return one.request.empty() ? document.constraint : one.request;
}

Json values_json(const std::vector<Difference>& differences) {
    Json list = Json::array();
    for (const Difference& one : differences)
        list.push_back(Json{{"what", one.what},
                            {"before", one.before.empty() ? Json(nullptr) : Json(one.before)},
                            {"after", one.after.empty() ? Json(nullptr) : Json(one.after)}});
    return list;
}

Json marked_json(const std::vector<Difference>& differences) {
    Json list = Json::array();
    for (const Difference& one : differences)
        list.push_back(Json{{"what", one.what},
                            {"change", one.before.empty()  ? "gained"
                                       : one.after.empty() ? "lost"
                                                           : "changed"}});
    return list;
}

}  // namespace

std::string diff_text(const DiffDocument& document) {
    const ask::WorldDiff& diff = document.diff;
    std::string text = fmt::format("canon -> {}\n\n", titles_of(document.other));
    text += marked_text("Declared (+ gained, - lost, ~ changed)", diff.declared);
    text += marked_text("Rules (+ gained, - lost, ~ changed)", diff.rules);
    text += values_text("True at the start", diff.facts, "(nothing)");
    text += values_text("Wrongly believed at the start", diff.beliefs, "(the truth)");
    if (diff.asked.empty()) return text;
    text += "Requests\n";
    std::size_t width = 0;
    for (const AskedTwice& one : diff.asked)
        width = std::max(width, name_of(document, one).size());
    for (const AskedTwice& one : diff.asked)
        text += fmt::format("  {:{}}  {} -> {}\n", name_of(document, one), width, one.before, one.after);
    const AskedTwice& first = diff.asked[0];
    bool has_stories = !first.story_before.empty() || !first.story_after.empty();
    return diff.asked.size() == 1 && has_stories ? text + stories_text(first) : text;
}

std::string diff_json(const DiffDocument& document) {
    Json json;
    json["wrongtree"] = document.version;
    json["file"] = document.file;
    json["divergences"] = Json::array();
    for (const model::Divergence& one : document.other.divergences)
        if (one.is_taken) json["divergences"].push_back(one.name);
    json["declared"] = marked_json(document.diff.declared);
    json["rules"] = marked_json(document.diff.rules);
    json["facts"] = values_json(document.diff.facts);
    json["beliefs"] = values_json(document.diff.beliefs);
    json["requests"] = Json::array();
    for (const AskedTwice& one : document.diff.asked)
        json["requests"].push_back(Json{{"name", name_of(document, one)},
                                        {"title", one.title},
                                        {"canon", one.before},
                                        {"here", one.after},
                                        {"canon_story", one.story_before},
                                        {"here_story", one.story_after}});
    return document_text(json);
}

}  // namespace wt::form
