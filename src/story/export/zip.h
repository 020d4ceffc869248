// This makes ZIP archives without compression, the same bytes for the same files (PKWARE's APPNOTE; what EPUB's
// container wants of it).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wt::story {

struct ZipEntry {
    std::string name;  ///< ASCII, with `/` between folders
    std::string content;
};

/// The date is `2026-11-22`, from 1980 to 2107; the time is midnight. Names must differ. Less than 4 GiB in
/// all, and less than 65536 entries.
std::string zip_of(const std::vector<ZipEntry>& entries, std::string_view date);

}  // namespace wt::story
