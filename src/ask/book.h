// A book has one story or several, with the turns that they might have taken, for games, readers and translators.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ask/solve.h"
#include "ask/telling_style.h"
#include "story/export/chapter.h"

namespace wt::ask {

enum class BookFormat : std::uint8_t { json, ink, twee, yarn, epub, dot, csv };

struct ChapterWanted {
    std::string name;
    std::string title = {};  ///< if the request has none
    std::string asked = {};  ///< what was asked for, where that has no name
    TellingStyle telling = {};
    model::EntityId teller = {};  ///< none: a narrator
    model::EntityId player = {};  ///< whose choices there are; none: nobody's
    int depth = 1;                ///< of alternatives; 0: none
};

struct ChapterMade {
    std::optional<story::Chapter> chapter;  ///< none: the budget stopped
    std::size_t rejected = 0;  ///< alternatives that the referee rejects, which is a mistake of ours
    std::size_t unknown = 0;   ///< alternatives for which it was not found or not judged how they go on
    bool is_full = false;      ///< more alternatives were left out
};

/// Makes a chapter of a story that was found. `names` are those of the book so far.
ChapterMade make_chapter(FoundStory& found, const ChapterWanted& wanted, story::BookNames& names);

/// This is the day of the publication where nobody says otherwise, so that the same story is the same file.
inline constexpr std::string_view kUsualDay = "2000-01-01";
/// Says what is wrong with a day, which a ZIP archive must be able to have; the text is empty if nothing is.
std::string mistake_in_day(std::string_view day);
/// Finds the character whose choices the player has: one by name, or `nobody`; an empty name means the one who tells.
/// Otherwise returns a sentence about what is wrong with the name.
tl::expected<model::EntityId, std::string> find_player(const model::World& world, const std::string& name,
                                                       model::EntityId teller);
/// How a story for this player is told: by the player, if they are a character and nobody is said to tell it.
TellingStyle told_to(const model::World& world, TellingStyle style, const std::string& player);
/// Notes down in the book that the request of this story, if it has one, is left out.
void leave_out(story::Book& book, const FoundStory& found);
/// Gives a book without a title that of its only chapter, else `name`.
void give_title(story::Book& book, const std::string& name);

/// Returns the book as a file of this format. `for_excel` is for CSV.
std::string book_text(const story::Book& book, BookFormat format, bool for_excel = false);

}  // namespace wt::ask
