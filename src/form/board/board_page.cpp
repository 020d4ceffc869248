#include "form/board/board_page.h"

#include <fmt/format.h>

#include "form/board/board_assets.h"
#include "form/board/board_parts.h"
#include "form/html.h"
#include "model/print.h"

namespace wt::form {

namespace {

// Shapes differ, so that no mark is told by its colour alone.
constexpr std::string_view kMarks =
    R"html(<svg width="0" height="0" class="symbols" aria-hidden="true" focusable="false">
<symbol id="m-acts" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10" fill="currentColor"/><path d="M7 12.5l3.5 3.5L17 8.5" fill="none" stroke="var(--back)" stroke-width="2.4"/></symbol>
<symbol id="m-observes" viewBox="0 0 24 24"><path d="M1.5 12C6 5.5 18 5.5 22.5 12C18 18.5 6 18.5 1.5 12z" fill="var(--back)" stroke="currentColor" stroke-width="2"/><circle cx="12" cy="12" r="3.4" fill="currentColor"/></symbol>
<symbol id="m-notices" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.5" fill="var(--back)" stroke="currentColor" stroke-width="2" stroke-dasharray="3.4 3.3"/><path d="M12 3.5a8.5 8.5 0 0 0 0 17z" fill="currentColor"/></symbol>
<symbol id="m-unaware" viewBox="0 0 24 24"><rect x="3" y="3" width="18" height="18" fill="var(--back)" stroke="none"/><path d="M8 8l8 8M16 8l-8 8" stroke="currentColor" stroke-width="2"/></symbol>
</svg>
)html";

constexpr std::string_view kLegend =
    R"html(<ul class="legend" aria-label="Marks">
<li><svg class="mark acts" aria-hidden="true"><use href="#m-acts"/></svg> takes part</li>
<li><svg class="mark observes" aria-hidden="true"><use href="#m-observes"/></svg> observes</li>
<li><svg class="mark notices" aria-hidden="true"><use href="#m-notices"/></svg> perceives part</li>
<li><svg class="mark unaware" aria-hidden="true"><use href="#m-unaware"/></svg> does not perceive it</li>
<li><span class="errors" aria-hidden="true">&#8800;&#8201;2</span> mistaken about two things</li>
</ul>
)html";

std::string count_text(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string head(const ask::BoardPage& page) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; "
        "script-src '{}'; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"generator\" content=\"Wrongtree "
        "{}\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n",
        policy_hash(kBoardScript.sha256), escape_html(page.version), escape_html(page.title),
        kBoardStyle.text);
}

std::string masthead(const ask::BoardPage& page) {
    std::string facts;
    for (const ask::BoardSide& side : page.sides) {
        std::string name = page.sides.size() > 1 ? escape_html(side.name) + ": " : "";
        facts += facts.empty() ? "" : "; ";
        if (side.absence.empty())
            facts += name + count_text(side.board.events.size(), "event", "events") + ", " +
                     count_text(side.story->session.world().character_count, "character", "characters");
        else
            facts += name + "no story";
    }
    return fmt::format(
        "<header class=\"masthead\">\n<p class=\"kicker\">{}</p>\n<h1>{}</h1>\n<p class=\"facts\">{}</p>\n"
        "</header>\n",
        escape_html(page.kicker), escape_html(page.title), facts);
}

std::string timeline(const ask::BoardPage& page, const BoardColumns& columns) {
    return fmt::format(
        "<section class=\"timeline\" aria-labelledby=\"timeline-title\">\n<h2 id=\"timeline-title\">What "
        "happens</h2>\n{}"
        "<div class=\"moments\" hidden>\n<button type=\"button\" id=\"back\" aria-label=\"One moment "
        "back\">&#8592;</button>\n<label for=\"moment\">Moment</label>\n<input type=\"range\" id=\"moment\" "
        "min=\"0\" max=\"{}\" value=\"0\" step=\"1\">\n<button type=\"button\" id=\"forth\" aria-label=\"One "
        "moment on\">&#8594;</button>\n<output id=\"where\" for=\"moment\" "
        "aria-live=\"polite\"></output>\n</div>\n"
        "<div class=\"scroller\" id=\"scroller\" role=\"region\" aria-label=\"The story from left to right\" "
        "tabindex=\"0\">\n{}</div>\n</section>\n",
        kLegend, columns.columns.size(), board_table(page.sides, columns));
}

std::string prose(const ask::BoardPage& page) {
    std::string text =
        "<section class=\"prose\" id=\"prose\" aria-labelledby=\"prose-title\">\n<h2 "
        "id=\"prose-title\">As it is told</h2>\n";
    for (std::size_t i = 0; i < page.sides.size(); ++i)
        text += board_prose(page.sides, i);
    return text + "</section>\n";
}

std::string events(const ask::BoardPage& page) {
    std::string text =
        "<section class=\"why\" id=\"why\" aria-labelledby=\"why-title\">\n<h2 "
        "id=\"why-title\">Why</h2>\n<div "
        "class=\"sides\">\n";
    for (std::size_t i = 0; i < page.sides.size(); ++i) {
        const ask::BoardSide& side = page.sides[i];
        std::string title = side.name.empty() ? "Event by event" : side.name;
        text += fmt::format("<div class=\"side-events\" data-side=\"{}\">\n<h3{}>{}</h3>\n", i,
                            side.name.empty() ? " class=\"sr\"" : "", escape_html(title));
        if (side.absence.empty())
            text += board_events(page.sides, i);
        else
            text += fmt::format("<p class=\"absence\">No story here: {}.</p>\n",
                                escape_html_with_code(side.absence));
        text += "</div>\n";
    }
    return text + "</div>\n</section>\n";
}

}  // namespace

BoardColumns board_columns(const std::vector<ask::BoardSide>& sides) {
    std::vector<std::vector<story::BoardKey>> keys(2);
    for (std::size_t i = 0; i < sides.size() && i < 2; ++i)
        for (const story::BoardEvent& event : sides[i].board.events) {
            const model::World& world = sides[i].story->session.world();
            keys[i].push_back({world[event.event.event].name, model::to_text(world, event.event)});
        }
    return {story::aligned(keys[0], keys[1])};
}

std::string board_event_id(std::size_t side, std::size_t event) {
    return fmt::format("e{}-{}", side, event);
}

model::Value board_truth(const story::Board& board, std::size_t moment, std::uint32_t fluent) {
    return board.value(board.minds[board.moments[moment]], fluent);
}

std::vector<std::uint32_t> board_mistakes(const story::Board& board, std::size_t moment,
                                          std::size_t character) {
    std::vector<std::uint32_t> result;
    const story::BoardMind& truth = board.minds[board.moments[moment]];
    if (truth.minds[character] == story::kNoBoardMind) return result;
    const story::BoardMind& theirs = board.minds[truth.minds[character]];
    for (std::uint32_t f = 0; f < board.fluents.size(); ++f)
        if (board.is_mistaken(theirs, truth, f)) result.push_back(f);
    return result;
}

std::string board_page(const ask::BoardPage& page) {
    BoardColumns columns = board_columns(page.sides);
    return head(page) + "<body>\n" + std::string(kMarks) + masthead(page) + "<main>\n" +
           timeline(page, columns) + prose(page) + "<div class=\"below" +
           (page.sides.size() > 1 ? " pair" : "") + "\">\n" + events(page) +
           "<section class=\"minds\" id=\"minds\" aria-labelledby=\"minds-title\" hidden>\n<h2 "
           "id=\"minds-title\">Who believes what</h2>\n<div id=\"minds-of\" "
           "class=\"sides\"></div>\n</section>\n"
           "</div>\n</main>\n"
           "<footer><p>Made by Wrongtree " +
           escape_html(page.version) + ".</p></footer>\n<script type=\"application/json\" id=\"data\">" +
           board_json(page.sides, columns) + "</script>\n<script>" + std::string(kBoardScript.text) +
           "</script>\n</body>\n</html>\n";
}

}  // namespace wt::form
