// The languages that are read: Sabre's own, ours, which adds to it, and sentences.
#pragma once

#include <string_view>

namespace wt::lang {

enum class Dialect { sabre, wrongtree, sentences };

/// What a file is written in: `.txt`, in small letters or capitals, is Sabre's language, `.story` is sentences,
/// everything else is Wrongtree's.
Dialect dialect_of(std::string_view file_name);

}  // namespace wt::lang
