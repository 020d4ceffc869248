// A book is one story or several, told, with everything that a file for readers, players or translators needs.
//
// The writers of this folder (dot.h, csv.h, ink.h, twee.h, yarn.h, epub.h) make the text of a file from a book and know
// nothing of worlds and plans; `chapter_of` (chapter.h) makes a chapter from a story. The names in a file are settled
// here, once for all formats, so that the line ids of a game file are those of the translators' sheet.
//
//   BOOK-1  names of places (chapters, ways, moments) are different words of A-Z a-z 0-9 _ that begin with a
//           letter, and so are the ids of texts (titles, lines, choices).
//   BOOK-2  texts are UTF-8 without control characters, line ends and double blanks (clean_text).
//   BOOK-3  from the first moment of a chapter each way leads to an end.
//   BOOK-4  the labels of the choices at one moment are different.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wt::story {

/// A sentence.
struct Line {
    std::string id;
    std::string text;
    std::string event;  ///< that it belongs to, as a plan has it; empty: none
    bool starts_paragraph = false;
};

/// An event, from one moment to another.
struct ChapterWay {
    std::string name;  ///< stable: from what happens, not from its place among others
    std::size_t from = 0;
    std::size_t to = 0;
    std::string event;  ///< `buy(Nina, Otto)`
    std::vector<std::string> consenting;
    bool is_told = false;  ///< of the story as it was found, not of a branch
    std::string label;     ///< as a choice
    std::string label_id;
    std::vector<Line> lines;  ///< may be none: the teller learns nothing of it
};

struct ChapterMoment {
    std::vector<std::size_t> ways;  ///< none: an end
    std::size_t ways_here = 0;
    std::string name;  ///< where ways come together: of what begins here
};

struct Chapter {
    std::string name;
    std::string request;  ///< the one that it answers, by name; empty: none
    std::string title;    ///< never empty
    std::string title_id;
    std::string teller;   ///< empty: a narrator
    std::string speaker;  ///< a word for who tells, by which a game finds them
    std::string player;   ///< whose choices they are; empty: there are none
    std::vector<Line> opening;
    std::vector<ChapterMoment> moments;  ///< the first is the start
    std::vector<ChapterWay> ways;
};

/// A request that has no story in the book.
struct LeftOut {
    std::string request;
    std::string title;
    bool is_proved = false;  ///< there is none within the limits; else nobody knows
};

struct Book {
    std::string title;
    std::string author;  ///< may be empty
    std::string note;    ///< the author's; may be empty
    std::string language = "english";
    std::string date;     ///< `2026-11-22`
    std::string version;  ///< of Wrongtree
    std::string world;    ///< the file's name without its folder
    std::vector<Chapter> chapters;
    std::vector<LeftOut> left_out;
};

/// Returns text for readers on one line: bytes that are not UTF-8 and control characters are taken out, each run of
/// white space is one blank, and there is none at the ends.
std::string clean_text(std::string_view text);
/// Returns a word of A-Z a-z 0-9 _ like the text: other characters of a name become their number, other stretches one
/// `_`. It may be empty or begin with a digit.
std::string word_of(std::string_view text);

/// Hands out names of which no two are the same, even if only capitals tell them apart.
class Names {
  public:
    /// Returns `wanted`, which is a word, with a number behind it if it is taken.
    std::string take(const std::string& wanted);

  private:
    std::set<std::string> taken_;
};

/// These are the names of a book: of what a file can refer to, without words that mean something to a format, and of
/// texts.
struct BookNames {
    BookNames();

    Names places;
    Names lines;
};

/// The menu of a book with several stories is called this.
inline constexpr std::string_view kMenu = "menu";

/// Makes sixteen bytes from a text, as an UUID of version 4 in capitals: `0F3C...-....-4...-8...-............`.
std::string uuid_of(std::string_view text);
/// Returns all that makes a book what it is, as one text, for `uuid_of`.
std::string content_of(const Book& book);

/// Returns `en`, `de`.
std::string_view language_tag(std::string_view language);

/// These are the words around the stories.
struct BookWords {
    std::string_view contents;
    std::string_view note;
    std::string_view start;
    std::string_view request;
    std::string_view teller;
    std::string_view narrator;
    std::string_view left_out;
    std::string_view none;
    std::string_view unknown;
    std::string_view made_by;  ///< `{}` stands for the world
    std::string_view the_end;
    std::string_view access;  ///< for readers who need to know whether they can read it
};
const BookWords& book_words(std::string_view language);

/// This is a stretch of a chapter without choices: what a knot, passage or node holds.
struct Passage {
    std::string name;
    std::vector<Line> lines;
    std::vector<std::size_t> choices;      ///< ways of the chapter
    std::optional<std::size_t> next;       ///< passage that follows; none, and no choices: an end
    std::vector<std::size_t> choice_next;  ///< the passages that the choices lead to
};

/// Returns the chapter cut into passages; the first is where it begins. A passage ends where there are choices, at an
/// end, and where another passage leads to the same moment.
std::vector<Passage> passages_of(const Chapter& chapter);

}  // namespace wt::story
