// This writes the data of a storyboard for its script (declared in board_parts.h).
#include <map>

#include <nlohmann/json.hpp>

#include "form/board/board_parts.h"
#include "form/html.h"

namespace wt::form {

namespace {

using Json = nlohmann::ordered_json;

/// The texts of a fluent's values, each with its number.
class ValueTexts {
  public:
    explicit ValueTexts(const model::World& world) : world_(world) {}

    std::size_t number(const model::Value& value) {
        auto [found, is_new] = numbers_.emplace(value, texts_.size());
        if (is_new) texts_.push_back(board_value_text(world_, value));
        return found->second;
    }
    /// Returns the number of what somebody holds possible.
    std::size_t number(const story::Doubt& doubt) {
        std::string text = board_doubt_text(world_, doubt);
        auto [found, is_new] = doubts_.emplace(std::move(text), texts_.size());
        if (!is_new) return found->second;
        texts_.push_back(found->first);
        Json held = Json::array();
        for (const story::Doubt::Chance& one : doubt.values)
            held.push_back(number(one.value));
        held_[std::to_string(found->second)] = std::move(held);
        return found->second;
    }
    /// Returns, for each number of what is held possible, the numbers of the values in it.
    const Json& held() const { return held_; }
    const std::vector<std::string>& texts() const { return texts_; }

  private:
    const model::World& world_;
    std::map<model::Value, std::size_t> numbers_;
    std::map<std::string, std::size_t> doubts_;
    Json held_ = Json::object();
    std::vector<std::string> texts_;
};

/// Writes `{"values": [fluent, value, fluent, value, ...], "minds": [of each character, -1 if not kept]}`.
Json mind_json(const story::Board& board, const story::BoardMind& mind, ValueTexts& values) {
    Json json;
    json["values"] = Json::array();
    for (const auto& [fluent, value] : mind.values) {
        if (board.open(mind, fluent)) continue;
        json["values"].push_back(fluent);
        json["values"].push_back(values.number(value));
    }
    for (const auto& [fluent, doubt] : mind.open) {
        json["values"].push_back(fluent);
        json["values"].push_back(values.number(doubt));
    }
    json["minds"] = Json::array();
    for (std::uint32_t below : mind.minds)
        json["minds"].push_back(below == story::kNoBoardMind ? -1 : static_cast<std::int64_t>(below));
    return json;
}

Json side_json(const ask::BoardSide& side) {
    Json json;
    json["name"] = side.name;
    json["story"] = side.absence.empty();
    if (!side.absence.empty()) return json;
    const model::World& world = side.story->session.world();
    const story::Board& board = side.board;
    ValueTexts values(world);
    json["characters"] = Json::array();
    for (std::size_t c = 0; c < world.character_count; ++c)
        json["characters"].push_back(world.entities[c].name);
    json["events"] = Json::array();
    for (const story::BoardEvent& event : board.events)
        json["events"].push_back(board_event_text(world, event.event));
    json["fluents"] = Json::array();
    json["base"] = Json::array();
    for (std::size_t f = 0; f < board.fluents.size(); ++f) {
        json["fluents"].push_back(board_fluent_text(world, board.fluents[f]));
        json["base"].push_back(values.number(board.base[f]));
    }
    json["minds"] = Json::array();
    for (const story::BoardMind& mind : board.minds)
        json["minds"].push_back(mind_json(board, mind, values));
    json["moments"] = board.moments;
    json["whole"] = board.is_whole;
    json["values"] = values.texts();
    if (!values.held().empty()) json["held"] = values.held();
    return json;
}

}  // namespace

std::string board_json(const std::vector<ask::BoardSide>& sides, const BoardColumns& columns) {
    Json json;
    json["sides"] = Json::array();
    for (const ask::BoardSide& side : sides)
        json["sides"].push_back(side_json(side));
    // Each column has the moment of each side; the beginning comes first.
    json["columns"] = Json::array();
    std::vector<std::size_t> moments(sides.size(), 0);
    json["columns"].push_back(moments);
    for (std::size_t column = 0; column < columns.columns.size(); ++column) {
        for (std::size_t side = 0; side < sides.size(); ++side)
            if (auto event = columns.event(side, column)) moments[side] = *event + 1;
        json["columns"].push_back(moments);
    }
    return escape_json_for_html(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace wt::form
