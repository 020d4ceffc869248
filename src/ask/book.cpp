#include "ask/book.h"

#include "story/export/csv.h"
#include "story/export/dot.h"
#include "story/export/epub.h"
#include "story/export/ink.h"
#include "story/export/json.h"
#include "story/export/twee.h"
#include "story/export/yarn.h"

namespace wt::ask {

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
