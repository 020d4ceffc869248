#include "form/series_text.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "form/json_values.h"

namespace wt::form {

namespace {

using ask::SeriesStory;
using Json = nlohmann::ordered_json;

constexpr std::string_view kAnyStory = "any story";

/// A heading shows so many facts; there may be many.
constexpr std::size_t kMostFacts = 4;

std::string ending_text(const SeriesStory& story) {
    const std::vector<std::string>& facts = story.features.facts;
    std::string text;
    for (std::size_t i = 0; i < std::min(facts.size(), kMostFacts); ++i)
        text += (i > 0 ? ", " : "") + facts[i];
    if (facts.size() > kMostFacts) text += fmt::format(" and {} more", facts.size() - kMostFacts);
    if (facts.empty()) text = "only minds have changed";
    return fmt::format("{} (utility {})", text, number_text(story.utility));
}

std::string matrix_text(const std::vector<SeriesStory>& stories) {
    std::string text = "    ";
    for (const SeriesStory& story : stories)
        text += fmt::format("{:>6}", story.number);
    text += "\n";
    for (const SeriesStory& row : stories) {
        text += fmt::format("{:>4}", row.number);
        for (const SeriesStory& column : stories)
            text += fmt::format("{:>6.2f}", story::distance(row.features, column.features));
        text += "\n";
    }
    return text;
}

Json story_json(const SeriesStory& story) {
    return Json{{"number", story.number},
                {"request", story.request},
                {"where", story.where},
                {"goal", number_json(story.goal)},
                {"utility", number_json(story.utility)},
                {"actions", story.actions},
                {"new_facts", story.features.facts}};
}

Json matrix_json(const std::vector<SeriesStory>& stories) {
    Json matrix = Json::array();
    for (const SeriesStory& row : stories) {
        Json line = Json::array();
        for (const SeriesStory& column : stories)
            line.push_back(number_json(story::distance(row.features, column.features)));
        matrix.push_back(std::move(line));
    }
    return matrix;
}

std::string_view verdict_name(ask::SeriesVerdict verdict) {
    return verdict == ask::SeriesVerdict::complete    ? "complete"
           : verdict == ask::SeriesVerdict::exhausted ? "exhausted"
                                                      : "undecided";
}

}  // namespace

std::string story_file_name(std::size_t number) {
    return fmt::format("story-{:02}.plan", number);
}

std::string story_file_text(const ask::SeriesStory& story) {
    std::string text = "// " + story.request + "\n";
    for (const std::string& action : story.actions)
        text += action + "\n";
    return text;
}

std::string request_of_story_file(const Source& file) {
    std::string_view line = file.line(1);
    if (line.starts_with("// ")) line.remove_prefix(3);
    return line == kAnyStory ? "" : std::string(line);
}

std::optional<double> least_distance(const std::vector<ask::SeriesStory>& stories) {
    std::optional<double> least;
    for (std::size_t i = 0; i < stories.size(); ++i)
        for (std::size_t j = i + 1; j < stories.size(); ++j) {
            double distance = story::distance(stories[i].features, stories[j].features);
            if (!least || distance < *least) least = distance;
        }
    return least;
}

namespace {

/// ` (5: the number of states ran out (--states))`; empty if no request was stopped.
std::string limits_text(const ask::SeriesMade& made) {
    std::map<std::string, int> counts;
    for (const ask::Tried& tried : made.tried)
        if (tried.outcome == ask::Outcome::stopped) ++counts[tried.reason];
    std::string text;
    for (const auto& [reason, number] : counts)
        text += fmt::format("{}{}{}", text.empty() ? "" : "; ",
                            counts.size() > 1 ? fmt::format("{}: ", number) : "", reason);
    return text.empty() ? text : " (" + text + ")";
}

}  // namespace

std::vector<std::string> series_notes(const SeriesDocument& document) {
    const ask::SeriesMade& made = document.made;
    bool is_named = !document.wanted.requests.empty();
    std::vector<std::string> notes;
    for (const ask::Tried& tried : made.tried)
        if (is_named && tried.outcome != ask::Outcome::found)
            notes.push_back(fmt::format("request {}: {}", tried.request,
                                        tried.outcome == ask::Outcome::none
                                            ? "proved: no story answers it within the limits"
                                            : "undecided: " + tried.reason));
    std::string text =
        fmt::format("{} of {} {}", made.stories.size(), made.wanted, made.wanted == 1 ? "story" : "stories");
    if (made.stop != Stop::none) text += "; " + document.wanted.words(made.stop);
    auto count = [&](ask::Outcome outcome) {
        auto found = made.counts.find(outcome);
        return found == made.counts.end() ? 0 : found->second;
    };
    if (!is_named)
        text += fmt::format(
            "; requests made: {}, of which {} gave a story too near to another, {} proved "
            "to have none, {} stopped by a limit{}, {} not judged",
            made.asked, count(ask::Outcome::too_near), count(ask::Outcome::none),
            count(ask::Outcome::stopped), limits_text(made), count(ask::Outcome::unjudged));
    notes.push_back(text);
    return notes;
}

std::string series_text(const SeriesDocument& document) {
    std::string text;
    bool is_named = !document.wanted.requests.empty();
    for (const SeriesStory& story : document.made.stories) {
        std::string name = is_named ? story.request + ": " : "";
        text += fmt::format("{}  {}{}\n", story.number, name, ending_text(story));
        for (const std::string& action : story.actions)
            text += "   " + action + "\n";
        text += "\n";
    }
    if (document.made.stories.size() < 2) return text;
    return text + matrix_text(document.made.stories) +
           fmt::format("least distance {:.2f}\n", *least_distance(document.made.stories));
}

std::string series_json(const SeriesDocument& document) {
    const ask::SeriesWanted& wanted = document.wanted;
    const ask::SeriesMade& made = document.made;
    bool is_named = !wanted.requests.empty();
    Json json;
    json["wrongtree"] = document.version;
    json["file"] = document.file;
    json["divergences"] = document.divergences;
    json["verdict"] = verdict_name(made.verdict);
    json["stopped_by"] = stop_json(made.stop);
    json["count"] = is_named ? wanted.requests.size() : static_cast<std::size_t>(wanted.count);
    json["seed"] = is_named ? Json(nullptr) : Json(wanted.seed);
    json["distance"] = is_named ? Json(nullptr) : number_json(wanted.distance);
    json["stories"] = Json::array();
    for (const SeriesStory& story : document.made.stories)
        json["stories"].push_back(story_json(story));
    json["tried"] = Json::array();
    for (const ask::Tried& tried : made.tried)
        json["tried"].push_back(Json{{"request", tried.request},
                                     {"outcome", ask::outcome_name(tried.outcome)},
                                     {"reason", tried.reason}});
    json["matrix"] = matrix_json(document.made.stories);
    json["least_distance"] = number_json(least_distance(document.made.stories));
    return document_text(json);
}

}  // namespace wt::form
