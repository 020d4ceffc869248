// The diagnostics of one or more files as JSON (docs/schema/diagnostics.schema.json).
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace wt::form {

/// What was found in one file. `source` is null and `failure` says why if it could not be read.
struct FileReport {
    std::string file;
    const Source* source = nullptr;
    Diagnostics diagnostics;
    std::string failure;
};

/// The whole document, indented, ending in a line end. Bytes that are not UTF-8 become U+FFFD.
std::string diagnostics_json(const std::vector<FileReport>& reports, std::string_view version);

}  // namespace wt::form
