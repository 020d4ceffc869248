#include "host/library_files.h"

#include <filesystem>

#include <fmt/format.h>

#include "host/read_file.h"

namespace wt::host {

std::function<std::optional<Source>(std::string_view)> libraries_beside(const std::string& world) {
    std::filesystem::path folder = std::filesystem::path(world).parent_path();
    return [folder](std::string_view name) -> std::optional<Source> {
        tl::expected<Source, std::string> found =
            read_file((folder / fmt::format("{}.wt", name)).string(), kMostWorldBytes);
        if (!found) return std::nullopt;
        return std::move(*found);
    };
}

}  // namespace wt::host
