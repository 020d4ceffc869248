// This gets files in.
#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "base/source.h"

namespace wt::host {

/// No file may be larger than this, in bytes.
inline constexpr std::size_t kMostFileBytes = std::size_t{64} << 20;
/// No world may be larger than this: reading takes up to a hundred times as much memory.
inline constexpr std::size_t kMostWorldBytes = std::size_t{8} << 20;

/// Returns the text of a file; `-` is standard input. Otherwise returns a sentence that says why there is none.
tl::expected<Source, std::string> read_file(const std::string& path, std::size_t most = kMostFileBytes);

/// The next line of standard input, without its end; none: there are no more.
std::optional<std::string> read_line();

/// Is there anything of this name?
bool is_there(const std::string& path);

}  // namespace wt::host
