#include "form/book_text.h"

#include <fmt/format.h>

namespace wt::form {

std::vector<std::string> chapter_notes(const std::string& name, const ask::ChapterMade& made) {
    std::vector<std::string> notes;
    if (made.rejected > 0)
        notes.push_back(
            fmt::format("{} alternatives were left out because the referee rejects them, which is "
                        "a mistake in Wrongtree; please report it",
                        made.rejected));
    if (made.unknown > 0 || made.is_full)
        notes.push_back(
            fmt::format("{}: {} for how they go on was not found or not judged within the limits", name,
                        made.is_full ? std::string("more alternatives were left out")
                                     : fmt::format("{} alternatives were left out", made.unknown)));
    return notes;
}

}  // namespace wt::form
