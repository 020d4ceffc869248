#include "ask/book.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "story/export/csv.h"
#include "story/export/dot.h"
#include "story/export/epub.h"
#include "story/export/ink.h"
#include "story/export/json.h"
#include "story/export/twee.h"
#include "story/export/yarn.h"

namespace wt::ask {

namespace {

/// Returns the number that `count` digits are; -1 if they are none.
int number_at(std::string_view text, std::size_t begin, std::size_t count) {
    int value = 0;
    for (char c : text.substr(begin, count)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

int days_of(int year, int month) {
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return kDays[static_cast<std::size_t>(month) - 1] + (month == 2 && is_leap ? 1 : 0);
}

}  // namespace

std::string mistake_in_day(std::string_view day) {
    if (day.size() == 10 && day[4] == '-' && day[7] == '-') {
        int year = number_at(day, 0, 4);
        int month = number_at(day, 5, 2);
        int number = number_at(day, 8, 2);
        bool has_month = year >= 1980 && year <= 2107 && month >= 1 && month <= 12;
        if (has_month && number >= 1 && number <= days_of(year, month)) return "";
    }
    return fmt::format("`{}` is not a day from 1980 to 2107, such as 2026-11-22", day);
}

ChapterMade make_chapter(FoundStory& found, const ChapterWanted& wanted, story::BookNames& names) {
    story::BranchGoal goal{found.request(), std::nullopt, found.question.belief_depth};
    if (!found.request()) goal.goal = found.question.goal;
    story::BranchOptions branching;
    branching.player = wanted.player;
    branching.depth = wanted.depth;
    story::Branches branches = story::branch(*found.story, goal, branching, found.budget);
    ChapterMade made{std::nullopt, branches.rejected, branches.unknown + branches.unjudged, branches.is_full};
    story::ChapterOptions options{telling_options(wanted.telling, wanted.teller), wanted.player, wanted.name,
                                  wanted.title};
    story::Chapter chapter = story::chapter_of(branches, options, found.request(), names);
    if (found.was_stopped()) return made;
    if (chapter.request.empty()) chapter.request = story::clean_text(wanted.asked);
    made.chapter = std::move(chapter);
    return made;
}

TellingStyle told_to(const model::World& world, TellingStyle style, const std::string& player) {
    auto is_player = [&](const model::Entity& entity) { return entity.name == player; };
    auto characters = std::span(world.entities).first(world.character_count);
    if (style.teller.empty() && std::ranges::any_of(characters, is_player)) style.teller = player;
    return style;
}

tl::expected<model::EntityId, std::string> find_player(const model::World& world, const std::string& name,
                                                       model::EntityId teller) {
    if (name.empty()) return teller;
    return find_character(world, name, "play", "nobody");
}

void leave_out(story::Book& book, const FoundStory& found) {
    if (const model::Request* request = found.request())
        book.left_out.push_back(
            {request->name, story::clean_text(request->title), found.verdict == StoryVerdict::none});
}

void give_title(story::Book& book, const std::string& name) {
    if (book.title.empty() && book.chapters.size() == 1) book.title = book.chapters[0].title;
    if (book.title.empty()) book.title = name;
    book.title = story::clean_text(book.title);
    if (book.title.empty()) book.title = "Wrongtree";
}

std::string book_text(const story::Book& book, BookFormat format, bool for_excel) {
    switch (format) {
        case BookFormat::json:
            return story::json_of(book);
        case BookFormat::ink:
            return story::ink_of(book);
        case BookFormat::twee:
            return story::twee_of(book);
        case BookFormat::yarn:
            return story::yarn_of(book);
        case BookFormat::epub:
            return story::epub_of(book);
        case BookFormat::dot:
            return story::dot_of(book);
        case BookFormat::csv:
            return story::csv_of(book, for_excel);
    }
    return "";
}

}  // namespace wt::ask
