// This writes what a storyboard tells of each event (declared in board_parts.h).
#include <algorithm>

#include <fmt/format.h>

#include "form/board/board_parts.h"
#include "form/html.h"
#include "story/phrase.h"

namespace wt::form {

namespace {

using model::EntityId;
using story::Awareness;
using story::Board;

/// The articles of one story.
class Articles {
  public:
    Articles(const ask::BoardSide& side, std::size_t number)
        : board_(side.board), story_(*side.story), number_(number), world_(story_.session.world()) {}

    std::string html() {
        open(0, "At the start");
        mistaken(0);
        unsure(0);
        close();
        for (std::size_t i = 0; i < board_.events.size(); ++i) {
            open(i + 1, board_event_text(world_, board_.events[i].event));
            text_ += "<p class=\"told-as\" hidden></p>\n";
            perceived(board_.events[i]);
            why(i);
            changes(i + 1);
            mistaken(i + 1);
            unsure(i + 1);
            close();
        }
        return std::move(text_);
    }

  private:
    void open(std::size_t moment, const std::string& title) {
        text_ += fmt::format(
            "<article class=\"event\" id=\"{}\" data-side=\"{}\" data-event=\"{}\" tabindex=\"-1\">\n<h4>{}"
            "<span class=\"title\">{}</span></h4>\n",
            board_event_id(number_, moment), number_, moment,
            moment == 0 ? "" : fmt::format("<span class=\"number\">{}</span> ", moment), escape_html(title));
    }
    void close() { text_ += "</article>\n"; }

    std::string names(const story::BoardEvent& event, Awareness awareness) const {
        std::string text;
        for (std::size_t c = 0; c < event.awareness.size(); ++c)
            if (event.awareness[c] == awareness)
                text += (text.empty() ? "" : ", ") + escape_html(world_.entities[c].name);
        return text;
    }

    void perceived(const story::BoardEvent& event) {
        text_ += "<dl class=\"perceived\">";
        auto line = [&](std::string_view term, Awareness awareness) {
            std::string who = names(event, awareness);
            if (!who.empty()) text_ += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", term, who);
        };
        line("takes part", Awareness::acts);
        line("observes", Awareness::observes);
        line("perceives part", Awareness::notices);
        line("does not perceive it", Awareness::unaware);
        text_ += "</dl>\n";
    }

    /// Writes a sentence or more a line.
    void lines(const std::string& paragraph) {
        std::size_t at = 0;
        while (at < paragraph.size()) {
            std::size_t end = std::min(paragraph.find('\n', at), paragraph.size());
            if (end > at)
                text_ += fmt::format("<p>{}</p>\n",
                                     escape_html_with_code(std::string_view(paragraph).substr(at, end - at)));
            at = end + 1;
        }
    }

    void why(std::size_t place) {
        const story::BoardEvent& event = board_.events[place];
        for (const story::Reason& reason : event.reasons) {
            text_ +=
                fmt::format("<section class=\"reason\" data-character=\"{}\">\n<h5>Why {} took part</h5>\n",
                            reason.character.index(), escape_html(world_[reason.character].name));
            lines(story::paragraph(story_, place, reason));
            compare(place, reason);
            text_ += "</section>\n";
        }
        if (!event.consequences) return;
        text_ += "<section class=\"reason\">\n<h5>Chance, or the author</h5>\n";
        lines(story::paragraph(story_, place, *event.consequences));
        text_ += "</section>\n";
    }

    std::string happened(std::size_t place) const {
        return fmt::format("<a href=\"#{}\"><span class=\"number\">{}</span> {}</a>",
                           board_event_id(number_, place + 1), place + 1,
                           escape_html(board_event_text(world_, board_.events[place].event)));
    }

    void row(std::string_view kind, const std::string& note, const std::string& in_mind,
             const std::string& in_fact) {
        text_ += fmt::format("<tr class=\"{}\"><td>{}</td><td>{}</td><td>{}</td></tr>\n", kind, in_mind, note,
                             in_fact);
    }

    /// Compares the plan in mind with what happened.
    void compare(std::size_t place, const story::Reason& reason) {
        const story::Followed& followed = reason.followed;
        text_ += fmt::format(
            "<div class=\"plan-scroll\"><table class=\"plan\"><caption>The plan that {} had in mind, and "
            "what "
            "happened</caption>\n<tr><th scope=\"col\">In mind</th><th scope=\"col\"><span class=\"sr\">How "
            "they "
            "compare</span></th><th scope=\"col\">What happened</th></tr>\n",
            escape_html(world_[reason.character].name));
        auto in_mind = [&](std::size_t i) {
            return escape_html(board_event_text(world_, reason.expected[i].event));
        };
        row("came", "as planned", in_mind(0), happened(place));
        auto between = followed.between.begin();
        for (std::size_t i = 0; i < followed.came.size(); ++i) {
            for (; between != followed.between.end() && *between < followed.came[i]; ++between)
                row("between", "not in the plan", "", happened(*between));
            row("came", "as planned", in_mind(i + 1), happened(followed.came[i]));
        }
        for (std::size_t i = followed.came.size() + 1; i < reason.expected.size(); ++i) {
            bool first = i == followed.came.size() + 1;
            std::string instead;
            if (first) instead = followed.instead ? happened(*followed.instead) : "the story ends";
            row("missed", first && followed.instead ? "instead" : "did not come", in_mind(i), instead);
        }
        text_ += "</table></div>\n";
    }

    void changes(std::size_t moment) {
        std::string items;
        for (std::uint32_t f = 0; f < board_.fluents.size(); ++f) {
            model::Value before = board_truth(board_, moment - 1, f);
            model::Value after = board_truth(board_, moment, f);
            if (before == after) continue;
            items += fmt::format(
                "<li><code>{}</code> <span class=\"from\">{}</span> <span aria-hidden=\"true\">"
                "\xe2\x86\x92</span><span class=\"sr\">becomes</span> {}</li>",
                escape_html(board_fluent_text(world_, board_.fluents[f])),
                escape_html(board_value_text(world_, before)), escape_html(board_value_text(world_, after)));
        }
        if (!items.empty()) text_ += "<h5>What changed</h5>\n<ul class=\"changes\">" + items + "</ul>\n";
    }

    std::string mistake(std::size_t moment, std::size_t c, std::uint32_t fluent) const {
        const story::BoardMind& truth = board_.minds[board_.moments[moment]];
        const story::BoardMind& theirs = board_.minds[truth.minds[c]];
        const story::Doubt* doubt = board_.open(theirs, fluent);
        return fmt::format(
            "<li><b>{}</b> takes <code>{}</code> to be <span class=\"false\">{}</span>; it is {}</li>",
            escape_html(world_.entities[c].name),
            escape_html(board_fluent_text(world_, board_.fluents[fluent])),
            escape_html(doubt ? board_doubt_text(world_, *doubt)
                              : board_value_text(world_, board_.value(theirs, fluent))),
            escape_html(board_value_text(world_, board_.value(truth, fluent))));
    }

    /// Returns what somebody holds possible at a moment.
    const story::Doubt* doubt(std::size_t moment, std::size_t c, std::uint32_t fluent) const {
        const story::BoardMind& truth = board_.minds[board_.moments[moment]];
        return truth.minds[c] == story::kNoBoardMind ? nullptr
                                                     : board_.open(board_.minds[truth.minds[c]], fluent);
    }

    /// Tells who comes to be unsure of something at a moment, or is so otherwise than before.
    void unsure(std::size_t moment) {
        std::string items;
        for (std::size_t c = 0; c < world_.character_count; ++c) {
            for (std::uint32_t f = 0; f < board_.fluents.size(); ++f) {
                const story::Doubt* now = doubt(moment, c, f);
                const story::Doubt* before = moment > 0 ? doubt(moment - 1, c, f) : nullptr;
                if (!now || (before && before->values == now->values)) continue;
                items += fmt::format("<li><b>{}</b> holds possible of <code>{}</code>: {}</li>",
                                     escape_html(world_.entities[c].name),
                                     escape_html(board_fluent_text(world_, board_.fluents[f])),
                                     escape_html(board_doubt_text(world_, *now)));
            }
        }
        if (!items.empty()) text_ += "<h5>Not sure</h5>\n<ul class=\"mistakes\">" + items + "</ul>\n";
    }

    /// Tells who comes to be mistaken at a moment, and who no longer is.
    void mistaken(std::size_t moment) {
        std::string more, fewer;
        for (std::size_t c = 0; c < world_.character_count; ++c) {
            std::vector<std::uint32_t> now = board_mistakes(board_, moment, c);
            std::vector<std::uint32_t> before;
            if (moment > 0) before = board_mistakes(board_, moment - 1, c);
            for (std::uint32_t f : now)
                if (!std::ranges::binary_search(before, f)) more += mistake(moment, c, f);
            for (std::uint32_t f : before)
                if (!std::ranges::binary_search(now, f))
                    fewer += fmt::format("<li><b>{}</b> about <code>{}</code></li>",
                                         escape_html(world_.entities[c].name),
                                         escape_html(board_fluent_text(world_, board_.fluents[f])));
        }
        if (!more.empty())
            text_ += fmt::format("<h5>{}</h5>\n<ul class=\"mistakes\">{}</ul>\n",
                                 moment == 0 ? "Mistaken" : "Mistaken from now on", more);
        if (!fewer.empty())
            text_ += "<h5>No longer mistaken</h5>\n<ul class=\"mistakes\">" + fewer + "</ul>\n";
        if (moment == 0 && more.empty()) text_ += "<p>Nobody is mistaken about anything.</p>\n";
    }

    const Board& board_;
    const story::Story& story_;
    std::size_t number_;
    const model::World& world_;
    std::string text_;
};

}  // namespace

std::string board_events(const std::vector<ask::BoardSide>& sides, std::size_t side) {
    return Articles(sides[side], side).html();
}

}  // namespace wt::form
