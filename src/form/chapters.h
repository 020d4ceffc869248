// Which chapters a book shall have.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "ask/book.h"
#include "form/series_folder.h"

namespace wt::form {

/// A chapter that is wanted, and what it is made of.
struct ChapterSource {
    std::string request;  ///< by name; empty: none
    std::string plan;     ///< a file; empty: the story is looked for
    ask::ChapterWanted chapter;
};

/// A book as it is asked for.
struct ChaptersAsked {
    struct PlanFile {
        std::string path;
        std::string title;
    };
    std::vector<std::string> requests = {};  ///< a chapter for each
    std::vector<PlanFile> plans = {};  ///< a chapter for each; one request and one plan: the plan answers it
    std::string title = {};            ///< of the only chapter, where neither is given
    std::string where = {};            ///< what that has to meet
};

/// The chapters in their order, at least one.
std::vector<ChapterSource> chapters_of(const ChaptersAsked& asked);

/// A chapter for each story of a folder that `series` has written, by their numbers; or a sentence that says why there are none.
tl::expected<std::vector<ChapterSource>, std::string> chapters_of_series(const FolderFiles& files,
                                                                         const std::string& folder);

}  // namespace wt::form
