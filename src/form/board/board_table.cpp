// This draws the picture of a storyboard (declared in board_parts.h).
#include <fmt/format.h>

#include "form/board/board_parts.h"
#include "form/html.h"

namespace wt::form {

namespace {

using model::EntityId;
using model::Value;
using story::Awareness;
using story::Board;

std::string_view mark_of(Awareness awareness) {
    switch (awareness) {
        case Awareness::acts:
            return "acts";
        case Awareness::observes:
            return "observes";
        case Awareness::notices:
            return "notices";
        case Awareness::unaware:
            break;
    }
    return "unaware";
}

std::string_view words_of(Awareness awareness) {
    switch (awareness) {
        case Awareness::acts:
            return "acts";
        case Awareness::observes:
            return "observes it";
        case Awareness::notices:
            return "perceives part of it";
        case Awareness::unaware:
            break;
    }
    return "does not perceive it";
}

/// The rows of one story.
class Rows {
  public:
    Rows(const ask::BoardSide& side, std::size_t number, std::size_t sides, const BoardColumns& columns)
        : side_(side),
          board_(side.board),
          number_(number),
          sides_(sides),
          columns_(columns),
          world_(side.story->session.world()) {}

    std::string html() {
        text_ = fmt::format("<tbody class=\"side\" data-side=\"{}\">\n", number_);
        head();
        for (std::size_t c = 0; c < world_.character_count; ++c)
            character(c);
        if (board_.places)
            for (EntityId place : board_.places->places)
                place_row(place);
        return text_ + "</tbody>\n";
    }

  private:
    std::string name(EntityId entity) const { return escape_html(world_[entity].name); }

    void head() {
        text_ += fmt::format(
            "<tr class=\"heads\"><th scope=\"col\" class=\"corner\">{}</th>",
            side_.name.empty() ? "<span class=\"sr\">Who and where</span>" : escape_html(side_.name));
        text_ += fmt::format(
            "<th scope=\"col\" class=\"head\" data-column=\"0\"><a href=\"#{}\"><span class=\"name\">At the "
            "start</span></a></th>",
            board_event_id(number_, 0));
        for (std::size_t column = 0; column < columns_.columns.size(); ++column)
            event_head(column);
        text_ += "</tr>\n";
    }

    /// This says how an event is told from the other story's.
    struct Kind {
        std::string_view name;
        std::string_view words;
    };
    Kind kind_of(std::size_t column) const {
        if (sides_ < 2) return {"", ""};
        if (!columns_.event(1 - number_, column))
            return {" only", "<span class=\"sr\">, in this story only</span>"};
        if (columns_.columns[column].is_same)
            return {" shared", "<span class=\"sr\">, in both stories</span>"};
        return {" alike", "<span class=\"sr\">, beside one of its kind</span>"};
    }

    void event_head(std::size_t column) {
        const Kind kind = kind_of(column);
        std::optional<std::size_t> event = columns_.event(number_, column);
        if (!event) {
            text_ += fmt::format(
                "<td class=\"head gap\" data-column=\"{}\"><span class=\"sr\">nothing "
                "here</span></td>",
                column + 1);
            return;
        }
        const model::GroundEvent& action = board_.events[*event].event;
        text_ += fmt::format(
            "<th scope=\"col\" class=\"head{}\" data-column=\"{}\"><a href=\"#{}\"><span "
            "class=\"number\">{}</span> <span class=\"name\">{}</span> <span "
            "class=\"with\">{}</span>{}</a></th>",
            kind.name, column + 1, board_event_id(number_, *event + 1), *event + 1,
            escape_html(board_event_name(world_, action)), escape_html(board_event_arguments(world_, action)),
            kind.words);
    }

    /// Returns where somebody is at a moment, if the board knows.
    std::optional<EntityId> where(EntityId who, std::size_t moment) const {
        if (!board_.places) return std::nullopt;
        for (const auto& [one, fluent] : board_.places->located) {
            if (one != who) continue;
            Value value = board_truth(board_, moment, fluent);
            return value.is_entity() ? std::optional(value.as_entity()) : std::nullopt;
        }
        return std::nullopt;
    }

    void character(std::size_t c) {
        EntityId who{c};
        text_ += fmt::format(
            "<tr class=\"lane\" data-character=\"{}\"><th scope=\"row\"><span "
            "class=\"lane-name\">{}</span></th>",
            c, name(who));
        character_cell(c, 0, 0, std::nullopt);
        for (std::size_t column = 0; column < columns_.columns.size(); ++column) {
            std::optional<std::size_t> event = columns_.event(number_, column);
            if (event)
                character_cell(c, column + 1, *event + 1, board_.events[*event].awareness[c]);
            else
                text_ += fmt::format("<td class=\"gap\" data-column=\"{}\"></td>", column + 1);
        }
        text_ += "</tr>\n";
    }

    void character_cell(std::size_t c, std::size_t column, std::size_t moment,
                        std::optional<Awareness> awareness) {
        EntityId who{c};
        std::size_t wrong = board_mistakes(board_, moment, c).size();
        std::optional<EntityId> place = where(who, moment);
        bool moved = moment == 0 || where(who, moment - 1) != place;
        std::string_view mark = awareness ? mark_of(*awareness) : "start";
        text_ +=
            fmt::format("<td class=\"{}{}\" data-column=\"{}\">", mark, wrong > 0 ? " wrong" : "", column);
        if (awareness)
            text_ += fmt::format(
                "<svg class=\"mark\" aria-hidden=\"true\"><use href=\"#m-{}\"/></svg><span "
                "class=\"sr\">{}</span>",
                mark, words_of(*awareness));
        if (moved && place)
            text_ += fmt::format("<span class=\"where\"><span class=\"sr\">, {} </span>{}</span>",
                                 moment == 0 ? "is at" : "now at", name(*place));
        if (wrong > 0)
            text_ += fmt::format(
                "<span class=\"errors\"><span aria-hidden=\"true\">\xe2\x89\xa0\xe2\x80\x89{}"
                "</span><span class=\"sr\">, mistaken about {} {}</span></span>",
                wrong, wrong, wrong == 1 ? "thing" : "things");
        text_ += "</td>";
    }

    std::string occupants(EntityId place, std::size_t moment) const {
        std::string text;
        for (const auto& [who, fluent] : board_.places->located) {
            if (!(board_truth(board_, moment, fluent) == Value::entity(place))) continue;
            bool came = moment > 0 && !(board_truth(board_, moment - 1, fluent) == Value::entity(place));
            text += fmt::format("{}<span{}>{}</span>", text.empty() ? "" : ", ",
                                came ? " class=\"came\"" : "", name(who));
        }
        return text;
    }

    void place_row(EntityId place) {
        text_ +=
            fmt::format("<tr class=\"lane place\"><th scope=\"row\"><span class=\"lane-name\">{}</span></th>",
                        name(place));
        auto cell = [&](std::size_t column, std::size_t moment) {
            std::string who = occupants(place, moment);
            text_ += fmt::format("<td{} data-column=\"{}\">{}</td>", who.empty() ? " class=\"empty\"" : "",
                                 column, who.empty() ? "<span class=\"sr\">nobody</span>" : who);
        };
        cell(0, 0);
        for (std::size_t column = 0; column < columns_.columns.size(); ++column) {
            if (auto event = columns_.event(number_, column))
                cell(column + 1, *event + 1);
            else
                text_ += fmt::format("<td class=\"gap\" data-column=\"{}\"></td>", column + 1);
        }
        text_ += "</tr>\n";
    }

    const ask::BoardSide& side_;
    const Board& board_;
    std::size_t number_;
    std::size_t sides_;
    const BoardColumns& columns_;
    const model::World& world_;
    std::string text_;
};

}  // namespace

std::string board_table(const std::vector<ask::BoardSide>& sides, const BoardColumns& columns) {
    std::string text =
        "<table class=\"board\" id=\"board\" aria-label=\"Who perceives what, and where everybody "
        "is\">\n";
    for (std::size_t i = 0; i < sides.size(); ++i) {
        if (sides[i].absence.empty()) {
            text += Rows(sides[i], i, sides.size(), columns).html();
            continue;
        }
        text += fmt::format(
            "<tbody class=\"side absent\" data-side=\"{}\"><tr><th scope=\"row\" class=\"corner\">{}</th><td "
            "colspan=\"{}\"><span class=\"absence\">No story here: {}.</span></td></tr></tbody>\n",
            i, escape_html(sides[i].name), columns.columns.size() + 1,
            escape_html_with_code(sides[i].absence));
    }
    return text + "</table>\n";
}

}  // namespace wt::form
