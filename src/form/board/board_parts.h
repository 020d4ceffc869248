// These are the parts of a storyboard's page; only board_page.cpp uses them.
#pragma once

#include <string>
#include <vector>

#include "form/board/board_page.h"

namespace wt::form {

/// The columns of the picture: where the story begins, and then an event of either side or of both.
struct BoardColumns {
    std::vector<story::BoardColumn> columns;  ///< without that of the beginning

    /// Returns the event of a side in a column, from 0.
    std::optional<std::size_t> event(std::size_t side, std::size_t column) const {
        return side == 0 ? columns[column].first : columns[column].second;
    }
};

BoardColumns board_columns(const std::vector<ask::BoardSide>& sides);

/// Returns `e0-3`: the id of what is told of an event of a side, which counts from 1; 0 is the beginning.
std::string board_event_id(std::size_t side, std::size_t event);

/// Returns the value of a fluent in the world at a moment.
model::Value board_truth(const story::Board& board, std::size_t moment, std::uint32_t fluent);
/// Returns what a character is mistaken about at a moment, as places of fluents.
std::vector<std::uint32_t> board_mistakes(const story::Board& board, std::size_t moment,
                                          std::size_t character);

/// Returns the picture: a table with a row for each character and place.
std::string board_table(const std::vector<ask::BoardSide>& sides, const BoardColumns& columns);
/// Returns what is told of each event, and of the beginning.
std::string board_events(const std::vector<ask::BoardSide>& sides, std::size_t side);
/// Returns the tellings of a side, each sentence linked to what it tells.
std::string board_prose(const std::vector<ask::BoardSide>& sides, std::size_t side);
/// Returns the data for the script.
std::string board_json(const std::vector<ask::BoardSide>& sides, const BoardColumns& columns);

}  // namespace wt::form
