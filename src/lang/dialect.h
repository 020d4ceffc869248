// Two languages are read: Sabre's own and ours, which adds to it.
#pragma once

#include <string_view>

namespace wt::lang {

enum class Dialect { sabre, wrongtree };

/// Returns what a file is written in: `.txt`, in small letters or capitals, is Sabre's language, everything else is
/// Wrongtree's.
Dialect dialect_of(std::string_view file_name);

}  // namespace wt::lang
