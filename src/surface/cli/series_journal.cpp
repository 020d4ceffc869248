#include "surface/cli/series_journal.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "surface/cli/json_text.h"
#include "surface/cli/load.h"

namespace wt::surface {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kOutcomes{Outcome::accepted, Outcome::too_near, Outcome::none, Outcome::stopped,
                               Outcome::unjudged};

std::optional<Outcome> outcome_of(std::string_view name) {
    for (Outcome outcome : kOutcomes)
        if (outcome_name(outcome) == name) return outcome;
    return std::nullopt;
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        ssize_t count = ::write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool is_text(const nlohmann::json& json, const char* key) {
    return json.contains(key) && json[key].is_string();
}

std::optional<Tried> read_tried(const nlohmann::json& json) {
    if (!json.is_object() || !is_text(json, "request") || !is_text(json, "outcome")) return std::nullopt;
    if (!json.contains("states") || !json["states"].is_number_unsigned()) return std::nullopt;
    std::optional<Outcome> outcome = outcome_of(json["outcome"].get<std::string>());
    if (!outcome) return std::nullopt;
    return Tried{json["request"].get<std::string>(), json["states"].get<std::uint64_t>(), *outcome,
                 is_text(json, "reason") ? json["reason"].get<std::string>() : ""};
}

std::optional<Kept> read_kept(const nlohmann::json& json, std::size_t tried) {
    if (!json.is_object() || !json.contains("tried") || !json["tried"].is_number_unsigned())
        return std::nullopt;
    if (!json.contains("actions") || !json["actions"].is_array()) return std::nullopt;
    Kept kept{json["tried"].get<std::size_t>(), {}};
    if (kept.tried >= tried) return std::nullopt;
    for (const nlohmann::json& action : json["actions"]) {
        if (!action.is_string()) return std::nullopt;
        kept.actions.push_back(action.get<std::string>());
    }
    return kept;
}

/// None: it is not a journal of ours.
std::optional<Journal> journal_of(const nlohmann::json& json) {
    bool fits = json.is_object() && is_text(json, "world") && is_text(json, "options") &&
                json.contains("tried") && json["tried"].is_array() && json.contains("stories") &&
                json["stories"].is_array();
    if (!fits) return std::nullopt;
    Journal journal{json["world"].get<std::string>(), json["options"].get<std::string>(), {}, {}};
    for (const nlohmann::json& item : json["tried"]) {
        std::optional<Tried> tried = read_tried(item);
        if (!tried) return std::nullopt;
        journal.tried.push_back(std::move(*tried));
    }
    for (const nlohmann::json& item : json["stories"]) {
        std::optional<Kept> kept = read_kept(item, journal.tried.size());
        bool is_accepted = kept && journal.tried[kept->tried].outcome == Outcome::accepted;
        bool is_later = kept && (journal.stories.empty() || kept->tried > journal.stories.back().tried);
        if (!is_accepted || !is_later) return std::nullopt;
        journal.stories.push_back(std::move(*kept));
    }
    auto accepted = std::ranges::count(journal.tried, Outcome::accepted, &Tried::outcome);
    if (static_cast<std::size_t>(accepted) != journal.stories.size()) return std::nullopt;
    return journal;
}

}  // namespace

std::string_view outcome_name(Outcome outcome) {
    switch (outcome) {
        case Outcome::accepted:
            return "accepted";
        case Outcome::too_near:
            return "too near";
        case Outcome::none:
            return "none";
        case Outcome::stopped:
            return "stopped";
        case Outcome::unjudged:
            return "unjudged";
    }
    return "none";
}

std::optional<std::string> write_file(const std::string& path, std::string_view text) {
    std::string draft = path + ".new";
    int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool is_written = file >= 0 && write_all(file, text);
    if (file >= 0) is_written = ::close(file) == 0 && is_written;
    if (is_written && ::rename(draft.c_str(), path.c_str()) == 0) return std::nullopt;
    return fmt::format("cannot write `{}`: {}", path, std::strerror(errno));
}

std::string journal_text(const Journal& journal, std::string_view version) {
    Json json;
    json["wrongtree"] = version;
    json["world"] = journal.world;
    json["options"] = journal.options;
    json["tried"] = Json::array();
    for (const Tried& tried : journal.tried) {
        Json item{
            {"request", tried.request}, {"states", tried.states}, {"outcome", outcome_name(tried.outcome)}};
        if (!tried.reason.empty()) item["reason"] = tried.reason;
        json["tried"].push_back(std::move(item));
    }
    json["stories"] = Json::array();
    for (const Kept& kept : journal.stories)
        json["stories"].push_back(Json{{"tried", kept.tried}, {"actions", kept.actions}});
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

tl::expected<Journal, std::string> read_journal(const std::string& path) {
    tl::expected<Source, std::string> source = read_file(path);
    if (!source) return tl::unexpected(source.error());
    tl::expected<nlohmann::json, std::string> json = parse_json(*source);
    if (!json) return tl::unexpected(fmt::format("`{}`: {}", path, json.error()));
    std::optional<Journal> journal = journal_of(*json);
    if (!journal) return tl::unexpected(fmt::format("`{}` is not the journal of a series", path));
    return std::move(*journal);
}

}  // namespace wt::surface
