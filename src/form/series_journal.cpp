#include "form/series_journal.h"

#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "form/json_text.h"
#include "form/json_values.h"

namespace wt::form {

namespace {

using ask::Outcome;
using ask::outcome_name;
using ask::Tried;
using Json = nlohmann::ordered_json;

constexpr std::array kOutcomes{Outcome::found, Outcome::too_near, Outcome::none, Outcome::stopped,
                               Outcome::unjudged};

std::optional<Outcome> outcome_of(std::string_view name) {
    for (Outcome outcome : kOutcomes)
        if (outcome_name(outcome) == name) return outcome;
    return std::nullopt;
}

bool is_text(const nlohmann::json& json, const char* key) {
    return json.contains(key) && json[key].is_string();
}

std::optional<Tried> read_tried(const nlohmann::json& json) {
    if (!json.is_object() || !is_text(json, "request") || !is_text(json, "outcome")) return std::nullopt;
    if (!json.contains("states") || !json["states"].is_number_unsigned()) return std::nullopt;
    std::optional<Outcome> outcome = outcome_of(json["outcome"].get<std::string>());
    if (!outcome) return std::nullopt;
    Tried tried{json["request"].get<std::string>(),
                json["states"].get<std::uint64_t>(),
                *outcome,
                is_text(json, "reason") ? json["reason"].get<std::string>() : "",
                {}};
    bool has_actions = json.contains("actions") && json["actions"].is_array();
    if (has_actions != (*outcome == Outcome::found)) return std::nullopt;
    if (!has_actions) return tried;
    for (const nlohmann::json& action : json["actions"]) {
        if (!action.is_string()) return std::nullopt;
        tried.actions.push_back(action.get<std::string>());
    }
    return tried;
}

/// Returns the journal; none if it is not a journal of ours.
std::optional<Journal> journal_of(const nlohmann::json& json) {
    bool fits = json.is_object() && is_text(json, "wrongtree") && is_text(json, "world") &&
                is_text(json, "options") && json.contains("tried") && json["tried"].is_array();
    if (!fits) return std::nullopt;
    Journal journal{json["wrongtree"].get<std::string>(),
                    json["world"].get<std::string>(),
                    json["options"].get<std::string>(),
                    {}};
    for (const nlohmann::json& item : json["tried"]) {
        std::optional<Tried> tried = read_tried(item);
        if (!tried) return std::nullopt;
        journal.tried.push_back(std::move(*tried));
    }
    return journal;
}

}  // namespace

std::string journal_text(const Journal& journal, std::string_view version) {
    Json json;
    json["wrongtree"] = version;
    json["world"] = journal.world;
    json["options"] = journal.options;
    json["tried"] = Json::array();
    for (const ask::Tried& tried : journal.tried) {
        Json item{
            {"request", tried.request}, {"states", tried.states}, {"outcome", outcome_name(tried.outcome)}};
        if (!tried.reason.empty()) item["reason"] = tried.reason;
        if (tried.outcome == Outcome::found) item["actions"] = tried.actions;
        json["tried"].push_back(std::move(item));
    }
    return document_text(json, 1);
}

tl::expected<Journal, std::string> read_journal(const Source& source) {
    tl::expected<nlohmann::json, std::string> json = parse_json(source);
    if (!json) return tl::unexpected(fmt::format("`{}`: {}", source.name(), json.error()));
    std::optional<Journal> journal = journal_of(*json);
    if (!journal) return tl::unexpected(fmt::format("`{}` is not the journal of a series", source.name()));
    return std::move(*journal);
}

}  // namespace wt::form
