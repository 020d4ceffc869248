// This writes the diagnostics of one or more files as JSON (docs/schema/diagnostics.schema.json).
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace wt::form {

/// The findings in one file. `source` is null and `failure` says why if it could not be read.
struct FileReport {
    std::string file;
    const Source* source = nullptr;
    Diagnostics diagnostics;
    std::string failure;
};

/// The numbers of findings in several files.
struct FileCounts {
    std::size_t files = 0;
    std::size_t errors = 0;  ///< with the files that could not be read
    std::size_t warnings = 0;

    void add(const FileReport& report);
};
/// Returns `2 files checked: 1 error, no warnings`.
std::string count_text(const FileCounts& counts);

/// Returns the whole document, indented, ending in a line end. Bytes that are not UTF-8 become U+FFFD.
std::string diagnostics_json(const std::vector<FileReport>& reports, std::string_view version);

}  // namespace wt::form
